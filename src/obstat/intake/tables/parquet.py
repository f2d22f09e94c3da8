"""Parquet files, through polars.

Invariant: rows are read in batches; a value that is a list or a structure is written out.
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

    def as_text(name: str, kind: Any) -> Any:
        if kind.is_nested():
            joined = pl.col(name).list if isinstance(kind, pl.List) and not kind.inner.is_nested() else None
            if joined is not None:
                return pl.col(name).cast(pl.List(pl.String)).list.join("; ", ignore_nulls=True)
            return pl.col(name).map_elements(lambda value: str(value), return_dtype=pl.String)
        if kind == pl.Binary:
            return pl.col(name).bin.encode("hex")
        if kind.is_float():
            whole = pl.col(name).cast(pl.Int64, strict=False)
            return (
                pl.when(whole == pl.col(name))
                .then(whole.cast(pl.String))
                .otherwise(pl.col(name).cast(pl.String))
                .alias(name)
            )
        return pl.col(name).cast(pl.String)

    return scanned.select([as_text(name, kind) for name, kind in schema.items()])


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
