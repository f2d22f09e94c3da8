"""``obstat screen``: the files people have against the rules, and again when the facts or the day have changed."""

from __future__ import annotations

import datetime
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from obstat.app.cli.inventory import Wanted, inventory
from obstat.app.cli.options import (
    SET_ONCE,
    format_option,
    open_snapshot,
    print_json,
    question_options,
    snapshot_option,
    wants_json,
)
from obstat.model.errors import InvalidValue

if TYPE_CHECKING:
    import polars

    from obstat.app.cli.settings import Settings
    from obstat.screening.check import Obstat
    from obstat.screening.rescreen import Again

_EXAMPLES = """\b
Examples:
  obstat screen inventory.xlsx --activity operate_in_network -o result.xlsx
  obstat screen scan.xml --activity contract_while_using -o report.html --fail-on prohibited
  obstat screen ledger.csv --column "Lieferant=name" --column "Betrag=spend" --exposure spend
  obstat screen suppliers.csv --column supplier --activity procure_public -o result.parquet
  obstat screen --since sha256:4ba3c78d result.parquet -o newer.parquet
"""
_AGAIN = (".parquet", ".csv", ".tsv")
_STATUSES = ("prohibited", "licence_required", "undecided", "conditional", "advisory")


@click.command("screen", epilog=_EXAMPLES)
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--column",
    "columns",
    multiple=True,
    metavar="COLUMN[=ROLE]",
    help="What a column is: COLUMN=ROLE; a lone COLUMN holds the subjects, and nothing else is looked at.",
)
@click.option("--input-format", metavar="FORMAT", help="How FILE is written, where its content does not tell.")
@click.option("--since", metavar="ID|FOLDER", help="FILE is a result of that snapshot: screen again what has changed.")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Where the rows go, each with its answer.")
@click.option("--exposure", metavar="ROLE", help="Sum this column (spend, quantity) by party, rule and first day.")
@click.option("--fail-on", type=click.Choice(_STATUSES), help="Exit with 3 or 4 when a row is that severe, or more.")
@question_options
@snapshot_option
@format_option
def command(
    file: Path,
    columns: tuple[str, ...],
    input_format: str | None,
    since: str | None,
    output: Path | None,
    exposure: str | None,
    fail_on: str | None,
    snapshot: str | None,
    form: str,
    on: str | None,
    **asked: str | None,
) -> int:
    """May it be done with each thing in FILE: a table, a scan, a list of leases, a bill of materials?

    Rows in are rows out, in order. What -o ends in is what is written: .xlsx, .html, .csv, .tsv, .parquet, .jsonl.
    With --since, only what a change may concern is asked again; that takes a .parquet of a lone --column.
    """
    from obstat.report import frames

    ob, settings = open_snapshot(snapshot)
    day = ob.question("anything", on=on).on
    lone = columns[0] if len(columns) == 1 and "=" not in columns[0] else None
    if since is None and lone is None:
        wanted = Wanted(input_format, columns, output, exposure, fail_on, form)
        return inventory(ob, file, wanted, _settled(settings, asked), day)
    if output is None or output.suffix.lower() not in _AGAIN:
        raise click.UsageError(f"Say with -o where the rows go, in a file that ends in {', '.join(_AGAIN)}.")
    frame = frames.read(file)
    if since is not None:
        if columns or any(asked.values()):
            raise click.UsageError("With --since the questions are those of the file; give --on alone beside it.")
        _again(open_snapshot(since)[0], ob, file, frame, day, output, form)
        return 0
    frames.check_output(output, file, frame)
    _first(ob, file, frame, _column(file, frame, lone), _settled(settings, asked), day, output, form)
    return 0


def _first(
    ob: Obstat,
    file: Path,
    frame: polars.DataFrame,
    column: str,
    asked: dict[str, str | None],
    day: datetime.date,
    output: Path,
    form: str,
) -> None:
    from obstat.report import frames
    from obstat.screening.rescreen import screen

    with frames.progress(frame.height, "subjects", shown=sys.stderr.isatty()) as tick:
        result = screen(ob, frame, column, asked, day, tick)
    frames.write(as_written(result, output), output)
    counts = Counter(status or "not read" for status in result["obstat_status"].to_list())
    if wants_json(form):
        rows = {"rows_in": frame.height, "rows_out": result.height, "snapshot": ob.snapshot.id}
        print_json({**rows, "on": day.isoformat(), "statuses": dict(counts)})
        return
    click.echo("\n".join(f"{count:>10,}  {status.replace('_', ' ')}" for status, count in counts.most_common()))
    click.echo(
        f"{frame.height:,} rows in, {result.height:,} rows out, asked of {day} from {ob.snapshot.id[:19]}. "
        f"Written to {output}.",
        err=True,
    )


def _again(
    before: Obstat, ob: Obstat, file: Path, frame: polars.DataFrame, day: datetime.date, output: Path, form: str
) -> None:
    from obstat.report import frames
    from obstat.screening.rescreen import again

    frames.check_output(output, file, frame, added=True)
    with frames.progress(frame.height, "subjects", shown=sys.stderr.isatty()) as tick:
        result = again(before, ob, frame, day, tick)
    frames.write(as_written(result.frame, output), output)
    if wants_json(form):
        print_json(changes(before, ob, frame.height, day, result))
        return
    from obstat.report import changes as told

    click.echo(told.of_rows(result.changed))
    click.echo(
        f"{frame.height:,} rows in, {result.frame.height:,} rows out; {result.asked:,} of them asked again, "
        f"{len(result.changed):,} with another answer. Written to {output}.",
        err=True,
    )


def changes(before: Obstat, ob: Obstat, rows: int, day: datetime.date, result: Again) -> dict[str, Any]:
    """What is printed as JSON of rows that were screened again."""
    from obstat.model.plain import plain

    return {
        "since": before.snapshot.id,
        "snapshot": ob.snapshot.id,
        "on": day.isoformat(),
        "rows_in": rows,
        "rows_out": result.frame.height,
        "asked_again": result.asked,
        "changed": [plain(change) for change in result.changed],
    }


def _column(file: Path, frame: polars.DataFrame, named: str | None) -> str:
    if named is None or named not in frame.columns:
        asked = f"'{named}' is no column of {file.name}" if named else "No column was named"
        raise InvalidValue(f"{asked}; say with --column which of {', '.join(frame.columns)} holds the subjects.")
    if frame[named].dtype.is_nested():
        raise InvalidValue(f"The column '{named}' of {file.name} holds lists; name a column of texts.")
    return named


def _settled(settings: Settings, asked: dict[str, str | None]) -> dict[str, str | None]:
    """What is asked of every row, with what the settings say of the asker."""
    chosen = {name: settings.get(name, asked[name]).value for name in SET_ONCE}
    return {**asked, **chosen, "activity": asked["activity"] or "sell"}


def as_written(frame: polars.DataFrame, output: Path) -> polars.DataFrame:
    """The table as the file can hold it: but in Parquet, lists are texts; what is for screening again is left out."""
    if output.suffix.lower() == ".parquet":
        return frame
    import polars as pl

    frame = frame.drop("obstat_keys", "obstat_letters", "obstat_features", "obstat_sizes")
    lists = [name for name, kind in frame.schema.items() if name.startswith("obstat_") and kind == pl.List(pl.String)]
    return frame.with_columns(pl.col(lists).list.join("; "))
