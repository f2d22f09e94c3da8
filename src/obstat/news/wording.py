"""How much of its words one passage shares with another.

Invariant: likeness of words proposes and never decides: whoever uses it has compared the slots first.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable

from obstat.model.claim import Claim

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_STEM = 6
"""Letters by which two forms of a word are taken to be one (``investigation``, ``investigating``)."""
_EMPTY_TEXT = """
a an the and or but nor if of in on at to about for from by with without into onto over under as than that this these
those it its itself he she his her they them their we us our i you your who whom whose which what when where how why
is are was were be been being am has have had having do does did done will would can could shall should may might
must not no any all some every each such own so too very also only just now then there here again still already yet
said says say told tell tells according reported report reports added add adds told mr ms mrs
"""
EMPTY = frozenset(_EMPTY_TEXT.split())


def stem(word: str) -> str:
    plain = word.casefold().replace("’", "'").removesuffix("'s").removesuffix("'")
    if len(plain) > 3 and plain.endswith("ies"):
        plain = plain[:-3] + "y"
    elif len(plain) > 3 and plain.endswith("s") and not plain.endswith("ss"):
        plain = plain[:-1]
    return plain[:_STEM]


@functools.lru_cache(maxsize=16384)
def content(passage: str) -> frozenset[str]:
    """The stems of the words that carry meaning."""
    words = (match.group() for match in _WORD.finditer(passage))
    return frozenset(stem(word) for word in words if word.casefold().replace("’", "'") not in EMPTY)


def shared(first: frozenset[str], second: frozenset[str]) -> float:
    """The share of the shorter one's words that the other has too; 0 where one has fewer than two words."""
    least = min(len(first), len(second))
    return len(first & second) / least if least > 1 else 0.0


def passages(claim: Claim, text: str) -> tuple[str, ...]:
    return tuple(text[start:end] for start, end in claim.spans)


def likeness(first: Iterable[str], second: Iterable[str], apart: frozenset[str] = frozenset()) -> float:
    """The best `shared` of two passages, without the words in `apart`."""
    rights = [content(passage) - apart for passage in second]
    return max((shared(content(left) - apart, right) for left in first for right in rights), default=0.0)
