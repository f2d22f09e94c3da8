"""Whether a hit of the gazetteer means whom it names.

Invariant: a name that is also an everyday word counts only by what stands around it or by a sure name in the same
story, and a name inside a longer name is that of somebody else, unless the words around it are words that stand beside
names or the name engine says that it is the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from obstat.news.gazetteer import Hit
from obstat.news.named import Named
from obstat.news.story import Story
from obstat.news.words import sections

_AFTER = re.compile(r"(?: (?:& )?(?:[A-ZÀ-Þ][\w&-]*|\d+[A-Z]\w*)\.?)+")
_BEFORE = re.compile(r"(?:^|[\s\"“(])([A-ZÀ-Þ][\w&'-]*\.?) (of (?:the )?)?$")
_FORMS = re.compile(
    r",? (?:Co(?:mpany)?\.?,? Ltd|Company Limited|Corp(?:oration)?|Inc(?:orporated)?|Ltd|Limited|LLC|PLC|plc|GmbH|AG"
    r"|S\.A|SA|AB|SpA|NV|Pty Ltd|Co(?= |,|\.))\b\.?"
)
_THING = (
    r"(?:phones?|smartphones?|handsets?|devices?|tablets?|laptops?|watch(?:es)?|routers?|cameras?|recorders?|drones?"
    r"|modems?|modules?|chips?|gear|kit|equipment|networks?|customers?|subscribers|carrier|brand|shares|stores?|shops?"
    r"|Inc|Corp|Ltd|Group|UK|USA?|Holdings?|executives?|spokes\w+|stake|boards?|antennas?|radios?|products?|parts|software|models|smartwatches|technology|handsets)\b"
)
NOUN_AFTER = re.compile(rf"(?:'s?)? (?:\w+ )?(?:{_THING})")
_VERB_AFTER = re.compile(
    r" (?:(?:has|have|also) )?"
    r"(?:said|says|declined|refused|would not|did not|denie[sd]|announced|plans to|tested|sells)\b"
)
_NOUN_BEFORE = re.compile(
    r"\b(?:carriers?|operators?|telcos?|compan(?:y|ies)|firms?|makers?|brands?|retailers?|rivals?|subsidiary|unit|parent"
    r"|giant|group|vendors?|newspaper|magazine|supplier|chipmaker|phones? by|cameras? (?:by|of|from)|(?:made|built) by"
    r"|board (?:by|of|from)|networks? of|down (?:\w+ )?by),? $"
)
_LONGEST_LOOK = 48


@dataclass(frozen=True, slots=True)
class Sense:
    """What a hit was taken for: whom it names and where, or the longer name of somebody else."""

    start: int
    end: int
    named: Named | None
    """None where the passage is the name of somebody whom nobody knows."""


class Judge:
    """Judges the hits of one story. `same` says whether a longer name is that of a party."""

    def __init__(self, story: Story, hits: list[Hit], *, same: Callable[[str, str], bool]) -> None:
        self._story, self._hits, self._same = story, hits, same
        self._begun = {hit.start for hit in hits}
        self._ended = {hit.end for hit in hits}
        self._firms, self._people = sections("firms"), sections("people")

    def senses(self) -> list[Sense]:
        """The hits that mean somebody, by place."""
        found: list[Sense] = []
        doubtful: list[Hit] = []
        for hit in self._hits:
            if not self._story.within(hit.start, hit.end):
                continue
            if hit.spelling.doubt or self._uncapitalised(hit):
                doubtful.append(hit)
            elif sense := self._certain(hit):
                found.append(sense)
        sure = {sense.named.id for sense in found if sense.named}
        shown = [hit for hit in doubtful if self._shown(hit)]
        sure |= {hit.spelling.named.id for hit in shown}
        already = {hit.start for hit in shown}
        shown += (hit for hit in doubtful if hit.start not in already and self._implied(hit, sure))
        meant: dict[str, Named] = {}
        for hit in shown:
            if hit.spelling.text not in meant:
                meant[hit.spelling.text] = self._meant(hit, found)
        found += [Sense(hit.start, self._formed(hit.end), meant[hit.spelling.text]) for hit in shown]
        return sorted(found, key=lambda sense: sense.start)

    def _meant(self, hit: Hit, found: list[Sense]) -> Named:
        """Whom a doubtful hit means: where several bear the name, the one whom the story names in full, or one of a
        country that it names."""
        named, rivals = hit.spelling.named, hit.spelling.rivals
        if len(rivals) < 2:
            return named
        full = {s.named.id for s in found if s.named and hit.spelling.text in self._story.text[s.start : s.end]}
        countries = {s.named.country for s in found if s.named and s.named.kind == "place"}
        near = named.country in countries
        fits = (rival for rival in rivals if rival.id in full or (not near and rival.country in countries))
        return next(fits, named)

    def _certain(self, hit: Hit) -> Sense | None:
        named = hit.spelling.named
        if named.kind in ("body", "programme", "product"):
            return Sense(hit.start, hit.end, named)
        if named.kind == "place":
            return None if self._surname(hit) else Sense(hit.start, hit.end, named)
        if hit.spelling.east:
            return Sense(hit.start, hit.end, named)
        if self._surname(hit):
            return None
        end = self._formed(hit.end)
        if end == hit.end and (more := self._longer(hit)) is not None:
            whole = self._story.text[hit.start : more]
            if not self._same(whole, named.id):
                return Sense(hit.start, more, None)
        return Sense(hit.start, end, named)

    def _formed(self, end: int) -> int:
        """The end of a name with the legal form behind it."""
        form = _FORMS.match(self._story.text, end)
        if form is None:
            return end
        text = form[0]
        after = self._story.text[form.end() : form.end() + 2]
        return form.end() - 1 if text.endswith(".") and (not after.strip() or after[1:].isupper()) else form.end()

    def _longer(self, hit: Hit) -> int | None:
        """Where a longer name that begins with the hit ends; None where the hit is the whole of it."""
        after = _AFTER.match(self._story.text, hit.end, hit.end + _LONGEST_LOOK)
        if after is None or self._story.loud(hit.start):
            return None
        place, foreign, end = hit.end, 0, hit.end
        for word in after[0].split():
            place = self._story.text.index(word, place)
            bare = word.rstrip(".")
            if place in self._begun or bare in self._people["title"] or bare in self._people["first"]:
                break
            place += len(word)
            end = place - (len(word) - len(bare))
            foreign += bare not in self._firms["own"] and not any(c.isdigit() for c in bare)
        ends = self._story.text[hit.end : end].split()
        if not foreign or (len(ends) == 1 and ends[0] not in self._firms["institution"]):
            return None
        return end

    def _surname(self, hit: Hit) -> bool:
        """Whether the hit stands behind a first name or a title, or in small letters where it means nothing."""
        before = self._word_before(hit)
        if before is None or before[2] or self._story.loud(hit.start):
            return False
        word = before[1]
        if word not in self._people["first"] or before.end(1) in self._ended:
            return False
        return not (self._story.opens(before.start(1)) and word in self._firms["head"])

    def _word_before(self, hit: Hit) -> re.Match[str] | None:
        """The capitalised word before a hit in its sentence."""
        begin = self._story.spans[self._story.sentence_at(hit.start)][0]
        return _BEFORE.search(self._story.text, max(begin, hit.start - 40), hit.start)

    def _uncapitalised(self, hit: Hit) -> bool:
        return hit.spelling.text[0].islower() and not hit.spelling.text.startswith("the ") and not self._plain(hit)

    @staticmethod
    def _plain(hit: Hit) -> bool:
        """Whether a name that begins with a small letter has a capital or a digit that shows it."""
        return any(c.isupper() or c.isdigit() or c == " " for c in hit.spelling.text)

    def _shown(self, hit: Hit) -> bool:
        """Whether what stands around an everyday word shows that it is a name."""
        text, named = self._story.text, hit.spelling.named
        if named.kind == "product" or self._inside_other(hit):
            return False
        capital = text[hit.start].isupper()
        if named.kind in ("party", "organization"):
            counts = hit.spelling.text in self._firms["head"]  # ``Three phones``
            if not counts and NOUN_AFTER.match(text, hit.end) and (capital or hit.spelling.text[0].islower()):
                return True
            if capital and _VERB_AFTER.match(text, hit.end):
                return True
            if capital and _NOUN_BEFORE.search(text, max(0, hit.start - 30), hit.start):
                return True
            if capital and self._formed(hit.end) > hit.end:
                return True
        return (
            hit.spelling.doubt < 2 and capital and not self._story.opens(hit.start) and not self._story.loud(hit.start)
        )

    def _implied(self, hit: Hit, sure: set[str]) -> bool:
        """Whether a sure name in the story vouches for an everyday word."""
        named, text = hit.spelling.named, self._story.text
        if self._inside_other(hit):
            return False
        capital = text[hit.start].isupper() or text.startswith("the ", hit.start) or not text[hit.start].isalpha()
        if named.kind == "product":
            if named.maker not in sure or not capital:
                return False
            return (
                not self._story.opens(hit.start) or any(map(str.isdigit, hit.spelling.text)) or " " in hit.spelling.text
            )
        return capital and (named.id in sure or any(rival.id in sure for rival in hit.spelling.rivals))

    def _inside_other(self, hit: Hit) -> bool:
        """Whether capitals beside an everyday word make it a part of another's name."""
        if self._story.loud(hit.start):
            return False
        text = self._story.text
        after = _AFTER.match(text, hit.end, hit.end + _LONGEST_LOOK)
        if after and hit.spelling.named.kind != "product":
            word = after[0].split()[0].rstrip(".")
            place = text.index(word, hit.end)
            if place not in self._begun and word not in self._firms["form"] and not NOUN_AFTER.match(text, hit.end):
                return True
        before = self._word_before(hit)
        if before is None or before.end(1) in self._ended:
            return False
        word = before[1]
        opens = self._story.opens(before.start(1))
        return (
            not (opens and word in self._firms["head"])
            and word not in self._people["title"]
            and not (opens and not before[2] and word not in self._people["first"])
        )
