"""A whole file screened: read, asked, written in the form that the output's name ends in, and summed up."""

from __future__ import annotations

import datetime
import sys
from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from obstat.app.cli.options import print_json, wants_json
from obstat.model.errors import InvalidValue

if TYPE_CHECKING:
    from obstat.model.screened import Screened
    from obstat.screening.check import Obstat
    from obstat.screening.exposure import Exposure
    from obstat.screening.reading import Read


@dataclass(frozen=True, slots=True)
class Wanted:
    """How the file is to be read, and what is to be made of it."""

    format: str | None
    columns: Sequence[str]
    output: Path | None
    exposure: str | None
    fail_on: str | None
    told_as: str


def inventory(
    ob: Obstat,
    file: Path,
    wanted: Wanted,
    asked: Mapping[str, str | None],
    day: datetime.date,
) -> int:
    """Screen `file`; the exit code, 0 unless `wanted.fail_on` says otherwise."""
    from obstat.screening.reading import opened

    check_output(file, wanted.output)
    questions: dict[str, Any] = {**{name: value for name, value in asked.items() if value is not None}, "on": day}
    ob.question("anything", **questions)
    with opened(file, wanted.format, dict(map(said, wanted.columns))) as read:
        about, exposed = _screened(ob, read, "standard input" if str(file) == "-" else file.name, wanted, questions)
    sums = exposed.sums() if exposed else ()
    if wants_json(wanted.told_as):
        from obstat.model.plain import plain

        print_json({**plain(about), "rows_in": about.rows, "rows_out": about.rows, "exposure": plain(sums)})
    else:
        from obstat.report import text
        from obstat.report.inventory.plain import exposure_text
        from obstat.report.inventory.terminal import as_text

        text.show(as_text(about))
        if wanted.exposure:
            text.show(exposure_text(wanted.exposure, sums))
        to = f" Written to {wanted.output}." if wanted.output else ""
        click.echo(f"{about.rows:,} rows in, {about.rows:,} rows out.{to}", err=True)
    return _exit(about, wanted.fail_on)


def _screened(
    ob: Obstat, read: Read, name: str, wanted: Wanted, questions: Mapping[str, Any]
) -> tuple[Screened, Exposure | None]:
    """Answer the blocks of a file, write them and sum them up."""
    from obstat.names.processes import cores
    from obstat.report import frames
    from obstat.report.inventory.written import written
    from obstat.screening import exposure
    from obstat.screening.inventory import Screening
    from obstat.screening.kept import Kept
    from obstat.screening.reading import FAULT

    day = questions["on"].isoformat()
    exposed = None
    if wanted.exposure:
        amounts = exposure.columns(read.roles, wanted.exposure)
        exposed = exposure.Exposure(ob, amounts, typed=read.format in exposure.TYPED)
    run = {"asked": {**questions, "on": day}, "snapshot": ob.snapshot.id, "roles": read.roles}
    kept = Kept(wanted.output, run) if wanted.output else None
    finished = False
    try:
        with (
            Screening(ob, questions, read.roles, workers=cores(), kept=kept) as screening,
            written(wanted.output, screening.lines) if wanted.output else nullcontext() as output,
        ):
            if kept and kept.found:
                click.echo(f"Going on with a run that was interrupted: {kept.found:,} answers are there.", err=True)
            with frames.progress(read.rows, "rows", shown=sys.stderr.isatty()) as tick:
                for block in read.blocks():
                    answered = screening.block(block, tick)
                    if exposed:
                        exposed.add(answered)
                    if output:
                        output.add(answered.drop(FAULT))
            about = screening.tally.summary(ob, name, questions, day, read.told)
            if output:
                output.finish(about)
        finished = True
        return about, exposed
    except KeyboardInterrupt:
        if kept:
            click.echo("Interrupted; the same command goes on from here.", err=True)
        raise
    finally:
        if kept:
            kept.close(finished=finished)


def said(column: str) -> tuple[str, str]:
    """A column and its role, of ``COLUMN=ROLE``."""
    name, equals, role = column.rpartition("=")
    if not equals or not name or not role:
        raise click.UsageError(f"Say what the column '{column}' is, as --column '{column}=name'.")
    return name, role


def check_output(file: Path, output: Path | None) -> None:
    """Raise now for an output that could not be written at the end, or would replace what is read."""
    from obstat.report.inventory.written import FORMS

    if output is None:
        return
    if output.suffix.lower() not in FORMS:
        raise click.UsageError(f"{output.name} is of a kind that is not written; end it in one of {', '.join(FORMS)}.")
    if output.exists() and file.exists() and output.samefile(file):
        raise InvalidValue(f"{output.name} is the file that is read; name another one with -o.")
    if not output.parent.is_dir():
        raise InvalidValue(f"There is no folder {output.parent} to write into; make it first.")


def _exit(about: Screened, fail_on: str | None) -> int:
    from obstat.model.status import Status

    if fail_on is None:
        return 0
    by_code = {status.code: status for status in Status}
    worst = max((by_code[code] for code in about.statuses if code in by_code), default=Status.NO_RECORD)
    return worst.exit_code if worst >= by_code[fail_on] else 0
