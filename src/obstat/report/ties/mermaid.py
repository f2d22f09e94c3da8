"""An excerpt as a Mermaid flowchart, for pages that draw such text themselves.

Invariant: a name never ends the label it stands in, nor is read as HTML or Markdown: letters, digits, spaces and the
few signs of `_HARMLESS` are written as they are, of any other the number (Mermaid's entity codes, ``#35;``); ids are
our own.
"""

from __future__ import annotations

import unicodedata

from obstat.model.ownership import Excerpt, Member
from obstat.report.ties import words

_ARROWS = {"solid": "-->", "dashed": "-.->", "dotted": "-.->"}
_LINES = {"solid": "---", "dashed": "-.-", "dotted": "-.-"}
_HARMLESS = ",.%()'–-"
_CLASSES = (
    "classDef about stroke-width:4px",
    "classDef listed stroke:#a3001b,stroke-width:3px,fill:#ffffff,color:#1a1a1a",
    "classDef reached stroke:#8a5200,fill:#fff3e0,color:#1a1a1a",
)


def as_mermaid(excerpt: Excerpt) -> str:
    """The flowchart from owners at the top to the owned; what is alleged or disputed is dotted and red."""
    members = words.everyone(excerpt)
    ids = {member.id: f"n{position}" for position, member in enumerate(members)}
    lines = ["flowchart TB", f"%% {''.join(_plain(sign) for sign in words.clean(words.heading(excerpt)))}"]
    for member in members:
        lines.append(f'{ids[member.id]}["{_box(member)}"]{_class(member, excerpt.about)}')
    for stake in excerpt.stakes:
        style = words.line(stake)
        link = (_LINES if stake.relation in words.MUTUAL else _ARROWS)[style]
        said = "<br/>".join(map(_escaped, filter(None, (words.said(stake), words.span(stake)))))
        lines.append(f'{ids[stake.owner]} {link}|"{said}"| {ids[stake.owned]}')
    for position, stake in enumerate(excerpt.stakes):
        if words.line(stake) == "dotted":
            lines.append(f"linkStyle {position} stroke:#a3001b,stroke-dasharray:1 4")
    if note := words.left_out(excerpt):
        lines.append(f"%% {note}")
    return "\n    ".join([*lines, *_CLASSES]) + "\n"


def _box(member: Member) -> str:
    kind = ", ".join(filter(None, (member.kind.replace("_", " "), member.country)))
    found = words.reached(member.held)
    said = (member.name if words.clean(member.name) else member.id, kind, *member.listed, found)
    return "<br/>".join(_escaped(text) for text in said if text) or " "


def _class(member: Member, about: str) -> str:
    if member.listed:
        return ":::listed"
    if member.held is not None and member.held.status != "no":
        return ":::reached"
    return ":::about" if member.id == about else ""


def _escaped(text: str) -> str:
    shown = words.clean(text)
    return "".join(
        sign if _safe(sign) or (sign in _HARMLESS and not _marks_list(shown, position)) else f"#{ord(sign)};"
        for position, sign in enumerate(shown)
    )


def _marks_list(text: str, position: int) -> bool:
    """Whether a full stop or hyphen could begin an item of a Markdown list: ``1. `` or ``- ``."""
    if text[position] not in ".-":
        return False
    return not (text[position - 1 : position].isalpha() or text[position + 1 : position + 2].isalnum())


def _plain(sign: str) -> str:
    """In a comment nothing can be escaped: other signs are blanks, for a brace may open a directive."""
    return sign if _safe(sign) or sign in ",.-" else " "


def _safe(sign: str) -> bool:
    return sign == " " or unicodedata.category(sign)[0] in "LM" or sign.isdecimal()
