"""A story as claims, by rules: words that tell of events, who stands around them, and who says it.

Invariant: sentences are read in their order, each with what the ones before it tell: who spoke last, and who were
named together.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from obstat.knowledge.snapshot import Snapshot
from obstat.model.claim import Claim, Document, Mention, Source, Span
from obstat.news import hits, passages, speech, spoken
from obstat.news.events import Events, Scene
from obstat.news.grammar.phrases import Verbs
from obstat.news.grammar.reading import Reading, read
from obstat.news.hits import OF_SPEECH, Hit
from obstat.news.mentions import Mentions
from obstat.news.repeats import merged
from obstat.news.sentences import Sentence, sentences
from obstat.news.speech import Act, Attribution
from obstat.news.telling import Telling
from obstat.news.things import Thing, named, names_of, together
from obstat.news.who import Who

_DENIABLE = frozenset(["concern", "ownership", "finding"])
"""What a firm says of itself not to be so is a denial."""
_QUOTED = 0.7
"""The part of some words from which they are a quotation."""


class Extractor:
    """Finds the claims of stories; see `obstat.model.claim`."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._mentions = Mentions(snapshot)
        self._made_by = {product.id: product.maker for product in snapshot.products.values()}

    def claims(self, document: Document) -> tuple[list[Claim], list[Mention]]:
        """The claims and the mentions of a story, in the order of its text."""
        split = sentences(document.text)
        mentions = self._mentions.find(document.text, split)
        if document.language not in (None, "en"):
            return [], mentions
        found = list(_Story(document, split, mentions, self._made_by).claims())
        once = merged(found, [s.span for s in split if s.heading])
        return [replace(claim, id=f"{document.id}-{at}") for at, claim in enumerate(once, 1)], mentions


class _Story:
    """One story while it is read."""

    def __init__(
        self, document: Document, split: Sequence[Sentence], mentions: Sequence[Mention], made_by: Mapping[str, str]
    ) -> None:
        names = names_of(mentions)
        self._document, self._text, self._split, self._mentions = document, document.text, split, mentions
        self._together = together(document.text, mentions)
        self._telling = Telling(document, mentions, names)
        self._who = Who(names)
        self._events = Events(document, mentions, made_by, self._who, self._telling)
        self._speaker = Attribution()
        self._paragraph = -1

    def claims(self) -> Iterator[Claim]:
        """The claims of its sentences."""
        at, group = 0, 0
        for sentence in self._split:
            start, end = sentence.span
            inside: list[Mention] = []
            while at < len(self._mentions) and self._mentions[at].span[0] < end:
                inside += [self._mentions[at]] if start <= self._mentions[at].span[0] else []
                at += 1
            first = group
            while group < len(self._together) and self._together[group][0].span[0] < end:
                group += 1
            yield from self._of(sentence, inside, self._together[first:group])

    def _of(
        self, sentence: Sentence, inside: Sequence[Mention], grouped: Sequence[Sequence[Mention]]
    ) -> Iterator[Claim]:  # fmt: skip
        """What one sentence tells; `inside` are its mentions, `grouped` those named together."""
        reading = read(self._text, sentence.span, inside)
        told_by = [] if sentence.heading else speech.acts(self._text, sentence.span, reading, self._who)
        said = speech.chain(told_by, self._speaker)
        goes_on = not said.sources and self._goes_on(sentence)
        if goes_on:
            said = self._speaker
        scene = Scene(sentence, reading, grouped)
        telling: list[Hit] = []
        choice = hits.Choice()
        for hit in hits.hits(self._text, sentence.span, reading, told_by, inside):
            if not choice.is_open(hit):
                continue
            claims = list(self._told(hit, scene, said if goes_on else self._said(hit, reading, told_by)))
            choice.take(hit, told=bool(claims))
            telling += [hit] if claims else []
            yield from claims
        if not sentence.heading:
            yield from self._beside_events(scene, told_by, said, telling, goes_on=goes_on)
        if said.sources:
            self._speaker = said
        elif sentence.paragraph != self._paragraph:
            self._speaker = Attribution()
        self._paragraph = sentence.paragraph
        self._who.remember(reading, [group for group in grouped if len(group) > 1])

    def _said(self, hit: Hit, reading: Reading, told_by: Sequence[Act]) -> Attribution:
        """Who tells of the event at a hit."""
        return speech.chain(
            [act for act in told_by if speech.covers(act, hit.span[0], hit.verb, reading)], self._speaker
        )

    def _goes_on(self, sentence: Sentence) -> bool:
        """Whether a sentence is a quotation of whoever spoke before in the paragraph."""
        if not self._speaker.sources or sentence.paragraph != self._paragraph:
            return False
        return _quoted(sentence, sentence.span) > _QUOTED

    def _told(self, hit: Hit, scene: Scene, said: Attribution) -> Iterator[Claim]:
        """The claims that a frame gives: of each who is silent one of its own, and beside a denial what is denied."""
        claim = self._events.claim(hit, scene, said)
        if claim is None:
            return
        if claim.event in ("no_comment", "opinion"):
            targets = claim.targets if claim.event == "opinion" else ()
            yield from (replace(claim, actors=(actor,), targets=targets) for actor in claim.actors)
            return
        own = named(self._telling.speaking(said))
        of_itself = said.class_ == "company_statement" and bool(set(own) & set(claim.targets))
        if of_itself and claim.polarity == "negative" and claim.modality == "done" and claim.event in _DENIABLE:
            yield replace(claim, event="denial", actors=own, targets=(), products=(), polarity="positive")
            claim = replace(claim, modality="denied", polarity="positive")
        yield claim
        if claim.event == "denial":
            yield from self._denied(hit, scene, claim)

    def _denied(self, hit: Hit, scene: Scene, denial: Claim) -> Iterator[Claim]:
        """The event that stands behind a denial."""
        for inner in hits.matches(self._text, (hit.span[1], scene.sentence.span[1]), scene.reading):
            claim = self._events.claim(inner, scene, Attribution())
            if claim is not None and claim.event not in OF_SPEECH and not inner.frame.nominal:
                yield replace(
                    claim,
                    modality="denied",
                    polarity="positive",
                    attribution=denial.attribution,
                    origin=denial.origin,
                )
                return
        yield from self._denied_words(hit, scene, denial)

    def _denied_words(self, hit: Hit, scene: Scene, denial: Claim) -> Iterator[Claim]:
        """What is denied, where it is no event: ``denied that its devices censor anybody``."""
        verb = next((v for v in scene.reading.verbs if v.governor is hit.verb and v.link == "that"), None)
        if verb is None or hit.verb is None:
            return
        actors = named(self._who.acting(verb.agents)) or denial.actors
        tied = [end for how, end in verb.ties if how in ("with", "to", "at", "for", "on")]
        aimed = self._who.of(verb.objects) or self._who.of(tied)
        targets = named([t for t in aimed if t.name not in actors])
        first = verb.subjects[0].span[0] if verb.subjects else verb.span[0]
        end = passages.clause(self._text, scene.sentence.span, verb.span)[1]
        yield replace(
            denial,
            event="statement",
            actors=actors,
            targets=targets,
            modality="denied",
            polarity="positive",
            spans=(passages.trimmed(self._text, (first, max(end, verb.span[1]))),),
        )

    def _beside_events(
        self, scene: Scene, told_by: Sequence[Act], said: Attribution, telling: Sequence[Hit], *, goes_on: bool
    ) -> Iterator[Claim]:
        """What is said in a sentence and tells of no event; `telling` are the hits that gave claims."""
        span = scene.sentence.span
        if goes_on and not telling:
            act = Act(said.sources[-1], said.speakers, (span[0], span[0]), None, False)
            yield from self._spoken(scene, act, said, span)
        for act in told_by:
            if act.source.class_ == "other_outlet" and any(a.source.class_ != "other_outlet" for a in told_by):
                continue
            where = spoken.content(self._text, span, act, [a for a in told_by if a is not act])
            left = _before_events(where, scene.reading, telling)
            outlets = [a for a in told_by if a.source.class_ == "other_outlet" and a is not act]
            if left is not None:
                yield from self._spoken(scene, act, speech.chain([*outlets, act], self._speaker), left)
        if self._telling.firm and not telling and not told_by and not goes_on:
            yield from self._of_itself(scene)

    def _of_itself(self, scene: Scene) -> Iterator[Claim]:
        """What a firm says of itself in its press release."""
        firm = self._telling.firm
        main = next((verb for verb in scene.reading.verbs if verb.shape == "finite"), None)
        if firm is None or main is None:
            return
        we = any(token.lower in ("we", "our") for nouns in main.subjects for token in nouns.tokens)
        if we or any(thing.name == firm.thing.name for thing in self._who.of(main.subjects)):
            start = scene.sentence.span[0]
            said = Attribution((Source(firm.text, "company_statement"),), None, (firm.thing,))
            act = Act(said.sources[0], said.speakers, (start, start), None, False)
            yield from self._spoken(scene, act, said, scene.sentence.span)

    def _spoken(self, scene: Scene, act: Act, said: Attribution, where: Span) -> Iterator[Claim]:
        if not said.sources:
            return
        speakers = self._telling.speaking(said) or [Thing(said.sources[-1].name, "noun", where)]
        share = _quoted(scene.sentence, where)
        words = spoken.Words(self._text, where, scene.reading, quoted=share > _QUOTED)
        paper = said.class_ in ("official_record", "document") and said.sources[-1].name
        for one in spoken.spoken(words, act, said, speakers, self._who):
            if named(one.actors) == (paper,):
                continue  # a paper does nothing itself
            yield Claim(
                "",
                self._document.id,
                one.event,
                named(one.actors),
                named(one.targets),
                modality=one.modality,
                polarity=one.polarity,
                quotation=share > 0,
                attribution=self._telling.chain(said),
                origin=self._telling.origin(said),
                spans=(where,),
                slots=((("attribution", said.span),) if said.span else ()),
            )


def _quoted(sentence: Sentence, span: Span) -> float:
    """The part of some words of a sentence that stands in quotation marks."""
    inside = sum(max(0, min(end, span[1]) - max(start, span[0])) for start, end in sentence.quotes)
    return inside / max(1, span[1] - span[0])


def _before_events(where: Span, reading: Reading, telling: Sequence[Hit]) -> Span | None:
    """The words of a speaker up to the first event in them; None where all that he says hangs on events."""
    inside = [hit for hit in telling if where[0] <= hit.span[0] < where[1]]
    if not inside:
        return where
    first = min(hit.span[0] for hit in inside)
    main = next((v for v in reading.verbs if where[0] <= v.head.span[0] < first and v.shape == "finite"), None)
    if main is None or any(_hangs_on(hit.verb, main) for hit in inside):
        return None
    return where[0], first


def _hangs_on(verb: Verbs | None, other: Verbs) -> bool:
    """Whether a verb is another one, or hangs on it."""
    while verb is not None and verb is not other:
        verb = verb.governor
    return verb is other
