"""The words of a sentence that tell of events, without those inside what is feared, wanted or denied.

Invariant: hits are in the order of the text; of those that overlap one is told; none stands in a name or in the words
of who speaks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from obstat.model.claim import Mention, Span
from obstat.news.frames import Frame, beginning
from obstat.news.grammar.phrases import Verbs
from obstat.news.grammar.reading import Reading
from obstat.news.nominal import wanted
from obstat.news.speech import Act

OF_SPEECH = frozenset(["pressure", "concern", "denial", "no_comment"])
"""Events whose clause tells what is wanted, feared or denied, which is no event of its own."""
_OF_OTHERS = frozenset(["ban", "lift", "stop_selling"])
"""What others may or may not do, or what somebody gives up, is no event of its own: ``forbade it to buy``."""
_WORD = re.compile(r"[\w’']+")


@dataclass(frozen=True, slots=True)
class Hit:
    """A frame found in a sentence, with the verb of its clause."""

    frame: Frame
    span: Span
    verb: Verbs | None


def hits(text: str, span: Span, reading: Reading, told_by: Sequence[Act], named: Sequence[Mention]) -> list[Hit]:
    """The frames of a sentence, the longer one before a shorter one at the same place; `named` are the names in it."""
    spans = [mention.span for mention in named if not mention.refers]
    found = [
        hit
        for hit in matches(text, span, reading)
        if not any(start <= hit.span[0] < end for start, end in spans)
        and not any(act.holds(hit.span[0]) for act in told_by)
        and _is_as_meant(hit, reading)
    ]
    found.sort(key=lambda hit: (hit.span[0], -(hit.span[1] - hit.span[0])))
    return found


def matches(text: str, span: Span, reading: Reading) -> Iterator[Hit]:
    """Every place of a sentence at which the words of a frame stand."""
    for word in _WORD.finditer(text, *span):
        for frame, words in beginning(word[0].lower()):
            if match := words.match(text, word.start(), span[1]):
                verb = reading.verb_in(match.span()) or reading.verb_at(match.start())
                yield Hit(frame, match.span(), verb)


def _is_as_meant(hit: Hit, reading: Reading) -> bool:
    """Whether a word that can be verb and noun is in the sentence what the frame says."""
    nouns = reading.nouns_at(hit.span[0])
    if hit.frame.nominal:
        return nouns is not None and nouns.head.span[1] == hit.span[1] and not wanted(reading.user_of(nouns))
    if hit.frame.actor == "b" and hit.frame.target == "o" and nouns is None:
        return False
    return not hit.frame.verbal or nouns is None or reading.verb_in(hit.span) is not None


class Choice:
    """Which hits of a sentence are still to be told, by those that were."""

    def __init__(self) -> None:
        self._stop, self._lifted = -1, False
        self._over: list[Verbs | None] = []

    def is_open(self, hit: Hit) -> bool:
        """Whether a hit is no part of one that was told, and not what somebody wants, fears or denies."""
        if hit.span[0] < self._stop or (hit.frame.event == "ban" and self._lifted):
            return False
        return not (self._over and hit.frame.event != "no_comment" and _hangs_on(hit, self._over))

    def take(self, hit: Hit, *, told: bool) -> None:
        """Close what hangs on a hit, and where it was `told` its words, too."""
        event = hit.frame.event
        if told:
            self._stop = hit.span[1]
        self._lifted = self._lifted or event in ("lift", "list_remove")
        if event in OF_SPEECH or (event in _OF_OTHERS and hit.frame.verbal):
            self._over.append(hit.verb)


def _hangs_on(hit: Hit, over: Sequence[Verbs | None]) -> bool:
    """Whether an event is what is wanted, feared or denied by one of the verbs before it."""
    above = hit.verb
    while above is not None:
        if above in over and (above is not hit.verb or above.head.span[0] < hit.span[0]):
            return True
        above = above.governor
    return False
