"""What an inventory would come to were a party put on a list: a snapshot with the listing supposed, asked beside the
one in use.

Invariant: what is supposed is an entry like the fullest one of the list, with its effects from the day supposed on or
from their own, whichever is later, on whatever the party makes and for every purpose; nothing else differs between the
two snapshots.
"""

from __future__ import annotations

import datetime
import re
from collections import Counter
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from obstat.knowledge.write import write_new
from obstat.model import records
from obstat.model.dates import Day
from obstat.model.errors import InvalidValue, UnknownCode
from obstat.model.records import Provision, Rule
from obstat.model.screened import Became
from obstat.screening.check import Obstat
from obstat.screening.exposure import amount

if TYPE_CHECKING:
    import polars


def supposed(ob: Obstat, party: str, under: str, since: datetime.date, folder: Path) -> Obstat:
    """The same with `party` (an id) on the list `under` since that day; written in `folder`.

    Raises `UnknownCode` for a list that is not known, `InvalidValue` for one that names no parties.
    """
    snapshot = ob.snapshot
    rules = {rule.id for rule in rules_of(ob, under)}
    entries = [
        p for p in snapshot.table("provisions") if p.target == "party" and (p.rule in rules or p.listing in rules)
    ]
    model = Counter(p.values[0] for p in entries).most_common(1)
    if not model:
        raise InvalidValue(f"'{under}' names no parties, so that nobody can be put on it; choose another rule.")
    day = Day.parse(since.isoformat())
    added = [_for(p, party, day) for p in entries if p.values[0] == model[0][0]]
    facts = {name: tuple(snapshot.table(name)) for name in records.TABLES}
    facts["provisions"] = (*facts["provisions"], *dict.fromkeys(added))
    write_new(folder / "supposed", snapshot.head["vocabulary"], facts)
    return Obstat(folder / "supposed")


def _for(provision: Provision, party: str, since: Day) -> Provision:
    """An entry for a party: for whatever it makes, since nobody knows what the entry would say."""
    later = provision.since if provision.since and provision.since.earliest > since.earliest else since
    supposed = replace(provision, values=(party,), label=None, since=later, until=None, suspended=(), published=0)
    return replace(supposed, equipment=(), purposes=())


def rules_of(ob: Obstat, named: str) -> list[Rule]:
    """A rule by its id, or the rules of a programme by its name (``us-fcc-covered-list``, FCC Covered List)."""
    rules = ob.snapshot.rules
    if named in rules:
        return [rules[named]]
    wanted = _slug(named)
    found = [
        rule
        for rule in rules.values()
        if rule.programme and wanted in (_slug(rule.programme), _slug(f"{rule.jurisdiction} {rule.programme}"))
    ]
    if not found:
        raise UnknownCode("rule", named, rules)
    return found


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


class Compared:
    """Two screenings of one table, compared block by block."""

    def __init__(self, ob: Obstat, columns: dict[str, list[str]], party: str, *, typed: bool = False) -> None:
        """`columns` name those of quantity and spend by their role, of which a row has one; `party` is supposed to be
        listed; `typed` as for `amount`."""
        self._ob, self._columns, self._party, self._typed = ob, columns, party, typed
        self._found: dict[tuple[str, str, str], tuple[int, dict[str, Decimal]]] = {}

    def add(self, before: polars.DataFrame, after: polars.DataFrame) -> polars.DataFrame:
        """Compare two answers to the same rows; the rows of `after` that differ."""
        kept = ("obstat_status", "obstat_parties", "obstat_findings")
        rows = zip(before.select(kept).iter_rows(), after.select(kept).iter_rows(), strict=True)
        places = []
        for at, ((was, _, told), (now, parties, told_now)) in enumerate(rows):
            if was != now or set(told) != set(told_now):
                places.append(at)
                key = (was or "not_read", now or "not_read", self._behind(parties))
                count, totals = self._found.get(key, (0, dict.fromkeys(self._columns, Decimal(0))))
                for role, named in self._columns.items():
                    held = (after[name][at] for name in named)
                    totals[role] += amount(next(filter(None, held), None), typed=self._typed) or 0
                self._found[key] = count + 1, totals
        changed: polars.DataFrame = after[places]
        return changed

    def _behind(self, parties: list[str]) -> str:
        if self._party in parties:
            return next((one for one in parties if one != self._party), self._party)
        return ", ".join(parties)

    def told(self) -> tuple[Became, ...]:
        """The rows that differ, summed up, the most first."""
        names = self._ob.snapshot.parties
        listed = []
        for (was, now, behind), (count, totals) in self._found.items():
            path = "" if behind == self._party else _path(self._ob, behind, self._party)
            quantity, spend = (float(totals[role]) if role in totals else None for role in ("quantity", "spend"))
            name = names[behind].name if behind in names else behind
            listed.append(Became(was, now, name, path, count, quantity, spend))
        return tuple(sorted(listed, key=lambda one: (-one.rows, one.through)))


def _path(ob: Obstat, start: str, end: str) -> str:
    """The ties that lead from one party to another, in words; empty where none do."""
    if start not in ob.snapshot.parties:
        return ""
    links = (link for link in ob.evaluator.reach.ties.links(start) if link.party == end)
    link = min(links, key=lambda one: len(one.path), default=None)
    if link is None:
        return ""
    names, words = ob.snapshot.parties, ob.snapshot.vocabulary.relations
    return "; ".join(f"{names[t.party].name} {words[t.relation]} {names[t.of].name}" for t in link.path)
