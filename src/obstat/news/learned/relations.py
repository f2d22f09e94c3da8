"""What the words of a sentence are to each other, told from its parse: labels for the network.

Invariant: labels are of a closed set, of prepositions those that matter by name and all others as ``x``; a word has one
label for what it is to its verb, and one at most for what it is to another word.
"""

from __future__ import annotations

from obstat.news.grammar.phrases import Nouns, Verbs
from obstat.news.grammar.reading import Reading

_PREPOSITIONS = frozenset(
    [
        "of",
        "by",
        "with",
        "to",
        "from",
        "on",
        "in",
        "for",
        "at",
        "against",
        "into",
        "over",
        "about",
        "through",
        "under",
        "as",
    ]
)
_DEEP = 2
AS_WELL = frozenset(["obj", "useo:v", "uses:v", "samehead", "vnoun"])
"""What a word is to another that may tell the same event: ``imposed`` to ``fine``."""


def relations(reading: Reading, place: int) -> dict[int, str]:
    """What the tokens of a sentence are to the word at a place, by the place in the text at which they begin."""
    marks = _Marks()
    verb = next((v for v in reading.verbs if any(t.span[0] <= place < t.span[1] for t in v.tokens)), None)
    noun = reading.nouns_at(place)
    if verb is not None:
        _around_verb(marks, reading, verb)
    elif noun is not None:
        _around_noun(marks, reading, noun)
    elif (near := reading.verb_at(place)) is not None:
        marks.verb(near, "near:")
    return marks.found


def _around_verb(marks: _Marks, reading: Reading, verb: Verbs) -> None:
    marks.verb(verb, "")
    for under in reading.under(verb):
        marks.verb(under, "u:")
    if verb.noun is not None:
        marks.nouns(verb.noun, "vnoun")
    if verb.governor is not None:
        marks.verb(verb.governor, "g:")
        if verb.governor.governor is not None:
            marks.verb(verb.governor.governor, "gg:")


def _around_noun(marks: _Marks, reading: Reading, noun: Nouns) -> None:
    for token in noun.tokens:
        marks.found.setdefault(token.span[0], "samehead" if token is noun.head else "same")
    if noun.owner is not None:
        marks.nouns(noun.owner, "own")
    for how, end in noun.ties:
        marks.nouns(end, f"nt:{_tie(how)}")
    if noun.apposed is not None:
        marks.nouns(noun.apposed, "app")
    if noun.apposes is not None:
        marks.nouns(noun.apposes, "apps")
    for under in reading.verbs:
        if under.noun is noun:
            marks.verb(under, "un:")
    user = reading.user_of(noun)
    if user is not None:
        marks.verb(user, f"use{'s' if noun in user.subjects else 'o' if noun in user.objects else 't'}:")
        if user.governor is not None:
            marks.verb(user.governor, "ug:")


class _Marks:
    """Labels by place; the first that a token gets stays."""

    def __init__(self) -> None:
        self.found: dict[int, str] = {}

    def verb(self, verb: Verbs, before: str) -> None:
        for token in verb.tokens:
            self.found.setdefault(token.span[0], f"{before}{'v' if token is verb.head else 'vx'}")
        for nouns in verb.subjects:
            self.nouns(nouns, f"{before}{'psubj' if verb.passive else 'subj'}")
        for nouns in verb.objects:
            self.nouns(nouns, f"{before}obj")
        for how, nouns in verb.ties:
            self.nouns(nouns, f"{before}t:{_tie(how)}")

    def nouns(self, nouns: Nouns, label: str, depth: int = 0) -> None:
        for token in nouns.tokens:
            self.found.setdefault(token.span[0], label if token is nouns.head else f"{label}~")
        if depth >= _DEEP:
            return
        inner = "/" in label
        if nouns.owner is not None:
            self.nouns(nouns.owner, "/x" if inner else f"{label}/own", _DEEP)
        if nouns.apposed is not None:
            self.nouns(nouns.apposed, "/x" if inner else f"{label}/app", _DEEP)
        for how, end in nouns.ties:
            self.nouns(end, "/x" if inner else f"{label}/{'of' if how == 'of' else 'tie'}", depth + 1)


def _tie(how: str) -> str:
    return how if how in _PREPOSITIONS else "x"
