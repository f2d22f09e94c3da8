"""How certain an event is by the words around it, and whether they say that it is not so.

Invariant: words that come after the event weigh only where they belong to it (``if``).
"""

from __future__ import annotations

import re

from obstat.news.words import pattern

_HEADLINE = re.compile(r"\bto$", re.IGNORECASE)


def modality(before: str, after: str, sentence: str, *, heading: bool, reported: bool = False) -> str:
    """The modality of an event from its clause up to its words, what follows them, and the whole sentence."""
    if sentence.rstrip("\"”' ").endswith("?"):
        return "question"
    if pattern("alleged").search(before):
        return "alleged"
    if pattern("considered").search(before):
        return "considered"
    if (
        reported
        and re.search(r"\bwould\b", before, re.IGNORECASE)
        and not re.search(r"\bif\b", sentence, re.IGNORECASE)
    ):
        return "planned"  # will, as somebody said it
    if pattern("conditional").search(before) or re.search(r"\bif\b", after, re.IGNORECASE):
        return "conditional"
    if pattern("planned").search(before) or (heading and _HEADLINE.search(before.rstrip())):
        return "planned"
    return "done"


def polarity(before: str) -> str:
    """Negative where the clause says, up to the words of the event, that it is not so."""
    return "negative" if pattern("not").search(before[-60:]) else "positive"
