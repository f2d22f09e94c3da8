"""``obstat whatif``: what of an inventory would be restricted were somebody put on a list."""

from __future__ import annotations

import sys
import tempfile
from contextlib import nullcontext
from pathlib import Path

import click

from obstat.app.cli.options import (
    SET_ONCE,
    format_option,
    open_snapshot,
    print_json,
    question_options,
    snapshot_option,
    wants_json,
)

_EXAMPLES = """\\b
Examples:
  obstat whatif --list "TP-Link Systems Inc." --under us-fcc-covered-list --from 2027-01-01 inventory.csv
  obstat whatif --list DJI --under us-ndaa2019-889-b1 --activity spend_public_funds assets.xlsx -o changed.csv
"""


@click.command("whatif", epilog=_EXAMPLES)
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--list", "party", required=True, metavar="PARTY", help="Who is supposed to be put on the list.")
@click.option("--under", required=True, metavar="RULE", help="The rule or list, as 'obstat rules list' names it.")
@click.option("--from", "since", metavar="DATE", help="Since when (default: the day asked about).")
@click.option("--column", "columns", multiple=True, metavar="COLUMN=ROLE", help="What a column of the file is.")
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="Write the rows that change.")
@question_options
@snapshot_option
@format_option
def command(
    file: Path,
    party: str,
    under: str,
    since: str | None,
    columns: tuple[str, ...],
    output: Path | None,
    snapshot: str | None,
    form: str,
    on: str | None,
    **asked: str | None,
) -> None:
    """Which rows of FILE would get another answer, through which ties, and what they come to.

    The question is asked on --on, by default on the day of --from.
    """
    from obstat.app.cli.inventory import check_output, said
    from obstat.model.plain import plain
    from obstat.report import frames
    from obstat.report.inventory.written import written
    from obstat.screening import whatif
    from obstat.screening.exposure import TYPED
    from obstat.screening.inventory import Screening
    from obstat.screening.reading import FAULT, opened
    from obstat.screening.tally import Tally

    ob, settings = open_snapshot(snapshot)
    day = ob.question("anything", on=on or since).on
    begin = ob.question("anything", on=since or on).on
    chosen = {name: settings.get(name, asked[name]).value for name in SET_ONCE}
    questions = {k: v for k, v in {**asked, **chosen, "on": day}.items() if v is not None}
    who = ob.party(party, day)
    check_output(file, output)
    rows, tally = 0, Tally()
    with opened(file, None, dict(map(said, columns))) as read, tempfile.TemporaryDirectory(prefix="obstat-") as folder:
        then = whatif.supposed(ob, who, under, begin, Path(folder))
        sums: dict[str, list[str]] = {}
        for name, role in read.roles.items():
            if role in ("quantity", "spend"):
                sums.setdefault(role, []).append(name)
        compared = whatif.Compared(then, sums, who, typed=read.format in TYPED)
        now, later = (Screening(one, questions, read.roles) for one in (ob, then))
        with (
            written(output, later.lines) if output else nullcontext() as to,
            frames.progress(read.rows, "rows", shown=sys.stderr.isatty()) as tick,
        ):
            for block in read.blocks():
                differs = compared.add(now.block(block), later.block(block, tick))
                rows += block.height
                tally.add_rows(differs)
                if to:
                    to.add(differs.drop(FAULT))
            if to:
                to.finish(tally.summary(then, file.name, questions, day.isoformat(), read.told))
    found = compared.told()
    names = ob.snapshot.parties
    rules = whatif.rules_of(ob, under)
    titled = rules[0].title if len(rules) == 1 else rules[0].programme
    if wants_json(form):
        told = {"party": who, "under": [rule.id for rule in rules], "from": begin.isoformat(), "on": day.isoformat()}
        counts = {"rows": rows, "changed": sum(one.rows for one in found)}
        print_json({**told, **counts, "became": plain(found)})
        return
    from obstat.report import text
    from obstat.report.inventory.plain import supposed_text

    head = f"Were {names[who].name} under {titled} since {begin}, asked on {day}:"
    text.show(supposed_text(head, rows, found))
