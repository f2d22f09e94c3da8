"""Options that several commands share, and how their output is chosen."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from obstat.app.cli.settings import Settings

if TYPE_CHECKING:
    from obstat.screening.check import Obstat

Command = TypeVar("Command", bound=Callable[..., Any])

FORMATS = ("auto", "text", "json")


def format_option(command: Command) -> Command:
    """``--format``: text on a terminal, JSON on a pipe, unless one is forced."""
    return click.option(
        "--format",
        "form",
        type=click.Choice(FORMATS),
        default="auto",
        help="Text on a terminal and JSON on a pipe, or one of them.",
    )(command)


def snapshot_option(command: Command) -> Command:
    """``--snapshot``: another snapshot folder than the embedded one."""
    return click.option("--snapshot", metavar="FOLDER", help="Answer from this snapshot instead of the embedded one.")(
        command
    )


def open_snapshot(folder: str | None) -> tuple[Obstat, Settings]:
    """The façade over the snapshot that the option, the environment or the settings name."""
    import obstat

    settings = Settings(os.environ)
    chosen = settings.get("snapshot", folder).value
    return obstat.open(Path(chosen) if chosen else None), settings


def wants_json(form: str) -> bool:
    """Whether the answer is to be JSON."""
    return form == "json" or (form == "auto" and not sys.stdout.isatty())


def print_json(value: Any) -> None:
    """Print JSON, readable and in UTF-8."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=1))
