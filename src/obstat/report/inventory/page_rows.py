"""The rows of an inventory on the page: what was given, the answer, and under it the reasons.

Invariant: each row that is shown has all its columns, in the table or under it; those not shown are counted by status.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from typing import TYPE_CHECKING, Any

from obstat.model.screened import Screened
from obstat.report.inventory.markup import badge, style_of
from obstat.report.inventory.rows import Names, items, our_columns, own_columns, shown
from obstat.report.inventory.words import HEADINGS, NOT_READ, REASONED, STATUSES, counted, look, plain

if TYPE_CHECKING:
    import polars

_ABREAST = 6
_LONG = 240
_ASIDE = ("status", "because", "fault", "rules", "findings")


def rows_table(frame: polars.DataFrame, about: Screened, anchors: Mapping[str, str], most: int) -> str:
    """The section of the rows. `anchors` tells where each rule stands on the page."""
    places, left_out = _chosen(frame, most)
    own = own_columns(frame)
    abreast = _abreast(own, about)
    row = _Row(Names.of(about), anchors, abreast, [name for name in own if name not in abreast], our_columns(frame))
    heads = "".join(f'<th scope="col">{escape(plain(name))}</th>' for name in ("#", "Status", *abreast))
    picked = frame if places is None else frame[places]
    numbers = range(frame.height) if places is None else places
    bodies = "".join(
        row.html(number + 1, record) for number, record in zip(numbers, picked.iter_rows(named=True), strict=True)
    )
    counts = Counter(code or NOT_READ for code in picked["obstat_status"].to_list())
    title = f'<h2>Rows <span class="soft">{picked.height:,}</span></h2>\n'
    if not frame.height:
        return f'{title}<p class="soft">The file has no rows.</p>\n'
    return (
        f"{title}{_told_left_out(left_out, frame.height, picked.height)}{_controls(counts)}"
        f'<div class="wide"><table id="rows"><caption class="sr">The rows of the file, each with its answer and the '
        f"reasons under it</caption>\n<thead><tr>{heads}</tr></thead>\n{bodies}</table></div>\n"
    )


def _chosen(frame: polars.DataFrame, most: int) -> tuple[list[int] | None, Counter[str]]:
    """The places of the rows that are shown, or None for all as they stand; and what is left out, by status."""
    if frame.height <= most:
        return None, Counter()
    codes = [code or NOT_READ for code in frame["obstat_status"].to_list()]
    rank = {code: place for place, code in enumerate(dict.fromkeys((*REASONED, *STATUSES)))}
    ordered = sorted(range(frame.height), key=lambda place: rank.get(codes[place], len(rank)))
    return ordered[:most], Counter(codes[place] for place in ordered[most:])


def _abreast(own: Sequence[str], about: Screened) -> list[str]:
    """The columns that stand in the table, the others under the row: those that were taken for something first."""
    if len(own) <= _ABREAST:
        return list(own)
    first = sorted(own, key=lambda name: name not in about.columns)[:_ABREAST]
    return [name for name in own if name in first]


def _told_left_out(left_out: Counter[str], whole: int, kept: int) -> str:
    if not left_out:
        return ""
    order = list(STATUSES)
    known = sorted(left_out, key=lambda code: order.index(code) if code in STATUSES else len(order))
    by_status = ", ".join(f"{left_out[code]:,} {look(code).word}" for code in known)
    graver = any(code in REASONED for code in left_out)
    what = "as many of the restricted and undecided rows as fit" if graver else "every restricted and undecided row"
    return (
        f'<p class="advice">{kept:,} of {counted(whole)} are shown here, {what} first. '
        f"Left out: {escape(by_status)}. They are in the CSV, XLSX or Parquet file of the same run.</p>\n"
    )


def _controls(counts: Counter[str]) -> str:
    order = [*(code for code in STATUSES if counts[code]), *(code for code in counts if code not in STATUSES)]
    pills = "".join(
        f'<label class="pill {style_of(code)}"><input type="checkbox" value="{escape(code)}" checked> '
        f"{escape(look(code).word)} {counts[code]:,}</label>"
        for code in order
    )
    return (
        '<div class="controls" id="controls" hidden>'
        '<label class="sr" for="search">Filter the rows by text</label>'
        '<input type="search" id="search" placeholder="Filter by text" autocomplete="off">'
        f'<fieldset><legend class="sr">Show rows of these statuses</legend>{pills}</fieldset>'
        '<button type="button" id="unfold" aria-pressed="true">Fold all reasons</button>'
        '<span class="soft" id="found" role="status"></span></div>\n'
    )


class _Row:
    """Writes rows; it holds what is the same for all of them."""

    def __init__(
        self,
        names: Names,
        anchors: Mapping[str, str],
        abreast: Sequence[str],
        under: Sequence[str],
        ours: Sequence[str],
    ) -> None:
        self._names, self._anchors, self._abreast, self._under = names, anchors, abreast, under
        self._ours = [name for name in ours if name not in _ASIDE]
        self._rank = {code: place for place, code in enumerate(STATUSES)}
        self._labels = {name: escape(plain(name)) for name in abreast}

    def html(self, number: int, record: Mapping[str, Any]) -> str:
        """A row, and under it the sentence, which unfolds into the reasons."""
        status = record.get("obstat_status")
        code = status or NOT_READ
        cells = "".join(
            f'<td data-of="{self._labels[name]}"{_key(record[name])}>{_cell(shown(record[name]))}</td>'
            for name in self._abreast
        )
        return (
            f'<tbody data-status="{escape(code)}"><tr class="own">'
            f'<th scope="row" class="number" data-of="Row" data-key="{number}">{number:,}</th>'
            f'<td class="state" data-key="{self._rank.get(code, len(self._rank))}">{badge(status)}</td>{cells}</tr>\n'
            f'<tr class="why"><td></td><td colspan="{len(self._abreast) + 1}">{self._why(record)}</td></tr></tbody>\n'
        )

    def _why(self, record: Mapping[str, Any]) -> str:
        said = items(record.get("obstat_because")) + items(record.get("obstat_fault"))
        sentence = escape(plain(" ".join(said)))
        inside = "".join(self._reasons(record))
        if not inside:
            return sentence
        return f'<details open><summary>{sentence or "Reasons"}</summary><div class="reasons">{inside}</div></details>'

    def _reasons(self, record: Mapping[str, Any]) -> Iterator[str]:
        told = [self._finding(text) for text in items(record.get("obstat_findings"))]
        told = told or [self._rule(rule) for rule in items(record.get("obstat_rules"))]
        if told:
            yield f"<ul>{''.join(f'<li>{line}</li>' for line in told)}</ul>"
        facts = [
            (
                HEADINGS[name],
                "".join(f'<span class="item">{escape(self._names.told(name, item))}</span> ' for item in found),
            )
            for name in self._ours
            if (found := items(record.get(f"obstat_{name}")))
        ]
        facts += [(escape(plain(name)), escape(value)) for name in self._under if (value := shown(record[name]))]
        if facts:
            yield f"<dl>{''.join(f'<div><dt>{label}</dt><dd>{value}</dd></div>' for label, value in facts)}</dl>"

    def _finding(self, text: str) -> str:
        found = self._names.finding(text)
        if found is None:
            return escape(plain(text))
        other = found.answer.removeprefix(look(found.status).word)
        rest = [escape(found.party)] if found.party else []
        rest += [f'<span class="days">{escape(found.days)}</span>'] if found.days else []
        told = f' <span class="soft">{", ".join(rest)}</span>' if rest else ""
        return f"{badge(found.status)}{escape(other)} {self._rule(found.rule)}{told}"

    def _rule(self, rule: str) -> str:
        title = escape(self._names.rule(rule))
        anchor = self._anchors.get(rule)
        return f'<a href="#{anchor}">{title}</a>' if anchor else title


def _key(value: object) -> str:
    """What a long text sorts by: its beginning. Others sort by what is shown."""
    return f' data-key="{escape(shown(value)[:80])}"' if isinstance(value, str) and len(value) > _LONG else ""


def _cell(text: str) -> str:
    if len(text) <= _LONG:
        return escape(text)
    return f"<details open><summary>{escape(text[:80])}…</summary>{escape(text)}</details>"
