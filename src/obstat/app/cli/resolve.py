"""``obstat resolve``: identity only, of one name or of a column of a file."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from obstat.app.cli.options import format_option, open_snapshot, print_json, snapshot_option, wants_json
from obstat.model.errors import InvalidValue

if TYPE_CHECKING:
    from obstat.model.identification import Match
    from obstat.screening.check import Obstat

_EXAMPLES = """\b
Examples:
  obstat resolve 华为
  obstat resolve 'HIKVISION USA INC' --explain
  obstat resolve 'ZTE Deutschland' --country DE --format json
  obstat resolve --input suppliers.csv --column supplier -o resolved.parquet
"""


@click.command("resolve", epilog=_EXAMPLES)
@click.argument("name", nargs=-1)
@click.option("--limit", type=click.IntRange(1), default=5, show_default=True, help="Candidates at most.")
@click.option("--explain", is_flag=True, help="Show how the name was laid beside ours, word by word.")
@click.option("--country", metavar="CC", help="Where the firm is (ISO 3166-1).")
@click.option("--website", help="The firm's website or e-mail domain.")
@click.option("--address", help="The firm's address.")
@click.option("--equipment", metavar="CLASS", help="What the firm makes.")
@click.option(
    "--input", "source", type=click.Path(path_type=Path), help="A CSV, TSV, Parquet or JSON Lines file of names."
)
@click.option("--column", help="The column of the file that holds the names.")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Where the file's rows go, each with its match.")
@snapshot_option
@format_option
def command(
    name: tuple[str, ...],
    limit: int,
    explain: bool,
    source: Path | None,
    column: str | None,
    output: Path | None,
    snapshot: str | None,
    form: str,
    **context: str | None,
) -> None:
    """Whom does NAME mean: which parties or products, how surely, and why."""
    if bool(name) == bool(source):
        raise click.UsageError("Give a NAME, or a file with --input and --column.")
    ob, _ = open_snapshot(snapshot)
    if source:
        _resolve_file(ob, source, column, output)
        return
    query = " ".join(name)
    found = ob.resolve(query, limit, **context)
    if wants_json(form):
        print_json(candidates(ob, query, found, explain=explain))
    else:
        from obstat.report import identity
        from obstat.report import text as report

        report.show(identity.matches(query, found))
        if explain:
            from obstat.names.comparison import compare

            for match in found:
                if match.kind == "party":
                    report.show(identity.comparison(query, match.name, compare(query, match.name)))


def candidates(ob: Obstat, query: str, found: Iterable[Match], *, explain: bool = False) -> dict[str, Any]:
    """What was found, as the contract's JSON has it."""
    return {"query": query, "candidates": [_plain(ob, query, match, explain=explain) for match in found]}


def _plain(ob: Obstat, query: str, match: Match, *, explain: bool) -> dict[str, Any]:
    plain: dict[str, Any] = {
        "id": match.id,
        "kind": match.kind,
        "name": _name(ob, match),
        "matched": match.name,
        "score": match.score,
        "match": match.match,
        "band": match.band,
        "role": match.role,
        "why": [match.why, *match.details],
    }
    if explain and match.kind == "party":
        from obstat.names.comparison import compare

        compared = compare(query, match.name)
        plain["alignment"] = {
            "pairs": [{"query": x, "name": y, "how": how} for x, y, how in compared.aligned],
            "query_only": list(compared.left),
            "name_only": list(compared.right),
            "score": compared.score,
            "costs": [{"feature": r.feature, "says": r.says, "cost": round(r.cost, 3)} for r in compared.reasons],
        }
    return plain


def _name(ob: Obstat, match: Match) -> str:
    if match.kind == "party":
        return ob.snapshot.parties[match.id].name
    return ob.snapshot.products[match.id].label


def _resolve_file(ob: Obstat, source: Path, column: str | None, output: Path | None) -> None:
    from obstat.report import frames

    if output is None:
        raise click.UsageError("Say with -o where the rows go, for example -o resolved.csv.")
    frame = frames.read(source)
    frames.check_output(output, source, frame)
    if column is None or column not in frame.columns:
        asked = f"'{column}' is no column of {source.name}" if column else "No column was named"
        raise InvalidValue(f"{asked}; say with --column which of {', '.join(frame.columns)} holds the names.")
    names = [value if value is not None else "" for value in frame[column].cast(str).to_list()]
    with frames.progress(len(set(names)), "names", shown=sys.stderr.isatty()) as tick:
        matches = ob.resolve_many(names, progress=tick)
    fields = [
        {
            "obstat_id": match.id,
            "obstat_kind": match.kind,
            "obstat_name": _name(ob, match),
            "obstat_matched": match.name,
            "obstat_score": match.score,
            "obstat_band": match.band,
            "obstat_role": match.role,
            "obstat_why": match.why,
        }
        if match
        else {}
        for match in matches
    ]
    frames.write(frames.beside(frame, fields, _COLUMNS), output)
    named = sum(match is not None for match in matches)
    click.echo(
        f"{frame.height} rows in, {len(fields)} rows out; {named} name a party or product. Written to {output}.",
        err=True,
    )


_COLUMNS = ("id", "kind", "name", "matched", "score", "band", "role", "why")
