"""``obstat whatif``: what of an inventory would be restricted were somebody put on a list."""

from __future__ import annotations

import tempfile
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
    from obstat.app.cli.inventory import said
    from obstat.model.plain import plain
    from obstat.screening import whatif
    from obstat.screening.inventory import Inventory, screen
    from obstat.screening.reading import read

    ob, settings = open_snapshot(snapshot)
    day = ob.question("anything", on=on or since).on
    begin = ob.question("anything", on=since or on).on
    chosen = {name: settings.get(name, asked[name]).value for name in SET_ONCE}
    questions = {k: v for k, v in {**asked, **chosen, "on": day}.items() if v is not None}
    who = ob.party(party, day)
    given = read(file, None, dict(map(said, columns)))
    before = screen(Inventory(ob, questions), given.frame, given.roles)
    with tempfile.TemporaryDirectory(prefix="obstat-") as folder:
        then = whatif.supposed(ob, who, under, begin, Path(folder))
        after = screen(Inventory(then, questions), given.frame, given.roles)
        sums = {role: name for name, role in given.roles.items() if role in ("quantity", "spend")}
        found = whatif.became(then, before, after, sums, who)
    if output:
        from obstat.report.inventory.plain import flat

        findings = (frame["obstat_findings"].to_list() for frame in (before, after))
        flat(after.filter([was != now for was, now in zip(*findings, strict=True)])).write_csv(output)
    names = ob.snapshot.parties
    rules = whatif.rules_of(ob, under)
    titled = rules[0].title if len(rules) == 1 else rules[0].programme
    if wants_json(form):
        told = {"party": who, "under": [rule.id for rule in rules], "from": begin.isoformat(), "on": day.isoformat()}
        counts = {"rows": given.frame.height, "changed": sum(one.rows for one in found)}
        print_json({**told, **counts, "became": plain(found)})
        return
    from obstat.report import text
    from obstat.report.inventory.plain import supposed_text

    head = f"Were {names[who].name} under {titled} since {begin}, asked on {day}:"
    text.show(supposed_text(head, given.frame.height, found))
