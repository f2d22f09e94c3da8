"""A whole file screened: read, asked, written in the form that the output's name ends in, and summed up."""

from __future__ import annotations

import datetime
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from obstat.app.cli.options import print_json, wants_json
from obstat.model.errors import InvalidValue

if TYPE_CHECKING:
    from obstat.model.screened import Screened
    from obstat.screening.check import Obstat


@dataclass(frozen=True, slots=True)
class Wanted:
    """How the file is to be read, and what is to be made of it."""

    format: str | None
    columns: Sequence[str]
    output: Path | None
    exposure: str | None
    fail_on: str | None
    told_as: str


FORMS = (".xlsx", ".html", ".csv", ".tsv", ".parquet", ".jsonl")


def inventory(
    ob: Obstat,
    file: Path,
    wanted: Wanted,
    asked: Mapping[str, str | None],
    day: datetime.date,
) -> int:
    """Screen `file`; the exit code, 0 unless `wanted.fail_on` says otherwise."""
    from obstat.report import frames
    from obstat.screening import exposure as exposed
    from obstat.screening.inventory import Inventory, screen, summary
    from obstat.screening.reading import read

    output, exposure = wanted.output, wanted.exposure
    _check(file, output)
    questions = {**{name: value for name, value in asked.items() if value is not None}, "on": day}
    runs = Inventory(ob, questions)
    given = read(file, wanted.format, dict(map(said, wanted.columns)))
    with frames.progress(given.frame.height, "things", shown=sys.stderr.isatty()) as tick:
        frame = screen(runs, given.frame, given.roles, tick)
    about = summary(
        ob, frame, "standard input" if str(file) == "-" else file.name, questions, day.isoformat(), given.told
    )
    sums = exposed.sums(ob, frame, exposed.column(given.roles, exposure)) if exposure else ()
    if output:
        if output.suffix.lower() == ".jsonl":
            runs.write_lines(output, frame, given.roles)
        else:
            _write(output, frame, about)
    if wants_json(wanted.told_as):
        from obstat.model.plain import plain

        print_json({**plain(about), "rows_in": given.frame.height, "rows_out": frame.height, "exposure": plain(sums)})
    else:
        from obstat.report import text
        from obstat.report.inventory.plain import exposure_text
        from obstat.report.inventory.terminal import as_text

        text.show(as_text(about))
        if exposure:
            text.show(exposure_text(exposure, sums))
        written = f" Written to {output}." if output else ""
        click.echo(f"{given.frame.height:,} rows in, {frame.height:,} rows out.{written}", err=True)
    return _exit(about, wanted.fail_on)


def said(column: str) -> tuple[str, str]:
    """A column and its role, of ``COLUMN=ROLE``."""
    name, equals, role = column.rpartition("=")
    if not equals or not name or not role:
        raise click.UsageError(f"Say what the column '{column}' is, as --column '{column}=name'.")
    return name, role


def _check(file: Path, output: Path | None) -> None:
    if output is None:
        return
    if output.suffix.lower() not in FORMS:
        raise click.UsageError(f"{output.name} is of a kind that is not written; end it in one of {', '.join(FORMS)}.")
    if output.exists() and file.exists() and output.samefile(file):
        raise InvalidValue(f"{output.name} is the file that is read; name another one with -o.")
    if not output.parent.is_dir():
        raise InvalidValue(f"There is no folder {output.parent} to write into; make it first.")


def _write(output: Path, frame: Any, about: Screened) -> None:
    from obstat.report.inventory import page, workbook

    match output.suffix.lower():
        case ".xlsx":
            workbook.write(output, frame, about)
        case ".html":
            output.write_text(page.as_html(frame, about), encoding="utf-8")
        case ".parquet":
            frame.write_parquet(output)
        case ending:
            from obstat.report.inventory.plain import flat

            flat(frame).write_csv(output, separator="\t" if ending == ".tsv" else ",")


def _exit(about: Screened, fail_on: str | None) -> int:
    from obstat.model.status import Status

    if fail_on is None:
        return 0
    by_code = {status.code: status for status in Status}
    worst = max((by_code[code] for code in about.statuses if code in by_code), default=Status.NO_RECORD)
    return worst.exit_code if worst >= by_code[fail_on] else 0
