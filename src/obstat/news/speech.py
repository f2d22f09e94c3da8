"""Acts of speech in a sentence: who says something, what kind of source that is, and which words it is told of.

Invariant: an act stands in the sentence with words of speech; whoever only does something is no source.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from obstat.model.claim import Source, Span
from obstat.news.grammar.phrases import Nouns, Verbs
from obstat.news.grammar.reading import Reading
from obstat.news.meant import firms_of, meant_by
from obstat.news.things import FIRMS, Thing
from obstat.news.things import speaks_as as speaks_as_word
from obstat.news.who import Who, belongs_to, speaks_as
from obstat.news.words import pattern, sections

_CONTENT = frozenset(["that", "whether", "if", "how", "why", "where", "when"])
_SIGNS = (",", '"', "”", ":")
_OFFICIAL = ("body", "place")
_NOBODY = frozenset(["neither", "nobody", "none", "no"])


@dataclass(frozen=True, slots=True)
class Attribution:
    """Links beyond the outlet at hand, where they stand, and who speaks."""

    sources: tuple[Source, ...] = ()
    span: Span | None = None
    speakers: tuple[Thing, ...] = ()

    @property
    def class_(self) -> str:
        """The class of the last link."""
        return self.sources[-1].class_ if self.sources else "none"


@dataclass(frozen=True, slots=True)
class Act:
    """Somebody says something. `verb` is None for ``according to``."""

    source: Source
    speakers: tuple[Thing, ...]
    span: Span
    verb: Verbs | None
    trails: bool
    """It stands behind what is said, or between its parts."""
    words: tuple[Span, ...] = ()
    """The speaker and the verb, without what stands between them; the whole where it is empty."""

    def holds(self, place: int) -> bool:
        """Whether a place of the text is in the words of this act."""
        return any(start <= place < end for start, end in self.words or (self.span,))


def acts(text: str, span: Span, reading: Reading, who: Who) -> list[Act]:
    """The acts of speech of a sentence, in the order of the text."""
    found = [*_of_verbs(text, span, reading, who), *_of_phrases(text, span, reading, who)]
    return sorted(found, key=lambda act: act.span)


def covers(act: Act, place: int, verb: Verbs | None, reading: Reading) -> bool:
    """Whether what stands at a place, with its verb, is told by an act of speech."""
    if act.holds(place):
        return False
    if act.verb is None:
        return True
    above = verb
    while above is not None:
        if above is act.verb:
            return above is not verb
        above = above.governor
    if verb is None or verb.quoted:
        return act.trails or place > act.span[0]
    if act.verb.shape == "ing":
        return place > act.span[0]
    if place < act.span[0]:
        return act.trails
    if not act.trails and place < act.verb.head.span[0]:
        return False
    if act.trails and any(v.shape == "finite" and v.head.span[0] < act.span[0] for v in reading.verbs):
        return False
    same = verb.subjects is act.verb.subjects and bool(verb.subjects)
    return not same and verb.link not in ("and", "but", "while", "although", "though", "whereas")


def chain(told: Sequence[Act], speaker: Attribution) -> Attribution:
    """Acts that cover the same words as one chain: the outlet that is quoted first, then whoever speaks to it.

    `speaker` is whoever spoke before: ``he said`` means him.
    """
    outlets = [act for act in told if act.source.class_ == "other_outlet"]
    others = [act for act in told if act.source.class_ != "other_outlet"]
    last = next((act for act in others if act.trails), others[-1] if others else None)
    if last is not None and last.source.class_ == "again":
        return Attribution(speaker.sources, last.span, speaker.speakers) if speaker.sources else Attribution()
    outlet = [Source(outlets[0].source.name, "other_outlet")] if outlets else []
    if last is None:
        return Attribution(tuple(outlet), outlets[0].span, outlets[0].speakers) if outlets else Attribution()
    return Attribution((*outlet, last.source), last.span, last.speakers)


def _of_verbs(text: str, span: Span, reading: Reading, who: Who) -> Iterator[Act]:
    stop = 0
    for verb in reading.verbs:
        nouns = verb.subjects
        if verb.head.span[0] < stop:
            continue
        begin = min((n.span[0] for n in nouns if n.span[0] < verb.span[0]), default=verb.span[0])
        trails = _trails(text, span[0], begin) or verb.link == ","
        if pattern("outlet_speech").fullmatch(verb.lemma) and not verb.passive:
            yield from _of_outlet(text, verb, who, until=span[1])
            continue
        light = pattern("light_speech").match(text, verb.span[0], span[1])
        if not (light and trails) and not _is_speech(text, span, reading, verb, who, trails=trails):
            continue
        after = [n for n in nouns if n.span[0] > verb.span[0]]
        end = max([verb.span[1], *(n.span[1] for n in after), light.end() if light else 0])
        stop = end if light else 0
        meant = meant_by(nouns, reading, who)
        source = _source(text, nouns, who, end=begin if after else verb.span[0], until=span[1], meant=meant)
        if source is None:
            continue
        held = (*(n.span for n in nouns), verb.span, *(n.span for n in verb.objects[:1]))
        if told := _outlet_told(text, verb):
            yield Act(Source(told, "other_outlet"), (), (begin, verb.objects[0].span[1]), verb, trails, held)
            end = max(end, verb.objects[0].span[1])
        yield Act(source, _speakers(nouns, who, meant), (begin, end), verb, trails, held)


def _outlet_told(text: str, verb: Verbs) -> str:
    """The outlet to which somebody speaks, by name or as ``a radio station``; empty where it is none."""
    for nouns in verb.objects[:1]:
        if outlets := [mention.text for mention in nouns.mentions if mention.kind == "outlet"]:
            return outlets[0]
        if nouns.head.lower in sections("references")["outlet"] and nouns.tokens[0].lower in ("a", "an"):
            return text[slice(*nouns.span)]
    return ""


def _of_outlet(text: str, verb: Verbs, who: Who, *, until: int) -> Iterator[Act]:
    """``Reuters quoted officials who``, ``its report mentioned that``: an outlet tells, and perhaps by whom."""
    subject = verb.subjects[:1]
    outlets = [m for n in subject for m in n.mentions if m.kind == "outlet"]
    if not outlets:
        return
    place = (subject[0].span[0], verb.span[1])
    yield Act(Source(outlets[0].text, "other_outlet"), (), place, verb, False, (subject[0].span, verb.span))
    if verb.lemma == "quote" and verb.objects:
        source = _source(text, verb.objects[:1], who, end=verb.objects[0].span[1], until=until)
        if source is not None:
            whole = (place[0], verb.objects[0].span[1])
            yield Act(source, tuple(who.of(verb.objects)), whole, verb, False, (verb.objects[0].span,))


def _is_speech(text: str, span: Span, reading: Reading, verb: Verbs, who: Who, *, trails: bool) -> bool:
    """Whether a verb tells that its subject says something, and what."""
    nobody = any(nouns.tokens[0].lower in _NOBODY for nouns in verb.subjects)
    if nobody or verb.negative or verb.passive or verb.shape in ("to", "participle"):
        return False
    judges = bool(verb.objects) and _judges(text, span, reading, verb)
    utters = pattern("uttering").fullmatch(verb.lemma) is not None
    if not judges and not utters and not pattern("speech").fullmatch(verb.lemma):
        return False
    if utters and verb.objects and not who.of(verb.objects):
        return False  # not so: ``posted a profit``
    asks = bool(verb.objects) and any(other.governor is verb and other.link == "to" for other in reading.verbs)
    if asks or set(verb.modals) - {"will"}:
        return False
    if judges or trails:
        return True
    if pattern("in_mind").fullmatch(verb.lemma):
        return False
    plain = pattern("sure_speech").fullmatch(verb.lemma) is not None and (not verb.objects or verb.lemma == "tell")
    return plain or _has_content(text, reading, verb)  # not so: ``added Hytera to its list``


def _of_phrases(text: str, span: Span, reading: Reading, who: Who) -> Iterator[Act]:
    for match in pattern("according").finditer(text, *span):
        behind = [p for p in reading.phrases if isinstance(p, Nouns) and match.end() <= p.span[0] <= match.end() + 3]
        if not behind:
            continue
        stop = re.compile(r"[,;.:]\s|[\"”]|\.$| - | – |, ").search(text, behind[0].span[1], span[1])
        end = stop.start() if stop else span[1]
        meant = meant_by(behind[:1], reading, who)
        source = _source(text, behind[:1], who, end=end, until=span[1], meant=meant)
        if source is not None:
            yield Act(source, _speakers(behind[:1], who, meant), (match.start(), end), None, True)


def _judges(text: str, span: Span, reading: Reading, verb: Verbs) -> bool:
    """``called the decision "a mistake"``, ``accused Huawei of handing``: a verb whose object is judged."""
    if pattern("accusing").fullmatch(verb.lemma):
        return any(v.governor is verb for v in reading.verbs)
    end = min(span[1], verb.span[1] + 60)
    return bool(pattern("naming").fullmatch(verb.lemma)) and bool(re.search('["“]', text[verb.span[1] : end]))


def _trails(text: str, start: int, begin: int) -> bool:
    before = text[start:begin].rstrip()
    opens = before.endswith('"') and before.count('"') % 2 == 1
    return before.endswith(_SIGNS) and not opens


def _has_content(text: str, reading: Reading, verb: Verbs) -> bool:
    """Whether what is said stands there: a clause that hangs on the verb, or a quotation behind it."""
    if any(v.governor is verb and v.link in _CONTENT for v in reading.verbs):
        return True
    return text[verb.span[1] : verb.span[1] + 3].lstrip(" :,").startswith(('"', "“"))


def _speakers(nouns: Sequence[Nouns], who: Who, meant: Nouns | None) -> tuple[Thing, ...]:
    """Those who speak; of ``the president of iFlytek`` the firm."""
    if meant is not None:
        return tuple(who.of([meant]))
    firms = firms_of(nouns[0]) if nouns else []
    return tuple([who.thing(mention) for mention in firms[:1]] or who.of(nouns))


def _class_of_meant(nouns: Nouns, meant: Nouns, who: Who, tail: str, paper: str) -> str:
    """The class of somebody or something that is told by whom it belongs to."""
    thing = who.of([meant])[0]
    official = thing.kind in _OFFICIAL or any(speaks_as_word(t.text) == "official" for t in meant.tokens)
    is_paper = pattern("paper").fullmatch(nouns.noun) is not None
    if pattern("document").search(tail) or pattern("document").search(paper):
        return "document"
    if official:
        return "official_record" if is_paper or pattern("in_record").search(paper) else "named_official"
    return "company_statement"


def _source(
    text: str, nouns: Sequence[Nouns], who: Who, *, end: int, until: int, meant: Nouns | None = None
) -> Source | None:  # fmt: skip
    """What kind of source phrases of nouns are; None for things that say nothing."""
    if not nouns:
        return None
    first = nouns[0]
    stop = max(end, first.span[1])
    tail = text[first.span[0] : stop]
    wide = text[first.span[0] : min(until, stop + 60)] if stop == first.span[1] else tail
    paper = text[stop:until]
    name = " ".join(tail.split()) if len(tail) < 90 else text[slice(*first.span)]
    if meant is not None:
        return Source(text[slice(*first.span)], _class_of_meant(first, meant, who, tail, paper))
    if pattern("paper").fullmatch(first.noun):
        if first.tokens[0].lower in ("his", "her"):
            return Source(first.tokens[0].text, "again")
        return Source(name, _class_of_paper(first, text[first.span[0] : until] if stop == first.span[1] else tail, who))
    if first.head.lower in ("he", "she"):
        return Source(first.head.text, "again")
    if is_anonymous(first, wide):
        return Source(name.rstrip(", "), "anonymous")
    things = who.of(nouns)
    if not things:
        return None
    class_ = _class_of(first, things[0], tail, wide)
    if class_ == "named_official" and pattern("in_record").search(paper):
        class_ = "official_record"
    if pattern("document").search(paper) and class_ in ("company_statement", "named_official", "official_record"):
        class_ = "document"
    return Source(text[slice(*first.span)], class_)


def class_of_voice(thing: Thing) -> str:
    """The class of somebody who speaks for himself, by what he is alone; empty where that tells nothing."""
    if thing.kind in FIRMS or thing.speaks_as in ("company", "officer", "staff"):
        return "company_statement"
    if thing.kind in _OFFICIAL or thing.speaks_as == "official":
        return "named_official"
    return "named_person" if thing.kind == "person" else ""


def is_anonymous(nouns: Nouns, tail: str) -> bool:
    """Whether somebody speaks whose name is kept back: ``two people familiar with the matter``, ``an official``."""
    if nouns.head.mention is not None:
        return False
    if pattern("unnamed").search(tail):
        return True
    first = nouns.tokens[0]
    some = first.lower in ("a", "an", "one", "some", "several") or first.tag == "num"
    plural = nouns.head.lower != nouns.noun
    if pattern("nameless").fullmatch(nouns.noun):
        return True
    if some and plural and speaks_as(nouns) == "officer" and not belongs_to(nouns):
        return True
    if some and (speaks_as(nouns) in ("person", "staff") or (speaks_as(nouns) == "company" and not plural)):
        return not pattern("firm").fullmatch(nouns.noun) and not pattern("analyst").search(tail)
    return bool(re.match(r"(?:a |an |two |three |several |some )?(?:former|retired) ", tail, re.IGNORECASE))


def _class_of_paper(nouns: Nouns, tail: str, who: Who) -> str:
    """The class of a paper that tells: seen by an outlet, of a public body, or of a firm."""
    inner = pattern("inner_paper").fullmatch(nouns.noun) and not pattern("public").search(tail)
    if inner or pattern("document").search(tail):
        return "document"
    if pattern("analyst").search(tail):
        return "analyst"
    near = [nouns.owner] if nouns.owner else [end for how, end in nouns.ties if how in ("by", "of", "from")]
    if any(speaks_as_word(word) == "official" for word in re.findall(r"\w+", tail)):
        return "official_record"
    owners = [m.kind for n in near for m in n.mentions] + [m.kind for m in nouns.mentions]
    if any(kind in ("party", "organization") for kind in owners) and not any(kind in _OFFICIAL for kind in owners):
        return "company_statement"
    return "company_statement" if nouns.noun == "statement" and "body" not in owners else "official_record"


def _class_of(nouns: Nouns, thing: Thing, tail: str, wide: str) -> str:
    if thing.kind == "outlet":
        return "other_outlet"
    if pattern("analyst").search(tail) or pattern("analyst").search(_apposed(wide)):
        return "analyst"
    if thing.kind == "person":
        if pattern("in_office").search(wide):
            return "named_official"
        return "company_statement" if pattern("officer").search(wide) else "named_person"
    speaks = speaks_as(nouns)
    if firms_of(nouns):
        return "company_statement"
    if speaks in ("officer", "staff") and nouns.head.mention is None:
        return _class_of_officer(nouns, thing)
    if thing.kind in _OFFICIAL:
        return "official_record" if pattern("in_record").search(wide) else "named_official"
    if thing.kind == "noun":
        if pattern("in_office").search(tail):
            return "named_official"
        if re.search(r"\b(?:court|judge|jury)", thing.name, re.IGNORECASE):
            return "official_record" if not pattern("officer").search(tail) else "named_official"
        kinds = {"official": "named_official", "company": "company_statement", "analyst": "analyst"}
        return kinds.get(thing.speaks_as, "named_person")
    return "company_statement"


def _apposed(wide: str) -> str:
    """What stands behind the first comma and says who somebody is."""
    match = re.match(r"[^,;.]*, ((?:a|an|the|its|who|which)\b[^;.\"”]*)", wide)
    return match[1] if match else ""


def _class_of_officer(nouns: Nouns, thing: Thing) -> str:
    """Whoever speaks for a body is an official, for a firm the firm."""
    kinds = [mention.kind for mention in belongs_to(nouns)]
    if any(kind in FIRMS for kind in kinds):
        return "company_statement"
    near = [nouns.owner] if nouns.owner else [end for how, end in nouns.ties if how in ("of", "for", "at")]
    inside = any(speaks_as_word(token.text) == "official" for token in nouns.tokens[:-1])
    beside = any(speaks_as(end) == "official" for end in near)
    official = "body" in kinds or thing.kind in _OFFICIAL or inside or beside
    return "named_official" if official else "company_statement"
