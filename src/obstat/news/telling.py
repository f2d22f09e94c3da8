"""Who stands behind what a story tells: the chain from its outlet to the first source, and for whom an officer speaks.

Invariant: the first link is the outlet at hand; in a press release every claim is the firm's.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from obstat.model.claim import Document, Mention, Source
from obstat.news.speech import Attribution
from obstat.news.things import BODIES, FIRMS, Thing, called, is_plural, without_article
from obstat.news.words import pattern, sections

_TOLD_US = re.compile(r"\b(?:told|tells) us\b")
_APPOSED = re.compile(r", (?:the |an? |its )?[^.;\"”\n]*")
_RELEASE = re.compile(
    r"\bfor immediate release\b|\b(?:press|media|investor) (?:contacts?|enquiries|inquiries)\b\s*:|^press release\b"
    r"|\bnotes? to editors\b|\bforward-looking statements?\b"
    r"|\bfor (?:more|further) information[,:]? (?:visit|contact|see)\b"
    r"|^\s*(?:###|[-–] ?ends ?[-–])\s*$|^About [A-Z][^\n]{1,40}$",
    re.IGNORECASE | re.MULTILINE,
)
_NEWSROOM = re.compile(
    r"[\s,–-]+(?:(?:press|media|news|corporate|public) ?(?:office|releases?|room|cent(?:er|re)|relations|news"
    r"|statements?|affairs)|newsroom|investor relations|communications|blog|announcements?|pressrum|stampa"
    r"|sala de prensa|open letter)$",
    re.IGNORECASE,
)
_SOCIETY = re.compile(
    r"^(?!.*\b(?:Press|News)\b)"
    r".*\b(?:Association|Coalition|Union|Cooperative|Federation|Alliance|League|Brotherhood|University(?: of|$))\b"
)
"""Names of those who publish nothing but their own words, though they are no firms."""
_FORM = re.compile(r",? (?:Inc|Corp|Co|Ltd|Limited|LLC|plc|PLC|GmbH|AG|SA|AB|NV|SpA|Oyj|ASA)\.?$")
_ANNOUNCED = re.compile(
    r"\n\n(?:[^\n]{0,60} [–—-]+ )?[A-Z][^\n.,]{1,50}(?:, [^\n.]{1,80},)? (?:today announced|announced today|today said"
    r"|is (?:pleased|proud) to announce|announces|today confirmed|confirmed today)\b"
)
_WIRES = "PR ?Newswire|Business ?Wire|Globe ?Newswire|ACCESS ?WIRE|Newsfile Corp"
"""Services that carry press releases alone."""
_BY_WIRE = re.compile(rf"(?:{_WIRES})", re.IGNORECASE)
_IN_DATELINE = re.compile(rf"[(/] ?(?:{_WIRES}) ?[)/]", re.IGNORECASE)
_QUOTATION = re.compile(r"[\"“«][^\"”»\n]*[\"”»]")
_WE = re.compile(r"\b(?:[Ww]e|[Oo]urs?)\b")
_OUTLETS = re.compile(
    r"\b(?:(?:tells?|told|answer(?:ed)?|assures?|wrote to|call(?:ed)?) us|for us|asked us|before us|"
    r"we (?:asked|found|called|know|have (?:seen|read))|"
    r"our (?:e-?mails?|requests?|questions?|letters?|calls?|readers?|reporters?|view|correspondent))\b",
    re.IGNORECASE,
)
_ENOUGH = 2
"""How often a text says ``we`` at least that is the words of a firm."""
_FAR = 400
"""How many signs before a paper whoever it is of may be named."""
_SHORT = 2
"""How long names are that may be parts of others."""
_OWN_WORDS = frozenset(["company_statement", "official_record", "named_official", "analyst"])
"""Classes of sources whose words are their own wherever they are told."""
_OF_BODIES = ("official_record", "named_official")
"""Classes of those who speak for no firm."""


@dataclass(frozen=True, slots=True)
class Firm:
    """The firm whose press release a story is."""

    text: str
    thing: Thing


class Telling:
    """The sources of one story. `names` are the words for ids that are nobody's of the snapshot."""

    def __init__(self, document: Document, mentions: Sequence[Mention], names: Mapping[str, str]) -> None:
        self._text, self._mentions, self._names = document.text, mentions, names
        self._outlet = document.outlet or "this outlet"
        self._called = called(mentions)
        self._outlets = {m.text: self._called.get(m.id, m.text) for m in mentions if m.kind == "outlet"}
        """What the story first calls each outlet, by the words that mean it: ``the newspaper``."""
        self.firm = self._own_words(document)

    @property
    def own(self) -> list[Thing]:
        """The firm whose press release the story is, where it is one."""
        return [self.firm.thing] if self.firm else []

    def chain(self, said: Attribution) -> tuple[Source, ...]:
        """The links from the outlet at hand to the first source."""
        if self.firm:
            return (Source(self.firm.text, "company_statement"),)
        sources = self._beyond(said)
        if not sources:
            return (Source(self._outlet, "none"),)
        *others, last = sources
        speakers = said.speakers if last.class_ != "anonymous" else ()
        names = " and ".join(dict.fromkeys(self._shown(thing, last.class_) for thing in speakers))
        return (Source(self._outlet, "other_outlet"), *others, Source(names or last.name, last.class_))

    def _beyond(self, said: Attribution) -> list[Source]:
        """The sources but for the outlet at hand, to which others speak: ``a manager told Harbour Wire``."""
        own = {*self._outlet.casefold().split()}
        words = ({*without_article(source.name).casefold().split()} for source in said.sources)
        return [s for s, name in zip(said.sources, words, strict=True) if s.class_ != "other_outlet" or name - own]

    def origin(self, said: Attribution, actors: Sequence[Thing] = ()) -> str:
        """The outlet that is quoted, a body or firm for its own words, else the outlet at hand; nobody without a name
        and no person is an origin. A record that names nobody is of the public body among the `actors` of its claim."""
        if self.firm:
            return self.firm.text
        sources = self._beyond(said)
        quoted = next((source.name for source in sources if source.class_ == "other_outlet"), None)
        if quoted is not None:
            known = next((name for text, name in self._outlets.items() if quoted.endswith(text)), None)
            return known or self._outlet_meant(quoted, said.span[0] if said.span else 0)
        to_us = said.span is not None and _TOLD_US.search(self._text, said.span[0], said.span[1] + 4)
        if to_us or said.class_ not in _OWN_WORDS or any(map(self._is_somebody, self.speaking(said))):
            return self._outlet
        return self._publisher(said) or _recorded(said, actors) or self.chain(said)[-1].name

    def _outlet_meant(self, words: str, place: int) -> str:
        """Which outlet words mean that are no known one's: ``Amber Coast News`` itself, ``a radio station`` as well,
        ``the agency`` the one named last; ``reports`` and ``speculation`` the one at hand that has them."""
        if not words.islower() or words.startswith(("a ", "an ")):
            return words
        if words.split()[-1] not in {*sections("references")["outlet"], "agency"}:
            return self._outlet
        before = range(bisect_left(self._mentions, place, key=_start) - 1, -1, -1)
        named = (self._called.get(m.id, m.text) for m in map(self._mentions.__getitem__, before) if m.kind == "outlet")
        return next((name for name in named if name != self._outlet), self._outlet)

    @staticmethod
    def _is_somebody(thing: Thing) -> bool:
        """Whether a speaker is a person, or several who have no name: ``three lawmakers``."""
        return thing.kind == "person" or (
            thing.kind == "noun" and is_plural(thing.name.partition(" of ")[0].split()[-1])
        )

    def _publisher(self, said: Attribution) -> str | None:
        """Whose a paper is that tells: the body or firm named with it, else the one of its kind that was named last."""
        if said.speakers or said.span is None:
            return None
        first, last = said.span
        start, middle, end = (bisect_left(self._mentions, at, key=_start) for at in (first - _FAR, first, last))
        kinds = FIRMS if said.class_ == "company_statement" else ("body",)
        inside = [m for m in self._mentions[middle:end] if m.kind in (*BODIES, "outlet")]
        before = [m for m in self._mentions[start:middle] if m.kind in kinds]
        found = inside[:1] or before[-1:]
        return self._called.get(found[0].id, found[0].text) if found else None

    def speaking(self, said: Attribution) -> list[Thing]:
        """Those who speak, by the firm or body that they speak for."""
        return [Thing(self.spoken_for(t, said.class_), t.kind, t.span, t.speaks_as) for t in said.speakers]

    def spoken_for(self, thing: Thing, class_: str = "") -> str:
        """The firm or body for which an officer speaks: the one named with him, or else the last one."""
        if thing.kind == "person" and class_ in ("company_statement", "named_official"):
            return self._of_person(thing)
        officer = thing.speaks_as in ("officer", "staff") or pattern("spoken_for").fullmatch(thing.name)
        if thing.kind != "noun" or not officer:
            return thing.name
        if self.firm:
            return self.firm.thing.name
        official = thing.speaks_as == "official" or class_ in _OF_BODIES
        kinds = ("body",) if official else FIRMS
        near = [mention for mention in self._mentions if mention.kind in kinds]
        behind = [m for m in near if thing.span[1] <= m.span[0] <= thing.span[1] + 12]
        before = [m for m in near if m.span[0] < thing.span[0]]
        mention = behind[0] if behind else before[-1] if before else None
        return self._names.get(mention.id, mention.id) if mention else thing.name

    def _of_person(self, thing: Thing) -> str:
        """The firm or body of which a person is said to be an officer right behind his name."""
        for mention in self._mentions:
            if mention.kind in BODIES and thing.span[1] < mention.span[0] < thing.span[1] + 80:
                if _APPOSED.fullmatch(self._text, thing.span[1], mention.span[0]):
                    return self._names.get(mention.id, mention.id)
                break
        return self.firm.thing.name if self.firm else thing.name

    def _shown(self, thing: Thing, class_: str) -> str:
        """How the story calls whoever speaks: by name, not as ``the company``."""
        speaks = self.spoken_for(thing, class_) if thing.kind != "person" else thing.name
        return self._called.get(speaks, speaks)

    def _own_words(self, document: Document) -> Firm | None:
        """The firm whose press release a story is: one that its outlet, or the first words of its headline, names; the
        first one of a text that says ``we``, ``for immediate release`` or, of that firm, ``announced today``."""
        firms = [m for m in self._mentions if m.kind in FIRMS and not m.refers]
        outlet = (document.outlet or "").strip()
        bare = _NEWSROOM.sub("", outlet)
        headline = self._text.partition("\n")[0]
        for mention in firms:
            name = mention.text.casefold()
            if outlet.casefold() == name and (mention.kind == "party" or mention.text in headline):
                return self._firm(mention)
            if outlet.casefold().startswith(f"{name} ") and (len(name) > _SHORT or bare.casefold() == name):
                return self._firm(mention)
        named = any(word[0].isupper() and _begins(word).search(self._text) for word in bare.split())
        of_firm = bare != outlet and (named or _plainly_we(self._text) >= _ENOUGH)
        if of_firm or _FORM.search(bare) or _SOCIETY.search(bare) or self._is_headed(bare):
            name = _FORM.sub("", bare)
            return Firm(name, Thing(name, "organization", (0, 0)))
        announced = _ANNOUNCED.search(self._text) or _BY_WIRE.fullmatch(outlet) or _IN_DATELINE.search(self._text)
        if firms and (_RELEASE.search(self._text) or announced or _says_we(self._text)):
            return self._firm(firms[0])
        return None

    def _is_headed(self, outlet: str) -> bool:
        """Whether the headline begins with the name of the outlet, as no newspaper's does."""
        return len(outlet) > 2 and self._text.startswith(f"{outlet} ")

    def _firm(self, mention: Mention) -> Firm:
        return Firm(mention.text, Thing(self._names.get(mention.id, mention.id), mention.kind, mention.span))


def _recorded(said: Attribution, actors: Sequence[Thing]) -> str | None:
    """The public body whose deed a record tells, where it is not said whose the record is."""
    if said.class_ != "official_record" or said.speakers:
        return None
    return next((a.name for a in actors if a.kind in ("body", "place") or a.speaks_as == "official"), None)


def _begins(name: str) -> re.Pattern[str]:
    """Where a name stands, a short one whole: ``Claro`` in ``ClaroVTR``, but not ``BT`` in ``BTS``."""
    end = "" if len(name) > _SHORT else r"\b"
    return re.compile(rf"\b{re.escape(name)}{end}")


def _says_we(text: str) -> bool:
    """Whether a text speaks of itself outside quotation marks, and not as an outlet does."""
    return not _OUTLETS.search(_QUOTATION.sub(" ", text)) and _plainly_we(text) >= _ENOUGH


def _plainly_we(text: str) -> int:
    """How often a text says ``we`` outside quotation marks."""
    return len(_WE.findall(_QUOTATION.sub(" ", text)))


def _start(mention: Mention) -> int:
    return mention.span[0]
