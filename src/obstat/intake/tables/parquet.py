"""Parquet files, through polars.

Invariant: rows are read in batches; the fields of a structure are columns of their own, named with dots as in JSON, and
the items of a list stand in one cell.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from obstat.intake.tables.delimited import Record
from obstat.model.errors import MissingExtra, SourceError

_BATCH: Final = 50_000
_BLOCK: Final = 500_000


def signs(head: bytes) -> bool:
    """Whether a file is Parquet."""
    return head.startswith(b"PAR1")


def lazy(path: Path) -> Any:
    """A LazyFrame of texts. Raises `SourceError` for a file that is cut off."""
    try:
        import polars as pl
    except ImportError:
        raise MissingExtra("Reading Parquet", "bulk") from None
    try:
        scanned = pl.scan_parquet(path)
        schema = scanned.collect_schema()
    except (pl.exceptions.PolarsError, OSError) as error:
        told = str(error).split("\n", 1)[0][:200].rstrip(".")
        raise SourceError(f"{path.name} is no Parquet file that can be read ({told}); write it again.") from None

    found: dict[str, Any] = {}
    for name, kind in schema.items():
        for told, expression in _texts(name, pl.col(name), kind):
            number, once = 2, told
            while once in found:
                number, once = number + 1, f"{told} ({number})"
            found[once] = expression.alias(once)
    return scanned.select(list(found.values()))


def _texts(name: str, values: Any, kind: Any) -> Iterator[tuple[str, Any]]:
    """The columns of text that a column is: itself, or one for each field at the ends of its structure."""
    import polars as pl

    if isinstance(kind, pl.Struct) and kind.fields:
        for field in kind.fields:
            yield from _texts(f"{name}.{field.name}", values.struct.field(field.name), field.dtype)
    elif isinstance(kind, pl.Array):
        yield from _texts(name, values.arr.to_list(), pl.List(kind.inner))
    elif not isinstance(kind, pl.List):
        yield name, _text(values, kind)
    elif isinstance(kind.inner, pl.Struct) and kind.inner.fields:
        for field in kind.inner.fields:
            held = values.list.eval(pl.element().struct.field(field.name))
            yield from _texts(f"{name}.{field.name}", held, pl.List(field.dtype))
    elif isinstance(kind.inner, (pl.List, pl.Array)):
        flat = pl.element().explode() if isinstance(kind.inner, pl.List) else pl.element().arr.to_list().explode()
        yield from _texts(name, values.list.eval(flat), pl.List(kind.inner.inner))
    else:
        held = values.list.eval(_text(pl.element(), kind.inner))
        yield name, held.list.join("; ", ignore_nulls=True)


def _text(values: Any, kind: Any) -> Any:
    """A plain value as text."""
    import polars as pl

    if kind == pl.Binary:
        return values.bin.encode("hex")
    if kind == pl.Duration:
        return values.dt.to_string()
    if kind.is_float():
        whole = values.cast(pl.Int64, strict=False)
        return pl.when(whole == values).then(whole.cast(pl.String)).otherwise(values.cast(pl.String))
    return values.cast(pl.String)


def headed_rows(path: Path) -> tuple[list[str], Iterator[Record]]:
    """The names of the columns and the rows, numbered from 1."""
    scanned = lazy(path)
    return list(scanned.collect_schema().names()), _rows(path, scanned)


def blocks(path: Path) -> Iterator[Any]:
    """The rows as DataFrames of ``row``, ``fault``, ``c0``, ``c1`` ...; what cannot be read is a row with a fault."""
    import polars as pl

    scanned = lazy(path)
    names = scanned.collect_schema().names()
    row = 0
    try:
        for block in scanned.collect_batches(chunk_size=_BLOCK, maintain_order=True):
            numbers = pl.int_range(row + 1, row + block.height + 1, dtype=pl.Int64, eager=True).alias("row")
            row += block.height
            held = block.rename({name: f"c{at}" for at, name in enumerate(names)})
            yield held.select(numbers, pl.lit(None, pl.String).alias("fault"), *held.columns)
    except (pl.exceptions.PolarsError, OSError) as error:
        kinds = {"row": pl.Int64, "fault": pl.String, **{f"c{at}": pl.String for at in range(len(names))}}
        yield pl.DataFrame([{"row": row + 1, "fault": _cut_off(error)}], schema=kinds)


def _cut_off(error: Exception) -> str:
    told = str(error).split("\n", 1)[0][:200].rstrip(".")
    return f"From this row on the file cannot be read ({told}); write it again."


def _rows(path: Path, scanned: Any) -> Iterator[Record]:
    import polars as pl

    row = 0
    try:
        for batch in scanned.collect_batches(chunk_size=_BATCH, maintain_order=True):
            for values in batch.iter_rows():
                row += 1
                yield Record(row, ["" if value is None else value for value in values])
    except (pl.exceptions.PolarsError, OSError) as error:
        yield Record(row + 1, [], fault=_cut_off(error))
