"""Whose things an event is about.

Invariant: what is done to things is about whoever makes them: the parties that the clause names, the makers of its
products, or, where it names neither, the party that the story named last before it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

from obstat.model.claim import Mention, Span
from obstat.news.frames import Frame
from obstat.news.things import FIRMS, Thing
from obstat.news.words import pattern

OF_THINGS = frozenset(["stop_selling", "remove", "availability", "compatibility"])
"""Events that are about things, whatever firm stands beside them."""
OF_MAKERS = OF_THINGS | {"ban", "lift", "list_add", "list_remove"}
"""Events that are about whoever makes the things, and not about those who lose them."""
_JOINED = re.compile(r",? (?:and|or) (?:the )?|, (?:the )?|")


class Aims:
    """Finds whom events of one story are about."""

    def __init__(
        self, text: str, mentions: Sequence[Mention], made_by: Mapping[str, str], own: Sequence[Thing]
    ) -> None:
        """`made_by` gives the makers of products; `own` is the firm that speaks in a press release."""
        self._text, self._mentions, self._made_by, self._own = text, mentions, made_by, list(own)
        self.focus: list[Thing] = []
        """Firms of no snapshot that an event of the story was last about."""

    def of(
        self,
        frame: Frame,
        targets: Sequence[Thing],
        actors: Sequence[Thing],
        together: Sequence[Sequence[Mention]],
        region: Span,
    ) -> list[Thing]:
        """Whose things an event is about: whoever stands there; for what is done to makers' things, the makers."""
        if frame.target == "-":
            return []
        acting = {thing.name for thing in actors}
        if frame.event not in OF_MAKERS:
            return [t for t in targets if t.name not in acting or frame.event in ("availability", "test")]
        named = [t for t in targets if t.kind != "noun" and t.name not in acting]
        if any(t.kind == "party" for t in named) or (named and frame.event not in OF_THINGS):
            return named
        first, stop = region
        for group in together:
            parties = [Thing(m.id, m.kind, m.span) for m in group if m.kind == "party" and m.id not in acting]
            if parties and first <= group[0].span[0] < stop:
                return parties
        if self._own and re.search(r"\bour\b", self._text[max(0, first - 40) : stop], re.IGNORECASE):
            return self._own
        makers = self.makers(region, acting)
        if makers:
            return makers
        if named:
            return named
        return self.last(stop, acting) or list(targets)

    def last(self, place: int, acting: Collection[str]) -> list[Thing]:
        """The firms named last before a place, together where they were named together, but for those who act."""
        before = [m for m in self._mentions if m.kind == "party" and m.span[0] < place and m.id not in acting]
        found: list[Mention] = []
        for mention in reversed(before):
            if found and not _JOINED.fullmatch(self._text[mention.span[1] : found[-1].span[0]]):
                break
            found.append(mention)
        firms = list({m.id: Thing(m.id, "party", m.span) for m in reversed(found)}.values())
        return firms or [thing for thing in self.focus if thing.name not in acting]

    def makers(self, region: Span, acting: Collection[str]) -> list[Thing]:
        """The makers of the products named in a stretch of the text, but for those who act."""
        first, stop = region
        made = [m for m in self._mentions if m.kind == "product" and first <= m.span[0] < stop]
        found = [Thing(self._made_by[m.id], "party", m.span) for m in made if m.id in self._made_by]
        return [t for t in found if t.name not in acting]

    def is_firm(self, thing: Thing) -> bool:
        """Whether a firm is meant, and not its things (``Huawei phones``)."""
        if thing.kind not in FIRMS:
            return thing.kind == "noun" and pattern("unit").fullmatch(thing.name.rpartition(" ")[2]) is not None
        after = self._text[thing.span[1] : thing.span[1] + 30]
        goods = pattern("thing").search(after)
        return goods is None or not re.fullmatch(r"(?:['’]s)? (?:\w+ ){0,2}", after[: goods.start()])
