"""A story as claims, by rules: words that tell of events, who stands around them, and who says it.

Invariant: a claim stands in the text at its spans; a slot for which the text has no words is empty, but for the makers
of `obstat.news.aims`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from obstat.knowledge.snapshot import Snapshot
from obstat.model.claim import MODALITIES, Claim, Document, Mention, Source, Span
from obstat.news import amounts, certainty, clauses, speech, spoken, times
from obstat.news.aims import OF_MAKERS, Aims
from obstat.news.clauses import Thing
from obstat.news.frames import Frame, frames
from obstat.news.grammar.phrases import Verbs
from obstat.news.grammar.reading import Reading, read
from obstat.news.mentions import Mentions
from obstat.news.repeats import merged
from obstat.news.roles import roles
from obstat.news.sentences import Sentence, sentences
from obstat.news.speech import Act, Attribution
from obstat.news.who import Who
from obstat.news.words import pattern

_ACTS_OF_SPEECH = frozenset(["pressure", "denial", "no_comment"])
"""Events that report an act in the voice of the outlet: whoever acts is no source of it."""
_ABSORBING = frozenset(["pressure", "concern", "denial", "no_comment"])
"""Events whose clause tells what is wanted, feared or denied, which is no event of its own."""
_NOT_PARTIES = frozenset(["place", "programme", "product", "person", "outlet"])
_OF_OTHERS = frozenset(["ban", "lift"])
"""What others may or may not do is no event of its own: ``forbade it to buy``."""
_DENIABLE = frozenset(["concern", "ownership", "finding"])
"""What a firm says of itself not to be so is a denial."""
_OF_WHAT_FOLLOWS = frozenset(["finding", "concern", "investigation", "test"])
"""Events that are about a firm named anywhere behind their words, or about the maker of a product there."""
_OWN_DEEDS = frozenset(["remove", "contract", "test", "stop_selling", "availability"])
"""What a firm does of itself in its own press release where it names nobody else."""
_CODE = re.compile(r"[A-Z]{2}(?:-[A-Z0-9]{1,3})?")
"""ISO 3166 and EU; what is larger than a country has words for an id."""
_WORDS = re.compile(r"[\w’']+|[\w]+")
_WEIGHING = re.compile(r"(?:consider|weigh|plan|prepar|mull)", re.IGNORECASE)
_COUNTED = frozenset(["finding", "investigation", "availability", "contract", "acquisition", "test"])
"""Events that did not take place where what follows their words is ``no …``."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A frame found in a sentence."""

    frame: Frame
    span: Span


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
    """One story while it is read: who spoke last, and who were named together."""

    def __init__(
        self, document: Document, split: Sequence[Sentence], mentions: Sequence[Mention], made_by: Mapping[str, str]
    ) -> None:
        self._document, self._text, self._split, self._mentions = document, document.text, split, mentions
        self._outlet = document.outlet or "this outlet"
        self._firm = _own_words(document, mentions)
        self._names = clauses.names_of(mentions)
        self._called = clauses.called(mentions)
        own = [m for m in mentions if self._firm and m.text.casefold() in self._firm.casefold() and not m.refers]
        self._own = [Thing(self._names.get(own[0].id, own[0].id), own[0].kind, own[0].span)] if own else []
        self._aims = Aims(document.text, mentions, made_by, self._own)
        self._who = Who(self._names)
        self._speaker = Attribution()
        self._paragraph = -1

    def claims(self) -> Iterator[Claim]:
        for sentence in self._split:
            yield from self._of(sentence)

    def _of(self, sentence: Sentence) -> Iterator[Claim]:
        start, end = sentence.span
        words = self._text[start:end]
        reading = read(self._text, sentence.span, [m for m in self._mentions if start <= m.span[0] and m.span[1] <= end])
        found = clauses.things(self._text, sentence.span, self._mentions, self._names)
        told_by = [] if sentence.heading else speech.acts(self._text, sentence.span, reading, self._who)
        said = speech.chain(told_by, self._speaker)
        goes_on = not said.sources and self._goes_on(sentence)
        if goes_on:
            said = self._speaker
        grouped = clauses.groups(self._text, found)
        hits = list(self._hits(sentence, reading, told_by))
        told, telling = [], []
        for hit in hits:
            by = said if goes_on else self._said(hit, reading, told_by)
            found_here = list(self._told(hit, sentence, reading, grouped, by, words))
            told += found_here
            telling += [hit] if found_here else []
        yield from told
        if not sentence.heading:
            yield from self._without_event(sentence, reading, told_by, said, telling, goes_on=goes_on)
            if self._firm and not told and not told_by and not goes_on:
                yield from self._of_itself(sentence, reading)
        if said.sources:
            self._speaker = said
        elif sentence.paragraph != self._paragraph:
            self._speaker = Attribution()
        self._paragraph = sentence.paragraph
        self._who.remember(reading, [g for g in grouped if len(g) > 1 and all(t.kind not in ("place", "noun") for t in g)])

    def _said(self, hit: Hit, reading: Reading, told_by: Sequence[Act]) -> Attribution:
        """Who tells of the event at a hit."""
        verb = reading.verb_in(hit.span) or reading.verb_at(hit.span[0])
        return speech.chain([act for act in told_by if speech.covers(act, hit.span[0], verb, reading)], self._speaker)

    def _goes_on(self, sentence: Sentence) -> bool:
        """Whether a sentence is a quotation of whoever spoke before in the paragraph."""
        if not self._speaker.sources or sentence.paragraph != self._paragraph:
            return False
        quoted = sum(e - s for s, e in sentence.quotes)
        return quoted > 0.7 * (sentence.span[1] - sentence.span[0])

    def _hits(self, sentence: Sentence, reading: Reading, told_by: Sequence[Act]) -> Iterator[Hit]:
        """The frames of a sentence, the longer of two that overlap, without those inside what is feared or wanted."""
        start, end = sentence.span
        said_words = set(_WORDS.findall(self._text[start:end].lower()))
        named = [m.span for m in self._mentions if not m.refers and start <= m.span[0] < end]
        found = [
            Hit(frame, (match.start(), match.end()))
            for frame in frames()
            if not said_words.isdisjoint(frame.begins)
            for match in frame.words.finditer(self._text, start, end)
            if not any(act.holds(match.start()) for act in told_by)
            if not any(s <= match.start() < e for s, e in named)
            if frame.actor != "b" or frame.target != "o" or reading.nouns_at(match.start())
            if not frame.verbal or reading.verb_in(match.span()) or not reading.nouns_at(match.start())
        ]
        found.sort(key=lambda hit: (hit.span[0], -(hit.span[1] - hit.span[0])))
        stop = -1
        lifted = False
        over: list[Verbs | None] = []
        for hit in found:
            if hit.span[0] < stop:
                continue
            verb = reading.verb_in(hit.span) or reading.verb_at(hit.span[0])
            if over and hit.frame.event != "no_comment" and _hangs_on(verb, over, hit):
                continue
            if hit.frame.event == "ban" and lifted:
                continue
            stop = hit.span[1]
            lifted = lifted or hit.frame.event in ("lift", "list_remove")
            if hit.frame.event in _ABSORBING or (hit.frame.event in _OF_OTHERS and hit.frame.verbal):
                over.append(verb)
            yield hit

    def _told(
        self, hit: Hit, sentence: Sentence, reading: Reading, grouped: Sequence[Sequence[Thing]], said: Attribution,
        words: str,
    ) -> Iterator[Claim]:
        """The claims that a frame gives: of each who is silent one of its own, and beside a denial what is denied."""
        claim = self._claim(hit, sentence, reading, grouped, said, words)
        if claim is None:
            return
        if claim.event == "no_comment":
            yield from (replace(claim, actors=(actor,), targets=()) for actor in claim.actors)
            return
        own = {self._spoken_for(t, said.class_) for t in said.speakers}
        if claim.polarity == "negative" and said.class_ == "company_statement" and claim.event in _DENIABLE and (
            own & set(claim.targets) and claim.modality == "done"
        ):  # fmt: skip
            yield replace(claim, event="denial", actors=tuple(own), targets=(), products=(), polarity="positive")
            claim = replace(claim, modality="denied", polarity="positive")
        yield claim
        if claim.event == "denial":
            for inner in self._within(hit, sentence):
                denied = self._claim(inner, sentence, reading, grouped, said, words)
                if denied is not None and denied.event not in _ABSORBING:
                    yield replace(
                        denied,
                        modality="denied",
                        polarity="positive",
                        attribution=claim.attribution,
                        origin=claim.origin,
                    )
                    return

    def _within(self, hit: Hit, sentence: Sentence) -> Iterator[Hit]:
        """The frames behind another one in its sentence."""
        for frame in frames():
            for match in frame.words.finditer(self._text, hit.span[1], sentence.span[1]):
                yield Hit(frame, (match.start(), match.end()))

    def _claim(
        self, hit: Hit, sentence: Sentence, reading: Reading, grouped: Sequence[Sequence[Thing]], said: Attribution,
        words: str,
    ) -> Claim | None:
        frame, (first, last) = hit.frame, hit.span
        begin, _ = clauses.clause_before(self._text, sentence.span[0], first)
        stop = clauses.clause_end(self._text, last, sentence.span[1])
        start, end = sentence.span
        ends = self._text.find(" ", first) if frame.target == "o" else last
        follow = min(last, ends) if ends > 0 else last
        around = roles(reading, frame, hit.span)
        actors = _fit(self._who.acting(around.actors), allow_places=True)
        actors = actors or self._speaking(frame.actor, self._text[begin:last], said)
        if not actors and self._firm and frame.event in _OWN_DEEDS:
            actors = self._own
        aimed = self._who.of(around.targets) if frame.event not in OF_MAKERS else []
        named_objects = frame.event != "pressure"
        aimed = aimed or (self._who.named(around.targets) if named_objects else [])
        if frame.event == "concern" and around.verb is not None and around.verb.lemma in ("warn", "caution"):
            aimed = []  # whom they warn
        if frame.actor != "-" or frame.target != "s":
            for place in around.beyond:
                people = self._who.of(place) if frame.event != "concern" else []
                aimed = aimed or [t for t in people if t.kind != "noun"] or self._who.named(place) or people
        targets = self._aims.of(frame, _fit(aimed, allow_places=frame.event == "pressure"), actors, grouped, (first, stop))
        if frame.event in _OF_WHAT_FOLLOWS and not targets:
            acting = {t.name for t in actors}
            behind = [t for group in grouped for t in group if last <= t.span[0] and t.kind in ("party", "organization") and t.name not in acting]
            targets = behind[:1] or self._aims.makers((first, end), acting) or self._aims.last(first, acting)
        if frame.actor == frame.target == "s":
            targets = actors
        if frame.event == "lawsuit":
            targets = [t for t in targets if not re.search(r"\bcourt\b|tribunal", t.name, re.IGNORECASE)]
        if frame.event == "denial":
            targets = []
        if frame.event == "no_comment":
            if not actors:
                return None
        elif not self._is_of_the_field(frame, actors, targets, (start, end)):
            return None
        if frame.event in ("acquisition", "divestment") and not any(self._aims.is_firm(t) for t in targets):
            return None
        before = self._text[max(begin, start) : first]
        trigger = self._text[first:last]
        verb = around.verb if around.noun is None else None
        if frame.turn == "not" and not (verb is not None and certainty.negative(verb)):
            return None
        if verb is not None:
            modality = certainty.of_verb(verb, words, heading=sentence.heading, reported=bool(said.sources))
            if _WEIGHING.match(trigger):
                modality = "considered"
        else:
            modality = certainty.modality(
                before, self._text[last:end], words, heading=sentence.heading, reported=bool(said.sources)
            )
        if frame.event == "no_comment" or (frame.event == "compatibility" and modality == "planned"):
            modality = "done"
        if frame.event == "finding" and (modality == "planned" or (verb is not None and verb.passive and not verb.past)):
            return None
        if frame.turn in MODALITIES and modality == "done":
            modality = frame.turn
        polarity = "positive"
        if frame.event not in ("no_comment", "stop_selling"):
            is_not = certainty.negative(verb) if verb is not None else certainty.polarity(before) == "negative"
            polarity = "negative" if is_not else "positive"
        if re.match(r"\s*(?:no|none|nothing|neither)\b", self._text[last:end]) and frame.event in _COUNTED:
            polarity = "negative"
        if frame.turn == "neg":
            polarity = "negative" if polarity == "positive" else "positive"
        if frame.event in _ABSORBING and modality in ("conditional", "considered", "alleged"):
            modality = "done"
        chain = said
        speaks = {t.name for t in said.speakers}
        if frame.event == "denial" and speaks & {t.name for t in actors}:
            chain = Attribution()
        when = times.first(self._text, max(begin, start), stop, self._document.published)
        if when and said.span and said.span[1] <= when[1][0] <= said.span[1] + 14:
            when = None  # that is when it was said
        passage = self._passage(sentence, said, begin, stop)
        quotation = any(s <= first and last <= e for s, e in sentence.quotes)
        things = pattern("thing").search(self._text, first, stop)
        products = [m.id for m in self._mentions if m.kind == "product" and begin <= m.span[0] < stop]
        return Claim(
            "",
            self._document.id,
            frame.event,
            tuple(dict.fromkeys(t.name for t in actors)),
            tuple(dict.fromkeys(t.name for t in targets)),
            tuple(products) or ((things[0],) if things else ()),
            place=self._place(begin, stop),
            time=when[0] if when else None,
            amount=amounts.first(self._text[begin:stop]),
            modality=modality,
            polarity=polarity,
            quotation=quotation,
            attribution=self._chain(chain),
            origin=self._origin(chain),
            spans=(passage,),
            slots=((("attribution", chain.span),) if chain.span else ()),
        )

    def _is_of_the_field(self, frame: Frame, actors: Sequence[Thing], targets: Sequence[Thing], span: Span) -> bool:
        """Whether an event has somebody with a name, or somebody without one beside a name or a thing of the field."""
        if any(thing.kind != "noun" for thing in (*actors, *targets)) or (actors and frame.event in _ABSORBING):
            return True
        known = any(span[0] <= m.span[0] < span[1] and m.kind in ("party", "organization", "product", "programme", "body") for m in self._mentions)
        goods = pattern("thing").search(self._text, *span) is not None
        return bool(actors or targets) and (known or goods)

    def _speaking(self, slot: str, words: str, said: Attribution) -> list[Thing]:
        """Whoever says ``we``: the speaker, or the firm whose press release it is."""
        if slot != "s" or not re.search(r"\b(?:we|our)\b", words, re.IGNORECASE):
            return []
        return [replace(t, name=self._spoken_for(t, said.class_)) for t in said.speakers[:1]] or self._own

    def _place(self, begin: int, stop: int) -> str | None:
        """Where it happens: a place that the clause puts it in."""
        for mention in self._mentions:
            if mention.kind == "place" and begin <= mention.span[0] < stop:
                before = self._text[max(begin, mention.span[0] - 12) : mention.span[0]]
                if re.search(r"\b(?:in|across|throughout|from|at) (?:the )?$", before) and _CODE.fullmatch(mention.id):
                    return mention.id
        return None

    def _passage(self, sentence: Sentence, said: Attribution, begin: int, stop: int) -> Span:
        """The words of a claim: its clauses, without who says it."""
        start, end = sentence.span
        if said.span and said.span[1] <= begin:
            start = max(start, said.span[1])
        elif said.span and said.span[0] >= stop:
            end = min(end, said.span[0])
        first, last = max(start, min(begin, end)), min(end, max(stop, start))
        while first < last and not self._text[first].isalnum():
            first += 1
        while last > first and not self._text[last - 1].isalnum():
            last -= 1
        return first, last

    def _without_event(
        self, sentence: Sentence, reading: Reading, told_by: Sequence[Act], said: Attribution, hits: Sequence[Hit],
        *, goes_on: bool,
    ) -> Iterator[Claim]:  # fmt: skip
        """What is said in a sentence and tells of no event."""
        if goes_on and not hits:
            act = Act(said.sources[-1], said.speakers, (sentence.span[0], sentence.span[0]), None, False)
            yield from self._spoken(sentence, reading, act, said, sentence.span)
        for act in told_by:
            if act.source.class_ == "other_outlet" and any(a.source.class_ != "other_outlet" for a in told_by):
                continue
            where = spoken.content(self._text, sentence.span, act, [a for a in told_by if a is not act])
            if any(where[0] <= hit.span[0] < where[1] for hit in hits):
                main = next((v for v in reading.verbs if where[0] <= v.head.span[0] < where[1] and v.shape == "finite"), None)
                first = min(hit.span[0] for hit in hits if hit.span[0] >= where[0])
                if main is None or main.head.span[0] >= first or any(_under(reading.verb_in(hit.span) or reading.verb_at(hit.span[0]), main) for hit in hits):
                    continue
                where = (where[0], first)
            outlets = [a for a in told_by if a.source.class_ == "other_outlet" and a is not act]
            yield from self._spoken(sentence, reading, act, speech.chain([*outlets, act], self._speaker), where)

    def _of_itself(self, sentence: Sentence, reading: Reading) -> Iterator[Claim]:
        """What a firm says of itself in its press release."""
        main = next((v for v in reading.verbs if v.shape == "finite"), None)
        if not self._own or main is None:
            return
        own = self._own[0].name
        if any(t.name == own for t in self._who.of(main.subjects)) or any(
            t.text.lower() in ("we", "our") for n in main.subjects for t in n.tokens
        ):
            said = Attribution((Source(self._firm or own, "company_statement"),), None, tuple(self._own))
            act = Act(said.sources[0], said.speakers, (sentence.span[0], sentence.span[0]), None, False)
            yield from self._spoken(sentence, reading, act, said, sentence.span)

    def _spoken(self, sentence: Sentence, reading: Reading, act: Act, said: Attribution, where: Span) -> Iterator[Claim]:
        if not said.sources:
            return
        speakers = [replace(t, name=self._spoken_for(t, said.class_)) for t in said.speakers]
        speakers = speakers or [Thing(said.sources[-1].name, "noun", where)]
        inside = sum(max(0, min(e, where[1]) - max(s, where[0])) for s, e in sentence.quotes)
        quoted = inside > 0.7 * (where[1] - where[0])
        for one in spoken.spoken(self._text, act, said, speakers, where, reading, self._who, quoted=quoted):
            yield Claim(
                "",
                self._document.id,
                one.event,
                tuple(dict.fromkeys(t.name for t in one.actors)),
                tuple(dict.fromkeys(t.name for t in one.targets)),
                modality=one.modality,
                polarity=one.polarity,
                quotation=inside > 0,
                attribution=self._chain(said),
                origin=self._origin(said),
                spans=(one.span,),
                slots=((("attribution", said.span),) if said.span else ()),
            )

    def _spoken_for(self, thing: Thing, class_: str = "") -> str:
        """The firm or body for which an officer without a name speaks: the one named with him, or else the last one."""
        if thing.kind == "person" and class_ in ("company_statement", "named_official"):
            behind = self._text[thing.span[1] : thing.span[1] + 80].split("\n")[0]
            near = [m for m in self._mentions if m.kind in ("party", "organization", "body") and thing.span[1] < m.span[0] < thing.span[1] + len(behind)]
            if near and re.match(r", (?:the |an? |its )?[^.;\"”]*$", self._text[thing.span[1] : near[0].span[0]]):
                return self._names.get(near[0].id, near[0].id)
            return self._own[0].name if self._own else thing.name
        if thing.kind != "noun" or not (thing.speaks_as in ("officer", "staff") or pattern("spoken_for").fullmatch(thing.name)):
            return thing.name
        if self._own:
            return self._own[0].name
        start = self._text.rfind("\n", 0, thing.span[0]) + 1
        kinds = ("body",) if thing.speaks_as == "official" else ("party", "organization")
        near = [m for m in self._mentions if m.kind in kinds]
        after = [m for m in near if thing.span[1] <= m.span[0] <= thing.span[1] + 12]
        before = [m for m in near if start <= m.span[0] < thing.span[0]] or [
            m for m in near if m.span[0] < thing.span[0]
        ]
        mention = after[0] if after else before[-1] if before else None
        return self._names.get(mention.id, mention.id) if mention else thing.name

    def _chain(self, said: Attribution) -> tuple[Source, ...]:
        if self._firm:
            return (Source(self._firm, "company_statement"),)
        if not said.sources:
            return (Source(self._outlet, "none"),)
        *others, last = said.sources
        names = " and ".join(dict.fromkeys(map(self._shown, said.speakers)))
        return (Source(self._outlet, "other_outlet"), *others, Source(names or last.name, last.class_))

    def _shown(self, thing: Thing) -> str:
        """How the story calls whoever speaks: by name, not as ``the company``."""
        speaks = self._spoken_for(thing)
        return self._called.get(speaks, speaks)

    def _origin(self, said: Attribution) -> str:
        """The outlet that is quoted, a body or firm for its own words, else the outlet at hand."""
        if self._firm:
            return self._firm
        for source in said.sources:
            if source.class_ == "other_outlet":
                return source.name
        to_us = said.span is not None and re.search(
            r"\b(?:told|tells) us\b", self._text[said.span[0] : said.span[1] + 4]
        )
        if to_us or said.class_ not in ("company_statement", "official_record", "named_official", "analyst"):
            return self._outlet
        if said.class_ == "analyst" and any(thing.kind == "person" for thing in said.speakers):
            return self._outlet
        return self._chain(said)[-1].name


def _under(verb: Verbs | None, other: Verbs) -> bool:
    """Whether a verb is another one, or hangs on it."""
    while verb is not None and verb is not other:
        verb = verb.governor
    return verb is other


def _hangs_on(verb: Verbs | None, over: Sequence[Verbs | None], hit: Hit) -> bool:
    """Whether an event is what is wanted, feared or denied by one of the verbs before it."""
    above = verb
    while above is not None:
        if above in over and (above is not verb or above.head.span[0] < hit.span[0]):
            return True
        above = above.governor
    return False


def _own_words(document: Document, mentions: Sequence[Mention]) -> str | None:
    """The firm whose press release a document is: its outlet is a firm that it names."""
    outlet = (document.outlet or "").casefold()
    for mention in mentions:
        if mention.kind in ("party", "organization") and not mention.refers and outlet:
            name = mention.text.casefold()
            if name == outlet or (len(name) > 2 and outlet.startswith(f"{name} ")):
                return mention.text
    return None


def _fit(found: Sequence[Thing], *, allow_places: bool) -> list[Thing]:
    """Those who can act or be acted on."""
    barred = _NOT_PARTIES - ({"place"} if allow_places else set()) - {"person"}
    return [thing for thing in found if thing.kind not in barred]
