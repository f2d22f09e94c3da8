"""Snapshots that differ from another in a few facts, chosen at random."""

from __future__ import annotations

import datetime
import random
from dataclasses import replace
from pathlib import Path

from obstat.knowledge.snapshot import Snapshot
from obstat.knowledge.write import write
from obstat.model.dates import Day
from obstat.model.listed import ListEntry, Listing, Name
from obstat.model.records import TABLES, Party
from obstat.model.status import Status

FIRMS = (
    "Nordlicht Kabel GmbH", "Sudwind Draht AG", "Zhejiang Kunlun Optoelectronics Co., Ltd.", "Bergholm", "ACME Draht",
    "Guanglian Telecom", "Rosvektor JSC", "Huaxin Technologies", "青海北斗科技有限公司", "Al Noor Trading LLC",
)  # fmt: skip
PERSONS = "BERGHOLM, Sten Aage", "Irina Rosvektor", "Hassan AL-NOORI"
FIRST, LAST = datetime.date(2016, 1, 1).toordinal(), datetime.date(2027, 1, 1).toordinal()


def day(chance: random.Random) -> Day:
    return Day.parse(datetime.date.fromordinal(chance.randrange(FIRST, LAST)).isoformat())


def misspelt(text: str, chance: random.Random) -> str:
    """A way in which somebody may write a name."""
    words = text.split()
    at = chance.randrange(len(text))
    return chance.choice([
        text, text.upper(), f"{text} Ltd", f"{words[0]} router", " ".join(words[:2]), f"Attn 4711 {text}",
        f"Somebody Else Inc a/k/a {text}", text[:at] + text[at + 1 :], text[:at] + "x" + text[at:],
        text.replace(" ", ""),
    ])  # fmt: skip


class Mutation:
    """Changes to the facts of a snapshot. Each method is one kind of change."""

    def __init__(self, base: Snapshot, chance: random.Random) -> None:
        self.chance = chance
        self.vocabulary = base.head["vocabulary"]
        self.facts = {name: list(base.table(name)) for name in TABLES}

    def written(self, folder: Path) -> Path:
        write(folder, self.vocabulary, {name: tuple(rows) for name, rows in self.facts.items()})
        return folder

    def changed(self, table: str, change) -> None:
        """Replace one row of a table, chosen at random, by what `change` makes of it; None drops it."""
        rows = self.facts[table]
        if rows:
            at = self.chance.randrange(len(rows))
            new = change(rows[at])
            rows[at : at + 1] = [new] if new is not None else []

    def party(self) -> str:
        return self.chance.choice(self.facts["parties"]).id

    def rename(self) -> None:
        self.changed("parties", lambda party: replace(party, name=self.chance.choice(FIRMS)))

    def alias(self) -> None:
        name = Name(self.chance.choice(FIRMS), "alias", None, None, self.chance.random() < 0.2, None, None, None)
        self.changed("parties", lambda party: replace(party, names=(*party.names, name)))

    def forget_names(self) -> None:
        self.changed("parties", lambda party: replace(party, names=()))

    def move(self) -> None:
        self.changed("parties", lambda party: replace(party, country=self.chance.choice(["CN", "DE", "US"])))

    def arrive(self) -> None:
        """A firm of a list comes, and perhaps stands on it from some day on."""
        number = len(self.facts["entries"]) + 1
        name = self.chance.choice(FIRMS)
        party = f"invented:{number}"
        self.facts["parties"].append(Party(party, name, "company", "DE", None, (), (), (), None, "high", ()))
        self.entry(party, number, name)

    def arrive_in_person(self) -> None:
        number = len(self.facts["entries"]) + 1
        party = f"invented:{number}"
        name = self.chance.choice(PERSONS)
        self.facts["parties"].append(Party(party, name, "person", None, None, (), (), (), None, "high", ()))
        self.entry(party, number, name)

    def entry(self, party: str, number: int, name: str) -> None:
        since = day(self.chance) if self.chance.random() < 0.7 else None
        listing = Listing("ofac-sdn", since, None, FIRST, None, None, None, None, None, str(number))
        names = (Name(name, "legal", None, None, False, None, None, None),)
        self.facts["entries"].append(
            ListEntry("invented", str(number), "line 1", party, "company", names, (), (), (), (listing,), (), ())
        )

    def list_a_known_party(self) -> None:
        self.entry(self.party(), len(self.facts["entries"]) + 1, "anything")

    def delist(self) -> None:
        self.changed("entries", lambda entry: None)

    def move_provision(self) -> None:
        self.changed("provisions", lambda provision: replace(provision, since=day(self.chance)))

    def end_provision(self) -> None:
        self.changed("provisions", lambda provision: replace(provision, until=day(self.chance)))

    def drop_provision(self) -> None:
        self.changed("provisions", lambda provision: None)

    def weaken_provision(self) -> None:
        status = self.chance.choice([Status.ADVISORY, Status.CONDITIONAL, Status.PROHIBITED])
        self.changed("provisions", lambda provision: replace(provision, status=status))

    def drop_tie(self) -> None:
        self.changed("ties", lambda tie: None)

    def date_tie(self) -> None:
        self.changed("ties", lambda tie: replace(tie, since=day(self.chance)))

    def tie(self) -> None:
        self.changed("ties", lambda tie: replace(tie, party=self.party()))

    def everything(self) -> list:
        return [
            self.rename, self.alias, self.forget_names, self.move, self.arrive, self.list_a_known_party, self.delist,
            self.move_provision, self.end_provision, self.drop_provision, self.weaken_provision, self.drop_tie,
            self.date_tie, self.tie, self.arrive_in_person,
        ]  # fmt: skip
