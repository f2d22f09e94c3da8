"""``obstat snapshot``: the data an answer rests on."""

from __future__ import annotations

import os
from pathlib import Path

import click

from obstat.app.cli.options import (
    format_option,
    open_snapshot,
    print_json,
    snapshot_option,
    store_folder,
    wants_json,
)
from obstat.app.cli.rules import pack_modules
from obstat.knowledge.store import Store


@click.group("snapshot")
def command() -> None:
    """Show, compare, verify, build and clear away snapshots."""


@command.command("show")
@snapshot_option
@format_option
def show_snapshot(snapshot: str | None, form: str) -> None:
    """Id, date, tables and list editions of the snapshot in use."""
    from obstat.model.dates import iso
    from obstat.model.records import TABLES

    ob, _ = open_snapshot(snapshot)
    snap = ob.snapshot
    counts = {name: len(snap.table(name)) for name in TABLES}
    lists = [f"{item['name']}: {item['edition']}" for item in snap.vocabulary.lists]
    if wants_json(form):
        print_json(
            {
                "snapshot": snap.id,
                "folder": str(snap.folder),
                "known_to": iso(snap.pack_date),
                "tables": counts,
                "lists": lists,
            }
        )
    else:
        from obstat.report import text as report

        rows = [("snapshot", snap.id), ("folder", str(snap.folder)), ("facts known to", iso(snap.pack_date))]
        rows += [("list" if n == 0 else "", text) for n, text in enumerate(lists)]
        rows += [(name.replace("_", " "), str(count)) for name, count in counts.items()]
        report.show(report.pairs(rows))


@command.command("verify")
@click.argument("folder", required=False)
@snapshot_option
@format_option
def verify_snapshot(folder: str | None, snapshot: str | None, form: str) -> None:
    """Check every file against its SHA-256; a damaged snapshot is refused with exit code 1."""
    from obstat.knowledge.snapshot import verify

    ob, _ = open_snapshot(folder or snapshot)
    identity, files = verify(ob.snapshot.folder)
    if wants_json(form):
        print_json({"snapshot": identity, "verified": True, "files": ob.snapshot.files})
    else:
        click.echo(f"{identity}\n{files} files match their SHA-256.")


@command.command("list")
@format_option
def list_snapshots(form: str) -> None:
    """Every snapshot that is kept, the newest first, and which is in use."""
    import datetime

    store = Store(store_folder(os.environ))
    current = store.state.snapshot
    rows = []
    for folder in sorted(store.snapshots(), key=lambda path: path.stat().st_mtime, reverse=True):
        written = datetime.datetime.fromtimestamp(folder.stat().st_mtime, datetime.UTC).isoformat(timespec="seconds")
        identity = folder.name.replace("-", ":", 1)
        rows.append({"snapshot": identity, "written": written, "in_use": folder.name == current})
    if wants_json(form):
        print_json(rows)
        return
    for row in rows or []:
        click.echo(f"{row['snapshot']}  {row['written']}{'  in use' if row['in_use'] else ''}")
    if not current:
        click.echo("In use is the snapshot that came with obstat.")


@command.command("diff")
@click.argument("before", metavar="BEFORE")
@click.argument("after", metavar="AFTER", required=False)
@click.option(
    "--html", "page", type=click.Path(dir_okay=False, path_type=Path), help="Write a page of it to this file."
)
@format_option
def diff_snapshots(before: str, after: str | None, page: Path | None, form: str) -> None:
    """What changed from one snapshot to another (default: the one in use), in the terms of the law.

    Both are folders or the beginnings of ids; 'embedded' is the snapshot that came with obstat.
    """
    from obstat.knowledge.diff import diff
    from obstat.model.plain import plain

    first, second = open_snapshot(before)[0].snapshot, open_snapshot(after)[0].snapshot
    changes = diff(first, second)
    if page:
        from obstat.report.changes_page import as_html

        was, now = ({"id": snapshot.id, "sources": snapshot.about["sources"]} for snapshot in (first, second))
        page.write_text(as_html(was, now, changes), encoding="utf-8")
        click.echo(f"{len(changes):,} changes, written to {page}.", err=True)
        return
    if wants_json(form):
        print_json({"before": first.id, "after": second.id, "changes": [plain(change) for change in changes]})
        return
    from obstat.report import changes as report

    click.echo(report.as_text(first.id, second.id, changes))


@command.command("export")
@click.option(
    "-o", "--output", required=True, type=click.Path(dir_okay=False, path_type=Path), help="The file to write."
)
@snapshot_option
def export_snapshot(output: Path, snapshot: str | None) -> None:
    """Write the snapshot in use, or another, as one file (.zip); prints its id and the file's SHA-256."""
    import hashlib

    from obstat.knowledge.archive import pack

    identity = pack(open_snapshot(snapshot)[0].snapshot.folder, output)
    with output.open("rb") as file:
        click.echo(f"{identity}\n{hashlib.file_digest(file, 'sha256').hexdigest()}  {output}")


@command.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def import_snapshot(file: Path) -> None:
    """Keep an exported snapshot beside the others, verified; ask it with --snapshot and the beginning of its id."""
    from obstat.knowledge.archive import unpack
    from obstat.knowledge.snapshot import Snapshot

    store = Store(store_folder(os.environ))
    with store.writing() as room:
        identity = unpack(file, room / "new")
        Snapshot(room / "new")  # of this version's layout, or it would be of no use
        store.settle(room / "new", identity)
    click.echo(f"{identity}\nAsk it with --snapshot {identity[:19]}.")


@command.command("gc")
@click.option("--keep", type=click.IntRange(0), default=5, show_default=True, help="Snapshots to keep beside it.")
def collect_snapshots(keep: int) -> None:
    """Remove old snapshots, and editions that are not in use; never what is in use."""
    gone = Store(store_folder(os.environ)).collect(keep)
    click.echo(f"{len(gone)} snapshots and editions removed.")


@command.command("build")
@click.option(
    "--pack",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="The pack folder (default: the shipped pack).",
)
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), help="The folder to write (default: the embedded snapshot)."
)
def build_snapshot(pack: Path | None, output: Path | None) -> None:
    """Validate a pack and compile it; the same pack gives the same bytes everywhere."""
    pack_files = pack_modules()
    from obstat.knowledge.compile import build
    from obstat.knowledge.snapshot import EMBEDDED

    if pack and not output:
        raise click.UsageError("Name the folder to write with -o; a pack of your own does not replace the shipped one.")
    target = output or EMBEDDED
    click.echo(f"{build(target, pack or pack_files.PACK)}\nwritten to {target}")
