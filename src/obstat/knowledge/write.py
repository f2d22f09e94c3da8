"""Writing a snapshot: the facts in columns, what is derived from them, and where they came from.

Invariant: the same facts give the same bytes on every machine, and a reader sees either no folder or a whole one.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from obstat.knowledge import snapshot
from obstat.knowledge.columns import collect_strings, encode_strings, encode_table
from obstat.knowledge.indexes import derived
from obstat.knowledge.spellings import index
from obstat.model import indexes, records
from obstat.model.errors import SnapshotError

Tables = Mapping[str, tuple[Any, ...]]


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
    """Write a snapshot into the new folder `folder`, every file down to the disk; returns its id."""
    folder.mkdir(parents=True)
    head = {"layout": snapshot.layout(), "vocabulary": vocabulary}
    sums, sizes = {}, {}
    for name, data in _facts(head, facts):
        sums[name], sizes[name] = _put(folder / name, data), len(data)
    listed = snapshot.rendered(sums)
    found = {}
    for name, data in _derived(facts):
        found[name], sizes[name] = _put(folder / name, data), len(data)
    told = {"pack": None, "sources": [], **(about or {}), "sizes": sizes}
    text = json.dumps(told, ensure_ascii=False, indent=1, sort_keys=True).encode()
    found[snapshot.ABOUT] = _put(folder / snapshot.ABOUT, text)
    _put(folder / "INDEXES", snapshot.rendered(found))
    _put(folder / "FACTS", listed)
    return "sha256:" + hashlib.sha256(listed).hexdigest()


def _facts(head: dict[str, Any], facts: Tables) -> Iterator[tuple[str, bytes]]:
    yield "vocabulary.json", json.dumps(head, ensure_ascii=False, separators=(",", ":")).encode()
    yield from _encoded("strings.col", records.TABLES, facts)


def _derived(facts: Tables) -> Iterator[tuple[str, bytes]]:
    tables = derived(facts)
    yield from _encoded("index_strings.col", indexes.INDEXES, tables)
    rows = tables["spellings"]
    yield snapshot.SPELLINGS, index(rows, persons=False)
    yield snapshot.PERSONS, index(rows, persons=True)


def _encoded(pool_name: str, kinds: dict[str, type], tables: Tables) -> Iterator[tuple[str, bytes]]:
    """The files of some tables with their common string pool."""
    pool: set[str] = set()
    for name, kind in kinds.items():
        collect_strings(kind, tables[name], pool)
    strings = sorted(pool)
    numbers = {text: number for number, text in enumerate(strings, 1)}
    yield pool_name, encode_strings(strings)
    for name, kind in kinds.items():
        yield f"{name}.col", encode_table(kind, tables[name], numbers)


def _put(path: Path, data: bytes) -> str:
    """Write a file down to the disk; its SHA-256."""
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    return hashlib.sha256(data).hexdigest()


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
