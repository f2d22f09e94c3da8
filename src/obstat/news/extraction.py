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
from obstat.news import amounts, attribution, certainty, clauses, times
from obstat.news.aims import Aims
from obstat.news.attribution import Attribution
from obstat.news.clauses import Thing
from obstat.news.frames import Frame, frames
from obstat.news.mentions import Mentions
from obstat.news.repeats import merged
from obstat.news.sentences import Sentence, sentences
from obstat.news.words import pattern

_ACTS_OF_SPEECH = frozenset(["pressure", "denial", "no_comment"])
"""Events that report an act in the voice of the outlet: whoever acts is no source of it."""
_SPEAKERS = frozenset(["company_statement", "named_official", "named_person", "analyst"])
"""Whose words are a statement or an opinion where they tell of no event."""
_ABSORBING = frozenset(["pressure", "concern", "denial", "no_comment"])
"""Events whose clause tells what is wanted, feared or denied, which is no event of its own."""
_NOT_PARTIES = frozenset(["place", "programme", "product", "person", "outlet"])
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
        self._speaker = Attribution()
        self._paragraph = -1
        self._pair: tuple[Thing, ...] = ()

    def claims(self) -> Iterator[Claim]:
        for sentence in self._split:
            yield from self._of(sentence)

    def _of(self, sentence: Sentence) -> Iterator[Claim]:
        start, end = sentence.span
        words = self._text[start:end]
        found = self._resolved(clauses.things(self._text, sentence.span, self._mentions, self._names))
        said = Attribution() if sentence.heading else attribution.of_sentence(self._text, sentence.span, found)
        if not said.sources and self._goes_on(sentence):
            said = self._speaker
        elif self._speaker.sources and (pronoun := attribution.pronoun(self._text, sentence.span)):
            said = replace(self._speaker, span=pronoun)
        grouped = clauses.groups(self._text, found)
        hits = list(self._hits(sentence, said))
        told = [claim for hit in hits for claim in self._told(hit, sentence, grouped, said, words)]
        yield from told
        apart = [
            (s, e)
            for s, e in sentence.quotes
            if not any(s < last and first < e for c in told for first, last in c.spans)
        ]
        if said.sources and not sentence.heading and (not told or apart):
            yield from self._spoken(sentence, found, said)
        if said.sources:
            self._speaker = said
        elif sentence.paragraph != self._paragraph:
            self._speaker = Attribution()
        self._paragraph = sentence.paragraph
        pairs = [group for group in grouped if len(group) > 1 and all(t.kind not in ("place", "noun") for t in group)]
        self._pair = tuple(pairs[-1]) if pairs else self._pair

    def _resolved(self, found: Sequence[Thing]) -> list[Thing]:
        """``both carriers`` and ``the companies`` stand for those who were last named together."""
        resolved = []
        for thing in found:
            words = thing.name.lower()
            before = self._text[max(0, thing.span[0] - 5) : thing.span[0]].lower()
            if thing.kind == "noun" and self._pair and (words == "both" or before == "both "):
                resolved += [replace(one, span=thing.span) for one in self._pair]
            else:
                resolved.append(thing)
        return resolved

    def _goes_on(self, sentence: Sentence) -> bool:
        """Whether a sentence is a quotation of whoever spoke before in the paragraph."""
        if not self._speaker.sources or sentence.paragraph != self._paragraph:
            return False
        quoted = sum(e - s for s, e in sentence.quotes)
        return quoted > 0.7 * (sentence.span[1] - sentence.span[0])

    def _hits(self, sentence: Sentence, said: Attribution) -> Iterator[Hit]:
        """The frames of a sentence, the longer of two that overlap, without those inside what is feared or wanted."""
        start, end = sentence.span
        said_words = set(_WORDS.findall(self._text[start:end].lower()))
        named = [m.span for m in self._mentions if not m.refers and start <= m.span[0] < end]
        found = [
            Hit(frame, (match.start(), match.end()))
            for frame in frames()
            if not said_words.isdisjoint(frame.begins)
            for match in frame.words.finditer(self._text, start, end)
            if said.span is None or not (said.span[0] <= match.start() and match.end() <= said.span[1])
            if not any(s <= match.start() < e for s, e in named)
        ]
        found.sort(key=lambda hit: (hit.span[0], -(hit.span[1] - hit.span[0])))
        stop = -1
        absorbed, lifted = -1, False
        for hit in found:
            if hit.span[0] < stop or hit.span[0] < absorbed:
                continue
            if hit.frame.event == "ban" and lifted:
                continue
            stop = hit.span[1]
            lifted = lifted or hit.frame.event in ("lift", "list_remove")
            if hit.frame.event in _ABSORBING:
                mark = re.compile(r"[;.]|, (?:but|while|and (?:will|has|have|had|said))\b").search(
                    self._text, hit.span[1], end
                )
                absorbed = mark.start() if mark else end
            yield hit

    def _told(
        self, hit: Hit, sentence: Sentence, grouped: Sequence[Sequence[Thing]], said: Attribution, words: str
    ) -> Iterator[Claim]:
        """The claims that a frame gives: of each who is silent one of its own, and beside a denial what is denied."""
        claim = self._claim(hit, sentence, grouped, said, words)
        if claim is None:
            return
        if claim.event == "no_comment":
            yield from (replace(claim, actors=(actor,), targets=()) for actor in claim.actors)
            return
        yield claim
        if claim.event == "denial":
            for inner in self._within(hit, sentence):
                denied = self._claim(inner, sentence, grouped, said, words)
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
        self, hit: Hit, sentence: Sentence, grouped: Sequence[Sequence[Thing]], said: Attribution, words: str
    ) -> Claim | None:
        frame, (first, last) = hit.frame, hit.span
        begin, _ = clauses.clause_before(self._text, sentence.span[0], first)
        stop = clauses.clause_end(self._text, last, sentence.span[1])
        start, end = sentence.span
        ends = self._text.find(" ", first) if frame.target == "o" else last
        follow = min(last, ends) if ends > 0 else last
        subject = clauses.subject(self._text, start, first, grouped)
        head = clauses.antecedent(self._text, start, first, grouped)
        after = clauses.objects(self._text, first if frame.target == "o" else follow, end, grouped) or head
        slots = {
            "s": subject,
            "o": [t for t in after if t not in subject] or ([t for t in head if t not in subject]),
            "b": clauses.by_phrase(self._text, last, end, grouped),
            "a": clauses.at_phrase(self._text, last, end, grouped),
            "-": [],
        }
        actors = _fit(slots[frame.actor], allow_places=frame.target != "-")
        actors = actors or self._speaking(frame.actor, self._text[begin:last], said)
        targets = self._aims.of(frame, _fit(slots[frame.target], allow_places=False), actors, grouped, (first, stop))
        if frame.event == "no_comment":
            if not actors:
                return None
        elif not any(t.kind != "noun" or (frame.event == "concern" and t.speaks_as == "official")
                     for t in (*actors, *targets)):  # fmt: skip
            return None
        if frame.event in ("acquisition", "divestment") and not any(self._aims.is_firm(t) for t in targets):
            return None
        before = self._text[max(begin, start) : first]
        trigger = self._text[first:last]
        leading = before + (trigger if _WEIGHING.match(trigger) else "")
        modality = certainty.modality(
            leading, self._text[last:end], words, heading=sentence.heading, reported=bool(said.sources)
        )
        if frame.event == "no_comment" or (frame.event == "compatibility" and modality == "planned"):
            modality = "done"
        if frame.turn in MODALITIES and modality == "done":
            modality = frame.turn
        polarity = certainty.polarity(before) if frame.event not in ("no_comment", "stop_selling") else "positive"
        if re.match(r"\s*(?:no|none|nothing|neither)\b", self._text[last:end]) and frame.event in _COUNTED:
            polarity = "negative"
        if frame.turn == "neg":
            polarity = "negative" if polarity == "positive" else "positive"
        if frame.event in _ABSORBING and modality in ("conditional", "considered", "alleged"):
            modality = "done"
        chain = said
        speaks = {t.name for t in said.speakers}
        if frame.event in _ACTS_OF_SPEECH and speaks & {t.name for t in actors}:
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

    def _speaking(self, slot: str, words: str, said: Attribution) -> list[Thing]:
        """Whoever says ``we``: the speaker, or the firm whose press release it is."""
        if slot != "s" or not re.search(r"\b(?:we|our)\b", words, re.IGNORECASE):
            return []
        return list(said.speakers[:1]) or self._own

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

    def _spoken(self, sentence: Sentence, found: Sequence[Thing], said: Attribution) -> Iterator[Claim]:
        """What somebody says that is no event: a statement, or an opinion."""
        start, end = sentence.span
        first, last = self._passage(sentence, said, start, end)
        content = self._text[first:last]
        if len(content.split()) < 3 or said.class_ not in _SPEAKERS:
            return
        speakers = [self._spoken_for(t) for t in said.speakers] or [said.sources[-1].name]
        targets = [t for t in found if t.kind == "party" and t.name not in speakers and first <= t.span[0] < last]
        opinion = said.class_ in ("analyst", "named_person") or bool(pattern("opinion").search(content))
        modality = certainty.modality(content, "", content, heading=False)
        yield Claim(
            "",
            self._document.id,
            "opinion" if opinion else "statement",
            tuple(dict.fromkeys(speakers)),
            tuple(dict.fromkeys(t.name for t in targets)),
            modality=modality if modality in ("planned", "conditional", "question") else "done",
            quotation=any(s < last and first < e for s, e in sentence.quotes),
            attribution=self._chain(said),
            origin=self._origin(said),
            spans=((first, last),),
            slots=((("attribution", said.span),) if said.span else ()),
        )

    def _spoken_for(self, thing: Thing) -> str:
        """The firm or body for which an officer without a name speaks: the one named with him, or else the last one."""
        if thing.kind != "noun" or not pattern("spoken_for").fullmatch(thing.name):
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
        spoken = self._spoken_for(thing)
        return self._called.get(spoken, spoken)

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
