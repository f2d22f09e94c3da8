"""A file of any known format as blocks of one table, with what each column says of the thing in its row.

Invariant: a subject of the file is a row of the table, in order; one that could not be read has its fault in it. A
table keeps its own columns; any other format gets those of `OWN`. No more than a block is held in memory, but of a
workbook.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from obstat.model.errors import InvalidValue, SourceError
from obstat.model.screened import COLUMNS
from obstat.model.subject import FACTS, SCHEMES, TEXTS, Subject
from obstat.names.bulk import needed
from obstat.screening.asking import given_told

if TYPE_CHECKING:
    import polars

    from obstat.intake.columns import Columns

OWN = {
    "file": "where it stood",
    "sheet": "where it stood",
    "row": "where it stood",
    **dict.fromkeys(TEXTS, "as it stood"),
    "identifiers": "the identifiers of the thing, one in a line",
    **dict.fromkeys(FACTS, "as it stood"),
}
"""Columns of what is read from anything but a table; those in which nothing stands are left out."""
FAULT = "unreadable"
"""The column that says why a row could not be read; it is no column of the file."""
_OURS = "obstat_"
"""What our own columns begin with; those of an earlier run say nothing of the thing in a row."""
_ROLES = frozenset([*TEXTS, *FACTS, *SCHEMES])
_NAMING = frozenset([*TEXTS, *SCHEMES])
_AT_ONCE = 50_000
"""Subjects of one block."""


@dataclass(frozen=True, slots=True)
class Read:
    """A table in blocks, the role of each column that says something, and what each column was taken for, in words.

    `rows` is about how many rows there are, None where nobody knows. `blocks` can be gone through time and again.
    """

    blocks: Callable[[], Iterator[polars.DataFrame]]
    roles: Mapping[str, str]
    told: Mapping[str, str]
    format: str
    rows: int | None = None

    def frame(self) -> polars.DataFrame:
        """All blocks as one."""
        whole: polars.DataFrame = needed("polars").concat(list(self.blocks()), how="diagonal")
        return whole


@contextmanager
def opened(path: Path, form: str | None = None, said: Mapping[str, str] | None = None) -> Iterator[Read]:
    """Read a file, as long as the context lasts. `form` forces a format; `said` gives columns a role.

    Raises `SourceError` when it cannot be read, `UnknownCode` for a format, column or role that is not known.
    """
    from obstat.intake import registry
    from obstat.intake.opening import on_disk, parts

    with on_disk(path) as (plain, _), tempfile.TemporaryDirectory(prefix="obstat-") as scratch:
        known = registry.format_(form) if form else registry.recognised(plain)
        if known.code in _OWN_COLUMNS:
            for part in parts(plain):  # what was unpacked is there as long as the next part is not asked for
                if part.inside:
                    break
                yield _of_table(part.path, known.code, said or {})
                return
        if said:
            raise InvalidValue(f"A file of the format {known.code} has no columns to name; leave --column out.")
        yield of_subjects(registry.subjects(plain, form), known.code, Path(scratch))


_OWN_COLUMNS = ("table", "parquet", "workbook", "json")


def _of_table(path: Path, form: str, said: Mapping[str, str]) -> Read:
    """A table with its own columns, each under its header; the sheets of a workbook one below the other."""
    from obstat.intake import tables

    if form == "workbook":
        return _of_sheets(path, said)
    framed = tables.frame(path, said)
    roles, told, headers = _columns(framed.columns)
    _check(path, roles)
    numbered = ["row"] if form != "parquet" else []

    def blocks() -> Iterator[polars.DataFrame]:
        some = False
        for block in framed.blocks():
            some = True
            yield _renamed(block, headers).select(*numbered, *headers, FAULT)
        if not some:
            pl = needed("polars")
            kinds = {"row": pl.Int64} if numbered else {}
            yield pl.DataFrame(schema={**kinds, **dict.fromkeys((*headers, FAULT), pl.String)})

    return Read(blocks, {**roles, FAULT: "fault"}, told, form, framed.rows)


def _of_sheets(path: Path, said: Mapping[str, str]) -> Read:
    from obstat.intake import tables

    pl = needed("polars")
    roles: dict[str, str] = {}
    told: dict[str, str] = {}
    frames = []
    for name, framed in tables.sheets(path, said):
        own_roles, own_told, headers = _columns(framed.columns)
        roles, told = {**own_roles, **roles}, {**own_told, **told}
        for block in framed.blocks():
            first = pl.lit(name).alias("sheet")
            frames.append(_renamed(block, headers).select(first, "row", *headers, FAULT))
    if not frames:
        raise SourceError(f"{path.name} holds no rows; give a file that holds an inventory.")
    _check(path, roles)
    whole = pl.concat(frames, how="diagonal")
    return Read(lambda: iter([whole]), {**roles, FAULT: "fault"}, told, "workbook", whole.height)


def _check(path: Path, roles: Mapping[str, str]) -> None:
    """Raise `InvalidValue` for a table of which no column tells what a row is about."""
    if not any(role.partition("@")[0] in _NAMING for role in roles.values()):
        raise InvalidValue(
            f"No column of {path.name} is known to say what a row is about; say which does with --column COLUMN=ROLE."
        )


def _columns(columns: Columns) -> tuple[dict[str, str], dict[str, str], list[str]]:
    """The role of each column, what it was taken for, and the headers, each once."""
    from obstat.intake.columns import AS_SAID

    headers = _headers([column.header for column in columns.columns])
    roles: dict[str, str] = {}
    told: dict[str, str] = {}
    for header, column in zip(headers, columns.columns, strict=True):
        if column.header.startswith(_OURS) and column.why != AS_SAID:
            column = replace(column, role=None, why="of an earlier run")
        told[header] = f"{column.role or '-'} ({column.why})"
        if column.role in _ROLES:
            channel = f"@{column.channel}" if column.channel else ""
            roles[header] = f"{column.role}{channel}"
    return roles, told, headers


def _renamed(block: polars.DataFrame, headers: list[str]) -> polars.DataFrame:
    return block.rename({**{f"c{at}": header for at, header in enumerate(headers)}, "fault": FAULT})


def _headers(given: Iterable[str]) -> list[str]:
    """Each header once, and none of those that are ours."""
    found = dict.fromkeys(("sheet", "row", FAULT, *(f"{_OURS}{name}" for name in COLUMNS)), 1)
    headers = []
    for at, header in enumerate(given, 1):
        name = header or f"column {at}"
        while name in found:
            found[name] += 1
            name = f"{header or f'column {at}'} ({found[name]})"
        found[name] = 1
        headers.append(name)
    return headers


def of_subjects(subjects: Iterable[Subject], form: str, scratch: Path) -> Read:
    """Subjects as a table. What is more than a block is put into files in `scratch` first."""
    pl = needed("polars")
    schema = {name: pl.Int64 if name == "row" else pl.String for name in (*OWN, FAULT)}
    parts: list[polars.DataFrame | Path] = []
    filled: set[str] = set()
    rows = 0
    rest = iter(subjects)
    while some := list(islice(rest, _AT_ONCE)):
        told = [_row(subject) for subject in some]
        block = pl.DataFrame({name: [row.get(name) for row in told] for name in schema}, schema=schema)
        filled.update(name for name in schema if block[name].null_count() < block.height)
        rows += block.height
        if parts and not isinstance(parts[0], Path):
            parts[0] = _put_away(parts[0], scratch / "block0.parquet")
        parts.append(_put_away(block, scratch / f"block{len(parts)}.parquet") if parts else block)
    if not parts:
        parts.append(pl.DataFrame(schema=schema))
    used = [name for name in OWN if name in filled]

    def blocks() -> Iterator[polars.DataFrame]:
        for part in parts:
            yield (pl.read_parquet(part) if isinstance(part, Path) else part).select(*used, FAULT)

    roles = {name: name for name in used if name in _ROLES}
    roles |= {"identifiers": "given"} if "identifiers" in used else {}
    return Read(blocks, {**roles, FAULT: "fault"}, {name: OWN[name] for name in used}, form, rows)


def _put_away(block: polars.DataFrame, path: Path) -> Path:
    block.write_parquet(path, compression="lz4")
    return path


def _row(subject: Subject) -> dict[str, str | int | None]:
    place = subject.place
    return {
        "file": place.file,
        "sheet": place.sheet,
        "row": place.row,
        **{role: _line(text) for role, text in subject.texts.items()},
        "identifiers": "\n".join(map(given_told, subject.given)) or None,
        **{fact: text for fact, text in subject.facts.items() if text},
        FAULT: subject.fault,
    }


def _line(text: str) -> str | None:
    return "\n".join(" ".join(line.split()) for line in text.split("\n") if line.strip()) or None
