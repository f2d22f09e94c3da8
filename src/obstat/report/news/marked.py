"""The words of a passage with the claims and names in them marked, where spans lie in one another or overlap.

Invariant: taking the tags away leaves the passage; every tag that opens closes within the passage, in the right order.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from html import escape

from obstat.model.claim import Claim, Mention
from obstat.model.claim_words import MODALITIES, shown
from obstat.report.news import words
from obstat.report.news.laid_out import Passage, Story, within
from obstat.report.news.words import Names

_DEEPEST = 3
"""So many claims over one another are told apart by their shade."""
_LINKED = ("party", "product")


class Marked:
    """The passages of one story. `anchors` tells by claim where the page tells it, `address` where more is told of a
    party or product."""

    def __init__(
        self,
        story: Story,
        names: Names,
        anchors: Mapping[str, str],
        address: Callable[[Mention], str | None] = lambda _: None,
    ) -> None:
        self._story, self._names, self._anchors, self._address = story, names, anchors, address
        size = len(story.document.text)
        self._claims = sorted(
            ((span, claim) for claim in story.claims for span in claim.spans if within(span, size)),
            key=lambda pair: (pair[0], pair[1].id),
        )
        self._mentions = [mention for mention in story.mentions if mention.kind in _LINKED]
        self._at = self._mention_at = 0
        self._open: list[tuple[tuple[int, int], Claim]] = []

    def html(self, passage: Passage) -> str:
        """The next passage; they must come in their order. The text is cut wherever a span begins or ends."""
        start, end = passage.span
        claims = self._claims_of(start, end)
        mentions = self._mentions_of(start, end)
        cuts = {start, end}
        for (first, last), _ in claims:
            cuts |= {max(first, start), min(last, end)}
        for mention in mentions:
            cuts |= {max(mention.span[0], start), min(mention.span[1], end)}
        ends: dict[int, list[Claim]] = defaultdict(list)
        for (_, last), claim in claims:
            if last <= end:
                ends[last].append(claim)
        places = sorted(cuts)
        pieces = []
        for first, last in itertools.pairwise(places):
            over = [claim for (begins, stops), claim in claims if begins <= first and last <= stops]
            named = next((m for m in mentions if m.span[0] <= first and last <= m.span[1]), None)
            pieces.append(self._piece(first, last, over, named))
            pieces.append(self._references(ends.get(last, ())))
        return "".join(pieces)

    def _claims_of(self, start: int, end: int) -> list[tuple[tuple[int, int], Claim]]:
        while self._at < len(self._claims) and self._claims[self._at][0][0] < end:
            self._open.append(self._claims[self._at])
            self._at += 1
        self._open = [pair for pair in self._open if pair[0][1] > start]
        return list(self._open)

    def _mentions_of(self, start: int, end: int) -> list[Mention]:
        while self._mention_at < len(self._mentions) and self._mentions[self._mention_at].span[1] <= start:
            self._mention_at += 1
        found = []
        for mention in itertools.islice(self._mentions, self._mention_at, None):
            if mention.span[0] >= end:
                break
            if mention.span[1] > start:
                found.append(mention)
        return found

    def _piece(self, first: int, last: int, over: list[Claim], named: Mention | None) -> str:
        told = escape(shown(self._story.document.text[first:last]))
        if named:
            name = escape(words.called(named.id, self._names))
            href = self._address(named)
            tag, to = ("a", f' href="{escape(href)}"') if href else ("span", "")
            told = f'<{tag} class="name"{to} title="{name}">{told}</{tag}>'
        if not over:
            return told
        inner = over[-1].modality
        style = inner if inner in MODALITIES else "done"
        return f'<mark class="m-{style} d{min(len(over), _DEEPEST)}">{told}</mark>'

    def _references(self, claims: Sequence[Claim]) -> str:
        """The numbers of the claims that end here."""
        told = ",\u2009".join(
            f'<a href="#{self._anchors[claim.id]}">{escape(self._story.labels[claim.id].strip("[]"))}</a>'
            for claim in claims
        )
        return f"<sup>{told}</sup>" if told else ""
