"""Looking to both sides of a place among the phrases of a sentence.

Invariant: nothing is changed; a look goes no farther than the sentence.
"""

from __future__ import annotations

from collections.abc import Sequence

from obstat.news.grammar.phrases import Nouns, Phrase, Small, Verbs
from obstat.news.words import pattern

_JOINS = frozenset(["and", "or", "&"])
_BEFORE_INVERTED = frozenset([",", '"', "”", "’"])
_FAR = 4
"""Phrases in which a list is seen to go on."""


class Around:
    """What stands around the phrases of one sentence."""

    def __init__(self, read: Sequence[Phrase]) -> None:
        self._read = read

    def before(self, at: int) -> Phrase | None:
        """The phrase before a place, but for adverbs and quotation marks."""
        for phrase in reversed(self._read[:at]):
            if not (isinstance(phrase, Small) and phrase.tag in ("adv", "quote")):
                return phrase
        return None

    def lists_on(self, at: int) -> bool:
        """Whether a comma before a phrase is one of ``A, B and C``: ``and`` follows before any verb."""
        for phrase in self._read[at + 1 : at + 1 + _FAR]:
            if isinstance(phrase, Verbs):
                return False
            if isinstance(phrase, Small):
                if phrase.lower in ("and", "or"):
                    return True
                if phrase.tag not in (",", "prep"):
                    return False
        return False

    def verb_follows(self, at: int) -> bool:
        """Whether the next verb of this level is finite: what is tied to the noun, and its clauses, are passed."""
        tied, inner, clauses = False, 0, 0
        for place, phrase in enumerate(self._read[at + 1 :], at + 1):
            if isinstance(phrase, Small):
                joins = phrase.lower in _JOINS and isinstance(self._read[place - 1], Nouns)
                if phrase.tag == "rel" or phrase.lower == "that":
                    inner, clauses = inner + 1, clauses + 1
                elif not joins and phrase.tag not in ("adv", "adj", "prep"):
                    return False
                tied = phrase.tag == "prep" or joins
            elif isinstance(phrase, Nouns):
                if not tied and not clauses:
                    return False
                tied = False
            elif phrase.shape in ("participle", "to", "ing") or self.by_follows(phrase, place):
                continue
            elif inner:
                inner -= 1
            else:
                return phrase.shape == "finite"
        return False

    def by_follows(self, verb: Verbs, at: int) -> bool:
        """``phones sold by``: a participle and no verb of the clause."""
        return is_bare(verb) and at + 1 < len(self._read) and small(self._read[at + 1]) == "by"

    def is_inverted(self, verb: Verbs, at: int) -> bool:
        """``..., said a spokesman``: a verb of speech behind a comma, with its subject behind it."""
        sign = at > 0 and small(self._read[at - 1]) in _BEFORE_INVERTED
        subject = at + 1 < len(self._read) and isinstance(self._read[at + 1], Nouns)
        return sign and subject and len(verb.tokens) == 1 and speaks(verb)

    def goes_to_speaker(self, at: int) -> bool:
        """Whether a comma and whoever speaks follow the end of a quotation."""
        comma, after = ([*self._read[at + 1 : at + 3], None, None])[:2]
        return small(comma) == "," and (isinstance(after, Nouns) or (isinstance(after, Verbs) and speaks(after)))

    def is_relative(self, at: int, governor: Verbs | None) -> bool:
        """Whether ``that`` stands for the noun before it, and does not begin what somebody says."""
        before = self._read[at - 1] if at else None
        if not isinstance(before, Nouns) or pattern("saying").fullmatch(before.noun):
            return False
        if before.head.word.adjective and not before.head.word.noun and len(before.tokens) == 1:
            return False  # ``nervous that``
        if before.head.tag == "day" and governor is not None and speaks(governor):
            return False  # ``demanded on Wednesday that``
        return governor is None or not speaks(governor) or not governor.objects


def small(phrase: Phrase | None) -> str:
    """A small word or sign in small letters; empty for other phrases."""
    return phrase.lower if isinstance(phrase, Small) else ""


def is_bare(verb: Verbs) -> bool:
    """Whether a verb stands alone, in a form that can be a participle."""
    return len(verb.tokens) == 1 and "N" in verb.head.word.forms


def speaks(verb: Verbs) -> bool:
    """Whether a verb is one of speech."""
    return pattern("speech").fullmatch(verb.lemma) is not None
