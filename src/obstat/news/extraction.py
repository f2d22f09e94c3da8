"""A story as claims: the events that a small network finds in it, who stands behind its words, and who says it.

Invariant: sentences are read in their order, each with what the ones before it tell: who spoke last, and who were
named together. Every claim stands in the text at its spans.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from obstat.knowledge.snapshot import Snapshot
from obstat.model.claim import EVENTS, Claim, Document, Mention, Source
from obstat.news import circumstances, passages, speech
from obstat.news.grammar.phrases import Nouns
from obstat.news.grammar.reading import Reading
from obstat.news.learned.meant import ACTOR, TARGET, Meant
from obstat.news.learned.reader import Page, Told, read
from obstat.news.learned.words import Word, paragraphs
from obstat.news.mentions import Mentions
from obstat.news.repeats import merged
from obstat.news.sentences import Sentence, sentences
from obstat.news.speech import Act, Attribution
from obstat.news.telling import Telling
from obstat.news.things import BODIES, FIRMS, Thing, named, names_of, once, together
from obstat.news.who import Who, speaks_as
from obstat.news.who import words as words_of
from obstat.news.words import pattern

_QUOTED = 0.7
"""The part of some words from which they are a quotation."""
_WITHOUT_TARGET = frozenset(["denial", "no_comment"])
_OF_EACH = frozenset(["no_comment", "opinion"])
"""What each of several does for himself is a claim of his own."""
_OF_VOICES = frozenset(["statement", "denial", "no_comment", "opinion", "concern", "pressure"])
"""What somebody without a name may do by his voice alone, and an officer for the firm or body that he belongs to."""
_ACTING = frozenset(["party", "organization", "body", "person", "outlet", "place"])
_ABOUT_SOMEBODY = frozenset(EVENTS) - {"statement", "denial", "no_comment", "opinion"}
"""What is about somebody or his things, even where the sentence does not tell whose."""
_DONE_BY_SOMEBODY = _ABOUT_SOMEBODY - {"list_add", "fine", "market", "compatibility"} | {"statement", "opinion"}
"""What somebody does, even where the sentence does not tell who."""
_FAR = 300
"""How many signs before such words their maker may be named."""
_POINTING = frozenset(
    ["the", "this", "that", "these", "those", "both", "either", "neither", "its", "their", "his", "her"]
)
"""What a phrase begins with that points at somebody told of before."""
_US = frozenset(["we", "us", "our", "ours", "i"])
_BY_WORDS = frozenset([("document", "official_record"), ("named_person", "analyst")])
"""Classes as they are read, each with the one that the words of the source say."""
_WHERE = re.compile(r"\b(?:in|of|from|near|at|outside) (?:the )?$")
_KNOWN = (*BODIES, "product", "programme")


class Extractor:
    """Finds the claims of stories; see `obstat.model.claim`."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._mentions = Mentions(snapshot)
        self._makers = {product.id: product.maker for product in snapshot.products.values()}

    def claims(self, document: Document) -> tuple[list[Claim], list[Mention]]:
        """The claims and the mentions of a story, in the order of its text."""
        split = sentences(document.text)
        mentions = self._mentions.find(document.text, split)
        if document.language not in (None, "en"):
            return [], mentions
        story = StoryReader(document, split, mentions, self._makers, Meant(self._makers))
        found = list(story.claims(read(paragraphs(document.text, split, mentions))))
        once_told = merged(found, [s.span for s in split if s.heading])
        return [replace(claim, id=f"{document.id}-{at}") for at, claim in enumerate(once_told, 1)], mentions


@dataclass(frozen=True, slots=True)
class _Scene:
    """A sentence, read, with its mentions."""

    sentence: Sentence
    reading: Reading
    mentions: Sequence[Mention]


class StoryReader:
    """One story while it is read; `meant` tells whom its words stand for."""

    def __init__(
        self,
        document: Document,
        split: Sequence[Sentence],
        mentions: Sequence[Mention],
        makers: Mapping[str, str],
        meant: Meant,
    ) -> None:
        names = names_of(mentions)
        self._document, self._text, self._split, self._mentions = document, document.text, split, mentions
        self._makers = makers
        self._together = together(document.text, mentions)
        self._telling = Telling(document, mentions, names)
        self._who = Who(names)
        self._meant = meant
        self._first_mention: dict[str, Mention] = {}
        for mention in mentions:
            self._first_mention.setdefault(mention.id, mention)
        self._ids = {self._who.thing(mention).name: mention.id for mention in mentions}
        parties = ([mention for mention in group if mention.kind == "party"] for group in self._together)
        self._makers_named = [group for group in parties if group]
        """The parties of the snapshot, with those whom each is named together with."""
        self._speaker = Attribution()
        self._paragraph = -1

    def claims(self, pages: Iterable[Page]) -> Iterator[Claim]:
        """The claims of its sentences; `pages` are its paragraphs as they are read."""
        group = 0
        for page in pages:
            self._meant.go_on(page.words, page.states)
            readings = {word.sentence: word.reading for word in page.words}
            for number, reading in readings.items():
                sentence = self._split[number]
                first = group
                while group < len(self._together) and self._together[group][0].span[0] < sentence.span[1]:
                    group += 1
                inside = [token.mention for token in reading.tokens if token.mention is not None]
                yield from self._of(
                    _Scene(sentence, reading, inside), [one for one in page.told if one.own[0].sentence == number]
                )
                self._who.remember(reading, [g for g in self._together[first:group] if len(g) > 1])

    def _of(self, scene: _Scene, told: Sequence[Told]) -> Iterator[Claim]:
        """What one sentence tells."""
        sentence, reading = scene.sentence, scene.reading
        told_by = [] if sentence.heading else speech.acts(self._text, sentence.span, reading, self._who)
        said = speech.chain(told_by, self._speaker)
        goes_on = not said.sources and self._goes_on(sentence)
        if goes_on:
            said = self._speaker
        denial = next((one for one in told if one.event == "denial"), None)
        for one in told:
            by_grammar = said if goes_on else self._covering(one, reading, told_by)
            source = self._said(one, by_grammar, told_by)
            if denial is not None and (one.event == "denial" or one.modality == "denied"):
                source = self._denied(one if one.event == "denial" else denial, source)
            yield from self._told(one, scene, source, alone=denial is None)
        if said.sources:
            self._speaker = said
        elif sentence.paragraph != self._paragraph:
            self._speaker = Attribution()
        self._paragraph = sentence.paragraph

    def _goes_on(self, sentence: Sentence) -> bool:
        """Whether a sentence is a quotation of whoever spoke before in the paragraph."""
        if not self._speaker.sources or sentence.paragraph != self._paragraph:
            return False
        start, end = sentence.span
        quoted = sum(max(0, min(last, end) - max(first, start)) for first, last in sentence.quotes)
        return quoted > _QUOTED * max(1, end - start)

    def _covering(self, told: Told, reading: Reading, told_by: Sequence[Act]) -> Attribution:
        """Who tells of an event, by grammar."""
        place = told.own[0].token.span[0]
        verb = reading.verb_at(place)
        return speech.chain([act for act in told_by if speech.covers(act, place, verb, reading)], self._speaker)

    def _said(self, told: Told, by_grammar: Attribution, told_by: Sequence[Act]) -> Attribution:
        """Who tells of an event: the class as it was read, the links by grammar as far as they agree with it."""
        if told.class_ == by_grammar.class_ or (told.class_, by_grammar.class_) in _BY_WORDS:
            return by_grammar
        only_told_of = bool(told.source) and {*told.source} <= {*told.targets} and not told_by
        if told.class_ == "none" or only_told_of:
            return Attribution()
        outlets = [source for source in by_grammar.sources[:1] if source.class_ == "other_outlet"]
        if told.class_ == "other_outlet" and outlets:
            return Attribution(tuple(outlets), by_grammar.span)
        words = [word for word in told.source if word.kind != "outlet" or told.class_ == "other_outlet"]
        speakers = tuple(once(thing for word in words for thing in self._things(word, Attribution())))
        if not words:
            others = by_grammar.sources[len(outlets) :]
            renamed = (Source(source.name, told.class_) for source in others[-1:])
            return Attribution((*outlets, *renamed), by_grammar.span, by_grammar.speakers)
        first, last = words[0].token.span[0], words[-1].token.span[1]
        if told.class_ == "document" and (outlet := _outlet_of(words)):
            return Attribution((Source(outlet, "other_outlet"),), (first, last))
        name = _called(words)
        if not name and not speakers:
            return Attribution()  # ``we found``: the outlet itself
        return Attribution((*outlets, Source(name or speakers[-1].name, told.class_)), (first, last), speakers)

    def _denied(self, denial: Told, said: Attribution) -> Attribution:
        """Who denies as the source, also where only an outlet tells it: ``Huawei denied that``."""
        deniers = self._everybody(denial, ACTOR, Attribution())
        class_ = speech.class_of_voice(deniers[0]) if deniers else ""
        if said.class_ not in ("none", "other_outlet") or not class_:
            return said
        span = (denial.actors[0].token.span[0], denial.actors[-1].token.span[1])
        return Attribution((*said.sources, Source(deniers[0].name, class_)), span, tuple(deniers))

    def _told(self, told: Told, scene: _Scene, said: Attribution, *, alone: bool) -> Iterator[Claim]:
        """The claims of an event; none where nobody of the field has to do with it. What a firm says not to be so is a
        denial, too, told here where it stands `alone`."""
        actors = self._everybody(told, ACTOR, said)
        targets = [] if told.event in _WITHOUT_TARGET else self._everybody(told, TARGET, said)
        if not targets and told.event in _ABOUT_SOMEBODY:
            ruled = self._makers_of_products(scene) or self._makers_meant(told, actors, scene)
            targets = self._stands_for(told, TARGET, None, ruled)
        if not actors and told.event in _DONE_BY_SOMEBODY:
            actors = self._stands_for(told, ACTOR, None, [])
        actors, targets = _on_one_side(actors, targets)
        self._meant.remember(told, self._ids_of(actors), self._ids_of(targets))
        if not self._is_of_the_field(told, actors, targets, scene):
            return
        sentence = scene.sentence
        first, last = told.own[0].token.span[0], told.own[-1].token.span[1]
        names = [mention.span for mention in scene.mentions]
        part = passages.clause(self._text, sentence.span, (first, last), names)
        about = circumstances.of(self._text, part, first, scene.mentions, said.span, self._document.published)
        claim = Claim(
            "",
            self._document.id,
            told.event,
            named(actors),
            named(targets),
            about.products,
            place=about.place,
            time=about.time,
            amount=about.amount,
            modality=told.modality,
            polarity=told.polarity,
            quotation=any(start <= first and last <= end for start, end in sentence.quotes),
            attribution=self._telling.chain(said),
            origin=self._telling.origin(said, actors),
            spans=(passages.without_speaker(self._text, sentence.span, said.span, part),),
            slots=((("attribution", said.span),) if said.span else ()),
        )
        if told.event in _OF_EACH and len(claim.actors) > 1:
            yield from (replace(claim, actors=(actor,)) for actor in claim.actors)
        else:
            yield claim
        if alone and told.modality == "denied" and said.class_ == "company_statement":
            speaking = named(self._telling.speaking(said)) or claim.actors
            yield replace(claim, event="denial", actors=speaking, targets=(), modality="done")

    def _makers_of_products(self, scene: _Scene) -> list[Thing]:
        """The makers of the products that a sentence names."""
        products = (mention for mention in scene.mentions if mention.kind == "product")
        makers = [(self._makers.get(mention.id), mention.span) for mention in products]
        return once(Thing(maker, "party", span) for maker, span in makers if maker)

    def _makers_meant(self, told: Told, actors: Sequence[Thing], scene: _Scene) -> list[Thing]:
        """Whose things are meant where nobody is named: the parties of the snapshot named last, else the next ones up
        to the end of the sentence."""
        place, end = told.own[-1].token.span[1], scene.sentence.span[1]
        acting = {thing.name for thing in actors}
        first, middle, last = (bisect_left(self._makers_named, at, key=_first) for at in (place - _FAR, place, end))
        before = [g for g in self._makers_named[first:middle] if acting.isdisjoint(m.id for m in g)]
        behind = [g for g in self._makers_named[middle:last] if acting.isdisjoint(m.id for m in g)]
        return [self._who.thing(mention) for group in (before[-1:] or behind[:1]) for mention in group]

    def _everybody(self, told: Told, role: int, said: Attribution) -> list[Thing]:
        """Those in a role of an event: whom its words name or stand for."""
        found: list[Thing] = []
        for word in self._not_where(told.actors if role == ACTOR else told.targets):
            ruled = self._beside(word, told, said)
            meant = self._stands_for(told, role, word, ruled) if _stands(word) else []
            found += [replace(thing, span=word.token.span) for thing in meant] or ruled
        if told.event in _OF_VOICES:
            found = [Thing(self._telling.spoken_for(t, told.class_), t.kind, t.span, t.speaks_as) for t in found]
        return once(found)

    def _stands_for(self, told: Told, role: int, word: Word | None, ruled: Sequence[Thing]) -> list[Thing]:
        """Whom a word stands for, or who is meant where none does; `ruled` are whom rules tell."""
        unnamed = any(thing.kind == "noun" for thing in ruled)
        ids = self._meant.of(told, role, word, self._ids_of(ruled), unnamed=unnamed)
        return [self._thing(id) for id in ids]

    def _thing(self, id: str) -> Thing:
        mention = self._first_mention.get(id)
        return self._who.thing(mention) if mention is not None else Thing(id, "party", (0, 0))

    def _ids_of(self, things: Iterable[Thing]) -> list[str]:
        return [self._ids.get(thing.name, thing.name) for thing in things]

    def _beside(self, word: Word, told: Told, said: Attribution) -> list[Thing]:
        """Whom a word means, with those beside whom he does it: ``agencies and some lawmakers fear``."""
        reading, nouns = word.reading, word.reading.nouns_at(word.token.span[0])
        verb = next((v for v in reading.verbs if any(w.token is v.head for w in told.own)), None)
        together = verb.subjects if verb is not None and nouns in verb.subjects else []
        others = [one for one in together if one is not nouns]
        return sorted(once([*self._who.of(others), *self._things(word, said)]), key=lambda thing: thing.span)

    def _not_where(self, words: Sequence[Word]) -> Sequence[Word]:
        """Some words but for the places that tell where others are: ``a judge in Washington``."""
        places = [w for w in words if w.kind == "place" and _WHERE.search(self._text, *_before(w.token.span[0]))]
        return [word for word in words if word not in places] or words

    def _things(self, word: Word, said: Attribution) -> list[Thing]:
        """Whom a word means: of a product its maker, by ``we`` whoever speaks."""
        mention = word.mention
        if mention is not None and mention.kind == "product":
            maker = self._makers.get(mention.id)
            return [Thing(maker, "party", mention.span)] if maker else []
        nouns = word.reading.nouns_at(word.token.span[0])
        if mention is not None and mention.kind == "place" and nouns is not None and nouns.head is not word.token:
            return []  # ``American phones``
        if mention is not None:
            return [self._who.thing(mention)] if mention.kind in _ACTING else []
        if word.low in _US:
            return self._we(said)
        if nouns is None or word.token not in nouns.tokens:
            return []
        whole = word.token is nouns.head
        part = nouns if whole else Nouns(nouns.tokens[: nouns.tokens.index(word.token) + 1])
        return self._who.of([part]) or self._owner(part, said)

    def _owner(self, nouns: Nouns, said: Attribution) -> list[Thing]:
        """Whose things are: ``our cameras``, ``Huawei's phones``, ``a Dahua recorder``."""
        owners = [self._who.thing(m) for m in nouns.mentions if m.kind in FIRMS]
        return owners[-1:] or (self._we(said) if nouns.tokens[0].lower in _US else [])

    def _we(self, said: Attribution) -> list[Thing]:
        """Whom ``we`` means: whoever speaks, in a press release the firm."""
        return self._telling.speaking(said)[:1] or self._telling.own

    def _is_of_the_field(
        self, told: Told, actors: Sequence[Thing], targets: Sequence[Thing], scene: _Scene
    ) -> bool:  # fmt: skip
        """Whether an event has somebody with a name, or somebody without one beside a name or a thing of the field."""
        if any(thing.kind != "noun" for thing in (*actors, *targets)) or (actors and told.event in _OF_VOICES):
            return True
        known = any(mention.kind in _KNOWN for mention in scene.mentions)
        thing = pattern("thing").search(self._text, *scene.sentence.span)
        return bool(actors or targets) and (known or thing is not None)


def _on_one_side(actors: list[Thing], targets: list[Thing]) -> tuple[list[Thing], list[Thing]]:
    """Those in both roles of an event are in the one in which nobody else is, as far as there is one."""
    both = {thing.name for thing in actors} & {thing.name for thing in targets}
    others, objects = ([thing for thing in some if thing.name not in both] for some in (actors, targets))
    return (others, targets) if others else (actors, objects or targets)


def _stands(word: Word) -> bool:
    """Whether a word stands for somebody or his things, and names nobody: not ``we``, which is whoever speaks, no
    office, which is named as it is (``the ministry``), and no firms that the phrase does not point at: ``carriers``."""
    if word.mention is not None:
        return word.mention.kind == "product" or (word.mention.refers and word.mention.kind in FIRMS)
    nouns = word.reading.nouns_at(word.token.span[0])
    if nouns is None or not (speaks := speaks_as(nouns)):
        return word.low not in _US
    return speaks == "company" and nouns.tokens[0].lower in _POINTING


def _outlet_of(source: Sequence[Word]) -> str:
    """The outlet whose report a source is: ``Bloomberg's own report``; empty where it is of none."""
    phrases = (word.reading.nouns_at(word.token.span[0]) for word in source)
    owners = (nouns.owner for nouns in phrases if nouns is not None and nouns.owner is not None)
    return next((m.text for owner in owners for m in owner.mentions if m.kind == "outlet"), "")


def _called(source: Sequence[Word]) -> str:
    """What the words of a source call it; empty where they only stand for somebody: ``we``."""
    names = [word.token.text for word in source if word.mention is not None and not word.mention.refers]
    if names:
        return " and ".join(dict.fromkeys(names))
    others = [word for word in source if word.token.tag not in ("pron", "det") and word.low not in _US]
    nouns = (word.reading.nouns_at(word.token.span[0]) for word in others if word.token.tag == "noun")
    phrase = next((found for found in nouns if found is not None), None)
    return words_of(phrase) if phrase is not None else " ".join(word.token.text for word in others)


def _before(place: int) -> tuple[int, int]:
    return max(0, place - 16), place


def _first(group: Sequence[Mention]) -> int:
    return group[0].span[0]
