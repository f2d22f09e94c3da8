"""Restricted things hidden among clean ones: ``python benchmarks/screen/planted.py [--things 300] [--misses]``.

Writes an inventory in every layout that ``obstat screen`` reads, in which one thing in ten is of a restricted maker or
of a brand that sells such a maker's gear, each shown by one signal (a name in any script, a product, a MAC address, an
FCC ID, an IMEI, an object identifier, a banner ...) among firms and devices that are neither, some of which only look
like them. Asked: may a government contractor use it (contract_while_using), may a government buy it (procure_public)?

recall    planted things of restricted makers whose row says so: prohibited, licence required, undecided or conditional,
          with the right party behind it
undecided how many of those were left undecided, with what would decide
brands    things of brands that sell others' gear whose row names the brand or the maker (that alone decides nothing)
false     clean things with such a status, for a thousand
lost      things that no row of the answer speaks of
unread    rows with a reason why they could not be read
"""

from __future__ import annotations

import argparse
import re
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import planted_files
import polars as pl
from planted_things import Thing, things

import obstat
from obstat.intake.registry import formats, recognised
from obstat.model.errors import ObstatError
from obstat.screening.asking import Asking
from obstat.screening.inventory import Screening
from obstat.screening.reading import FAULT, opened

ASKED = ("contract_while_using", "procure_public")
SHARE, DAY, SEED = 0.1, "2026-11-20", 1
STANDS = ("prohibited", "licence_required", "undecided", "conditional")
MARKS = re.compile(r"(?i)node(\d{5})|sn(\d{6})k|10\.1\d\d\.1\d\d\.1\d\d|(?:[0-9a-f]{2}[:-]?){5}[0-9a-f]{2}"
                   r"|(?:[0-9a-f]{4}[.-]){2}[0-9a-f]{4}|[0-9a-f]{6}-[0-9a-f]{6}")  # fmt: skip


@dataclass(slots=True)
class Told:
    """What the rows of one file say of the things in it."""

    rows: int = 0
    unread: int = 0
    of: dict[int, list[dict[str, Any]]] = field(default_factory=dict)


def told(things_: list[Thing], frame: pl.DataFrame) -> Told:
    """Put each row down to the things whose mark stands in it, or else to the thing of its line."""
    marks = {
        mark: thing.number for thing in things_ for mark in (thing.host, thing.serial.lower(), thing.ip, thing.mac)
    }
    found = Told(frame.height)
    for at, row in enumerate(frame.iter_rows(named=True), 1):
        found.unread += row["obstat_fault"] is not None
        shown = "\n".join(str(v) for k, v in row.items() if v is not None and not k.startswith("obstat_"))
        numbers = {marks[mark] for mark in _marks(shown) if mark in marks}
        line = (row.get("row") or at) - 1
        if not numbers and line < len(things_):
            numbers = {things_[line].number}
        for number in numbers:
            found.of.setdefault(number, []).append(row)
    return found


def _marks(shown: str) -> Iterator[str]:
    for mark in MARKS.finditer(shown):
        text = mark[0].lower()
        yield text
        yield re.sub("[^0-9a-f]", "", text)


def _stands(thing: Thing, rows: list[dict[str, Any]]) -> str | None:
    """The status of the row that says what is wanted of a planted thing; None where none does."""
    right = [row for row in rows if thing.wanted & set(row["obstat_parties"] or ())]
    statuses = [row["obstat_status"] for row in right]
    if thing.relabelled:
        return "named" if statuses else None
    return next((status for status in STANDS if status in statuses), None)


def measure(name: str, things_: list[Thing], frame: pl.DataFrame, seconds: float, misses: list[str]) -> list[str]:
    """One line of the table."""
    found = told(things_, frame)
    planted, hit, undecided, brands, named, clean, false = 0, 0, 0, 0, 0, 0, 0
    for thing in things_:
        rows = found.of.get(thing.number, [])
        answers = [(row["obstat_status"], row["obstat_parties"], row["obstat_fault"]) for row in rows[:2]]
        said = f"{thing.signal} '{thing.said}' ({thing.firm}, {thing.article}): {answers}"
        if not thing.wanted:
            clean += 1
            flagged = [row for row in rows if row["obstat_status"] in STANDS]
            false += bool(flagged)
            if flagged:
                misses.append(f"{name}: false flag: {said}")
            continue
        stands = _stands(thing, rows)
        brands, named = brands + thing.relabelled, named + (thing.relabelled and stands is not None)
        planted, hit = planted + (not thing.relabelled), hit + (not thing.relabelled and stands is not None)
        undecided += stands == "undecided"
        if stands is None:
            misses.append(f"{name}: missed: {said}")
    lost = sum(thing.number not in found.of for thing in things_)
    return [name, f"{len(things_)}", f"{found.rows}", f"{hit}/{planted}", f"{hit / planted:.3f}" if planted else "-",
            f"{undecided}", f"{named}/{brands}", f"{1000 * false / max(clean, 1):.1f}", f"{lost}", f"{found.unread}",
            f"{len(things_) / seconds:,.0f}"]  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--things", type=int, default=300)
    parser.add_argument("--only", help="layouts with this in their name")
    parser.add_argument("--misses", action="store_true", help="say which things were missed or flagged wrongly")
    given = parser.parse_args()
    ob = obstat.open()
    covered: Counter[str] = Counter()
    started = time.perf_counter()
    head = ("layout", "things", "rows", "found", "recall", "undecided", "brands", "false", "lost", "unread", "things/s")
    for activity in ASKED:
        actor = "government_body" if activity == "procure_public" else None
        asked = {"activity": activity, "jurisdiction": "US", "on": DAY, "actor": actor}
        Asking(ob, asked).answer(_anything())
        misses: list[str] = []
        print(f"\n{activity}\n" + _line(head))
        for at, layout in enumerate(planted_files.LAYOUTS):
            if given.only and given.only not in layout.name:
                continue
            inside = things(round(given.things * layout.part), SHARE, layout.signals, SEED + at, layout.encoding)
            with tempfile.TemporaryDirectory(prefix="obstat-bench-") as room:
                path = Path(room) / "inventory"
                planted_files.write(layout, inside, path)
                began = time.perf_counter()
                try:
                    covered[recognised(path).code] += 1
                    with opened(path) as read, Screening(ob, asked, read.roles) as screening:
                        frame = pl.concat(screening.block(block).drop(FAULT) for block in read.blocks())
                except ObstatError as error:
                    print(f"{layout.name:<24}{error}")
                    continue
                spent = time.perf_counter() - began
            print(_line(measure(layout.name, inside, frame, spent, misses)))
        if given.misses:
            print(*sorted(Counter(misses)), sep="\n")
    if not given.only:
        print(f"\nformats not written: {', '.join(sorted(set(formats()) - set(covered))) or 'none'}")
    print(f"{time.perf_counter() - started:.1f} s")


def _anything() -> Any:
    """A first question, which opens what is opened once."""
    from obstat.model.subject import Given, Place, Subject

    return Subject(Place(""), {"name": "Acme", "model": "X1"}, (Given("mac", "00:18:82:0a:0b:0c"),))


def _line(cells: Any) -> str:
    first, *rest = cells
    return f"{first:<24}" + "".join(f"{cell:>10}" for cell in rest)


if __name__ == "__main__":
    main()
