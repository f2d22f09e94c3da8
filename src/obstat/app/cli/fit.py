"""``obstat fit``: would it work there?"""

from __future__ import annotations

import click

from obstat.app.cli.options import format_option, open_snapshot, print_json, snapshot_option, wants_json
from obstat.model.plain import plain


@click.command("fit", epilog='\b\nExample:\n  obstat fit "Mate 10 Pro" --network verizon --on 2018-01-30\n')
@click.argument("product", nargs=-1, required=True)
@click.option("--network", metavar="N", required=True, help="verizon, att, t-mobile-us, sprint, telus, bell, rogers.")
@click.option("--on", metavar="DATE", help="The day asked about (default: today).")
@snapshot_option
@format_option
def command(product: tuple[str, ...], network: str, on: str | None, snapshot: str | None, form: str) -> None:
    """Whether PRODUCT works on a network that day: technologies, bands, policies. Sold and forbidden are other
    questions,
    and are answered beside it."""
    ob, _ = open_snapshot(snapshot)
    text = " ".join(product)
    answer = ob.fit(text, network, on)
    place = ob.snapshot.networks[answer.network]
    law = ob.check(text, activity="use", jurisdiction=place.country, on=answer.on)
    sold = [d for d in law.market if any(word in place.name for word in (d.actor, *d.actor.split(" and ")))]
    if wants_json(form):
        extra = {"sold": plain(sold), "use": {"status": law.status.code, "summary": law.summary}}
        print_json(plain(answer) | extra)
    else:
        from obstat.report import text as report

        lines = [f"{d.date}: {d.actor} {d.decision}" for d in sold]
        report.show(report.fit(answer, ob.snapshot.products[answer.product], place.name, lines, law.summary))
