"""The codes of claims in words, and the texts of stories as they may be shown.

Invariant: every code of the contract has its words. A text that is shown has as many characters as the one that was
read, so that spans hold in both; no control character and no mark that turns the direction of the text around it is
passed on.
"""

from __future__ import annotations

import re

EVENTS = {
    "list_add": "puts on a list",
    "list_remove": "takes off a list",
    "ban": "bans",
    "lift": "lifts a ban",
    "stop_selling": "stops selling",
    "remove": "takes out",
    "investigation": "investigates",
    "lawsuit": "sues",
    "fine": "fines",
    "contract": "orders from",
    "acquisition": "buys",
    "divestment": "sells off",
    "ownership": "owns",
    "test": "tests",
    "availability": "availability",
    "compatibility": "compatibility",
    "market": "market",
    "finding": "finding",
    "concern": "fears",
    "pressure": "presses",
    "statement": "says",
    "denial": "denies",
    "no_comment": "does not comment",
    "opinion": "thinks",
}
MODALITIES = {
    "done": "done",
    "planned": "planned",
    "considered": "considered",
    "conditional": "if, or could",
    "alleged": "alleged",
    "denied": "denied",
    "question": "asked",
}
CLASSES = {
    "official_record": "official record",
    "named_official": "official",
    "company_statement": "company",
    "named_person": "person",
    "document": "document",
    "anonymous": "anonymous",
    "other_outlet": "outlet",
    "analyst": "analyst",
    "none": "nobody quoted",
}

_GLYPH = "\N{REPLACEMENT CHARACTER}"
_NO_TEXT = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
_BREAK = re.compile("[\r\x85\u2028\u2029]")


def shown(text: str) -> str:
    """A text of the same length with marks where it has what is no character of it; lines end in a line feed."""
    if text.isascii() and text.isprintable():
        return text
    return _NO_TEXT.sub(_GLYPH, _BREAK.sub("\n", text.replace("\r\n", " \n")))
