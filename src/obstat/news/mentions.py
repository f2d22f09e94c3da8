"""Who and what a story names, and whom it means where it only refers to somebody.

Invariant: mentions stand in the text word for word at their spans, sorted, and do not overlap.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Sequence

from obstat.identity.lookup import Lookup
from obstat.knowledge.snapshot import Snapshot
from obstat.model.claim import Mention, Span
from obstat.news.gazetteer import Gazetteer
from obstat.news.lines import Lines
from obstat.news.models import Models
from obstat.news.named import Named
from obstat.news.offices import Offices
from obstat.news.references import Candidate, References, acts
from obstat.news.sense import Judge, Sense
from obstat.news.story import Part, Story
from obstat.news.unknown import Strangers
from obstat.news.words import sections

_DEPARTMENTS = re.compile(
    r"\b[Dd]epartments of ((?:the )?[A-Z]\w+(?: [A-Z]\w+)*(?:(?:,|,? and) (?:the )?[A-Z]\w+(?: [A-Z]\w+)*)+)"
)
_ONE_OF_THEM = re.compile(r"[A-Z]\w+(?: [A-Z]\w+)*")
_ONE_IN_A_STORY = ("agency", "regulator", "watchdog", "authority")
"""Nouns of which a country has one that matters in a story; of ministries and courts it has many."""
Passage = tuple[int, int, Named | None]
"""A passage of a text and who it names; None where it is a name that nobody knows."""
_REFERRED_TO = ("party", "organization", "body", "outlet", "person")


class Mentions:
    """Finds the mentions of any number of stories. The snapshot's names are read once."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._gazetteer = Gazetteer(snapshot)
        self._models = Models(snapshot)
        self._lines = Lines(snapshot)
        self._offices = Offices()
        self._lookup = Lookup(snapshot)
        self._same = functools.lru_cache(maxsize=16_384)(self._is_same)

    def find(self, text: str, sentences: Sequence[Part]) -> list[Mention]:
        """The mentions of a text, by place. `sentences` are its sentences, by place."""
        story = Story(text, sentences)
        taken, given = self._listed(story)
        strangers = Strangers(story, [(start, end) for start, end, _ in taken]).find(given)
        persons = {s.id.split()[-1] for s in strangers if s.kind == "person"}
        everybody = _clear([*taken, *((s.start, s.end, Named(s.kind, s.id)) for s in strangers)])
        told = [(start, end, named) for start, end, named in everybody if named is not None]
        found = _in_full(story, [one for one in told if not self._surname(story, one, persons)])
        named = [_mention(story, start, end, named) for start, end, named in found]
        who = {(start, end): named for start, end, named in found}
        return _with_references(story, named, who)

    def unknown(self, text: str, sentences: Sequence[Part]) -> tuple[Story, list[Span]]:
        """A story and those names in it of which neither a list nor what `Strangers` looks for tells anything."""
        story = Story(text, sentences)
        taken, given = self._listed(story)
        return story, Strangers(story, [(start, end) for start, end, _ in taken]).unknown(given)

    # --- parts ------------------------------------------------------------------------------------------------------

    def _listed(self, story: Story) -> tuple[list[Passage], list[Span]]:
        """Those whom lists know, by place, and the passages that are names of firms for certain."""
        hits = self._gazetteer.hits(story.text)
        senses = Judge(story, hits, same=self._same).senses()
        known = _with_institutions(story, self._with_departments(story, self._split(story, senses)))
        sure = {sense.named.id for sense in known if sense.named is not None and sense.named.kind == "party"}
        lines = self._lines.find(story.text, [(sense.end, sense.named) for sense in known if sense.named is not None])
        codes, offices = self._by_code(story, known, sure), self._offices_of(story, known)
        taken = _clear([*_passages(known), *codes, *offices, *((s, e, Named("product", id)) for id, s, e in lines)])
        return taken, [(start, end) for start, end, named in taken if named is None]

    def _is_same(self, name: str, party: str) -> bool:
        """Whether a longer name is one of a party's, as the names are compared."""
        return any(match.id == party and match.match for match in self._lookup.find(name))

    def _by_code(self, story: Story, known: list[Sense], sure: set[str]) -> Iterator[Passage]:
        """Products told by a code, where no name of a product is there already."""
        named = {sense.end for sense in known if sense.named is not None and sense.named.kind != "place"}
        for model in self._models.find(story.text, sure):
            if model.end not in named:
                yield model.start, model.end, Named("product", model.id)

    def _offices_of(self, story: Story, known: list[Sense]) -> Iterator[Passage]:
        """Public bodies told by their field alone, but for those whose name stands behind it."""
        begun: set[int] = set()
        bodies: dict[tuple[str | None, str], Named] = {}
        for sense in known:
            if sense.named is not None and sense.named.kind == "body":
                begun.add(sense.start)
                bodies.update({(sense.named.country, noun): sense.named for noun in sense.named.nouns})
        places = {sense.end: sense.named for sense in known if sense.named is not None and sense.named.kind == "place"}
        for office in self._offices.find(story.text):
            if office.end + 1 in begun:
                continue
            place = next((places[end] for end in (office.start - 1, office.start - 3) if end in places), None)
            country = place.country if place else None
            unnamed = Named("body", office.id, country, frozenset((office.noun,)))
            one = office.noun in _ONE_IN_A_STORY and country
            yield office.start, office.end, bodies.get((country, office.noun), unnamed) if one else unnamed

    def _split(self, story: Story, senses: list[Sense]) -> Iterator[Sense]:
        """Senses, the name of the maker before a product's taken for itself."""
        for sense in senses:
            if sense.named is not None and sense.named.kind == "product":
                words = story.text[sense.start : sense.end].split(" ")
                for size in range(len(words) - 1, 0, -1):
                    brand = " ".join(words[:size])
                    hits = self._gazetteer.hits(brand)
                    whole = [h for h in hits if h.end - h.start == len(brand) and not h.spelling.doubt]
                    if whole and whole[0].spelling.named.kind in ("party", "organization"):
                        cut = sense.start + len(brand)
                        yield Sense(sense.start, cut, whole[0].spelling.named)
                        sense = Sense(cut + 1, sense.end, sense.named)
                        break
            yield sense

    def _with_departments(self, story: Story, senses: Iterable[Sense]) -> list[Sense]:
        """Senses with those of ``the departments of Commerce, Defense and Justice``."""
        found = list(senses)
        if "epartments of" not in story.text:
            return found
        for match in _DEPARTMENTS.finditer(story.text):
            for one in _ONE_OF_THEM.finditer(story.text, *match.span(1)):
                hits = self._gazetteer.hits(f"{one[0]} Department")
                if len(hits) == 1 and hits[0].spelling.named.kind == "body" and hits[0].start == 0:
                    found = [s for s in found if s.end <= one.start() or s.start >= one.end()]
                    found.append(Sense(one.start(), one.end(), hits[0].spelling.named))
        return sorted(found, key=lambda sense: sense.start)

    @staticmethod
    def _surname(story: Story, one: tuple[int, int, Named], persons: set[str]) -> bool:
        """Whether a firm's name is, in this story, that of a person."""
        start, end, named = one
        return named.kind == "organization" and named.id != story.text[start:end] and story.text[start:end] in persons


def _with_institutions(story: Story, senses: list[Sense]) -> list[Sense]:
    """Senses, a place that a longer name begins with taken for part of it: ``Idaho National Laboratory``."""
    begun = {sense.start for sense in senses}
    found: list[Sense] = []
    for sense in senses:
        if sense.named is not None and sense.named.kind == "place":
            rest = _institution().match(story.text, sense.end)
            if rest and not any(sense.end < start < rest.end() for start in begun):
                sense = Sense(sense.start, rest.end(), None)
        found.append(sense)
    return found


@functools.cache
def _institution() -> re.Pattern[str]:
    last = "|".join(sorted(sections("firms")["institution"] - {"Agency", "Ministry", "Commission", "Court", "Union"}))
    return re.compile(rf"(?: [A-Z][\w&’'-]*){{1,3}}? (?:{last}|Corporation)\b(?! [A-Z])")


def _passages(senses: Iterable[Sense]) -> Iterator[Passage]:
    return ((sense.start, sense.end, sense.named) for sense in senses)


def _in_full(story: Story, found: list[tuple[int, int, Named]]) -> list[tuple[int, int, Named]]:
    """Passages where a short name of a firm stands for the one that the story names in full."""
    full: dict[str, Named] = {}
    for start, end, named in found:
        first = story.text[start:end].partition(" ")[0]
        if named.kind in ("organization", "party") and end - start > len(first):
            full.setdefault(first.casefold(), named)
    return [
        (start, end, full.get(story.text[start:end].casefold(), named) if named.kind == "organization" else named)
        for start, end, named in found
    ]


def _clear(found: Iterable[Passage]) -> list[Passage]:
    """Passages without those that overlap a longer one, by place."""
    kept: list[Passage] = []
    for one in sorted(found, key=lambda one: (one[0], -one[1])):
        if kept and one[0] < kept[-1][1]:
            if one[1] - one[0] > kept[-1][1] - kept[-1][0]:
                kept[-1] = one
            continue
        kept.append(one)
    return kept


def _mention(story: Story, start: int, end: int, named: Named) -> Mention:
    bare = named.kind in ("body", "place", "programme") and story.text[start:end] != "The Hague"
    if story.text.startswith("the ", start) or (bare and story.text.startswith("The ", start)):
        start += 4
    return Mention(named.kind, named.id, story.given[start:end], (start, end))


def _with_references(story: Story, mentions: list[Mention], who: dict[tuple[int, int], Named]) -> list[Mention]:
    by_end = {end: named for (_, end), named in who.items()}
    candidates, places, last = [], [], -1
    for mention in mentions:
        if mention.kind == "place":
            places.append(mention)
        if mention.kind not in _REFERRED_TO:
            continue
        number = story.sentence_at(mention.span[0])
        subject = number != last and (story.opens(mention.span[0]) or acts(story, mention.span[1]))
        candidates.append(Candidate(mention, by_end[mention.span[1]], number, subject))
        last = number
    referring = References(story, candidates, places).find()
    kept: list[Mention] = []
    at = 0
    for reference in referring:
        start, end = reference.span
        while at < len(mentions) and mentions[at].span[1] <= start:
            kept.append(mentions[at])
            at += 1
        inside = at
        while inside < len(mentions) and mentions[inside].span[0] < end:
            inside += 1
        if any(mention.kind != "place" for mention in mentions[at:inside]) or (kept and kept[-1].span[1] > start):
            continue
        at = inside
        kept.append(reference)
    return [*kept, *mentions[at:]]
