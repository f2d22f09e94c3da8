"""The roles that a column can have, and what people call columns, in many languages.

Invariant: a header is compared without case, accents, punctuation and units, and without what languages say around its
words: particles, the many words for a number and for a name, the first parts of a compound. The words are in
``roles.txt``.
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

_PARTICLES: Final = frozenset(
    (
        "of",
        "the",
        "de",
        "del",
        "della",
        "dello",
        "di",
        "do",
        "da",
        "du",
        "des",
        "la",
        "le",
        "el",
        "l",
        "d",
        "der",
        "van",
    )
)
_NUMBER: Final = frozenset(
    ("number", "no", "nr", "num", "nbr", "n", "numero", "numer", "nummer", "nro", "номер", "番号", "号码", "번호")
)
_CALLED: Final = frozenset(
    ("name", "nom", "nombre", "nome", "naam", "nazwa", "nazev", "namn", "navn", "nimi", "adi", "наименование",
     "название", "名称", "名", "명")
)  # fmt: skip
"""How languages say that a column holds the name of what stands beside the word."""
_CALLED_ENDS: Final = ("名称", "名", "명", "bezeichnung", "name", "naam", "namn", "navn")
_SIMPLER: Final = str.maketrans(
    "łı廠稱應號價總單數幣設備備機種製產產貨購買編號額銷國産値価単数総製発売録項區電話訂點類別標質",
    "li厂称应号价总单数币设备备机种制产产货购买编号额销国产值价单数总制发卖录项区电话订点类别标质",
)
"""Characters of traditional and Japanese writing, and those that stand for them in simplified Chinese."""
_EAST: Final = "\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"
_SCRIPTS: Final = re.compile(rf"(?<=[{_EAST}])(?=[a-z0-9])|(?<=[a-z0-9])(?=[{_EAST}])")
_EASTERN: Final = re.compile(rf"[{_EAST}]")

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
    composed = unicodedata.normalize("NFKC", kept).casefold().translate(_SIMPLER)  # Hangul again in syllables
    return " ".join("".join(c if c.isalnum() else " " for c in composed).split())


def known(header: str) -> Known | None:
    """What a header is known as; None where it is not."""
    words = plain(header)
    joined = _words(header)
    table = _table()
    without = words.rsplit(" ", 1)[0] if currency(words.rsplit(" ", 1)[-1]) else words
    for whole in (words, joined, without, words.replace(" ", ""), words.rstrip("0123456789 "), _bare(without)):
        if found := table.get(whole):
            return Known(found.role, found.phrase, found.kind, found.channel)
    split = without.split()
    return _named(split) or _at_end(split) or _within(split) or _compound(split[-1] if split else "")


def _bare(words: str) -> str:
    """Words without what languages say around them: ``numero de serie`` and ``serie nr`` are ``# serie``."""
    kept = [word for word in _SCRIPTS.sub(" ", words).split() if word not in _PARTICLES]
    rest = [word for word in kept if word not in _NUMBER]
    return " ".join(["#", *rest] if rest and len(rest) < len(kept) else kept)


def _named(split: list[str]) -> Known | None:
    """A word that calls for a name, with what is named: ``nombre del contratista``, ``nazwa dostawcy``."""
    rest = [word for word in split if word not in _CALLED and word not in _PARTICLES]
    if not rest or not _CALLED & set(split):
        return None
    for named in (" ".join(rest), rest[-1]):
        for stem in (named, named[:-1], named[:-2]):  # a case that the word stands in
            found = _table().get(stem)
            long = len(stem) > (3 if stem == named else 5)
            if found and found.kind == "whole" and long and found.role in (*TEXTS, "hostname"):
                return Known(found.role, found.phrase, "end", found.channel)
    return None


def _at_end(split: list[str]) -> Known | None:
    for length in range(min(len(split) - 1, 4), 0, -1):
        for phrase in (" ".join(split[-length:]), _bare(" ".join(split[-length:]))):
            if (found := _table().get(phrase)) and (found.kind == "whole" or found.role == "date"):
                kind: Kind = "end" if found.kind == "whole" else "weak"
                return Known(found.role, found.phrase, kind, found.channel)
    return None


def _within(split: list[str]) -> Known | None:
    """A phrase that tells from the middle, or a noun with which languages that put it first begin: ``montant TTC``."""
    for length in range(min(len(split) - 1, 4), 0, -1):
        for at in range(len(split) - length):
            found = _table().get(" ".join(split[at : at + length]))
            if found and found.kind == "whole" and _telling(found):
                return Known(found.role, found.phrase, "within", found.channel)
    if len(split) > 1 and (found := _table().get(f"{split[0]}-")):
        return Known(found.role, found.phrase, "within" if found.kind == "whole" else "weak", found.channel)
    return None


def _compound(word: str) -> Known | None:
    """The last part of a word made of several, as German, Dutch, Swedish, Chinese, Japanese and Korean make them."""
    if found := _last_part(word):
        return found
    for end in _CALLED_ENDS:
        if word.endswith(end) and len(word) > len(end):
            first = word[: -len(end)]
            for stem in (first, first.removesuffix("s"), first.removesuffix("en"), first.removesuffix("n")):
                if (found := _table().get(stem) or _last_part(stem)) and found.role in (*TEXTS, "hostname"):
                    return Known(found.role, found.phrase, "end", found.channel)
    return None


_LONGEST_PART: Final = 24


def _last_part(word: str) -> Known | None:
    for at in range(max(1, len(word) - _LONGEST_PART), len(word)):
        rest = word[at:]
        whole = _EASTERN.match(rest) is not None and len(rest) > 1
        found = _table().get(f"-{rest}") or (_table().get(rest) if whole else None)
        if found and (found.kind == "whole" or found.role == "date"):
            return Known(found.role, found.phrase, "end" if found.kind == "whole" else "weak", found.channel)
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
            for written in filter(None, map(str.strip, listed.split(";"))):
                phrase = _words(written)
                known_as = Known(role, phrase, "whole" if kind == "whole" else "weak", channel or None)
                if written[0] == "-" or written[-1] == "-":
                    found.setdefault(f"-{phrase}" if written[0] == "-" else f"{phrase}-", known_as)
                    continue
                found.setdefault(phrase, known_as)
                if " " in phrase and len(phrase) > 5:
                    found.setdefault(phrase.replace(" ", ""), known_as)
    for phrase, known_as in list(found.items()):
        if "-" not in phrase:
            found.setdefault(_bare(phrase), known_as)
    return found
