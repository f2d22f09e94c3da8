"""``--extractor`` and ``--model``: a model that finds the claims of stories instead of obstat itself.

Invariant: off unless an address was given, by option, environment or settings; the key comes from the environment
alone.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from obstat.app.cli.options import store_folder
from obstat.app.cli.settings import Settings

if TYPE_CHECKING:
    from obstat.news.remote import Endpoint, RemoteExtractor
    from obstat.screening.check import Obstat

Command = TypeVar("Command", bound=Callable[..., Any])
NONE = "none"
"""What to give as the extractor to have none although the settings name one."""


def extractor_options(command: Command) -> Command:
    """The options; what they give is for `extractor`."""
    for option in (
        click.option("--model", metavar="NAME", help="The model to ask there."),
        click.option(
            "--extractor",
            "address",
            metavar="URL",
            help="Send the stories to this OpenAI-compatible endpoint, as https://host/v1, and take the claims that a "
            "model finds there; 'none' to do without.",
        ),
    ):
        command = option(command)
    return command


def extractor(ob: Obstat, address: str | None, model: str | None) -> RemoteExtractor | None:
    """The extractor that the options, the environment or the settings name, None where they name none."""
    settings = Settings(os.environ)
    where = settings.get("extractor", address).value
    if where is None or where == NONE:
        if model is not None:
            raise click.UsageError("--model names a model of an endpoint; name that with --extractor.")
        return None
    named = settings.get("extractor_model", model).value
    if not named:
        raise click.UsageError("Say with --model which model of the extractor is asked.")
    from obstat.news.remote import Endpoint, RemoteExtractor
    from obstat.news.remote.kept import Kept

    endpoint = Endpoint.read(where, named, os.environ.get("OBSTAT_EXTRACTOR_KEY"))
    kept = Kept(store_folder(os.environ) / "extractor")
    return RemoteExtractor(ob.snapshot, endpoint, kept, tell=_tell, proxy=_proxy(settings, endpoint))


def told_of(remote: RemoteExtractor | None) -> list[str]:
    """What was left out of the model's answers, in sentences."""
    return list(remote.told()) if remote else []


def _tell(sentence: str) -> None:
    click.echo(sentence, err=True)


def _proxy(settings: Settings, endpoint: Endpoint) -> str | None:
    import urllib.request

    if endpoint.near or urllib.request.proxy_bypass(endpoint.host):
        return None
    return settings.get("proxy", None).value or os.environ.get("HTTPS_PROXY") or os.environ.get("https_proxy")
