"""``obstat mcp``: the tools on standard input and output, for a program that starts this one."""

from __future__ import annotations

import importlib.util
import os

import click

from obstat.app.cli.options import SET_ONCE, snapshot_option, store_folder
from obstat.app.cli.settings import Settings
from obstat.model.errors import MissingExtra

_EXAMPLES = """\b
Examples:
  obstat mcp
  claude mcp add obstat -- obstat mcp
"""
_SECONDS = 600.0
"""How long an answer may take: large files are screened here."""


@click.command("mcp", epilog=_EXAMPLES)
@snapshot_option
def command(snapshot: str | None) -> None:
    """Answer on standard input and output as a server of the Model Context Protocol (MCP).

    Tools: check, resolve, screen, timeline, ties and news; each gives what the command of its name prints. They may
    read the files that they are told to; nothing is written. 'obstat serve' has the same at /mcp, without files.
    """
    if importlib.util.find_spec("mcp") is None:
        raise MissingExtra("The Model Context Protocol", "mcp")
    import anyio

    from obstat.app.mcp.server import server
    from obstat.app.mcp.stdio import serve
    from obstat.app.mcp.tools import Reach
    from obstat.app.service.configuration import Configuration
    from obstat.app.service.served import Service

    settings = Settings(os.environ)
    chosen = settings.get("snapshot", snapshot).value
    service = Service(Configuration(store_folder(os.environ), snapshot=chosen))
    settled = {name: settings.get(name, None).value for name in SET_ONCE}
    anyio.run(serve, server(service, Reach(files=True, seconds=_SECONDS, settled=settled)))
