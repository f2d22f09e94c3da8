"""A snapshot: a folder of columnar files, opened by memory-mapping and named by the SHA-256 of its facts.

Invariant: what is opened has been verified. `FACTS` lists the SHA-256 of every fact file in the form of
sha256sum, and the SHA-256 of `FACTS` itself is the snapshot's id, so ``sha256sum FACTS`` prints it and
``sha256sum -c FACTS INDEXES`` checks the rest. `INDEXES` lists derived files, which are verified too but do not
change the id.
"""

from __future__ import annotations

import dataclasses
import functools
import hashlib
import json
import mmap
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from obstat.knowledge.columns import StringPool, Table, collect_strings, encode_strings, encode_table
from obstat.model import records
from obstat.model.dates import Day
from obstat.model.errors import SnapshotError
from obstat.model.vocabulary import Vocabulary

if TYPE_CHECKING:
    from obstat.names.index import NameIndex


def layout() -> str:
    """Fingerprint of the fields of every table: a snapshot of another layout is not read."""
    kinds = {**records.TABLES, **records.INDEXES}
    fields = {name: [(f.name, str(f.type)) for f in dataclasses.fields(kind)] for name, kind in kinds.items()}
    return hashlib.sha256(json.dumps(fields).encode()).hexdigest()[:16]


SPELLINGS = "spellings.names"
"""The index of the table `spellings`, in the format of `obstat.names.segment`."""
EMBEDDED = Path(__file__).parent / "snapshot"
"""The default snapshot that the wheel ships, compiled from the pack when the wheel is built."""


class Snapshot:
    """Read side of a snapshot folder. Raises `SnapshotError` when it is missing, damaged or of another format."""

    def __init__(self, folder: Path = EMBEDDED) -> None:
        self.folder = folder
        self.id, self.files = _verify(folder)
        self._maps: dict[str, mmap.mmap] = {}
        self._tables: dict[str, Table[Any]] = {}
        self._provisions: dict[str, tuple[records.Provision, ...]] = {}
        head = json.loads(self._map("vocabulary.json")[:])
        if head.get("layout") != layout():
            raise SnapshotError(
                f"The snapshot in {folder} was written by another version of obstat: "
                "build it anew with 'obstat snapshot build'."
            )
        self.vocabulary = Vocabulary.from_json(head["vocabulary"])
        self.pack_date: int = Day.parse(head["vocabulary"]["state_of_knowledge"]).latest
        self.strings = StringPool.open(self._map("strings.col"))
        self._index_strings = StringPool.open(self._map("index_strings.col"))

    def table(self, name: str) -> Table[Any]:
        """The table `name` of `records.TABLES` or `records.INDEXES`, mapped on first use."""
        if name not in self._tables:
            derived = name in records.INDEXES
            kind = (records.INDEXES if derived else records.TABLES)[name]
            pool = self._index_strings if derived else self.strings
            self._tables[name] = Table(kind, self._map(f"{name}.col"), pool)
        return self._tables[name]

    @functools.cached_property
    def rules(self) -> dict[str, records.Rule]:
        """Every rule by id, in the order of the pack."""
        return {rule.id: rule for rule in self.table("rules")}

    @functools.cached_property
    def parties(self) -> dict[str, records.Party]:
        return {party.id: party for party in self.table("parties")}

    @functools.cached_property
    def products(self) -> dict[str, records.Product]:
        return {product.id: product for product in self.table("products")}

    @functools.cached_property
    def ties(self) -> dict[str, records.Tie]:
        return {tie.id: tie for tie in self.table("ties")}

    @functools.cached_property
    def market(self) -> tuple[records.MarketDecision, ...]:
        return tuple(self.table("market"))

    @functools.cached_property
    def networks(self) -> dict[str, records.Network]:
        return {network.id: network for network in self.table("networks")}

    @functools.cached_property
    def spelling_index(self) -> NameIndex:
        """The names of the table `spellings`, mapped into memory; keys are its row numbers as text."""
        from obstat.names.index import NameIndex
        from obstat.names.segment import Segment

        return NameIndex.of(Segment.from_buffer(self._map(SPELLINGS)))

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

    def _map(self, name: str) -> mmap.mmap:
        if name not in self._maps:
            with (self.folder / name).open("rb") as file:
                self._maps[name] = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        return self._maps[name]


def write(folder: Path, vocabulary: dict[str, Any], tables: dict[str, tuple[Any, ...]]) -> str:
    """Write a snapshot of `tables` (rows by table name) as `folder`, replacing what is there; returns its id.

    The same facts give the same bytes on every machine.
    """
    head = {"layout": layout(), "vocabulary": vocabulary}
    facts = {"vocabulary.json": json.dumps(head, ensure_ascii=False, separators=(",", ":")).encode()}
    facts |= _encoded("strings.col", records.TABLES, tables)
    derived = _encoded("index_strings.col", records.INDEXES, tables)
    from obstat.knowledge.spellings import index  # only writing needs it

    derived[SPELLINGS] = index(tables["spellings"])
    files = facts | derived | {"FACTS": _sums(facts), "INDEXES": _sums(derived)}
    if not _holds(folder, files):
        if folder.exists() and not _is_snapshot(folder, files):
            raise SnapshotError(f"{folder} holds other things than a snapshot: name a new or empty folder.")
        _replace(folder, files)
    return "sha256:" + hashlib.sha256(files["FACTS"]).hexdigest()


def _holds(folder: Path, files: dict[str, bytes]) -> bool:
    return all((folder / name).is_file() and (folder / name).read_bytes() == data for name, data in files.items())


def _is_snapshot(folder: Path, files: dict[str, bytes]) -> bool:
    """Whether nothing but a snapshot, or nothing at all, would be replaced."""
    return folder.is_dir() and all(path.name in files or path.suffix in (".col", ".names") for path in folder.iterdir())


def _replace(folder: Path, files: dict[str, bytes]) -> None:
    """Write beside `folder`, then put the new folder in its place, so that no reader sees half of each."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=f".{folder.name}-") as beside:
        new, old = Path(beside) / "new", Path(beside) / "old"
        new.mkdir()
        for name, data in files.items():
            (new / name).write_bytes(data)
        if folder.exists():
            folder.rename(old)
        new.rename(folder)


def _encoded(pool_name: str, kinds: dict[str, type], tables: dict[str, tuple[Any, ...]]) -> dict[str, bytes]:
    """The files of some tables with their common string pool."""
    pool: set[str] = set()
    for name in kinds:
        collect_strings(tables[name], pool)
    strings = sorted(pool)
    numbers = {text: number for number, text in enumerate(strings, 1)}
    files = {f"{name}.col": encode_table(kind, tables[name], numbers) for name, kind in kinds.items()}
    return {pool_name: encode_strings(strings), **files}


def _sums(files: dict[str, bytes]) -> bytes:
    return _rendered({name: hashlib.sha256(data).hexdigest() for name, data in files.items()})


def _rendered(sums: dict[str, str]) -> bytes:
    return "".join(f"{expected}  {name}\n" for name, expected in sorted(sums.items())).encode()


def _verify(folder: Path) -> tuple[str, dict[str, str]]:
    """Check every file against its sum; the snapshot's id and the sums by file name."""
    try:
        facts, indexes = (folder / "FACTS").read_bytes(), (folder / "INDEXES").read_bytes()
    except OSError:
        raise SnapshotError(f"No snapshot in {folder}: build one with 'obstat snapshot build'.") from None
    identity = hashlib.sha256(facts).hexdigest()
    if folder.name.startswith("sha256-") and folder.name != f"sha256-{identity}":
        raise _damaged(folder, "FACTS")
    wanted = {
        "vocabulary.json",
        "strings.col",
        "index_strings.col",
        SPELLINGS,
        *(f"{name}.col" for name in records.TABLES | records.INDEXES),
    }
    sums = _read_sums(folder, "FACTS", facts) | _read_sums(folder, "INDEXES", indexes)
    if missing := sorted(wanted - sums.keys()):
        raise _damaged(folder, missing[0])
    for name, expected in sums.items():
        if _sum(folder / name) != expected:
            raise _damaged(folder, name)
    return f"sha256:{identity}", sums


def _read_sums(folder: Path, name: str, text: bytes) -> dict[str, str]:
    """The sums of a file in the one form in which it is written; anything else is damage."""
    lines = (line.partition("  ") for line in text.decode("ascii", "replace").split("\n") if line)
    sums = {file: expected for expected, _, file in lines}
    if _rendered(sums) != text or any(os.sep in file or not file for file in sums):
        raise _damaged(folder, name)
    return sums


def _sum(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError:
        return ""


def _damaged(folder: Path, name: str) -> SnapshotError:
    return SnapshotError(
        f"The snapshot in {folder} is damaged ({name} does not match its SHA-256), so nothing was answered: "
        "reinstall obstat, or build the snapshot anew with 'obstat snapshot build'."
    )
