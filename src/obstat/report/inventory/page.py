"""A screened inventory as one page of HTML that needs nothing beside it, on a screen, a phone or paper.

Invariant: every text of the file is escaped; only our own script runs, and without it all is there to read; the page
says how many rows are not on it.
"""

from __future__ import annotations

import base64
import hashlib
from html import escape
from importlib.resources import files
from typing import TYPE_CHECKING

from obstat.model.screened import Screened
from obstat.report.inventory import words
from obstat.report.inventory.charts import Bar, bars
from obstat.report.inventory.markup import PARTY, badge, colours, links, style_of
from obstat.report.inventory.page_rows import rows_table
from obstat.report.inventory.words import counted, one_line

if TYPE_CHECKING:
    import polars

_PARTIES = 8


def as_html(frame: polars.DataFrame, about: Screened, most: int = 5000) -> str:
    """The page. Where there are more than `most` rows, those that somebody must look at come first."""
    anchors = {reason.rule: f"rule-{number}" for number, reason in enumerate(about.reasons, start=1)}
    script = _file("page.js")
    allowed = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{allowed}'"
    title = f"Screened: {one_line(about.file)}"
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{escape(policy)}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>\n{colours()}{_file('page.css')}</style>\n</head>\n<body>\n"
        f"<header>\n<h1>{escape(title)}</h1>\n"
        f"<p>Asked of every row: <strong>{escape(words.sentence(about))}</strong></p>\n"
        f'<p class="advice"><strong>{escape(words.NOT_ADVICE)}</strong> '
        "No record says that nothing was found, and is not a permission.</p>\n</header>\n"
        f"<main>\n{_summary(about)}{rows_table(frame, about, anchors, most)}{_rules(about, anchors)}{_columns(about)}"
        f"</main>\n<footer>{words.in_and_out(about)}. Asked of {escape(one_line(about.on))} from "
        f"<code>{escape(one_line(about.snapshot))}</code> by obstat {escape(one_line(about.engine))}. "
        f"{escape(words.NOT_ADVICE)}</footer>\n<script>{script}</script>\n</body>\n</html>\n"
    )


def _file(name: str) -> str:
    return files("obstat.report.inventory").joinpath(name).read_text(encoding="utf-8")


def _summary(about: Screened) -> str:
    facts = (
        ("Rows", words.in_and_out(about)),
        ("Day", about.on),
        ("Snapshot", about.snapshot),
        ("Engine", about.engine),
    )
    told = "".join(f"<div><dt>{label}</dt><dd>{escape(one_line(value))}</dd></div>" for label, value in facts)
    panels = [
        ("Rows by status", [_status_bar(code, rows) for code, rows in about.statuses.items() if rows]),
        ("Who stands behind most rows", [_party_bar(b.name, b.role, b.rows) for b in about.parties[:_PARTIES]]),
    ]
    more = len(about.parties) - _PARTIES
    drawings = "".join(
        f'<section class="panel"><h3>{title}</h3>{bars(drawn, about.rows, title)}'
        + (f'<p class="soft">and {counted(more, "other")}</p>' if place == 1 and more > 0 else "")
        + "</section>\n"
        for place, (title, drawn) in enumerate(panels)
        if drawn
    )
    return f'<dl class="facts">{told}</dl>\n<div class="panels">\n{drawings}</div>\n'


def _status_bar(code: str, rows: int) -> Bar:
    return Bar(words.look(code).word, rows, style_of(code))


def _party_bar(name: str, role: str, rows: int) -> Bar:
    return Bar(name, rows, PARTY, words.spoken(role))


def _rules(about: Screened, anchors: dict[str, str]) -> str:
    if not about.reasons:
        return '<h2>Rules</h2>\n<p class="soft">No rule was found that reaches a row.</p>\n'
    heads = ("Rule", "Status", "Authority", "Citation", "Since", "Rows", "Links")
    head = "".join(f'<th scope="col"{" class=number" if name == "Rows" else ""}>{name}</th>' for name in heads)
    lines = "".join(
        f'<tr id="{anchors[reason.rule]}"><th scope="row">{escape(one_line(reason.title))}'
        f'<br><code class="soft">{escape(one_line(reason.rule))}</code></th>'
        f'<td class="state">{badge(reason.status)}</td>'
        f'<td data-of="Authority">{escape(one_line(reason.authority))}</td>'
        f'<td class="cite" data-of="Citation">{escape(one_line(reason.citation))}</td>'
        f'<td class="day" data-of="Since">{escape(one_line(reason.since or ""))}</td>'
        f'<td class="number" data-of="Rows">{reason.rows:,}</td>'
        f'<td data-of="Links">{links(reason.sources)}</td></tr>\n'
        for reason in about.reasons
    )
    return (
        f'<h2>Rules <span class="soft">{len(about.reasons):,}</span></h2>\n'
        f'<div class="wide"><table class="rules cited"><thead><tr>{head}</tr></thead>\n'
        f"<tbody>\n{lines}</tbody></table></div>\n"
    )


def _columns(about: Screened) -> str:
    if not about.columns:
        return ""
    lines = "".join(
        f'<tr><th scope="row">{escape(one_line(name))}</th>'
        f'<td data-of="Taken for">{escape(one_line(taken))}</td></tr>\n'
        for name, taken in about.columns.items()
    )
    return (
        '<h2>What each column was taken for</h2>\n<div class="wide"><table class="rules"><thead><tr>'
        f'<th scope="col">Column</th><th scope="col">Taken for</th></tr></thead>\n'
        f"<tbody>\n{lines}</tbody></table></div>\n"
    )
