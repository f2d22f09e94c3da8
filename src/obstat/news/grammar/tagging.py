"""Verb or noun: what a word that can be both is in its sentence, by the words around it.

Invariant: every token has a tag afterwards; a word that cannot be a verb is none.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from obstat.news.grammar.tokens import OPEN, Token
from obstat.news.things import speaks_as
from obstat.news.words import pattern

_PARTICLES = frozenset(["out", "up", "off", "down", "away", "back", "apart", "aside"])
_OVER = frozenset(["take", "hand", "turn", "make", "sign"])
_ADVERBS = frozenset(["long", "ever", "even", "once", "twice", "often", "since"])
"""Words that are adverbs between an auxiliary and its verb."""
_QUANTITIES = frozenset(["both", "all", "each", "many", "some", "most", "several", "few", "either", "neither", "half"])
_BEFORE_NOUNS = frozenset(["det", "pos", "num"])
_BREAKS = frozenset([",", ";", ":", ".", "?", "!", "quote", "sub", "rel", "(", ")"])
_AFTER_AUXILIARY = {"be": frozenset("NG"), "have": frozenset("N"), "get": frozenset("N")}
_BARE = frozenset("B")
_FEW = 3


def tagged(found: list[Token]) -> list[Token]:
    """The tokens of a sentence, each with what it is."""
    if found and found[0].text == "May" and found[-1].tag == "?":
        found[0].tag = "modal"
    _small_words(found)
    for place, token in enumerate(found):
        if token.tag == OPEN:
            token.tag = "verb" if _is_verb(found, place) else "noun"
        elif place and found[place - 1].tag == "verb" and _is_particle(token.lower, found[place - 1].word.verb):
            token.tag = "adv"  # part of the verb: ``rip out``
    _last_resort(found)
    return found


def _is_particle(lower: str, verb: str) -> bool:
    return lower in _PARTICLES or (lower == "over" and verb in _OVER)


def _small_words(found: Sequence[Token]) -> None:
    """Small words that are something else in front of some others: ``because of``, ``since 2016``, ``about 70``."""
    for token, after in itertools.pairwise(found):
        first, second = token.lower, after.lower
        if (first in ("since", "until", "before", "after") and after.tag in ("num", "day")) or (
            first in ("because", "instead", "ahead", "as") and second in ("of", "to", "for") and after.tag == "prep"
        ):
            token.tag = "prep"
        elif first == "such" and second == "as":
            token.tag, after.tag = "adv", "prep"
        elif (first in ("about", "around", "over", "some") and after.tag == "num" and second[0].isdigit()) or (
            first in ("last", "next", "this") and after.tag == "day"
        ):
            token.tag = "adv"
        elif first == "alongside":
            token.tag, token.lower = "conj", "along with"
        elif first == "yet" and token.tag != "adv" and after.tag == OPEN:
            token.tag = "adv"
        elif first in ("along", "together") and second == "with":
            token.tag, after.tag, after.lower = "adv", "conj", "along with"
        elif first == "per" and second == "cent":
            token.tag = after.tag = "num"
        elif first == "according" and second == "to":
            after.tag, after.lower = "prep", "according to"  # no infinitive follows
        elif token.tag == "prep" and second == "that":
            after.tag = "det"
        elif token.tag in ("aux", "modal") and (second in ("each", "both", "all") or second in _ADVERBS):
            after.tag = "adv"


def _is_verb(found: Sequence[Token], place: int) -> bool:
    """Whether a word that can be a verb is one."""
    token, forms = found[place], found[place].word.forms
    before = next((t for t in reversed(found[:place]) if t.tag not in ("adv", "quote")), None)
    after = next((t for t in found[place + 1 :] if t.tag not in ("adv", "quote")), None)
    tag, follows = (before.tag if before else ""), (after.tag if after else "")
    only = not token.word.noun and not token.word.adjective
    if token.lower == "last" and after is not None and pattern("time_noun").fullmatch(after.word.noun):
        return False
    behind = after is not None and follows in ("modal", "aux") and after.lower not in ("having", "being")
    if behind and tag in ("", "conj", ",", "quote", "prep", "det", "noun", "name"):
        return False  # the verb of its clause is behind it
    if before is not None and before.lower in _QUANTITIES and forms & {"D", "S"} and follows != "noun":
        return True  # ``Both declined``
    if _asks(found) and "B" in forms and place > 1 and not any(t.tag == "verb" for t in found[:place]):
        return True
    if tag in ("modal", "neg"):
        return True
    if before is not None and before.lower == "to" and "B" in forms:
        return not (follows == "" and not only and bool(token.word.noun) and token.text[0].isupper())
    if tag == "aux":
        return bool(forms & _AFTER_AUXILIARY.get(before.word.verb if before else "", _BARE))
    if tag in _BEFORE_NOUNS:
        return False
    if forms == {"G"}:
        return not (token.word.noun and tag in ("noun", "prep") and follows in ("prep", ",", ".", ""))
    if forms <= {"D", "N"}:
        somebody = before is not None and tag == "noun" and bool(speaks_as(before.text))
        return not (tag == "prep" or (follows == "noun" and tag in ("", "conj", "noun") and not somebody))
    if tag in ("prep", "num"):
        return False
    return only or _agrees(found, place, before, after)


def _agrees(found: Sequence[Token], place: int, before: Token | None, after: Token | None) -> bool:
    """Whether a word in a form that a noun has, too, is the verb of whoever stands before it."""
    token, forms = found[place], found[place].word.forms
    tag, follows = (before.tag if before else ""), (after.tag if after else "")
    ends = follows in (",", ".", "")
    if tag == "verb" and "S" in forms and ends and before is not None and before.word.forms != {"G"}:
        return True  # ``a letter that the paper has seen shows``
    if tag in ("name", "noun") and "S" in forms and ends and pattern("speech").fullmatch(token.word.verb):
        return True
    if (
        tag == ","
        and _closes_apposition(found, place)
        and (forms & {"S", "D"} or any(t.tag == "conj" for t in found[:place]))
    ):
        return follows not in (",", ".", "", "conj")
    if tag == "noun" and "B" in forms and ends and _opens_clause(found, place):
        return True  # ``where 600 people work``
    object_follows = follows in ("det", "name", "pron", "sub", "quote", "num") or (follows == "noun" and tag == "name")
    if after is not None and after.lower == "to" and _moves_somebody(found, place):
        return False  # ``asked grid firms to strip``
    if after is not None and after.lower in ("to", *_PARTICLES):
        object_follows = True
    if _another_verb_follows(found, place):
        return False
    if tag in ("pron", "rel"):
        return True
    if tag == "name" and "B" in forms and object_follows and _helps(found, place):
        return True
    if tag == "name":
        several = any(t.tag == "conj" for t in found[:place])
        return object_follows and (several or bool(forms & {"S", "D"})) and not _has_verb(found, place)
    if tag == "noun" and object_follows and before is not None:
        return ("B" in forms and before.lower.endswith("s")) or ("S" in forms and follows != "name")
    return False


def _closes_apposition(found: Sequence[Token], place: int) -> bool:
    """Whether two commas and no verb stand between a subject and a place: ``Jane Roe, a rival of ZTE, fears``."""
    commas = 0
    for token in reversed(found[:place]):
        if token.tag in ("verb", "aux", "modal", "sub", "rel", "quote", ";", ":"):
            return False
        commas += token.tag == ","
    return commas == 2


def _opens_clause(found: Sequence[Token], place: int) -> bool:
    """Whether nothing but a subject in the plural stands between ``where``, ``which`` and the like and a place."""
    for token in reversed(found[:place]):
        if token.tag in ("sub", "rel"):
            last = found[place - 1]
            return last.lower == "people" or (_is_plural(last) and not last.word.verb)
        if token.tag not in ("det", "num", "noun", "name", "adv", "adj"):
            return False
    return False


def _helps(found: Sequence[Token], place: int) -> bool:
    """Whether the word before the name before a place is a form of ``help``, ``let`` or ``make``."""
    return place > 1 and found[place - 2].word.verb in ("help", "let", "make")


def _moves_somebody(found: Sequence[Token], place: int) -> bool:
    """Whether the verb before a place is one of those that move somebody to do something."""
    verb = next((token for token in reversed(found[:place]) if token.tag in ("verb", "sub", "rel")), None)
    return verb is not None and verb.tag == "verb" and pattern("to_persons").fullmatch(verb.word.verb) is not None


def _has_verb(found: Sequence[Token], place: int) -> bool:
    """Whether the clause has its verb before a place."""
    for token in reversed(found[:place]):
        if token.tag in ("sub", "rel", ",", ";", ":", "quote", "conj"):
            return False
        if token.tag in ("modal", "aux", "verb"):
            return not pattern("speech").fullmatch(token.word.verb)
    return False


def _another_verb_follows(found: Sequence[Token], place: int) -> bool:
    """Whether the words right behind make the verb of this clause, so that this word cannot be it."""
    after = found[place + 1] if place + 1 < len(found) else None
    return after is not None and (
        after.tag in ("modal", "aux") or (after.tag == OPEN and after.word.forms <= {"D", "N"})
    )


def _asks(found: Sequence[Token]) -> bool:
    """``Will Canada ban ...?``: a question that begins with its auxiliary."""
    return found[0].tag in ("modal", "aux") and found[-1].tag in ("?", "quote") and len(found) > 2


def _last_resort(found: Sequence[Token]) -> None:
    """Give a clause without a verb the first word that can be its verb and agrees with what stands before it."""
    start, verbs = 0, False
    for end in range(len(found) + 1):
        if end < len(found) and found[end].tag not in _BREAKS:
            continue
        part = found[start:end]
        here = any(token.tag in ("verb", "aux", "modal") for token in part)
        if len(part) > _FEW and here and start:
            _ends_in_verb(part)
        if len(part) > 2 and not here:
            opens = bool(start) and found[start - 1].tag == "," and not verbs
            if not (opens and _begins_with_verb(part)):
                _first_that_agrees(part)
        verbs = verbs or any(token.tag == "verb" for token in part)
        start = end + 1


def _begins_with_verb(part: Sequence[Token]) -> bool:
    """``Jane Roe, who has driven a crane, worries about``: the verb of a subject before the comma."""
    first = part[0]
    able = first.tag == "noun" and bool(first.word.verb) and bool(first.word.forms & {"S", "D"})
    if able and part[1].tag in ("prep", "sub", "det", "name"):
        first.tag = "verb"
    return first.tag == "verb"


def _first_that_agrees(part: Sequence[Token]) -> None:
    """One that says something comes before others: ``court papers show``."""
    able = [token for before, token in itertools.pairwise(part) if token.tag == "noun" and _agrees_with(before, token)]
    saying = (token for token in able if pattern("speech").fullmatch(token.word.verb))
    for token in (*saying, *able):
        token.tag = "verb"
        return


def _agrees_with(before: Token, token: Token) -> bool:
    """Whether a noun can be the verb of the word before it."""
    fits = "B" in token.word.forms if _is_plural(before) else bool(token.word.forms & {"S", "D"})
    return bool(token.word.verb) and fits and before.tag in ("noun", "name")


def _is_plural(token: Token) -> bool:
    return token.tag == "noun" and bool(token.word.noun) and token.lower != token.word.noun


def _ends_in_verb(part: Sequence[Token]) -> None:
    """``papers seen by the paper show``: the verb of a subject with a participle behind it is the last word."""
    last = part[-1]
    first = next((token for token in part if token.tag in ("noun", "name")), None)
    verbs = [token for token in part if token.tag in ("verb", "aux", "modal")]
    only = all(token.tag == "verb" and "N" in token.word.forms for token in verbs)
    if first is None or first is last or not only or last.tag != "noun":
        return
    fits = "B" in last.word.forms if _is_plural(first) else "S" in last.word.forms
    if fits and pattern("sure_speech").fullmatch(last.word.verb or "-"):
        last.tag = "verb"
