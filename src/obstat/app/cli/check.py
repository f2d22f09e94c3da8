"""``obstat check``: one question, one verdict."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from obstat.app.cli.options import (
    SET_ONCE,
    format_option,
    identifier_options,
    open_snapshot,
    print_json,
    question_options,
    snapshot_option,
    wants_json,
    with_option,
)

EPILOG = """\b
Examples:
  obstat check "Huawei Mate 10 Pro" --activity sell --in US --on 2018-01-30
  obstat check DS-2CD2043G2-I --activity spend_public_funds --purpose public_safety
  obstat check "TP-Link Archer AX1800" --device-status new_model --made-in VN
  obstat check --mac 28:6F:B9:12:34:56 --activity operate_in_network
  obstat check "IP camera" --fcc-id 2ADTD-DS2CD2043 --mac 44:19:b6:01:02:03 --full
  obstat check ZTE --activity procure_public --actor government_body --as-known 2018-01-30

Exit code: 0 nothing restrictive found, 3 prohibited or licence required, 4 undecided or conditional.
Defaults: activity sell, jurisdiction US, today; see the settings in the documentation.
"""


@click.command("check", epilog=EPILOG)
@click.argument("text", nargs=-1)
@identifier_options
@question_options
@click.option("--full", is_flag=True, help="List every finding, source and later change.")
@with_option
@snapshot_option
@format_option
def command(
    text: tuple[str, ...],
    activity: str | None,
    actor: str | None,
    jurisdiction: str | None,
    purpose: str | None,
    full: bool,
    files: tuple[Path, ...],
    snapshot: str | None,
    form: str,
    **facts: Any,
) -> int:
    """May TEXT, a company, product or model, be sold, bought, imported, used ... there on that day?

    Identifiers of the thing may be given beside the text or instead of it, and each more than once.
    """
    from obstat.model.subject import Given
    from obstat.screening.check import IDENTIFIERS

    ob, settings = open_snapshot(snapshot, files)
    chosen = {
        name: settings.get(name, given) for name, given in zip(SET_ONCE, (actor, jurisdiction, purpose), strict=True)
    }
    given = tuple(Given(scheme, one) for scheme in IDENTIFIERS for one in facts.pop(scheme) if one)
    question = ob.question(
        " ".join(text),
        given=given,
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
