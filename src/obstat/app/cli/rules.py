"""``obstat rules``: the law in the pack."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import click

from obstat.app.cli.options import format_option, open_snapshot, print_json, snapshot_option, wants_json
from obstat.model.errors import InvalidValue

LISTED_KEYS = ("id", "title", "programme", "jurisdiction", "authority", "citation", "kind", "state", "confidence")
"""What a list tells of each rule."""


@click.group("rules")
def command() -> None:
    """List, show, test and validate the rules."""


@command.command("list")
@click.option("--in", "jurisdiction", metavar="CC", help="Only rules of this jurisdiction.")
@click.option("--kind", metavar="KIND", help="Only rules of this kind.")
@snapshot_option
@format_option
def list_rules(jurisdiction: str | None, kind: str | None, snapshot: str | None, form: str) -> None:
    """Every rule of the pack."""
    ob, _ = open_snapshot(snapshot)
    words = ob.snapshot.vocabulary
    code = words.jurisdiction(jurisdiction) if jurisdiction else None
    wanted = words.kind(kind) if kind else None
    rows = [r for r in ob.snapshot.rules.values() if code in (None, r.jurisdiction) and wanted in (None, r.kind)]
    if wants_json(form):
        print_json([{key: getattr(rule, key) for key in LISTED_KEYS} for rule in rows])
    else:
        from obstat.report import text as report

        report.show(report.rules(rows))


@command.command("show")
@click.argument("rule")
@snapshot_option
@format_option
def show_rule(rule: str, snapshot: str | None, form: str) -> None:
    """One rule in full: its effects with their dates, whom it reaches, its sources."""
    ob, _ = open_snapshot(snapshot)
    view = ob.rule(rule)
    if wants_json(form):
        print_json(view)
    else:
        from obstat.report import text as report

        report.show(report.rule(view))


@command.command("test")
@click.argument("only", required=False)
@click.option(
    "--pack",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="A pack folder other than the shipped one.",
)
@click.option(
    "--coverage",
    is_flag=True,
    help="Also fail when a date, purpose, exemption or suspension lacks a situation on each side.",
)
@snapshot_option
def test_rules(only: str | None, pack: Path | None, coverage: bool, snapshot: str | None) -> int:
    """Ask every situation of the pack, or those whose file name contains ONLY."""
    pack_files = pack_modules()
    with tempfile.TemporaryDirectory() as folder:
        if pack and not snapshot:
            from obstat.knowledge.compile import build

            build(Path(folder) / "snapshot", pack)
            snapshot = str(Path(folder) / "snapshot")
        ob, _ = open_snapshot(snapshot)
        return _asked(ob, pack_files.read_situations(pack or pack_files.PACK), only, coverage)


def _asked(ob: Any, read: Any, only: str | None, coverage: bool) -> int:
    """Ask the situations and print what differs; 1 when something does."""
    from obstat.screening import situations

    found, faults = read
    asked = [(at, s) for at, s in found if only is None or only in at]
    if not asked and not faults:
        raise InvalidValue(f"No situation stands in a file whose name contains '{only}'; leave it out to ask them all.")
    outcomes = list(situations.run(ob, asked))
    failed = [outcome for outcome in outcomes if outcome.faults]
    faults = faults + [f"{outcome.at}: {'; '.join(outcome.faults)}" for outcome in failed]
    tried = None
    if coverage:
        from obstat.screening.coverage import coverage as cover

        tried = cover(ob, [s for _, s in found])
        faults += list(tried.gaps)
    for fault in faults:
        click.echo(fault)
    click.echo(f"{len(outcomes) - len(failed)} of {len(outcomes)} situations as expected.")
    if tried:
        click.echo(f"{tried.tried - len(tried.gaps)} of {tried.tried} alterations of the law break a situation.")
    return 1 if faults else 0


@command.command("validate")
@click.option(
    "--pack",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="A pack folder other than the shipped one.",
)
def validate_rules(pack: Path | None) -> int:
    """Check the pack's form and references; each fault is file:line: sentence."""
    pack_files = pack_modules()
    from obstat.knowledge import validate

    read = pack_files.read(pack or pack_files.PACK)
    faults = validate.faults(read)
    _, in_situations = pack_files.read_situations(pack or pack_files.PACK)
    for fault in (*faults, *in_situations):
        click.echo(fault)
    if not (faults or in_situations):
        rules = sum(len(file.rules) for _, file in read.rule_files)
        click.echo(
            f"{rules} rules, {len(read.parties)} parties, {len(read.ties)} ties, "
            f"{len(read.products)} products: no fault."
        )
    return 1 if faults or in_situations else 0


def pack_modules() -> Any:
    """The modules that read YAML; they come with the extra 'pack'."""
    try:
        from obstat.knowledge import pack_files
    except ModuleNotFoundError as error:
        raise click.ClickException(f"{error.name} is not installed; run: pip install 'obstat[pack]'.") from None
    return pack_files
