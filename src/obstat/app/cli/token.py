"""``obstat token``: who may ask a server that others can reach."""

from __future__ import annotations

import os
from dataclasses import asdict

import click

from obstat.app.cli.options import format_option, print_json, store_folder, wants_json
from obstat.app.service.tokens import ROLES, Token, Tokens

_EXAMPLES = """\b
Examples:
  obstat token create analyst --role screen --days 90
  obstat token list
  obstat token revoke analyst
"""


@click.group("token", epilog=_EXAMPLES)
def command() -> None:
    """Make, list and revoke the tokens of this machine's server; a running server sees the change at once."""


def _tokens() -> Tokens:
    return Tokens(store_folder(os.environ) / "service")


@command.command("create")
@click.argument("name")
@click.option(
    "--role",
    type=click.Choice(ROLES),
    default="read",
    show_default=True,
    help="read asks; screen also uploads files; admin also decides on claims.",
)
@click.option(
    "--days", type=click.FloatRange(min=0), default=365, show_default=True, help="How long it holds; 0: no end."
)
@format_option
def create(name: str, role: str, days: float, form: str) -> None:
    """Make a token for NAME and show it, once."""
    token, text = _tokens().create(name, role, days or None)
    if wants_json(form):
        print_json({**_told(token), "token": text})
        return
    click.echo(text)
    ends = f"until {token.expires}" if token.expires else "until it is revoked"
    click.echo(f"Keep it now: it is not shown again. It is {token.id}, for {role}, {ends}.", err=True)


@command.command("list")
@format_option
def show(form: str) -> None:
    """Every token, without its secret."""
    tokens = _tokens().all()
    if wants_json(form):
        print_json([_told(token) for token in tokens])
        return
    for token in tokens:
        click.echo(f"{token.id}  {token.role:6}  {token.expires or 'no end':25}  {token.name}")
    if not tokens:
        click.echo("There is no token; make one with 'obstat token create NAME --role read'.", err=True)


@command.command("revoke")
@click.argument("token", metavar="ID|NAME")
def revoke(token: str) -> None:
    """Take a token away."""
    gone = _tokens().revoke(token)
    click.echo(f"{gone.id} ({gone.name}) is revoked.", err=True)


def _told(token: Token) -> dict[str, str | None]:
    return {key: value for key, value in asdict(token).items() if key != "sha256"}
