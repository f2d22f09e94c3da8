"""Pieces of HTML that the parts of the page share.

Invariant: whatever goes in as text comes out escaped; only addresses of the web become links.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from obstat.report.inventory.words import NOT_READ, STATUSES, Colours, look, one_line

PARTY = "s-party"
"""The class of a bar that stands for a party."""


def style_of(code: str | None) -> str:
    """The class of a status; a code that is not known looks like no record."""
    code = code or NOT_READ
    return f"s-{code}" if code in STATUSES else "s-no_record"


def badge(code: str | None) -> str:
    """A status as a word in its colours."""
    return f'<span class="badge {style_of(code)}">{escape(look(code).word)}</span>'


def links(sources: Iterable[str]) -> str:
    """Sources one under the other, as links where they are addresses of the web; anything else is text."""
    told = []
    for source in sources:
        text = escape(one_line(source))
        web = source.lower().startswith(("http://", "https://"))
        told.append(f'<a href="{text}" rel="noopener noreferrer">{text}</a>' if web else text)
    return "<br>".join(told)


def colours() -> str:
    """The colours of the statuses as classes, for a light and for a dark screen; paper is light."""

    def one(code: str, colours: Colours) -> str:
        return f".s-{code} {{ --s-ink: {colours.ink}; --s-tint: {colours.tint}; --s-bar: {colours.bar}; }}\n"

    day = "".join(one(code, look.day) for code, look in STATUSES.items())
    night = "".join(one(code, look.night) for code, look in STATUSES.items())
    drawn = "svg.bars rect[class^=s-] { fill: var(--s-bar); }\nsvg.bars rect.s-party { fill: var(--soft); }\n"
    return f"{day}@media screen and (prefers-color-scheme: dark) {{\n{night}}}\n{drawn}"
