"""Options that several commands share, and how their output is chosen."""

from __future__ import annotations

import datetime
import json
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from obstat.app.cli.settings import Settings, home
from obstat.model.errors import InvalidValue, StoreError

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
    """``--snapshot``: another snapshot than the one in use."""
    return click.option("--snapshot", metavar="ID|FOLDER", help="Answer from this snapshot instead of the one in use.")(
        command
    )


def with_option(command: Command) -> Command:
    """``--with``: files of ties that are looked at beside the snapshot, and kept nowhere."""
    return click.option(
        "--with",
        "files",
        multiple=True,
        type=click.Path(exists=True, dir_okay=False, path_type=Path),
        metavar="FILE",
        help="Also use the ties of FILE (a table, BODS, FollowTheMoney, GLEIF XML), for this answer alone.",
    )(command)


_IDENTIFIERS = {
    "mac": "MAC address of an interface.",
    "imei": "IMEI, IMEISV or type allocation code.",
    "fcc-id": "FCC ID.",
    "oid": "SNMP sysObjectID.",
    "usb": "USB id, vendor:product.",
    "pci": "PCI id, vendor:device.",
    "bluetooth": "Bluetooth company number.",
    "model": "Model as on the label.",
}


def identifier_options(command: Command) -> Command:
    """``--mac``, ``--imei`` and the like: identifiers of the thing, as many of each as it has."""
    for name, words in reversed(_IDENTIFIERS.items()):
        command = click.option(f"--{name}", metavar="ID", multiple=True, help=words)(command)
    return command


_QUESTION = (
    click.option("--activity", metavar="A", help="What is to be done (default: sell)."),
    click.option("--actor", metavar="X", help="Who does it; not given: whoever ordinarily does."),
    click.option(
        "--in", "jurisdiction", metavar="CC", help="Where: ISO 3166 code such as US, DE, US-TX, or EU (default: US)."
    ),
    click.option("--on", metavar="DATE", help="The day asked about, YYYY-MM-DD (default: today)."),
    click.option("--as-known", metavar="DATE", help="Use only facts published by this day."),
    click.option("--purpose", metavar="P", help="What it is for; other_purpose for none of the named ones."),
    click.option("--made-in", metavar="CC", help="Country of production."),
    click.option("--equipment", metavar="E", help="Class of equipment, such as router_consumer."),
    click.option("--device-status", metavar="S", help="new_model, previously_authorised, in_use, ..."),
    click.option(
        "--subject-to-ear", type=click.Choice(["yes", "no"]), help="Is the item subject to the US export regulations?"
    ),
    click.option("--exemption", metavar="CODE", help="An exemption that you claim, such as conditional_approval."),
)


def question_options(command: Command) -> Command:
    """Everything that a question may say beside its subject."""
    for option in reversed(_QUESTION):
        command = option(command)
    return command


SET_ONCE = ("actor", "jurisdiction", "purpose")
"""Parts of a question that the settings may give."""


def store_folder(environment: Mapping[str, str]) -> Path:
    """Where snapshots and editions of lists are kept: the setting `store`, else a folder of the user's data."""
    if named := Settings(environment).get("store", None).value:
        return Path(named)
    if data := environment.get("XDG_DATA_HOME"):
        return Path(data) / "obstat"
    if (found := home(environment)) is None:
        raise InvalidValue("This user has no home folder; set OBSTAT_STORE to a folder for snapshots and lists.")
    return found / ".local" / "share" / "obstat"


def open_snapshot(named: str | None, files: Sequence[Path] = ()) -> tuple[Obstat, Settings]:
    """The façade over the snapshot that the option, the environment or the settings name, or the one in use.

    With `files`, over the one in use and the ties of these, which are told on stderr where they cannot be used.
    """
    import obstat

    settings = Settings(os.environ)
    chosen = settings.get("snapshot", named).value
    if files and chosen:
        raise click.UsageError("With --with the answer is from the snapshot in use; leave --snapshot out.")
    if files:
        return obstat.open(_joined(files)), settings
    return obstat.open(snapshot_folder(chosen, store_folder(os.environ))), settings


def _joined(files: Sequence[Path]) -> Path:
    """The folder of a snapshot with the ties of these files, which is there until the command ends."""
    import tempfile

    from obstat.identity.lookup import Lookup
    from obstat.knowledge.imports import Offered, joined
    from obstat.knowledge.store import Store
    from obstat.knowledge.update import base_of
    from obstat.sources.recognise import format_of_ties

    folder = Path(click.get_current_context().with_resource(tempfile.TemporaryDirectory(prefix="obstat-")))
    store = Store(store_folder(os.environ))
    base = base_of(store)
    now = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
    offers = []
    for number, file in enumerate(files, 1):
        form = format_of_ties(file)
        offers.append(Offered(f"file-{number}", form, f"file-{number}", {"list": file}, now, file.name))
    built, refused = joined(store, base, Lookup(base).find, offers, folder)
    for name, sentence in refused:
        click.echo(f"{name}, {sentence}", err=True)
    return built


def snapshot_folder(named: str | None, store: Path) -> Path | None:
    """The folder of the snapshot that is named, or is in use in a store; None for the embedded one."""
    return _folder(named, store) if named else _in_use(store)


def _folder(named: str, store: Path) -> Path:
    """A snapshot by its folder, by the beginning of its id, or ``embedded``."""
    if named == "embedded":
        from obstat.knowledge.snapshot import EMBEDDED

        return EMBEDDED
    if os.sep not in named and not Path(named).exists():
        from obstat.knowledge.store import Store

        return Store(store).find(named)
    return Path(named)


def _in_use(folder: Path) -> Path | None:
    """The snapshot that an import or update put into use; None for the embedded one."""
    if not (folder / "current.json").exists():
        return None
    from obstat.knowledge.store import Store

    current = Store(folder).current()
    if current is not None and not current.is_dir():
        raise StoreError(
            f"The snapshot in use is gone from {folder}; run 'obstat update' or import a list to build it anew."
        )
    return current


def wants_json(form: str) -> bool:
    """Whether the answer is to be JSON."""
    return form == "json" or (form == "auto" and not sys.stdout.isatty())


def print_json(value: Any) -> None:
    """Print JSON, readable and in UTF-8."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=1))
