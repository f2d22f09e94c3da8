"""``obstat resolve``: identity only."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from obstat.app.cli.options import format_option, open_snapshot, print_json, snapshot_option, wants_json

if TYPE_CHECKING:
    from obstat.model.identification import Match
    from obstat.screening.check import Obstat


@click.command("resolve", epilog="\b\nExamples:\n  obstat resolve 华为\n  obstat resolve 'BLA-L29' --format json\n")
@click.argument("name", nargs=-1, required=True)
@click.option("--limit", type=click.IntRange(1), default=5, show_default=True, help="Candidates at most.")
@snapshot_option
@format_option
def command(name: tuple[str, ...], limit: int, snapshot: str | None, form: str) -> None:
    """Whom does NAME mean: which parties or products, and why."""
    ob, _ = open_snapshot(snapshot)
    query = " ".join(name)
    found = ob.resolve(query, limit)
    if wants_json(form):
        candidates = [
            {
                "id": m.id,
                "kind": m.kind,
                "name": _name(ob, m),
                "matched": m.name,
                "score": m.score,
                "match": m.sure,
                "why": [m.why],
            }
            for m in found
        ]
        print_json({"query": query, "candidates": candidates})
    else:
        from obstat.report import text as report

        report.show(report.matches(query, found))


def _name(ob: Obstat, match: Match) -> str:
    if match.kind == "party":
        return ob.snapshot.parties[match.id].name
    return ob.snapshot.products[match.id].label
