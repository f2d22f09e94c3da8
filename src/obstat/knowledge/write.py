"""Writing a snapshot: the facts in columns, what is derived from them, and where they came from.

Invariant: the same facts give the same bytes on every machine, and a reader sees either no folder or a whole one.
"""

from __future__ import annotations

import contextlib
import gc
import hashlib
import json
import os
import tempfile
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from obstat.knowledge import snapshot
from obstat.knowledge.derived import Derived
from obstat.knowledge.encoding import Columns, Strings, stretches
from obstat.knowledge.spellings import spellings
from obstat.model import records
from obstat.model.errors import SnapshotError
from obstat.model.records import Party
from obstat.names.building import Building

Tables = Mapping[str, Collection[Any]]
"""Rows by table name; they are gone through more than once, and are the same every time."""
_NAMES = {snapshot.SPELLINGS: "organization", snapshot.PERSONS: "person"}
"""The kind of the names in each index of names."""


def write(folder: Path, vocabulary: dict[str, Any], facts: Tables, about: Mapping[str, Any] | None = None) -> str:
    """Write a snapshot of `facts` (rows by table name) as `folder`, replacing what is there; returns its id.

    `about` says where the facts came from; it is kept beside them and does not change the id.
    """
    if folder.exists() and not _is_snapshot(folder):
        raise SnapshotError(f"{folder} holds other things than a snapshot: name a new or empty folder.")
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=f".{folder.name}-") as beside:
        new = Path(beside) / "new"
        identity = write_new(new, vocabulary, facts, about)
        if not _same(folder, new):
            if folder.exists():
                folder.rename(Path(beside) / "old")
            new.rename(folder)
    return identity


def write_new(folder: Path, vocabulary: dict[str, Any], facts: Tables, about: Mapping[str, Any] | None = None) -> str:
    """Write a snapshot into the new folder `folder`, every file down to the disk; returns its id.

    Many names are taken apart in a second process while the facts are laid out in this one.
    """
    with uncollected():
        return _written(folder, vocabulary, facts, about)


def _written(folder: Path, vocabulary: dict[str, Any], facts: Tables, about: Mapping[str, Any] | None) -> str:
    folder.mkdir(parents=True)
    head = {"layout": snapshot.layout(), "vocabulary": vocabulary}
    sizes: dict[str, int] = {}
    derived = Derived()
    with Building({kind: folder / name for name, kind in _NAMES.items()}) as names:
        sums = {name: _put(folder / name, data, sizes) for name, data in _facts(head, facts, derived, names)}
        for rows in stretches(facts["parties"]):
            derived.add("parties", rows)
        found = {name: _put(folder / name, data, sizes) for name, data in derived.encoded()}
        names.finish()
        found |= {name: _settled(folder / name, sizes) for name in _NAMES}
    listed = snapshot.rendered(sums)
    told = {"pack": None, "sources": [], **(about or {}), "sizes": sizes}
    text = json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True).encode()
    found[snapshot.ABOUT] = _put(folder / snapshot.ABOUT, [text], {})
    _put(folder / "INDEXES", [snapshot.rendered(found)], {})
    _put(folder / "FACTS", [listed], {})
    return "sha256:" + hashlib.sha256(listed).hexdigest()


@contextlib.contextmanager
def uncollected() -> Iterator[None]:
    """Without looking for cycles: millions of records are made that have none, and are looked at time and again."""
    looking = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if looking:
            gc.enable()


def _spell(parties: Iterable[Party], derived: Derived, names: Building) -> None:
    """Enter the spellings of the parties in their table and among the names to be searched."""
    table = derived.tables["spellings"]
    for rows in stretches(spellings(parties)):
        for number, row in enumerate(rows, table.rows):
            names.add("person" if row.person else "organization", number, row.text)
        table.add(rows)


def _facts(
    head: dict[str, Any], facts: Tables, derived: Derived, names: Building
) -> Iterator[tuple[str, Iterable[bytes]]]:
    """The files of facts, by name, in pieces.

    What is derived of them is noted by the way, but for the keys of the names of parties: these are as much text again,
    and are gathered when the strings of the facts have been let go.
    """
    yield "vocabulary.json", [json.dumps(head, ensure_ascii=False, separators=(",", ":")).encode()]
    strings = Strings()
    tables = {name: Columns(kind, strings) for name, kind in records.TABLES.items()}
    _spell(_added(facts["parties"], tables["parties"]), derived, names)
    names.start()
    for name, table in tables.items():
        for rows in stretches(facts[name]) if name != "parties" else ():
            table.add(rows)
            derived.add(name, rows)
    places, pool = strings.settled()
    yield "strings.col", pool
    for name, table in tables.items():
        yield f"{name}.col", table.encoded(places)


def _added(parties: Iterable[Party], table: Columns) -> Iterator[Party]:
    """The parties, which have been added to their table when they are given."""
    for rows in stretches(parties):
        table.add(rows)
        yield from rows


def _put(path: Path, pieces: Iterable[bytes], sizes: dict[str, int]) -> str:
    """Write a file down to the disk and note its size; its SHA-256."""
    digest, size = hashlib.sha256(), 0
    with path.open("wb") as file:
        for piece in pieces:
            file.write(piece)
            digest.update(piece)
            size += len(piece)
        file.flush()
        os.fsync(file.fileno())
    sizes[path.name] = size
    return digest.hexdigest()


def _settled(path: Path, sizes: dict[str, int]) -> str:
    """As `_put`, of a file that is written already."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())
        sizes[path.name] = path.stat().st_size
        return hashlib.file_digest(file, "sha256").hexdigest()


def _same(folder: Path, new: Path) -> bool:
    """Whether a folder holds the same snapshot, whole."""
    try:
        equal = all((folder / name).read_bytes() == (new / name).read_bytes() for name in ("FACTS", "INDEXES"))
        return equal and bool(snapshot.verify(folder))
    except (OSError, SnapshotError):
        return False


def _is_snapshot(folder: Path) -> bool:
    """Whether nothing but a snapshot, or nothing at all, would be replaced."""
    known = {"FACTS", "INDEXES", snapshot.CONFIRMED, *snapshot.files_of()[0], *snapshot.files_of()[1]}
    return folder.is_dir() and all(path.name in known or path.suffix in (".col", ".names") for path in folder.iterdir())
