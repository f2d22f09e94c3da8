"""``obstat import`` and ``obstat sources``: official lists from files, and what is in use."""

from __future__ import annotations

import datetime
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from obstat.app.cli.options import format_option, print_json, store_folder, wants_json

if TYPE_CHECKING:
    from obstat.knowledge.imports import Outcome, Taken

_EXAMPLES = """\b
Examples:
  obstat import sdn.csv alt.csv add.csv --source ofac-sdn
  obstat import consolidated.xml --source ofac-consolidated --format ofac-xml
  obstat import sdn.xml --source ofac-sdn --format ofac-xml --no-persons --dry-run
"""


_OWN = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_SHOWN = 20
"""Records that cannot be used, of which the reasons are printed."""


@click.command("import", epilog=_EXAMPLES)
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--source",
    metavar="SOURCE",
    help="Whose edition it is: one that 'obstat sources' names or, with --format, a name of yours.",
)
@click.option(
    "--format", "form", metavar="FORMAT", help="How it is written, where that is not the source's usual form."
)
@click.option("--list", "listed", metavar="LIST", help="The list whose entries these are (default: the source's).")
@click.option("--no-persons", is_flag=True, help="Leave private persons out.")
@click.option("--force", is_flag=True, help="Use it although it has shrunk or does not look as expected.")
@click.option("--dry-run", is_flag=True, help="Read and check it, and write nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def import_command(
    files: tuple[Path, ...],
    source: str | None,
    form: str | None,
    listed: str | None,
    no_persons: bool,
    force: bool,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Take an edition of an official list from FILES into use: the snapshot is built anew beside the one in use."""
    from obstat.identity.lookup import Lookup
    from obstat.knowledge.imports import Offered, take
    from obstat.knowledge.store import Store
    from obstat.knowledge.update import base_of
    from obstat.sources import registry
    from obstat.sources.source import parts_of

    if source is None and form is None:
        raise click.UsageError("Say with --source whose list it is, or with --format how it is written.")
    known = registry.source(source) if source and (form is None or source in registry.sources()) else None
    if known is None and source and not _OWN.fullmatch(source):
        raise click.UsageError("Name a source of your own in lower-case letters, digits and hyphens.")
    how = registry.format_(form or (known.format if known else ""))
    store = Store(store_folder(os.environ))
    base = base_of(store)
    offered = Offered(
        source or how.code,
        how.code,
        listed or (known.list if known else how.code),
        parts_of(how, files),
        datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
        ", ".join(file.name for file in files),
        not no_persons,
        force,
    )
    outcome = take(store, base, Lookup(base).find, offered, dry_run=dry_run)
    if as_json:
        print_json(_plain(outcome))
        return
    if source and known is None:
        click.echo(f"{source} is a source of your own; nothing is expected of it.")
    click.echo("\n".join([*told(outcome.taken[0]), *_told(outcome)]))


def _plain(outcome: Outcome) -> dict[str, Any]:
    from obstat.model.plain import plain

    told = {**plain(outcome.taken[0]), "merged": outcome.merged}
    return {**told, "snapshot": outcome.snapshot if outcome.folder else None, "changes": plain(outcome.changes)}


def told(taken: Taken) -> list[str]:
    """What became of an edition, in sentences."""
    before = "the first edition" if taken.before is None else f"{taken.before:,} before"
    lines = [f"{taken.source}: {taken.records:,} records ({before})."]
    if taken.parts_missing:
        lines.append(f"The edition was given without its {' and '.join(taken.parts_missing)}.")
    if taken.persons_left_out:
        lines.append(f"{taken.persons_left_out:,} of them are persons and were left out.")
    if taken.refused:
        lines.append(f"{len(taken.refused):,} of them cannot be used:")
        lines += [f"  {sentence}" for sentence in taken.refused[:_SHOWN]]
        more = len(taken.refused) - _SHOWN
        lines += [f"  and {more:,} more; --json names them all."] if more > 0 else []
    for label, count in sorted(taken.fields_left.items()):
        lines.append(f"The field '{label}' of {count:,} records is not known; it is kept as a detail.")
    if taken.undecided:
        lines.append(f"{taken.undecided:,} records may be, and were kept apart: see 'obstat sources undecided'.")
    return lines


def _told(outcome: Outcome) -> list[str]:
    from obstat.report import changes

    lines = [f"{outcome.merged:,} records of all lists in use are parties of the pack."]
    if outcome.folder:
        return [*lines, *in_use(outcome.folder)]
    compared = changes.as_text("the snapshot in use", outcome.snapshot, outcome.changes)
    return [*lines, "Nothing was written.", "", compared]


def in_use(folder: Path) -> list[str]:
    """Which snapshot is in use, and which lists it took from the one before it because their files fail."""
    from obstat.knowledge.snapshot import Snapshot

    snapshot = Snapshot(folder)
    failing = [told["carried_over"] for told in snapshot.about["sources"] if told.get("carried_over")]
    carried = [f"{why} Its records are those of the snapshot before." for why in failing]
    return [*carried, f"In use now: {snapshot.id}"]


@click.group("sources", invoke_without_command=True)
@format_option
@click.pass_context
def sources_command(context: click.Context, form: str) -> None:
    """Every source, the edition in use and its age."""
    if context.invoked_subcommand:
        return
    from obstat.knowledge.store import Store
    from obstat.sources import registry

    kept = Store(store_folder(os.environ)).state.sources
    today = datetime.datetime.now(datetime.UTC).date()
    rows = []
    for code in (*registry.sources(), *(code for code in kept if code not in registry.sources())):
        known, edition = registry.sources().get(code), kept.get(code)
        age = (today - datetime.date.fromisoformat(edition.checked[:10])).days if edition else None
        rows.append(
            {
                "source": code,
                "name": known.name if known else code,
                "publisher": known.publisher if known else None,
                "format": edition.format if edition else known.format if known else None,
                "records": edition.records if edition else None,
                "retrieved": edition.retrieved if edition else None,
                "checked": edition.checked if edition else None,
                "age_days": age,
                "stale": bool(known and age is not None and age > known.cadence),
                "addresses": dict(known.addresses) if known else {},
                "licence": known.licence if known else None,
            }
        )
    if wants_json(form):
        print_json(rows)
        return
    from obstat.report import identity, text

    text.show(identity.sources(rows))


@sources_command.command("undecided")
@format_option
def undecided_command(form: str) -> None:
    """Records that may be a party of the pack, or of its group, and were kept apart."""
    from obstat.app.cli.options import open_snapshot

    ob, _ = open_snapshot(None)
    found = list(ob.snapshot.table("undecided"))
    if wants_json(form):
        rows = [{"entry": u.entry, "party": u.party, "role": u.role, "score": u.score, "why": u.why} for u in found]
        print_json(rows)
        return
    from obstat.report import identity, text

    text.show(identity.undecided([(u, ob.snapshot.parties[u.party].name) for u in found]))


@sources_command.command("decide")
@click.argument("record")
@click.option("--is", "party", metavar="PARTY", help="It is this party of the pack.")
@click.option("--apart", is_flag=True, help="It is none of the parties of the pack.")
@click.option("--undo", is_flag=True, help="Take the decision back.")
def decide_command(record: str, party: str | None, apart: bool, undo: bool) -> None:
    """Say whom RECORD of a list ('source:id') is, where the names leave it open; the snapshot is built with that."""
    from obstat.identity.lookup import Lookup
    from obstat.knowledge.imports import decide
    from obstat.knowledge.merge import APART
    from obstat.knowledge.store import Store
    from obstat.knowledge.update import base_of

    if sum((party is not None, apart, undo)) != 1:
        raise click.UsageError("Say one of --is PARTY, --apart and --undo.")
    store = Store(store_folder(os.environ))
    base = base_of(store)
    folder = decide(store, base, Lookup(base).find, record, party or (APART if apart else None))
    click.echo("\n".join(in_use(folder)))


@sources_command.command("drop")
@click.argument("source")
def drop_command(source: str) -> None:
    """Take SOURCE out of use and build the snapshot without it."""
    from obstat.identity.lookup import Lookup
    from obstat.knowledge.imports import without
    from obstat.knowledge.store import Store
    from obstat.knowledge.update import base_of

    store = Store(store_folder(os.environ))
    base = base_of(store)
    folder = without(store, base, Lookup(base).find, source)
    click.echo("\n".join([f"{source} is out of use.", *in_use(folder)]))


@sources_command.command("show")
@click.argument("source")
@format_option
def show_command(source: str, form: str) -> None:
    """Everything about SOURCE: publisher, addresses, licence, what is expected of an edition, how it is kept up."""
    from obstat.model.plain import plain
    from obstat.sources import registry

    known = registry.source(source)
    if wants_json(form):
        print_json(plain(known))
        return
    from obstat.report import text

    rows = [("source", known.code), ("name", known.name), ("publisher", known.publisher), ("list", known.list)]
    rows += [(f"address ({part})", address) for part, address in known.addresses.items()] or [("address", "none")]
    rows += [("licence", known.licence), ("format", known.format), ("stale after", f"{known.cadence} days")]
    expected = known.expectations
    rows.append(("records", f"{expected.least:,} to {expected.most:,}"))
    rows += [("must hold", name) for name in expected.names]
    rows += [("persons", "yes" if known.persons else "no"), ("upkeep", known.upkeep)]
    text.show(text.pairs(rows))
