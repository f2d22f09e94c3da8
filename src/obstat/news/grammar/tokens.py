"""The words of a sentence, names as one word each, and what every word is in it.

Invariant: tokens are in the order of the text and do not overlap; a name that is known is one token.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from obstat.model.claim import Mention, Span
from obstat.news.grammar.lexicon import Word, word
from obstat.news.words import pattern

_WORD = re.compile(
    r"[$€£¥]?\d(?:[\d.,]*\d)?(?!\w)|\w+(?:[-&/.]\w+|['’](?![sS]\b)\w+)*|['’][sS]\b|['’](?=\s\w)|[“”\"„«»]|[(),;:.!?%—–]|\s-\s"
)
_PARTICLES = frozenset(["out", "up", "off", "down", "away", "back"])
_OPEN_TAG = "verb or noun"
_QUANTITIES = frozenset(["both", "all", "each", "many", "some", "most", "several", "few", "either", "neither", "half"])
_OPEN = frozenset(["det", "pos", "num"])


@dataclass(slots=True)
class Token:
    """One word. `tag` is a tag of ``words/grammar.txt`` or ``name``, ``noun``, ``verb``, ``num``, ``pos`` (``'s``),
    ``quote``, or the sign itself."""

    text: str
    span: Span
    tag: str
    word: Word
    mention: Mention | None = None


def tokens(text: str, span: Span, mentions: Sequence[Mention]) -> list[Token]:
    """The tokens of a sentence; `mentions` are those inside it, by place."""
    found: list[Token] = []
    at, end = span
    for mention in mentions:
        if mention.span[0] < at:
            continue
        found += _plain(text, at, mention.span[0])
        found.append(_named(mention, text))
        at = mention.span[1]
    found += _plain(text, at, end)
    for place, token in enumerate(found):
        after = found[place + 1] if place + 1 < len(found) else None
        if token.text.lower() in ("since", "until", "before", "after") and after is not None and after.tag in ("num", "day"):
            token.tag = "prep"
        if token.text.lower() == "such" and place + 1 < len(found) and found[place + 1].text.lower() == "as":
            token.tag, found[place + 1].tag = "adv", "prep"
        if token.text.lower() in ("because", "instead", "ahead", "as") and place + 1 < len(found) and found[place + 1].text.lower() in ("of", "to", "for") and found[place + 1].tag == "prep":
            token.tag = "prep"
        if token.text.lower() in ("about", "around", "over", "some") and _is_number(found, place + 1):
            token.tag = "adv"
    for before, token in zip(found, found[1:], strict=False):
        lower = token.text.lower()
        if lower == "that" and before.tag == "prep":
            token.tag = "det"
        if before.text.lower() == "per" and lower == "cent":
            before.tag = token.tag = "num"
        if token.text.lower() in ("each", "both", "all") and before.tag in ("aux", "modal"):
            token.tag = "adv"
    for place in range(len(found)):
        if found[place].tag == _OPEN_TAG:
            found[place].tag = _tag(found, place)
        elif place and found[place - 1].tag == "verb" and found[place].text.lower() in _PARTICLES:
            found[place].tag = "adv"  # part of the verb: ``rip out``
    _last_resort(found)
    return found


def _plain(text: str, start: int, end: int) -> list[Token]:
    return [_token(match[0], match.span()) for match in _WORD.finditer(text, start, end)]


def _named(mention: Mention, text: str) -> Token:
    """A mention as a token: ``its`` stands before a noun, whatever it means."""
    given = text[slice(*mention.span)]
    tag = "det" if given.lower() in ("its", "their", "his", "her") else "name"
    return Token(given, mention.span, tag, Word(), mention)


def _token(given: str, span: Span) -> Token:
    lower = given.strip().lower()
    if lower in ("'s", "’s", "'", "’"):
        return Token(given, span, "pos", Word())
    if lower[0].isdigit() or lower[0] in "$€£¥" or lower == "%":
        return Token(given, span, "num", Word())
    if not lower[0].isalnum():
        return Token(given, span, "quote" if lower in '"“”„«»' else lower, Word())
    known = word(lower)
    if known.small == "day" and not given[0].isupper():
        known = Word("modal") if lower == "may" else Word("", "march", frozenset("B"), "march")
    if lower in ("won't", "won’t", "can't", "can’t", "cannot", "wouldn't", "wouldn’t"):
        return Token(given, span, "modal", known)
    if known.small:
        return Token(given, span, known.small, known)
    if known.verb:
        return Token(given, span, _OPEN_TAG, known)
    return Token(given, span, "adv" if known.adverb and not known.noun and not known.adjective else "noun", known)


def _tag(found: Sequence[Token], place: int) -> str:
    """Verb or noun, for a word that can be a verb: by what stands around it."""
    token, known = found[place], found[place].word
    only_verb = not known.noun and not known.adjective
    if _asks(found) and "B" in known.forms and place > 1 and not any(t.tag == "verb" for t in found[:place]):
        return "verb"
    before = next((t for t in reversed(found[:place]) if t.tag not in ("adv", "quote")), None)
    after = next((t for t in found[place + 1 :] if t.tag not in ("adv", "quote")), None)
    tag = before.tag if before else ""
    follows = after.tag if after else ""
    ahead = after is not None and after.text.lower() in ("having", "being")
    if follows in ("modal", "aux") and not ahead and tag in ("", "conj", ",", "quote", "prep", "det", "noun", "name"):
        return "noun"
    if before is not None and before.text.lower() in _QUANTITIES and known.forms & {"D", "S"} and follows != "noun":
        return "verb"
    if tag in ("modal", "neg"):
        return "verb"
    if before is not None and before.text.lower() == "to" and "B" in known.forms:
        return "noun" if follows == "" and not only_verb and known.noun and token.text[0].isupper() else "verb"
    if tag == "aux":
        wanted = {"be": {"N", "G"}, "have": {"N"}, "get": {"N"}}.get(before.word.verb if before else "", {"B"})
        return "verb" if known.forms & wanted else "noun"
    if known.forms == {"G"}:
        if tag in _OPEN:
            return "noun"
        return "noun" if known.noun and tag in ("noun", "prep") and follows in ("prep", ",", ".", "") else "verb"
    if tag in _OPEN:
        return "noun"
    if known.forms <= {"D", "N"}:
        if tag in ("prep",) or (follows == "noun" and tag in ("", "conj", "noun")):
            return "noun"
        return "verb"
    if tag in ("prep", "num"):
        return "noun"
    if only_verb:
        return "verb"
    starts = follows in ("det", "name", "pron", "sub", "quote", "num") or (follows == "noun" and tag == "name")
    if after is not None and after.text.lower() in ("to", *_PARTICLES):
        starts = True
    if tag == "verb" and "S" in known.forms and follows in (",", ".", ""):
        return "verb"  # ``a letter that the paper has seen shows``
    if tag in ("name", "noun") and "S" in known.forms and follows in (",", ".", "quote", "") and pattern("speech").fullmatch(known.verb):
        return "verb"
    if tag in ("name", "pron", "rel"):
        possible = (starts and not (tag == "name" and _has_verb(found, place))) or (tag in ("pron", "rel"))
        return "verb" if possible and not _ahead(found, place) else "noun"
    if tag == "noun" and starts and "B" in known.forms and before is not None and before.text.lower().endswith("s"):
        return "noun" if _ahead(found, place) else "verb"
    if tag == "noun" and starts and "S" in known.forms and follows != "name":
        return "noun" if _ahead(found, place) else "verb"
    return "noun"


def _has_verb(found: Sequence[Token], place: int) -> bool:
    """Whether the clause has its verb before a place."""
    for token in reversed(found[:place]):
        if token.tag in ("sub", "rel", ",", ";", ":", "quote", "conj"):
            return False
        if token.tag in ("modal", "aux", "verb"):
            return not pattern("speech").fullmatch(token.word.verb)
    return False


def _is_number(found: Sequence[Token], place: int) -> bool:
    return place < len(found) and found[place].tag == "num" and found[place].text[0].isdigit()


def _asks(found: Sequence[Token]) -> bool:
    """``Will Canada ban ...?``: a question that begins with its auxiliary."""
    return found[0].tag in ("modal", "aux") and found[-1].tag in ("?", "quote") and len(found) > 2


def _last_resort(found: Sequence[Token]) -> None:
    """Give a clause without a verb the first word that can be its verb and agrees with what stands before it."""
    start = 0
    for end in range(len(found) + 1):
        if end < len(found) and found[end].tag not in (",", ";", ":", ".", "?", "!", "quote", "sub", "rel", "(", ")"):
            continue
        part = found[start:end]
        if len(part) > 2 and not any(t.tag in ("verb", "aux", "modal") for t in part):
            first = part[0]
            if start and not any(t.tag == "verb" for t in found[:start]) and first.tag == "noun" and first.word.verb and first.word.forms & {"S", "D"} and found[start - 1].tag == ",":
                first.tag = "verb" if part[1].tag in ("prep", "sub", "det", "name") else "noun"
            for before, token in zip(part, part[1:], strict=False):
                if first.tag == "verb":
                    break
                plural = before.tag == "noun" and before.text.lower() != before.word.noun and bool(before.word.noun)
                fits = ("B" in token.word.forms) if plural else bool(token.word.forms & {"S", "D"})
                if token.tag == "noun" and token.word.verb and fits and before.tag in ("noun", "name"):
                    token.tag = "verb"
                    break
        start = end + 1


def _ahead(found: Sequence[Token], place: int) -> bool:
    """Whether the words right behind make the verb of this clause, so that this word cannot be it."""
    after = found[place + 1] if place + 1 < len(found) else None
    return after is not None and (after.tag in ("modal", "aux") or (after.tag == _OPEN_TAG and after.word.forms <= {"D", "N"}))
