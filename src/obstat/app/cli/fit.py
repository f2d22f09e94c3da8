"""``obstat fit``: would it work there?"""

from __future__ import annotations

import click

from obstat.app.cli.options import format_option, open_snapshot, print_json, snapshot_option, wants_json
from obstat.model.plain import plain


@click.command("fit", epilog='\b\nExample:\n  obstat fit "Mate 10 Pro" --network verizon --on 2018-01-30\n')
@click.argument("product", nargs=-1, required=True)
@click.option("--network", metavar="N", required=True, help="The network, by name or id: Verizon, t-mobile-us, ...")
@click.option("--on", metavar="DATE", help="The day asked about (default: today).")
@snapshot_option
@format_option
def command(product: tuple[str, ...], network: str, on: str | None, snapshot: str | None, form: str) -> None:
    """Whether PRODUCT works on a network that day: technologies, bands, policies.

    Whether it was sold there, and whether the law lets one use it, are other questions, answered beside it.
    """
    ob, _ = open_snapshot(snapshot)
    text = " ".join(product)
    answer = ob.fit(text, network, on)
    if wants_json(form):
        print_json(plain(answer))
    else:
        from obstat.report import text as report

        report.show(report.fit(answer, ob.snapshot.products[answer.product], ob.snapshot.networks[answer.network].name))
