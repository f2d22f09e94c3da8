"""``obstat timeline``: what happened, and what will."""

from __future__ import annotations

import click

from obstat.app.cli.options import format_option, open_snapshot, print_json, snapshot_option, wants_json
from obstat.model.plain import plain


@click.command(
    "timeline", epilog="\b\nExamples:\n  obstat timeline Hikvision --in US\n  obstat timeline 'Huawei Mate 10 Pro'\n"
)
@click.argument("name", nargs=-1, required=True)
@click.option("--in", "jurisdiction", metavar="CC", help="Only events of this jurisdiction.")
@snapshot_option
@format_option
def command(name: tuple[str, ...], jurisdiction: str | None, snapshot: str | None, form: str) -> None:
    """Every effect, market decision and court case about the party or product NAME, in order of date."""
    ob, _ = open_snapshot(snapshot)
    events = ob.timeline(" ".join(name))
    if jurisdiction:
        code = ob.snapshot.vocabulary.jurisdiction(jurisdiction)
        events = tuple(event for event in events if event.jurisdiction in (code, None))
    if wants_json(form):
        print_json({"subject": " ".join(name), "events": plain(events)})
    else:
        from obstat.report import text as report

        report.show(report.timeline(events))
