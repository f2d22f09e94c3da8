"""A sentence read: its words, their phrases, and its verbs with who does what.

Invariant: spans are those of the whole text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from obstat.model.claim import Mention, Span
from obstat.news.grammar.parse import parsed
from obstat.news.grammar.phrases import Nouns, Phrase, Verbs, phrases
from obstat.news.grammar.tagging import tagged
from obstat.news.grammar.tokens import Token, tokens


@dataclass(frozen=True, slots=True)
class Reading:
    """One sentence."""

    tokens: tuple[Token, ...]
    phrases: tuple[Phrase, ...]
    verbs: tuple[Verbs, ...]

    def verb_at(self, place: int) -> Verbs | None:
        """The verb of the clause that a place is in: the last one before it, else the first behind it."""
        before = [v for v in self.verbs if v.head.span[0] <= place]
        return before[-1] if before else next(iter(self.verbs), None)

    def nouns_at(self, place: int) -> Nouns | None:
        """The phrase of nouns that a place of the text is in."""
        return next((p for p in self.phrases if isinstance(p, Nouns) and p.span[0] <= place < p.span[1]), None)

    def user_of(self, nouns: Nouns) -> Verbs | None:
        """The verb that has a phrase of nouns as its object, subject or tie."""
        for verb in self.verbs:
            if nouns in verb.objects or any(end is nouns for _, end in verb.ties):
                return verb
        return next((verb for verb in self.verbs if nouns in verb.subjects), None)

    def under(self, verb: Verbs) -> list[Verbs]:
        """The verbs that hang on another."""
        return [v for v in self.verbs if v.governor is verb]


def read(text: str, span: Span, mentions: Sequence[Mention]) -> Reading:
    """Read a sentence; `mentions` are those inside it, by place."""
    words = tagged(tokens(text, span, mentions))
    found = phrases(words)
    return Reading(tuple(words), tuple(found), tuple(parsed(found)))
