"""The roles that a column can have, and what people call columns, in many languages.

Invariant: a header is compared without case, accents, punctuation and units; the words are in ``roles.txt``.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from obstat.model.subject import FACTS, SCHEMES, TEXTS

NOTHING: Final = "-"
"""The role of a column that says nothing about the thing: numbers of orders, addresses."""
ROLES: Final = (*TEXTS, *(scheme for scheme in SCHEMES if scheme != "model"), *FACTS)
"""Every role: texts, identifiers and facts. ``on``, the day to ask about, is said by people and never guessed."""

_CURRENCIES: Final = {"€": "EUR", "$": "USD", "£": "GBP", "¥": "CNY", "元": "CNY", "￥": "CNY", "zł": "PLN", "₽": "RUB",
                      "₩": "KRW", "₹": "INR", "euro": "EUR", "euros": "EUR", "dollars": "USD", "dollar": "USD",
                      "rmb": "CNY"}  # fmt: skip
_CODES: Final = re.compile(
    r"\b(AED|AUD|BRL|CAD|CHF|CLP|CNY|COP|CZK|DKK|EUR|GBP|HKD|HUF|IDR|ILS|INR|JPY|KRW|KZT|MXN|MYR|NOK|NZD|PEN|PHP|PLN|RON"
    r"|RUB|SAR|SEK|SGD|THB|TRY|TWD|UAH|USD|VND|ZAR)(?![A-Z])"
)
_FIGURES: Final = re.compile(r"[\d.,' +-]*")
_CAMEL: Final = re.compile(r"(?<=[a-zа-я0-9])(?=[A-Z][a-z])|(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_BRACKETS: Final = re.compile(r"[(\[{（【].{0,40}?[)\]}）】]")

Kind = Literal["whole", "weak", "end", "within"]


@dataclass(frozen=True, slots=True)
class Known:
    """What a header is known as."""

    role: str
    """One of `ROLES`, or `NOTHING`."""
    phrase: str
    kind: Kind
    """How the phrase stands in the header."""
    channel: str | None = None


def plain(header: str) -> str:
    """A header in lower case, without accents, punctuation and units: ``Wi-FiMAC`` is ``wi fi mac``."""
    text = _BRACKETS.sub(" ", header) if len(_BRACKETS.sub("", header).strip()) > 1 else header
    text = _CAMEL.sub(" ", text) if not text.isupper() else text
    return _words(text)


def _words(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text)
    kept = "".join(c for c in decomposed if not unicodedata.combining(c))
    composed = unicodedata.normalize("NFKC", kept).casefold()  # Hangul again in syllables
    return " ".join("".join(c if c.isalnum() else " " for c in composed).split())


def known(header: str) -> Known | None:
    """What a header is known as; None where it is not."""
    words = plain(header)
    joined = _words(header)
    table = _table()
    without = words.rsplit(" ", 1)[0] if currency(words.rsplit(" ", 1)[-1]) else words
    for whole in (words, joined, without, words.replace(" ", "")):
        if found := table.get(whole):
            return Known(found.role, found.phrase, found.kind, found.channel)
    split = words.split()
    for length in range(min(len(split) - 1, 4), 0, -1):
        if (found := table.get(" ".join(split[-length:]))) and found.kind == "whole":
            return Known(found.role, found.phrase, "end", found.channel)
    for length in range(min(len(split) - 1, 4), 0, -1):
        for at in range(len(split) - length):
            if (found := table.get(" ".join(split[at : at + length]))) and found.kind == "whole" and _telling(found):
                return Known(found.role, found.phrase, "within", found.channel)
    return None


def currency(text: str) -> str | None:
    """The currency that a header or a cell names, as an ISO 4217 code; None where it names none."""
    if _FIGURES.fullmatch(text):  # most cells of amounts
        return None
    if found := _CODES.search(text.upper().replace("_", " ")):
        return found[1]
    lower = text.lower()
    return next((code for sign, code in _CURRENCIES.items() if _holds(lower, sign)), None)


def _holds(text: str, sign: str) -> bool:
    return (
        bool(re.search(rf"(?<!\w){re.escape(sign)}(?!\w)", text)) if sign.isascii() and sign.isalpha() else sign in text
    )


def _telling(found: Known) -> bool:
    """Whether a phrase tells the role from the middle of a header too: long enough, and no word of many uses."""
    return found.role not in (NOTHING, "spend", "os", "equipment", "purpose", "activity") and len(found.phrase) > 3


@functools.cache
def _table() -> dict[str, Known]:
    found: dict[str, Known] = {}
    for line in Path(__file__).with_name("roles.txt").read_text(encoding="utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        told, _, phrases = line.partition(":")
        role, _, channel = told.strip().partition(" ")
        strong, _, weak = phrases.partition("~")
        for kind, listed in (("whole", strong), ("weak", weak)):
            for phrase in filter(None, map(_words, listed.split(";"))):
                known_as = Known(role, phrase, "whole" if kind == "whole" else "weak", channel or None)
                found.setdefault(phrase, known_as)
                if " " in phrase and len(phrase) > 5:
                    found.setdefault(phrase.replace(" ", ""), known_as)
    return found
