"""``obstat serve``: the same answers in a browser and over HTTP."""

from __future__ import annotations

import os

import click

from obstat.app.cli.options import Command, snapshot_option, store_folder
from obstat.app.cli.settings import Settings
from obstat.app.service.configuration import SETTINGS, configured

_EXAMPLES = """\b
Examples:
  obstat serve
  obstat serve --port 9000 --workers 2
  obstat token create analyst --role screen
  obstat serve --host 0.0.0.0 --public-url https://obstat.example.org
"""


def _settings(command: Command) -> Command:
    for one in reversed(SETTINGS):
        words = f"{one.words[0].upper()}{one.words[1:]}."
        command = click.option(f"--{one.field.replace('_', '-')}", metavar=one.metavar, help=words)(command)
    return command


@click.command("serve", epilog=_EXAMPLES)
@_settings
@snapshot_option
def serve_command(snapshot: str | None, **given: str | None) -> None:
    """Serve pages, the HTTP API and the field's protocols from this machine.

    On 127.0.0.1 no account is needed. On any other address, or with a public URL, it starts only when there is a
    token (obstat token create). Every option may be set once, as OBSTAT_SERVE_PORT or serve_port in the settings file.
    """
    from obstat.app.service.running import run

    settings = Settings(os.environ)
    run(configured(store_folder(os.environ), settings, given, settings.get("snapshot", snapshot).value))
