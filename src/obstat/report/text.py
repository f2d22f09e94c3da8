"""Answers as terminal text: the sentence first, then why, what is not known, and what the market did.

Invariant: everything printed is a field of the value rendered; an answer fits one screen of 80 columns where its
findings allow it. Colour is rich's business: it is left out when the output is no terminal or NO_COLOR is set.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from obstat.model.fit import WORKS, Fit
from obstat.model.ownership import share_told
from obstat.model.status import Status
from obstat.model.things import Product
from obstat.model.verdict import Finding, Step, Verdict
from obstat.report.claims import claim_lines

STYLES = {
    Status.PROHIBITED: "bold red",
    Status.LICENCE_REQUIRED: "bold magenta",
    Status.UNDECIDED: "bold yellow",
    Status.CONDITIONAL: "yellow",
    Status.ADVISORY: "cyan",
    Status.NOT_RESTRICTED: "green",
    Status.NO_RECORD: "dim",
}
DISCLAIMER = "Not legal advice: read the rule and the official list before you act."
_FINDINGS, _LATER, _MARKET, _ALSO = 3, 6, 3, 2

_TIES = {
    "makes": "makes it",
    "brand_of": "owns the brand",
    "oem_of": "builds it for the brand",
    "alleged_oem_of": "is said to build it",
    "contains_module_of": "made a part of it",
}


def status_text(status: Status) -> Text:
    """The status as a word in its colour."""
    return Text(status.code.replace("_", " "), STYLES[status])


def verdict(
    answer: Verdict, actors: Mapping[str, str], assumed: Sequence[str], *, full: bool = False
) -> RenderableType:
    """The whole answer. `actors` are the words for actor codes; `assumed` says where values came from that the asker
    did not give; `full` lists everything.
    """
    head, _, rest = answer.summary.partition(": ")
    sentence = Text.assemble((f"{head}: ", STYLES[answer.status]), (rest, "bold"))
    grid = Table.grid(padding=(0, 2), expand=False)
    grid.add_column(no_wrap=True, style="dim")
    grid.add_column(overflow="fold")
    for label, lines in (
        ("Who", _who(answer)),
        ("Why", _why(answer, full)),
        ("Not known", _needs(answer)),
        ("Market", _market(answer, full)),
        ("Claims", claim_lines(answer.claims, full)),
        ("Later", _later(answer, full)),
        ("Also", _also(answer, actors, full)),
        ("Note", [Text(warning.text) for warning in answer.warnings[: None if full else 3]]),
        ("Asked", [_asked(answer, assumed)]),
    ):
        for number, line in enumerate(lines):
            grid.add_row(label if number == 0 else "", line)
    searched = answer.searched
    foot = Text(f"{searched['rules']} rules searched, snapshot {answer.snapshot[:19]}. {DISCLAIMER}", "dim")
    return Group(sentence, Text(""), grid, Text(""), foot)


def _who(answer: Verdict) -> list[Text]:
    lines = []
    probable = {warning.party for warning in answer.warnings if warning.kind == "probable_name"}
    for party in answer.parties:
        line = Text(party.name, "bold")
        if party.id in probable:
            line = Text("probably ").append(line)
            line.append(", or a firm of its group" if party.role == "affiliate" else "")
        elif party.via:
            line.append(f" {_via(party.via)}")
        elif party.role == "maker":
            line.append(" itself" if party.score == 1 else " by its brand")
        lines.append(line)
    return lines or [Text("nobody that is known here")]


def _via(path: tuple[Step, ...]) -> str:
    first = path[0]
    if first.tie in _TIES and first.id is None:
        rest = f", {_via(path[1:])}" if len(path) > 1 else ""
        return _TIES[first.tie] + rest
    return "reached: " + "; ".join(_step(step) for step in path)


def _dates(step: Step) -> str:
    parts = [
        share_told(step.share_low, step.share_high),
        f"since {step.since}" if step.since else "",
        f"until {step.until}" if step.until else "",
    ]
    given = ", ".join(part for part in parts if part)
    return f" ({given})" if given else ""


def _why(answer: Verdict, full: bool) -> list[Text]:
    lines: list[Text] = []
    shown = answer.findings if full else _telling(answer.findings)
    for finding in shown:
        lines += _finding(finding, full)
    if hidden := [f.rule for f in answer.findings if f not in shown]:
        lines.append(Text(f"and {', '.join(hidden)}; --full shows them", "dim"))
    return lines or [Text("no rule found that reaches it")]


def _telling(findings: Sequence[Finding]) -> list[Finding]:
    """The findings that fit a screen: those as severe as the first, less instruments that say what an entry says."""
    severe = [f for f in findings if (f.status, f.gives) == (findings[0].status, findings[0].gives)] if findings else []
    entries = {f.rule for f in severe}
    return [f for f in severe if f.listing not in entries][:_FINDINGS]


def _finding(finding: Finding, full: bool) -> list[Text]:
    line = status_text(finding.status)
    if finding.status is not finding.gives:
        line.append(f" ({finding.gives.code.replace('_', ' ')} if it applies)", "default")
    line.append(f"  {finding.title}", "default bold")
    since = f"since {finding.since}" if finding.since else "no date given"
    until = f" until {finding.until}" if finding.until else ""
    citation = finding.citation if full else finding.citation.partition(";")[0]
    lines = [line, Text(f"  {citation}; {since}{until} [{finding.rule}]", "default")]
    if finding.path:
        lines.append(Text(f"  through {'; '.join(_step(step) for step in finding.path)}"))
    if finding.note:
        lines.append(Text(f"  {finding.note}", "italic"))
    if finding.exemptions:
        claims = "; ".join(f"{e.code} ({e.text})" if full else e.code for e in finding.exemptions)
        lines.append(Text(f"  unless exempt: {claims}"))
    for source in finding.sources if full else finding.sources[:1]:
        lines.append(Text(f"  {source}", "dim"))
    return lines


def _step(step: Step) -> str:
    """A tie in words. A party that is known from a list alone has a number for an id, so that its name is said."""
    party = step.party_name if ":" in step.party and step.party_name else step.party
    of = step.of_name if ":" in step.of and step.of_name else step.of
    return f"{party} {step.tie.replace('_', ' ')} {of}{_dates(step)}"


def _needs(answer: Verdict) -> list[Text]:
    lines = []
    for need in answer.needs:
        by_status: dict[Status, list[str]] = {}
        for value, status in need.values.items():
            by_status.setdefault(status, []).append(value)
        outcomes = Text(f"{need.text} ")
        for position, (status, values) in enumerate(by_status.items()):
            outcomes.append("; " if position else "").append(", ".join(values)).append(": ").append_text(
                status_text(status)
            )
        lines.append(outcomes)
    return lines


def _market(answer: Verdict, full: bool) -> list[Text]:
    lines = []
    decisions = answer.market if full else answer.market[:_MARKET]
    sourced = full or not answer.findings
    for decision in decisions:
        ban = "" if decision.legal_ban else "; no law demanded it"
        note = f" ({decision.note.rstrip('.')})" if decision.note and sourced else ""
        lines.append(Text(f"{decision.date}  {decision.actor} {decision.decision}{ban}{note}"))
        lines += [Text(f"  {source}", "dim") for source in (decision.sources[: None if full else 1] if sourced else ())]
    if hidden := len(answer.market) - len(decisions):
        lines.append(Text(f"and {hidden} later; --full lists them", "dim"))
    return lines


def _later(answer: Verdict, full: bool) -> list[Text]:
    asked = answer.question.activity
    telling = sorted(answer.later, key=lambda change: change.activity != asked)[: None if full else _LATER]
    changes = sorted(telling, key=lambda change: change.date)
    return [
        Text(f"{change.date}  {change.activity.replace('_', ' ')}: ")
        .append_text(status_text(change.status))
        .append(f" [{change.rule}]", "dim")
        for change in changes
    ]


def _also(answer: Verdict, words: Mapping[str, str], full: bool) -> list[Text]:
    return [
        Text(f"as {_or(words, item.actors)}: " if item.actors else "elsewhere: ")
        .append_text(status_text(item.status))
        .append(f" {item.title} [{item.rule}]")
        for item in (answer.also if full else answer.also[:_ALSO])
    ]


def _or(words: Mapping[str, str], codes: Iterable[str]) -> str:
    return " or ".join(words[code] for code in codes)


def _asked(answer: Verdict, assumed: Sequence[str]) -> Text:
    question = answer.question
    parts = [question.activity, f"in {question.jurisdiction}", f"on {question.on}"]
    given = ("actor", "as_known", "purpose", "made_in", "equipment", "device_status", "subject_to_ear", "exemption")
    parts += [f"{name} {value}" for name in given if (value := getattr(question, name))]
    text = Text(", ".join(parts))
    if assumed:
        text.append(f" (assumed: {'; '.join(assumed)})", "dim")
    return text


# --- other answers --------------------------------------------------------------------------------------------------


def rules(rows: Sequence[Any]) -> RenderableType:
    """The list of rules."""
    shown = table("id", "where", "kind", "title")
    for rule in rows:
        shown.add_row(rule.id, rule.jurisdiction, rule.kind.replace("_", " "), rule.title)
    return Group(shown, Text(f"{len(rows)} rules", "dim"))


def rule(view: dict[str, Any]) -> RenderableType:
    """One rule in full."""
    rows: list[tuple[str, RenderableType]] = [
        (label.replace("_", " "), str(value)) for label in _RULE_LABELS if (value := view.get(label))
    ]
    if view["addressees"]:
        rows.append(("binds", ", ".join(view["addressees"])))
    for effect in view["effects"]:
        head = status_text(Status.parse(effect["status"])).append(
            f"  {', '.join(effect['activities'])}", "default bold"
        )
        head.append(f"\n{_span(effect) or 'no date given'}", "default")
        head.append(f"; {_short(effect['reaches'])}" + (f"; {effect['extent']}" if effect["extent"] else ""), "default")
        for label in ("equipment", "when", "suspended"):
            if effect[label]:
                head.append(f"; {label}: {_short(effect[label])}", "default")
        if effect["uncertain_from"]:
            head.append(f"; whether in force unknown from {effect['uncertain_from']}", "default")
        if effect["note"]:
            head.append(f"\n{effect['note']}", "italic default")
        rows.append(("effect", head))
    rows += [("exempt", f"{e['code']}: {e['text']}; {_span(e)}".rstrip("; ")) for e in view["exemptions"]]
    rows += [("milestone", f"{m['date'] or m['after']}: {m['event']}") for m in view["milestones"]]
    rows += [("court", case) for case in view["cases"]]
    rows += [("open", question) for question in view["open_questions"]]
    rows += [("source", Text(source, "dim")) for source in view["sources"]]
    return Group(Text(f"{view['title']}  ", "bold").append(f"[{view['id']}]", "dim"), pairs(rows))


_RULE_LABELS = (
    "programme",
    "jurisdiction",
    "authority",
    "citation",
    "kind",
    "state",
    "state_note",
    "published",
    "confidence",
    "scope",
    "note",
    "detail_recalled",
    "about",
)


def _short(items: Sequence[str], most: int = 8) -> str:
    shown = ", ".join(items[:most])
    return shown if len(items) <= most else f"{shown} and {len(items) - most} more"


def _span(item: dict[str, Any]) -> str:
    since, until = item["since"], item["until"]
    return ", ".join(text for text in (f"from {since}" if since else "", f"until {until}" if until else "") if text)


def timeline(events: Sequence[Any]) -> RenderableType:
    """Dated events, each with its status, place and activities; what stories say stands apart."""
    said = [event for event in events if event.event == "claim"]
    grid = _dated(event for event in events if event.event != "claim")
    if not said:
        return grid
    return Group(grid, Text(""), Text("Claims of stories that a person accepted", "bold"), _dated(said))


def _dated(events: Iterable[Any]) -> Table:
    grid = Table.grid(padding=(0, 2))
    grid.add_column(no_wrap=True)
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    for event in events:
        status = status_text(event.status) if event.status is not None else Text(event.event, "dim")
        verb = "" if event.event in ("starts", "claim") or event.status is None else f"{event.event}: "
        line = Text(f"{event.jurisdiction}  " if event.jurisdiction else "", "dim").append(verb + event.text, "default")
        if event.activities:
            line.append(f"\n{', '.join(event.activities)}", "default dim")
        if event.when:
            line.append(f" ({event.when})", "default dim")
        grid.add_row(event.date, status, line)
    return grid


def atlas(places: Sequence[Any], bases: dict[str, str], asked: str) -> RenderableType:
    """One line for each jurisdiction of the pack."""
    shown = table("where", "name", "status", "why")
    for place in places:
        why = place.title or bases[place.basis]
        shown.add_row(place.jurisdiction, place.name, status_text(place.status), why)
    foot = (
        "Jurisdictions that are not listed have no rule of their own in the pack: nothing was looked for there; "
        "rules of a union or on exports may still apply, and 'obstat check --in' answers with them."
    )
    parts: list[RenderableType] = [Text(asked, "bold"), shown]
    if said := list({claim.id: claim for place in places for claim in place.claims}.values()):
        parts += [Text("Claims of stories that a person accepted", "bold"), *claim_lines(said), Text("")]
    return Group(*parts, Text(f"{foot} {DISCLAIMER}", "dim"))


def fit(answer: Fit, product: Product, network: str) -> RenderableType:
    """Works, sold and forbidden: three answers kept apart."""
    style = "green" if answer.works == "yes" else "red" if answer.works == "no" else "yellow"
    head = Text.assemble(
        (f"{WORKS[answer.works][:1].upper()}{WORKS[answer.works][1:]}: ", f"bold {style}"),
        f"{product.label} on {network} on {answer.on}",
    )
    shown = table("technology", "shared", "missing", "note")
    for bands in answer.bands:
        shown.add_row(bands.technology, ", ".join(bands.shared) or "none", ", ".join(bands.missing), bands.note or "")
    grid = Table.grid(padding=(0, 2))
    grid.add_column(no_wrap=True, style="dim")
    grid.add_column(overflow="fold")
    for number, reason in enumerate(answer.reasons):
        grid.add_row("Why" if number == 0 else "", reason)
    sold = [f"{d.date}: {d.actor} {d.decision}" for d in answer.sold]
    for number, line in enumerate(sold or ["no decision of the carrier in the pack"]):
        grid.add_row("Sold" if number == 0 else "", line)
    if answer.use:
        grid.add_row("Law", answer.use.summary)
    for number, source in enumerate(answer.sources[:3]):
        grid.add_row("Sources" if number == 0 else "", Text(source, "dim"))
    return Group(head, shown, grid)


def pairs(rows: Iterable[tuple[str, RenderableType]]) -> RenderableType:
    """Labels and values; a label that repeats is written once."""
    grid = Table.grid(padding=(0, 2))
    grid.add_column(no_wrap=True, style="dim")
    grid.add_column(overflow="fold")
    before = None
    for label, value in rows:
        grid.add_row(label if label != before else "", value)
        before = label
    return grid


_WIDE = 120


def show(renderable: RenderableType) -> None:
    """Print to the terminal, or plainly to a pipe or file."""
    Console(highlight=False, soft_wrap=False).print(renderable)


def plainly(renderable: RenderableType) -> str:
    """What `show` would print to a file."""
    console = Console(highlight=False, width=_WIDE, file=io.StringIO())
    with console.capture() as captured:
        console.print(renderable)
    return captured.get().rstrip("\n")


def table(*columns: str) -> Table:
    """An empty table with these columns."""
    made = Table(box=SIMPLE_HEAD, pad_edge=False, show_edge=False, header_style="dim")
    for column in columns:
        made.add_column(
            column,
            overflow="fold",
            no_wrap=column in ("date", "status", "where", "score", "from", "until", "match", "id"),
        )
    return made
