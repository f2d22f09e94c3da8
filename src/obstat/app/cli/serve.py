"""``obstat serve``: the same answers in a browser and over HTTP."""

from __future__ import annotations

import os

import click

from obstat.app.cli.options import snapshot_option, store_folder

_EXAMPLES = """\b
Examples:
  obstat serve
  obstat serve --port 9000
"""


@click.command("serve", epilog=_EXAMPLES)
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", default=8111, show_default=True, type=click.IntRange(0, 65535), help="The port to listen on.")
@snapshot_option
def serve_command(host: str, port: int, snapshot: str | None) -> None:
    """Serve pages, the HTTP API and the field's protocols from this machine."""
    from obstat.app.service.configuration import Configuration
    from obstat.app.service.running import run

    configuration = Configuration(store_folder(os.environ), host, port, snapshot=snapshot)
    click.echo(f"obstat serves http://{host}:{port}/ until you press Ctrl-C.", err=True)
    run(configuration)
