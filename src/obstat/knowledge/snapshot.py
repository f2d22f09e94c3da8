"""A snapshot: a folder of columnar files, opened by memory-mapping and named by the SHA-256 of its facts.

Invariant: what is opened has been verified, files over `LARGE` by their size alone until `verify` reads them. `FACTS`
lists the SHA-256 of every fact file in the form of sha256sum, and the SHA-256 of `FACTS` itself is the snapshot's id,
so ``sha256sum FACTS`` prints it and ``sha256sum -c FACTS INDEXES`` checks the rest. `INDEXES` lists derived files and
the record of where the facts came from, which are verified too but do not change the id.
"""

from __future__ import annotations

import dataclasses
import datetime
import functools
import hashlib
import json
import mmap
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from obstat.knowledge.columns import StringPool, Table
from obstat.knowledge.indexes import Ends, Found, Keyed
from obstat.model import indexes, records
from obstat.model.dates import Day
from obstat.model.errors import SnapshotError
from obstat.model.listed import ListEntry
from obstat.model.reviewed import AcceptedClaim
from obstat.model.things import Network, Product
from obstat.model.vocabulary import Vocabulary

if TYPE_CHECKING:
    from obstat.names.index import NameIndex

SPELLINGS, PERSONS = "spellings.names", "persons.names"
"""The names of the table `spellings`, of organisations and of persons, in the format of `obstat.names.segment`."""
ABOUT = "about.json"
"""Where the facts came from, and the size of every file."""
CONFIRMED = "confirmed.json"
"""By source, when its publisher last said that the edition in this snapshot is the newest (ISO, UTC). It may be
missing, changes while the snapshot does not, and is therefore no part of what is verified."""
LARGE = 4 * 1024 * 1024
"""Bytes over which a file is not read to the end when a snapshot is opened."""
EMBEDDED = Path(__file__).parent / "snapshot"
"""The default snapshot that the wheel ships, compiled from the pack when the wheel is built."""


def layout() -> str:
    """Fingerprint of the fields of every table: a snapshot of another layout is not read."""
    kinds = {**records.TABLES, **indexes.INDEXES}
    fields = {name: [(f.name, str(f.type)) for f in dataclasses.fields(kind)] for name, kind in kinds.items()}
    return hashlib.sha256(json.dumps(fields).encode()).hexdigest()[:16]


class Snapshot:
    """Read side of a snapshot folder. Raises `SnapshotError` when it is missing, damaged or of another format."""

    def __init__(self, folder: Path = EMBEDDED) -> None:
        self.folder = folder
        self.id, self.files = _opened(folder)
        self._maps: dict[str, mmap.mmap] = {}
        self._tables: dict[str, Table[Any]] = {}
        self._provisions: dict[str, tuple[records.Provision, ...]] = {}
        head = json.loads(self._map("vocabulary.json")[:])
        if head.get("layout") != layout():
            raise SnapshotError(
                f"The snapshot in {folder} was written by another version of obstat: "
                "build it anew with 'obstat snapshot build' or 'obstat update'."
            )
        self.head: dict[str, Any] = head
        self.vocabulary = Vocabulary.from_json(head["vocabulary"])
        self.pack_date: int = Day.parse(head["vocabulary"]["state_of_knowledge"]).latest
        self.strings = StringPool.open(self._map("strings.col"))
        self._index_strings = StringPool.open(self._map("index_strings.col"))

    def table(self, name: str) -> Table[Any]:
        """The table `name` of `records.TABLES` or `indexes.INDEXES`, mapped on first use."""
        if name not in self._tables:
            derived = name in indexes.INDEXES
            kind = (indexes.INDEXES if derived else records.TABLES)[name]
            pool = self._index_strings if derived else self.strings
            self._tables[name] = Table(kind, self._map(f"{name}.col"), pool)
        return self._tables[name]

    @property
    def about(self) -> dict[str, Any]:
        """Where the facts came from: `pack` (the id of the snapshot of the pack alone) and `sources`."""
        found: dict[str, Any] = json.loads(self._map(ABOUT)[:])
        return found

    @functools.cached_property
    def editions(self) -> dict[str, dict[str, Any]]:
        """By source, the edition of its list: `retrieved`, `checked`, `sha256`, `address`, `records`, `stale_after`."""
        try:
            confirmed = json.loads((self.folder / CONFIRMED).read_bytes())
        except (OSError, ValueError):
            confirmed = None
        days = confirmed if isinstance(confirmed, dict) else {}
        told = {source["source"]: source for source in self.about["sources"]}
        return {
            code: {**one, "checked": day if _is_day(day := days.get(code)) else one["retrieved"]}
            for code, one in told.items()
        }

    @functools.cached_property
    def rules(self) -> dict[str, records.Rule]:
        """Every rule by id, in the order of the pack."""
        return {rule.id: rule for rule in self.table("rules")}

    @functools.cached_property
    def parties(self) -> Mapping[str, records.Party]:
        """Every party by id, those of the pack first."""
        return Keyed(self.table("parties"), self.table("party_rows"))

    @functools.cached_property
    def products(self) -> dict[str, Product]:
        return {product.id: product for product in self.table("products")}

    @functools.cached_property
    def ties(self) -> Ends[records.Tie]:
        """The ties, found by the parties at their ends."""
        ends = (("party", self.table("tie_party_rows")), ("of", self.table("tie_of_rows")))
        return Ends(self.table("ties"), self.table("tie_rows"), *ends)

    @functools.cached_property
    def market(self) -> tuple[records.MarketDecision, ...]:
        return tuple(self.table("market"))

    @functools.cached_property
    def claims(self) -> tuple[AcceptedClaim, ...]:
        """The claims of stories that somebody accepted, in order of their days."""
        return tuple(self.table("claims"))

    @functools.cached_property
    def networks(self) -> dict[str, Network]:
        return {network.id: network for network in self.table("networks")}

    def entries_of(self, party: str) -> Iterator[ListEntry]:
        """The records of imported lists that were taken for this party."""
        entries, rows = self.table("entries"), self.table("entry_rows")
        for at in self._entry_rows.at(party):
            entry = entries[rows.column("row")[at]]
            if entry.party == party:
                yield entry

    def named(self, key: str, *, joined: bool = False) -> list[indexes.NameKey]:
        """Whom and what a normal form names; with `joined`, one that is a name written in one word."""
        keys = self.table("name_keys")
        found = (keys[at] for at in self._name_keys.at(key))
        return [entry for entry in found if entry.key == key and entry.joined is joined]

    def numbered(self, key: str) -> list[indexes.NumberKey]:
        """Whose an identifier in normal form is."""
        keys = self.table("number_keys")
        return [entry for entry in (keys[at] for at in self._number_keys.at(key)) if entry.key == key]

    @functools.cached_property
    def spelling_index(self) -> NameIndex:
        """The names of organisations in the table `spellings`, mapped into memory; keys are its row numbers as text."""
        return self._names(SPELLINGS)

    @functools.cached_property
    def person_index(self) -> NameIndex:
        """As `spelling_index`, the names of persons."""
        return self._names(PERSONS)

    def provisions_of(self, activity: str) -> tuple[records.Provision, ...]:
        """The provisions on one activity, read once; those on others stay unread."""
        if activity not in self._provisions:
            rows = self._rows_by_activity.get(activity, ())
            self._provisions[activity] = tuple(self.table("provisions")[row] for row in rows)
        return self._provisions[activity]

    @functools.cached_property
    def _rows_by_activity(self) -> dict[str | None, list[int]]:
        rows: dict[str | None, list[int]] = {}
        for row, activity in enumerate(self.table("provisions").texts("activity")):
            rows.setdefault(activity, []).append(row)
        return rows

    @functools.cached_property
    def _name_keys(self) -> Found:
        return Found(self.table("name_keys"))

    @functools.cached_property
    def _number_keys(self) -> Found:
        return Found(self.table("number_keys"))

    @functools.cached_property
    def _entry_rows(self) -> Found:
        return Found(self.table("entry_rows"))

    def _names(self, file: str) -> NameIndex:
        from obstat.names.index import NameIndex
        from obstat.names.segment import Segment

        return NameIndex.of(Segment.from_buffer(self._map(file)))

    def _map(self, name: str) -> mmap.mmap:
        if name not in self._maps:
            with (self.folder / name).open("rb") as file:
                self._maps[name] = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        return self._maps[name]


def _is_day(text: object) -> bool:
    try:
        return isinstance(text, str) and bool(datetime.date.fromisoformat(text[:10]))
    except ValueError:
        return False


def verify(folder: Path) -> tuple[str, int]:
    """Read every file of the snapshot in `folder` to its end; its id and the number of files.

    Raises `SnapshotError` when one does not match its SHA-256.
    """
    identity, sums = _sums_of(folder)
    for name, expected in sums.items():
        if _sum(folder / name) != expected:
            raise damaged(folder, name)
    return identity, len(sums)


def rendered(sums: Mapping[str, str]) -> bytes:
    """Sums by file name in the one form in which they are written: that of sha256sum, sorted."""
    return "".join(f"{expected}  {name}\n" for name, expected in sorted(sums.items())).encode()


def files_of() -> tuple[list[str], list[str]]:
    """The names of the fact files and of the derived files of every snapshot."""
    facts = ["vocabulary.json", "strings.col", *(f"{name}.col" for name in records.TABLES)]
    derived = ["index_strings.col", SPELLINGS, PERSONS, ABOUT, *(f"{name}.col" for name in indexes.INDEXES)]
    return facts, derived


def damaged(folder: Path, name: str) -> SnapshotError:
    return SnapshotError(
        f"The snapshot in {folder} is damaged ({name} does not match its SHA-256), so nothing was answered: "
        "reinstall obstat, or build the snapshot anew with 'obstat snapshot build' or 'obstat update'."
    )


def _opened(folder: Path) -> tuple[str, dict[str, str]]:
    """Check every file, large ones by their size; the snapshot's id and the sums by file name."""
    identity, sums = _sums_of(folder)
    sizes = _sizes(folder, sums)
    for name, expected in sums.items():
        size = sizes.get(name, 0)
        if _size(folder / name) != size if size > LARGE else _sum(folder / name) != expected:
            raise damaged(folder, name)
    return identity, sums


def _sums_of(folder: Path) -> tuple[str, dict[str, str]]:
    try:
        facts, derived = (folder / "FACTS").read_bytes(), (folder / "INDEXES").read_bytes()
    except OSError:
        raise SnapshotError(f"No snapshot in {folder}: build one with 'obstat snapshot build'.") from None
    identity = hashlib.sha256(facts).hexdigest()
    if folder.name.startswith("sha256-") and folder.name != f"sha256-{identity}":
        raise damaged(folder, "FACTS")
    sums = _read_sums(folder, "FACTS", facts) | _read_sums(folder, "INDEXES", derived)
    if ABOUT not in sums:
        raise SnapshotError(
            f"The snapshot in {folder} is damaged or was written by another version of obstat: "
            "build it anew with 'obstat snapshot build' or 'obstat update'."
        )
    if missing := sorted({*files_of()[0], *files_of()[1]} - sums.keys()):
        raise damaged(folder, missing[0])
    return f"sha256:{identity}", sums


def _sizes(folder: Path, sums: dict[str, str]) -> dict[str, int]:
    if _sum(folder / ABOUT) != sums[ABOUT]:
        raise damaged(folder, ABOUT)
    sizes: dict[str, int] = json.loads((folder / ABOUT).read_bytes())["sizes"]
    return sizes


def _read_sums(folder: Path, name: str, text: bytes) -> dict[str, str]:
    """The sums of a file in the one form in which it is written; anything else is damage."""
    lines = (line.partition("  ") for line in text.decode("ascii", "replace").split("\n") if line)
    sums = {file: expected for expected, _, file in lines}
    if rendered(sums) != text or any(os.sep in file or not file for file in sums):
        raise damaged(folder, name)
    return sums


def _sum(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError:
        return ""


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return -1
