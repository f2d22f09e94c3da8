"""What the words of an event claim: who did it to whom, how certain it is, when, where and how much.

Invariant: a claim stands in the text at its spans; a slot for which the text has no words is empty, but for the makers
of `obstat.news.aims`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from obstat.model.claim import MODALITIES, Claim, Document, Mention, Span
from obstat.news import amounts, certainty, nominal, passages, times
from obstat.news.aims import OF_MAKERS, Aims
from obstat.news.frames import Frame
from obstat.news.grammar.phrases import Nouns, Verbs
from obstat.news.grammar.reading import Reading
from obstat.news.hits import OF_SPEECH, Hit
from obstat.news.roles import Roles, roles
from obstat.news.sentences import Sentence
from obstat.news.speech import Attribution
from obstat.news.telling import Telling
from obstat.news.things import BODIES, Thing, named
from obstat.news.who import Who, words
from obstat.news.words import pattern

_NOT_PARTIES = frozenset(["programme", "product", "outlet"])
_CODE = re.compile(r"[A-Z]{2}(?:-[A-Z0-9]{1,3})?")
"""ISO 3166 and EU; what is larger than a country has words for an id."""
_IN_PLACE = re.compile(r"\b(?:in|across|throughout|from|at) (?:the )?$")
_WEIGHING = re.compile(r"(?:consider|weigh|plan|prepar|mull)", re.IGNORECASE)
_WE = re.compile(r"\b(?:we|our)\b", re.IGNORECASE)
_OUR = re.compile(r"\bour (?:\w+ )?\w+s\b", re.IGNORECASE)
_BY_US = re.compile(r"\bby us\b", re.IGNORECASE)
_NEGATION = re.compile(r"\b(?:not|no longer|never|refus\w+)\b|n['’]t\b", re.IGNORECASE)
_NONE_OF = re.compile(r"\s*(?:no|none|nothing|neither)\b")
_COURT = re.compile(r"\bcourt\b|tribunal", re.IGNORECASE)
_COUNTED = frozenset(["finding", "investigation", "availability", "contract", "acquisition", "test"])
"""Events that did not take place where what follows their words is ``no …``."""
_OF_WHAT_FOLLOWS = frozenset(["finding", "concern", "investigation", "test"])
"""Events that are about a firm named anywhere behind their words, or about the maker of a product there."""
_OF_AUTHORITIES = frozenset(["fine", "list_add", "list_remove", "ban", "lift", "investigation"])
"""What authorities do: the one that tells of it did it, where nobody else is named."""
_OF_SPEAKERS = frozenset(["concern", "finding"])
"""What whoever says it fears or found, where nobody else did."""
_OWN_DEEDS = frozenset(["remove", "contract", "test", "stop_selling", "availability"])
"""What a firm does of itself in its own press release where it names nobody else."""
_OF_ONE = frozenset(["lawsuit", "investigation", "fine", "test"])
"""Events that a noun tells even where the sentence does not say against whom or of what."""
_OF_FIRMS = frozenset(["acquisition", "divestment"])


@dataclass(frozen=True, slots=True)
class Scene:
    """A sentence, read, with the firms and bodies named in it by who is named together."""

    sentence: Sentence
    reading: Reading
    together: Sequence[Sequence[Mention]]


class Events:
    """The events of one story."""

    def __init__(
        self, document: Document, mentions: Sequence[Mention], made_by: Mapping[str, str], who: Who, telling: Telling
    ) -> None:
        self._document, self._text, self._mentions = document, document.text, mentions
        self._who, self._telling = who, telling
        self._aims = Aims(document.text, mentions, made_by, telling.own)

    def claim(self, hit: Hit, scene: Scene, said: Attribution) -> Claim | None:
        """The claim of a hit; None where nobody of the field has to do with it."""
        frame, span = hit.frame, scene.sentence.span
        part = passages.clause(self._text, span, hit.span, self._names_in(span))
        around = self._around(hit, scene.reading)
        if around is None:
            return None
        actors = self._actors(hit, around, part, said)
        targets = self._targets(hit, around, actors, scene, part)
        if not self._is_of_the_field(frame, actors, targets, span):
            return None
        how = self._how(hit, around, scene, part, said)
        if how is None:
            return None
        if not actors and frame.event in _OF_AUTHORITIES and how == ("done", "positive"):
            actors = [t for t in self._telling.speaking(said) if t.kind == "body"][:1]
        if not actors and frame.event in _OF_SPEAKERS and said.class_ != "other_outlet":
            aimed = {t.name for t in targets}
            speakers = [t for t in self._telling.speaking(said) if t.kind != "noun" or t.speaks_as]
            actors = [t for t in speakers if t.name not in aimed][:1]
        firms = [t for t in targets if t.kind == "organization"]
        if firms and frame.event in OF_MAKERS:
            self._aims.focus = firms
        chain = said
        if frame.event == "denial" and {t.name for t in said.speakers} & {t.name for t in actors}:
            chain = Attribution()  # whoever denies is no source of it
        when = times.first(self._text, part[0], part[1], self._document.published)
        if when and said.span and said.span[1] <= when[1][0] <= said.span[1] + 14:
            when = None  # that is when it was said
        first, last = hit.span
        return Claim(
            "",
            self._document.id,
            frame.event,
            named(actors),
            named(targets),
            self._products((part[0], part[1]), first),
            place=self._place(part),
            time=when[0] if when else None,
            amount=amounts.first(self._text[slice(*part)]),
            modality=how[0],
            polarity=how[1],
            quotation=any(s <= first and last <= e for s, e in scene.sentence.quotes),
            attribution=self._telling.chain(chain),
            origin=self._telling.origin(chain),
            spans=(passages.without_speaker(self._text, span, said.span, part),),
            slots=((("attribution", chain.span),) if chain.span else ()),
        )

    def _names_in(self, span: Span) -> list[Span]:
        return [m.span for m in self._mentions if span[0] <= m.span[0] < span[1]]

    @staticmethod
    def _around(hit: Hit, reading: Reading) -> Roles | None:
        """Who stands around the words; None for a noun of which the sentence tells neither whose it is nor of whom."""
        noun = reading.nouns_at(hit.span[0]) if hit.frame.nominal else None
        if noun is None:
            return roles(reading, hit.frame, hit.span)
        around = nominal.roles(reading, hit.frame, noun)
        has_target = bool(around.targets) or any(around.beyond)
        return around if has_target or (around.actors and hit.frame.event in _OF_ONE) else None

    def _actors(self, hit: Hit, around: Roles, part: Span, said: Attribution) -> list[Thing]:
        """Who does it; whoever says ``we``; in a press release the firm."""
        actors = [t for t in self._who.acting(around.actors) if t.kind not in _NOT_PARTIES]
        we = _WE.search(self._text, part[0], hit.span[1]) or _BY_US.search(self._text, hit.span[1], part[1])
        if not actors and hit.frame.actor == "s" and we:
            actors = self._telling.speaking(said)[:1] or self._telling.own
        if [t for t in actors if t.speaks_as == "staff"] and _OUR.search(self._text, part[0], hit.span[1]):
            actors = self._telling.speaking(said)[:1] or self._telling.own or actors
        if not actors and hit.frame.event in _OWN_DEEDS:
            actors = self._telling.own
        return actors

    def _targets(self, hit: Hit, around: Roles, actors: list[Thing], scene: Scene, part: Span) -> list[Thing]:
        """To whom it is done, or whose things it is about."""
        frame, event = hit.frame, hit.frame.event
        if event == "denial":
            return []
        if frame.actor == frame.target == "s":
            return actors
        kinds = _NOT_PARTIES if event in ("pressure", "lawsuit") else _NOT_PARTIES | {"place"}
        found = [t for t in self._aimed(frame, around) if t.kind not in kinds]
        first, end = hit.span[0], scene.sentence.span[1]
        found = self._aims.of(frame, found, actors, scene.together, (first, part[1]))
        if event in _OF_WHAT_FOLLOWS and not found:
            acting = {thing.name for thing in actors}
            behind = [self._who.thing(m) for group in scene.together for m in group if hit.span[1] <= m.span[0]]
            firms = [t for t in behind if t.kind != "body" and t.name not in acting]
            found = firms[:1] or self._aims.makers((first, end), acting) or self._aims.last(first, acting)
        if event == "market" and not found:
            firms = [self._who.thing(m) for group in scene.together for m in group if m.kind != "body"]
            before = [firm for firm in firms if firm.span[0] < hit.span[1]]
            found = before[-1:] or firms[:1]
        if event == "lawsuit":
            return [t for t in found if not _COURT.search(t.name)]
        return found

    def _aimed(self, frame: Frame, around: Roles) -> list[Thing]:
        """Who stands in the place of the target, or in the likeliest of the places tied to the event."""
        if frame.event in _OF_FIRMS:
            aimed = around.targets or [n for place in around.beyond for n in place]
            parts = [n for n in aimed if _is_owned(n) and pattern("unit").fullmatch(n.head.lower)]
            if parts and all(nouns.apposed is None for nouns in parts):
                return [Thing(words(nouns), "noun", nouns.span) for nouns in parts]
        warns = frame.event == "concern" and around.verb is not None and around.verb.lemma in ("warn", "caution")
        if not warns:  # whoever is warned is not what is feared
            people = self._who.of(around.targets) if frame.event not in OF_MAKERS else []
            firms = self._who.named(around.targets) if frame.event != "pressure" else []
            found = (firms or people) if frame.event == "concern" else (people or firms)
            if found:
                return found
        if frame.actor == "-" and frame.target == "s":
            return []
        for place in around.beyond:
            people = self._who.of(place) if frame.event != "concern" else []
            found = [t for t in people if t.kind != "noun"] or self._who.named(place) or people
            if found:
                return found
        return []

    def _is_of_the_field(self, frame: Frame, actors: Sequence[Thing], targets: Sequence[Thing], span: Span) -> bool:
        """Whether an event has somebody with a name, or somebody without one beside a name or a thing of the field."""
        if frame.event == "no_comment":
            return bool(actors)
        if frame.event == "ownership" and not (actors and targets):
            return False
        if frame.event in _OF_FIRMS and not any(self._aims.is_firm(thing) for thing in targets):
            return False
        if any(thing.kind != "noun" for thing in (*actors, *targets)) or (
            actors and frame.event in (*OF_SPEECH, "opinion")
        ):
            return True
        kinds = (*BODIES, "product", "programme")
        known = any(span[0] <= m.span[0] < span[1] and m.kind in kinds for m in self._mentions)
        return bool(actors or targets) and (known or pattern("thing").search(self._text, *span) is not None)

    def _how(
        self, hit: Hit, around: Roles, scene: Scene, part: Span, said: Attribution
    ) -> tuple[str, str] | None:  # fmt: skip
        """Modality and polarity; None where the words do not tell of the event as they stand."""
        frame, (first, last) = hit.frame, hit.span
        if frame.nominal:
            return self._how_of_noun(around, scene, said, negated=frame.turn == "neg")
        verb = around.verb if around.noun is None else None
        if frame.turn == "not" and not (verb is not None and certainty.negative(verb)):
            return None
        modality = self._modality(
            hit, verb, scene, part, reported=said.class_ not in ("none", "analyst", "named_person")
        )
        if modality == "done" and verb is not None and verb.link == "whether":
            return None  # ``decisions on whether to carry``
        if frame.event == "finding" and (modality == "planned" or (verb and verb.passive and not verb.past)):
            return None
        if frame.event == "no_comment" or (frame.event == "compatibility" and modality == "planned"):
            modality = "done"
        if frame.turn in MODALITIES and modality == "done":
            modality = frame.turn
        if frame.event in OF_SPEECH and (verb is None or modality in ("conditional", "alleged")):
            modality = "done" if modality != "question" else modality
        is_not = False
        if frame.event == "stop_selling" and verb is not None and not _NEGATION.search(self._text, first, last):
            is_not = certainty.negative(verb)
        elif frame.event not in ("no_comment", "stop_selling"):
            before = self._text[part[0] : first]
            is_not = certainty.negative(verb) if verb is not None else certainty.polarity(before) == "negative"
            if around.noun is not None and (frame.actor, frame.target) == ("b", "o") and not is_not:
                is_not = certainty.is_not(around.verb, around.noun)
        if frame.event in _COUNTED and _NONE_OF.match(self._text, last, part[1]):
            is_not = True
        return modality, "negative" if is_not != (frame.turn == "neg") else "positive"

    def _how_of_noun(self, around: Roles, scene: Scene, said: Attribution, *, negated: bool) -> tuple[str, str]:
        noun, words = around.noun, self._text[slice(*scene.sentence.span)]
        assert noun is not None
        reported = said.class_ not in ("none", "analyst", "named_person")
        modality = certainty.of_noun(around.verb, noun, words, heading=scene.sentence.heading, reported=reported)
        return modality, "negative" if certainty.is_not(around.verb, noun) != negated else "positive"

    def _modality(self, hit: Hit, verb: Verbs | None, scene: Scene, part: Span, *, reported: bool) -> str:
        first, last = hit.span
        heading, end = scene.sentence.heading, scene.sentence.span[1]
        words = self._text[slice(*scene.sentence.span)]
        if verb is None:
            before, after = self._text[part[0] : first], self._text[last:end]
            return certainty.modality(before, after, words, heading=heading, reported=reported)
        if _WEIGHING.match(self._text, first, last):
            return "considered"
        return certainty.of_verb(verb, words, heading=heading, reported=reported)

    def _products(self, part: Span, first: int) -> tuple[str, ...]:
        """The products of the clause, or what kind of thing it is about."""
        known = [m.id for m in self._mentions if m.kind == "product" and part[0] <= m.span[0] < part[1]]
        goods = pattern("thing").search(self._text, first, part[1])
        return tuple(known) or ((goods[0],) if goods else ())

    def _place(self, part: Span) -> str | None:
        """Where it happens: a place that the clause puts it in."""
        for mention in self._mentions:
            if mention.kind == "place" and part[0] <= mention.span[0] < part[1]:
                before = self._text[max(part[0], mention.span[0] - 12) : mention.span[0]]
                if _IN_PLACE.search(before) and _CODE.fullmatch(mention.id):
                    return mention.id
        return None


def _is_owned(nouns: Nouns) -> bool:
    return nouns.owner is not None or nouns.tokens[0].lower in ("its", "their")
