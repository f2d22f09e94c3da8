"""What several stories tell together, as HTML: whom they have it from, and what was so of each party on which day.

Invariant: as for the page: everything a story says is escaped, and every reference leads to its claim.
"""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from obstat.model.claim import Claim, Matter, Moment, Weighed
from obstat.report.news import words
from obstat.report.news.words import Names


def matter_head(matter: Matter, weighed: Weighed) -> str:
    """How many stories tell of it, and their origins."""
    notes = "".join(f'<p class="flag">{escape(words.one_line(note))}</p>\n' for note in matter.notes)
    return f'<p class="together" dir="auto">{escape(words.matter(matter, weighed.documents))}</p>\n{notes}'


def timelines(
    weighed: Weighed, matter: Matter, labels: Mapping[str, str], anchors: Mapping[str, str], names: Names
) -> str:
    """For each party a list, folded away until it is asked for."""
    claims = {claim.id: claim for claim in weighed.claims}
    told = ""
    for party, moments in matter.timelines:
        rows = "".join(_row(moment, claims, labels, anchors, names) for moment in moments)
        name = escape(words.called(party, names))
        told += f'<details><summary><bdi>{name}</bdi>, by day</summary>\n<ol class="days">{rows}</ol></details>\n'
    return told


def _row(
    moment: Moment,
    claims: Mapping[str, Claim],
    labels: Mapping[str, str],
    anchors: Mapping[str, str],
    names: Names,
) -> str:
    links = " ".join(f'<a class="ref" href="#{anchors[id_]}">{escape(labels[id_])}</a>' for id_ in moment.claims)
    origins = f' <span class="soft">{words.counted(len(moment.origins), "origin")}</span>' if moment.origins else ""
    told = escape(words.moment(moment, claims, names))
    day = f'<span class="soft">{escape(words.day(moment))}</span>'
    return f'<li>{day} <span dir="auto">{told}</span> {links}{origins}</li>\n'
