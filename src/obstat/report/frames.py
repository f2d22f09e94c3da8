"""Tables in files, read and written by Polars, and the progress of long work on a terminal.

Invariant: what is read keeps every row and column in order, as text where the file does not say otherwise.
"""

from __future__ import annotations

import contextlib
import csv
import importlib
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from obstat.model.errors import InvalidValue, MissingExtra

if TYPE_CHECKING:
    import polars

_READ = (".csv", ".tsv", ".txt", ".parquet", ".jsonl", ".ndjson")
_WRITTEN = (".csv", ".tsv", ".parquet", ".jsonl", ".ndjson")


def read(path: Path) -> polars.DataFrame:
    """The table in a file, by the ending of its name. Raises `InvalidValue` when it cannot be read as such."""
    pl = _polars()
    ending = path.suffix.lower()
    if ending not in _READ:
        raise InvalidValue(f"{path.name} is of a kind that is not read here; give one of {', '.join(_READ)}.")
    if not path.is_file():
        raise InvalidValue(f"There is no file {path}; check the name.")
    table: polars.DataFrame
    try:
        if ending == ".parquet":
            table = pl.read_parquet(path)
        elif ending in (".jsonl", ".ndjson"):
            table = pl.read_ndjson(path, infer_schema_length=None)
        else:
            text = _decoded(path.read_bytes())
            head = text.partition("\n")[0]
            separator = "\t" if ending == ".tsv" else max(",;\t|", key=head.count)
            names = next(csv.reader([head], delimiter=separator), [])
            if twice := sorted({name for name in names if names.count(name) > 1}):
                raise InvalidValue(f"{path.name} has the column '{twice[0]}' twice; rename one of them.")
            table = pl.read_csv(io.StringIO(text), separator=separator, infer_schema=False)
        return table
    except pl.exceptions.PolarsError as error:
        first = str(error).splitlines()[0]
        raise InvalidValue(
            f"{path.name} cannot be read as {ending[1:]} ({first}); mend the file and try again."
        ) from None


def _decoded(data: bytes) -> str:
    """The text of a file: by its mark, as UTF-8, or else as Windows writes it in the West."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def check_output(path: Path, source: Path, frame: polars.DataFrame, *, added: bool = False) -> None:
    """Raise `InvalidValue` now for a file that could not be written at the end, or would replace what is there.

    With `added`, columns of ours are expected in the table.
    """
    if path.exists() and path.samefile(source):
        raise InvalidValue(f"{path.name} is the file that is read; name another one with -o.")
    ours = [name for name in frame.columns if name.startswith("obstat_")]
    if ours and not added:
        taken = ours
        raise InvalidValue(f"{source.name} already has a column '{taken[0]}'; rename it, so that it is not replaced.")
    nested = [name for name, kind in frame.schema.items() if kind.is_nested() and name not in ours]
    if nested and path.suffix.lower() in (".csv", ".tsv"):
        raise InvalidValue(f"The column '{nested[0]}' holds lists, which {path.suffix} cannot; write a .parquet file.")
    if path.suffix.lower() not in _WRITTEN:
        raise InvalidValue(
            f"{path.name} is of a kind that is not written here; end it in one of {', '.join(_WRITTEN)}."
        )
    if not path.parent.is_dir():
        raise InvalidValue(f"There is no folder {path.parent} to write into; make it first.")


def write(frame: polars.DataFrame, path: Path) -> None:
    """Write a table, by the ending of the file's name."""
    ending = path.suffix.lower()
    if ending == ".parquet":
        frame.write_parquet(path)
    elif ending in (".jsonl", ".ndjson"):
        frame.write_ndjson(path)
    else:
        frame.write_csv(path, separator="\t" if ending == ".tsv" else ",")


def beside(frame: polars.DataFrame, rows: Sequence[Mapping[str, Any]], columns: Sequence[str]) -> polars.DataFrame:
    """`frame` with columns ``obstat_…`` beside its own, one mapping of `rows` for each of its rows."""
    pl = _polars()
    added = [
        pl.Series(
            f"obstat_{name}",
            [row.get(f"obstat_{name}") for row in rows],
            dtype=pl.Float64 if name == "score" else pl.String,
        )
        for name in columns
    ]
    return frame.with_columns(added)


@contextlib.contextmanager
def progress(total: int | None, what: str, *, shown: bool) -> Iterator[Callable[[float], None]]:
    """A bar on stderr with the rate and the time left, where `shown`; gives the function that moves it on.

    `total` may be about right, or None where nobody knows.
    """
    if not shown:
        yield lambda done: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, ProgressColumn, Task, TextColumn, TimeRemainingColumn
    from rich.text import Text

    class Counts(ProgressColumn):
        def render(self, task: Task) -> Text:
            of = f" of {task.total:,.0f}" if task.total is not None else ""
            return Text(f"{min(task.completed, task.total or task.completed):,.0f}{of} {what}")

    class Rate(ProgressColumn):
        def render(self, task: Task) -> Text:
            return Text(f"{task.speed:,.0f}/s" if task.speed else "")

    columns = (BarColumn(), Counts(), Rate(), TimeRemainingColumn(elapsed_when_finished=True), TextColumn("left"))
    with Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task("", total=total)
        yield lambda done: bar.advance(task, done)


def _polars() -> Any:
    try:
        return importlib.import_module("polars")
    except ImportError:
        raise MissingExtra("Reading and writing tables", "bulk") from None
