"""``obstat update``: the newest editions of the lists, from their publishers or a local copy."""

from __future__ import annotations

import datetime
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from obstat.app.cli.lists import in_use, told
from obstat.app.cli.options import format_option, print_json, store_folder, wants_json
from obstat.app.cli.settings import Settings

if TYPE_CHECKING:
    from obstat.knowledge.update import Updated
    from obstat.sources.download import Policy
    from obstat.sources.publishers import Fetch, Got, Publishers

_EXAMPLES = """\b
Examples:
  obstat update
  obstat update ofac-sdn bis-entity-list --dry-run
  obstat update --mirror /srv/lists
  obstat update --pack obstat-pack.zip --sha256 4ba3c78d...
"""


@click.command("update", epilog=_EXAMPLES)
@click.argument("sources", nargs=-1)
@click.option("--dry-run", is_flag=True, help="Fetch and compare, and change nothing.")
@click.option("--force", is_flag=True, help="Use editions although they have shrunk or do not look as expected.")
@click.option("--no-persons", is_flag=True, help="Leave private persons out.")
@click.option("--mirror", metavar="FOLDER|ADDRESS", help="Take the lists from a copy: a folder for each source.")
@click.option("--proxy", metavar="ADDRESS", help="Go through this proxy.")
@click.option("--allow-http", is_flag=True, help="Allow addresses without TLS.")
@click.option("--allow-private", is_flag=True, help="Allow addresses of private networks.")
@click.option("--pack", metavar="FILE|ADDRESS", help="Update the pack itself, from an exported snapshot of it.")
@click.option("--sha256", metavar="HEX", help="The SHA-256 that the file of the pack must have.")
@click.option("--key", metavar="KEY|FILE", help="The minisign key that must have signed it.")
@format_option
def command(
    sources: tuple[str, ...],
    dry_run: bool,
    force: bool,
    no_persons: bool,
    mirror: str | None,
    proxy: str | None,
    allow_http: bool,
    allow_private: bool,
    pack: str | None,
    sha256: str | None,
    key: str | None,
    form: str,
) -> None:
    """Bring lists up to date: SOURCES, or those in use, or at first the usual ones.

    What is newer is fetched and checked, and a snapshot is built beside the one in use; a list that cannot be
    fetched, or is not believed, keeps its edition. Exit code 1 when any did.
    """
    from obstat.sources.publishers import Publishers

    settings = Settings(os.environ)
    through = settings.get("proxy", proxy).value or _proxy_of_system()
    fetch = _fetch(_policy(through, allow_http, allow_private))
    if pack:
        if sources or dry_run or force or no_persons or mirror:
            raise click.UsageError("With --pack the pack alone is updated; leave out what is about lists.")
        put = _update_pack(pack, sha256, settings.get("pack_key", key).value, fetch)
        if wants_json(form):
            print_json({"snapshot": put})
        else:
            click.echo(f"In use now: {put}")
        return
    copies = settings.get("mirror", mirror).value
    if copies and "://" not in copies and not Path(copies).expanduser().is_dir():
        raise click.UsageError(f"There is no folder {copies} with a copy of the lists; mend --mirror or the setting.")
    addresses = _addresses(settings)
    publishers = Publishers(fetch, addresses, copies)
    updated = _update(sources, publishers, settings, dry_run=dry_run, force=force, no_persons=no_persons)
    if wants_json(form):
        print_json(_plain(updated))
    else:
        click.echo("\n".join(_lines(updated, dry_run)))
    if updated.failed or updated.outcome.refused:
        raise SystemExit(1)


def _update(
    named: tuple[str, ...], publishers: Publishers, settings: Settings, *, dry_run: bool, force: bool, no_persons: bool
) -> Updated:
    from obstat.identity.lookup import Lookup
    from obstat.knowledge.store import Store
    from obstat.knowledge.update import Wish, base_of, chosen, update

    store = Store(store_folder(os.environ))
    sources = chosen(store, named, publishers)
    base = base_of(store)
    said = {code: s.persons for code, s in settings.sources.items() if s.persons is not None}
    persons = {**said, **({source.code: False for source in sources} if no_persons else {})}
    return update(store, base, Lookup(base).find, sources, publishers, _now, Wish(persons, force, dry_run))


def _update_pack(pack: str, sha256: str | None, key: str | None, fetch: Fetch) -> str:
    """Take a newer pack into use; the id of the snapshot that is in use then."""
    from obstat.identity.lookup import Lookup
    from obstat.knowledge import vouched
    from obstat.knowledge.store import Store
    from obstat.knowledge.update import adopt

    if not sha256 and not key:
        raise click.UsageError("Say who vouches for the pack: --sha256 or --key (or the setting 'pack_key').")
    with tempfile.TemporaryDirectory() as folder:
        archive = _here(pack, Path(folder), fetch)
        if sha256:
            vouched.has_sum(archive, sha256)
        if key:
            text = Path(key).read_text(encoding="utf-8") if Path(key).is_file() else key
            vouched.signed(archive, _here(_beside(pack), Path(folder), fetch), text)
        put = adopt(Store(store_folder(os.environ)), lambda base: Lookup(base).find, archive)
    return put.name.replace("-", ":", 1)


def _beside(pack: str) -> str:
    """Where the signature of a pack lies: its path or address with ``.minisig`` behind the path."""
    path, mark, query = pack.partition("?") if "://" in pack else (pack, "", "")
    return f"{path}.minisig{mark}{query}"


def _here(named: str, folder: Path, fetch: Fetch) -> Path:
    """A file that is named by its path or its address."""
    if "://" not in named:
        if not Path(named).is_file():
            raise click.UsageError(f"There is no file {named}.")
        return Path(named)
    into = Path(tempfile.mkdtemp(dir=folder))
    path = fetch(named, into, None, None, ()).path
    assert path is not None, "a file that was not asked for on a condition comes whole"
    return path


def _policy(proxy: str | None, http: bool, private: bool) -> Policy:
    from obstat.sources.download import Policy

    return Policy(plain_http=http, private=private, proxy=proxy)


def _fetch(policy: Policy) -> Fetch:
    from obstat.sources.download import fetch

    def get(address: str, into: Path, etag: str | None, modified: str | None, wanted: tuple[str, ...]) -> Got:
        return fetch(address, into, policy, etag=etag, last_modified=modified, wanted=wanted)

    return get


def _proxy_of_system() -> str | None:
    return os.environ.get("HTTPS_PROXY") or os.environ.get("https_proxy")


def _addresses(settings: Settings) -> dict[str, dict[str, str]]:
    """The addresses that the settings give sources, by part. Raises `InvalidValue` for a source that there is not, or
    a part that it has not."""
    from obstat.sources import registry
    from obstat.sources.publishers import of_parts

    known = {code: registry.source(code) for code in settings.sources}
    said = {code: told.addresses for code, told in settings.sources.items() if told.addresses}
    return {code: of_parts(registry.format_(known[code].format), given, code) for code, given in said.items()}


def _now() -> str:
    return datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")


def _plain(updated: Updated) -> dict[str, Any]:
    from obstat.model.plain import plain

    outcome = updated.outcome
    return {
        "taken": [plain(one) for one in outcome.taken],
        "unchanged": list(updated.unchanged),
        "failed": dict(updated.failed),
        "refused": dict(outcome.refused),
        "rebuilt": updated.rebuilt,
        "snapshot": (outcome.snapshot or None) if outcome.folder else None,
        "changes": [plain(change) for change in outcome.changes],
    }


def _lines(updated: Updated, dry_run: bool) -> list[str]:
    from obstat.report import changes

    outcome = updated.outcome
    lines = [line for one in outcome.taken for line in told(one)]
    lines += [f"{code}: no newer edition." for code in updated.unchanged]
    kept = "the edition in use stays"
    lines += [f"{code}: {sentence} ({kept})" for code, sentence in {**updated.failed, **outcome.refused}.items()]
    if updated.rebuilt:
        lines.append("The lists in use were put on the pack in use anew.")
    if not lines:
        return ["There is nothing to update; name a source ('obstat sources' lists them)."]
    if outcome.folder:
        lines += [*in_use(outcome.folder), "What changed: 'obstat snapshot diff'."]
    else:
        lines.append("Nothing was written." if dry_run else "The snapshot in use stays.")
    if outcome.taken and dry_run:
        lines += ["", *changes.as_text("the snapshot in use", outcome.snapshot, outcome.changes).splitlines()]
    return lines
