"""Editions of an invented list, and a store to take them into."""

from __future__ import annotations

from pathlib import Path

from obstat.identity.lookup import Lookup
from obstat.knowledge.imports import Offered, take
from obstat.knowledge.snapshot import Snapshot
from obstat.knowledge.store import Store

BLANK = "-0- "


def row(number: int, name: str, kind: str = BLANK, remarks: str = BLANK) -> str:
    """A row of OFAC's delimited file."""
    cells = [str(number), f'"{name}"', kind if kind == BLANK else f'"{kind}"', '"SDGT"', *[BLANK] * 7, f'"{remarks}"']
    return ",".join(cells)


def edition(folder: Path, *rows: str, addresses: tuple[str, ...] = ()) -> dict[str, Path]:
    """The files of an edition with these rows."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "sdn.csv").write_text("\n".join([*rows, "\x1a"]), encoding="utf-8")
    parts = {"names": folder / "sdn.csv"}
    if addresses:
        parts["addresses"] = folder / "add.csv"
        parts["addresses"].write_text("\n".join([*addresses, "\x1a"]), encoding="utf-8")
    return parts


def offered(parts: dict[str, Path], listed: str = "ofac-sdn", **options) -> Offered:
    """An edition of the invented source, as it would be offered on the command line."""
    return Offered("test-list", "ofac-csv", listed, parts, "2026-11-20T08:00:00+00:00", "sdn.csv", **options)


def taken(store: Store, base: Snapshot, parts: dict[str, Path], **options):
    return take(store, base, Lookup(base).find, offered(parts, **options))
