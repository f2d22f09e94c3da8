"""``obstat atlas``: the same question everywhere."""

from __future__ import annotations

import datetime
from typing import Any

import click

from obstat.app.cli.options import format_option, open_snapshot, print_json, snapshot_option, wants_json
from obstat.model.plain import plain


@click.command(
    "atlas",
    epilog="\b\nExample:\n  obstat atlas Huawei --activity operate_in_network --equipment 5g_core --on 2026-11-22\n",
)
@click.argument("party", nargs=-1, required=True)
@click.option("--activity", metavar="A", required=True, help="What is to be done.")
@click.option("--on", metavar="DATE", help="The day asked about (default: today).")
@click.option("--actor", metavar="X", help="Who does it.")
@click.option("--equipment", metavar="E", help="Class of equipment.")
@click.option("--device-status", metavar="S", help="new_model, previously_authorised, ...")
@click.option("--purpose", metavar="P", help="What it is for.")
@click.option("--made-in", metavar="CC", help="Country of production.")
@snapshot_option
@format_option
def command(
    party: tuple[str, ...], activity: str, on: str | None, snapshot: str | None, form: str, **facts: Any
) -> None:
    """The answer about PARTY, or a product, in every jurisdiction that has a rule in the pack."""
    ob, _ = open_snapshot(snapshot)
    text = " ".join(party)
    on = on or datetime.date.today().isoformat()
    places = ob.atlas(text, activity=activity, on=on, **facts)
    if wants_json(form):
        print_json({"subject": text, "activity": activity, "on": on, "places": plain(places)})
    else:
        from obstat.report import text as report
        from obstat.screening.atlas import BASES

        report.show(report.atlas(places, BASES, f"{text}: {activity.replace('_', ' ')}, {on}"))
