"""``obstat ties``: who owns whom."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from obstat.app.cli.options import open_snapshot, print_json, snapshot_option, wants_json, with_option

if TYPE_CHECKING:
    from obstat.model.ownership import Excerpt

FORMATS = ("auto", "text", "json", "mermaid", "svg", "bods", "ftm", "graphml")
_EXAMPLES = """\b
Examples:
  obstat ties Hikvision
  obstat ties "ZTE Kangxun" --test aggregate-50 --on 2025-10-15
  obstat ties "Nordlicht Kabel" --with holdings.csv --test aggregate-50
  obstat ties Huawei --depth 1 --format svg -o huawei.svg

The tests: aggregate-50, single-50, product-50 (and other percentages), control-chain, affiliate.
"""
DRAWN, LISTED = 60, 400
"""Parties that a drawing shows at most, and that the other forms do."""


@click.command("ties", epilog=_EXAMPLES)
@click.argument("party", nargs=-1, required=True)
@click.option("--on", metavar="DATE", help="The day asked about, YYYY-MM-DD (default: today).")
@click.option("--test", metavar="TEST", help="Also tell who is reached under this test.")
@click.option("--depth", type=click.IntRange(1, 50), default=3, show_default=True, help="Ties away from the party.")
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="Write it to this file.")
@click.option(
    "--format", "form", type=click.Choice(FORMATS), default="auto", help="Text on a terminal, JSON on a pipe."
)
@with_option
@snapshot_option
def command(
    party: tuple[str, ...],
    on: str | None,
    test: str | None,
    depth: int,
    output: Path | None,
    form: str,
    files: tuple[Path, ...],
    snapshot: str | None,
) -> None:
    """Who owns and controls PARTY, and whom it owns and controls, with shares and dates.

    With --test: what the listed ones among its owners hold of it, and what it holds of those below it.
    """
    form = _format(form, output)
    ob, _ = open_snapshot(snapshot, files)
    most = DRAWN if form in ("svg", "mermaid") else LISTED
    found = ob.ties(" ".join(party), on=on, test=test, depth=depth, most=most)
    if form == "text" and output is None:
        from obstat.report import text
        from obstat.report.ties import as_tree

        text.show(as_tree(found))
    elif form == "json" and output is None:
        from obstat.report.ties import as_json

        print_json(as_json(found))
    else:
        written = _written(found, form)
        if output:
            output.write_text(written, encoding="utf-8")
        else:
            click.echo(written)


def _format(form: str, output: Path | None) -> str:
    """The form that was asked for, that of the file's ending, or the one for where it goes."""
    if form != "auto":
        return form
    ending = output.suffix.lower().lstrip(".") if output else ""
    if ending:
        forms = {"svg": "svg", "json": "json", "mmd": "mermaid", "graphml": "graphml", "jsonl": "ftm", "txt": "text"}
        if ending not in forms:
            raise click.UsageError(f"What form has a file .{ending}? Say it with --format.")
        return forms[ending]
    return "json" if wants_json("auto") else "text"


def _written(found: Excerpt, form: str) -> str:
    import json

    from obstat.report import text, ties

    match form:
        case "svg":
            return ties.as_svg(found)
        case "mermaid":
            return ties.as_mermaid(found)
        case "graphml":
            return ties.as_graphml(found)
        case "bods":
            return json.dumps(ties.as_bods(found), ensure_ascii=False, indent=1)
        case "ftm":
            return "\n".join(json.dumps(entity, ensure_ascii=False) for entity in ties.as_ftm(found))
        case "json":
            return json.dumps(ties.as_json(found), ensure_ascii=False, indent=1)
        case _:
            return text.plainly(ties.as_tree(found))
