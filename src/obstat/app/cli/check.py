"""``obstat check``: one question, one verdict."""

from __future__ import annotations

from typing import Any

import click

from obstat.app.cli.options import format_option, open_snapshot, print_json, snapshot_option, wants_json

EPILOG = """\b
Examples:
  obstat check "Huawei Mate 10 Pro" --activity sell --in US --on 2018-01-30
  obstat check DS-2CD2043G2-I --activity spend_public_funds --purpose public_safety
  obstat check "TP-Link Archer AX1800" --device-status new_model --made-in VN
  obstat check ZTE --activity procure_public --actor government_body --as-known 2018-01-30

Exit code: 0 nothing restrictive found, 3 prohibited or licence required, 4 undecided or conditional.
Defaults: activity sell, jurisdiction US, today; see the settings in the documentation.
"""


@click.command("check", epilog=EPILOG)
@click.argument("text", nargs=-1, required=True)
@click.option("--activity", metavar="A", help="What is to be done (default: sell).")
@click.option("--actor", metavar="X", help="Who does it; not given: whoever ordinarily does.")
@click.option(
    "--in", "jurisdiction", metavar="CC", help="Where: ISO 3166 code such as US, DE, US-TX, or EU (default: US)."
)
@click.option("--on", metavar="DATE", help="The day asked about, YYYY-MM-DD (default: today).")
@click.option("--as-known", metavar="DATE", help="Use only facts published by this day.")
@click.option("--purpose", metavar="P", help="What it is for; other_purpose for none of the named ones.")
@click.option("--made-in", metavar="CC", help="Country of production.")
@click.option("--equipment", metavar="E", help="Class of equipment, such as router_consumer.")
@click.option("--device-status", metavar="S", help="new_model, previously_authorised, in_use, ...")
@click.option(
    "--subject-to-ear", type=click.Choice(["yes", "no"]), help="Is the item subject to the US export regulations?"
)
@click.option("--exemption", metavar="CODE", help="An exemption that you claim, such as conditional_approval.")
@click.option("--full", is_flag=True, help="List every finding, source and later change.")
@snapshot_option
@format_option
def command(
    text: tuple[str, ...],
    activity: str | None,
    actor: str | None,
    jurisdiction: str | None,
    purpose: str | None,
    full: bool,
    snapshot: str | None,
    form: str,
    **facts: Any,
) -> int:
    """May TEXT, a company, product or model, be sold, bought, imported, used ... there on that day?"""
    ob, settings = open_snapshot(snapshot)
    chosen = {
        name: settings.get(name, given)
        for name, given in (("actor", actor), ("jurisdiction", jurisdiction), ("purpose", purpose))
    }
    question = ob.question(
        " ".join(text),
        activity="sell" if activity is None else activity,
        **{name: setting.value for name, setting in chosen.items()},  # type: ignore[arg-type]
        **facts,
    )
    answer = ob.answer(question)
    if wants_json(form):
        print_json(answer.to_dict())
    else:
        from obstat.report import text as report

        assumed = [setting.origin for setting in chosen.values() if setting.origin]
        assumed += ["activity sell"] if activity is None else []
        assumed += ["today"] if facts["on"] is None else []
        report.show(report.verdict(answer, ob.snapshot.vocabulary.actors, assumed, full=full))
    return answer.status.exit_code
