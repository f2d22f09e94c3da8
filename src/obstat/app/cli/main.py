"""``obstat``: commands, loaded only when they are called.

Exit codes: 0 nothing restrictive found, 3 prohibited or licence required, 4 undecided or conditional, 2 usage, 1
failure.
"""

from __future__ import annotations

import importlib
import io
import sys
from typing import Any

import click

from obstat._version import __version__
from obstat.model.errors import InvalidValue, ObstatError

_COMMANDS = {
    "check": ("obstat.app.cli.check", "May this be done? The verdict, with its grounds and dates."),
    "screen": ("obstat.app.cli.screen", "May this be done with each thing in a file? And again after a change."),
    "whatif": ("obstat.app.cli.whatif", "What of a file would be restricted were somebody put on a list?"),
    "resolve": ("obstat.app.cli.resolve", "Whom does a name mean? Identity only."),
    "atlas": ("obstat.app.cli.atlas", "One question in every jurisdiction of the pack."),
    "timeline": ("obstat.app.cli.timeline", "Every dated effect and market decision about a party or product."),
    "ties": ("obstat.app.cli.ties", "Who owns, controls and brands a party, and whom it does."),
    "news": ("obstat.app.cli.news", "What does a story claim, who says so, and how sure is it?"),
    "fit": ("obstat.app.cli.fit", "Would a phone work on a network, and what would be missing?"),
    "rules": ("obstat.app.cli.rules", "List, show, test and validate the rules."),
    "update": ("obstat.app.cli.update", "Fetch the newest editions of official lists."),
    "import": ("obstat.app.cli.lists", "Take an official list from files into use."),
    "sources": ("obstat.app.cli.lists", "The sources of lists, and the editions in use."),
    "serve": ("obstat.app.cli.serve", "Pages, an HTTP API and the field's protocols."),
    "token": ("obstat.app.cli.token", "Who may ask a server that others can reach."),
    "mcp": ("obstat.app.cli.mcp", "The same answers as tools, for programs that speak MCP."),
    "snapshot": ("obstat.app.cli.snapshot", "Show, compare, verify and build snapshots."),
}

EPILOG = """\b
Examples:
  obstat check "Huawei Mate 10 Pro" --activity sell --in US --on 2018-01-30
  obstat check "Huawei Mate 10 Pro" --on 2026-11-22 --device-status new_model
  obstat timeline Hikvision
  obstat fit "Mate 10 Pro" --network verizon --on 2018-01-30

Not legal advice.
"""


class _Commands(click.Group):
    """A group that imports a command's module only when the command is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        module = importlib.import_module(_COMMANDS[cmd_name][0])
        command: click.Command = getattr(module, f"{cmd_name}_command", None) or module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in _COMMANDS.items()])

    def resolve_command(self, ctx: click.Context, args: list[str]) -> Any:
        if args and not args[0].startswith("-") and args[0] not in _COMMANDS:
            from obstat.model.errors import nearest

            near = ", ".join(nearest(args[0], _COMMANDS))
            raise click.UsageError(f"'{args[0]}' is not a command; use one of: {near}.")
        return super().resolve_command(ctx, args)


@click.command(
    cls=_Commands,
    epilog=EPILOG,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    no_args_is_help=True,
)
@click.version_option(__version__, prog_name="obstat")
def cli() -> None:
    """May this actor do this activity with this thing, in this jurisdiction, on this day - and if not, what stands
    in the way?"""


def main() -> None:
    """Run the command line; every error on purpose is one sentence on stderr."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # names in any script, whatever the terminal's encoding
    try:
        sys.exit(cli.main(standalone_mode=False) or 0)
    except click.exceptions.Exit as stop:
        sys.exit(stop.exit_code)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except click.Abort:
        sys.exit(130)
    except ObstatError as error:
        click.echo(f"Error: {error}", err=True)
        sys.exit(2 if isinstance(error, InvalidValue) else 1)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(1)
    except OSError as error:
        what = f"{error.filename}: {error.strerror}; check that it is there and readable."
        if error.filename is None:  # a write that failed, not an open
            what = f"the output could not be written: {error.strerror}; write it elsewhere."
        click.echo(f"Error: {what}", err=True)
        sys.exit(1)
