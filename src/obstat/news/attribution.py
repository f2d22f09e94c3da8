"""Who a story has a claim from: the chain from the outlet at hand to the first source.

Invariant: every link but the first stands in the sentence, or in one before it of the same paragraph whose speaker goes
on.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from obstat.model.claim import Source, Span
from obstat.news.clauses import Thing, groups, subject
from obstat.news.words import pattern


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


def of_sentence(text: str, span: Span, found: Sequence[Thing]) -> Attribution:
    """Who says what a sentence tells; nobody beyond the outlet where it does not say."""
    start, end = span
    grouped = groups(text, found)
    outlet: Thing | None = None
    best: Attribution | None = None
    for match in pattern("according").finditer(text, start, end):
        stop = _phrase_end(text, match.end(), end)
        inside = [thing for thing in found if match.end() <= thing.span[0] < stop]
        source, speakers = _source(text, (match.end(), stop), inside)
        if source is None:
            continue
        if source.class_ == "other_outlet" and best is None:
            outlet = inside[0]
            best = Attribution((source,), (match.start(), stop), tuple(speakers))
        else:
            best = Attribution((source,), (match.start(), stop), tuple(speakers))
    for match in pattern("said").finditer(text, start, end):
        if re.search(
            r"(?:\bnot|n['’]t|\bto|\b(?:is|are|was|were|be|been)) $",
            text[max(start, match.start() - 6) : match.start()],
        ):
            continue  # nobody says it
        who = _speaker(text, start, match, end, grouped)
        told = _told_to(text, match, end, found)
        first = who[0].span[0] if who else max(start, text.rfind(",", start, match.start()) + 1)
        phrase = (min(first, match.start()), match.end())
        reported = (
            match[0].lower().startswith(("report", "quot", "wrote", "writes")) and bool(who) and who[0].kind == "outlet"
        )
        if told is not None:
            outlet = told
        if reported or (who and who[0].kind == "outlet"):
            outlet = who[0]
            best = best or Attribution((Source(who[0].name, "other_outlet"),), phrase, tuple(who))
            continue
        if best is not None and best.class_ != "other_outlet":
            continue
        if match[0].lower() in _ALSO and not _is_speech(text, match, (start, end), who):
            continue
        source, speakers = _source(text, phrase, who)
        if source is not None:
            best = Attribution((source,), phrase, tuple(speakers or who))
    if best is None:
        return Attribution()
    if outlet is not None and best.class_ != "other_outlet":
        return Attribution((Source(outlet.name, "other_outlet"), *best.sources), best.span, best.speakers)
    return best


def _speaker(text: str, start: int, match: re.Match[str], end: int, grouped: Sequence[Sequence[Thing]]) -> list[Thing]:
    """Who speaks: right after the verb (``, said Doe``), else in the phrase before it, else the subject."""
    after = [g for g in grouped if match.end() <= g[0].span[0] <= match.end() + 24]
    before = text[max(start, match.start() - 2) : match.start()]
    if after and (before.strip()[-1:] in ('"', "”", ",", "“") or match.start() == start):
        between = text[match.end() : after[0][0].span[0]]
        if re.fullmatch(r"\s+(?:the |a |an |its |\w+ ){0,3}", between):
            return list(after[0])
    cut = max(text.rfind(sign, start, match.start()) for sign in (", ", '" ', "” ", "; ", ". "))
    first = max(start, cut + 1)
    near = [g for g in grouped if first <= g[0].span[0] and g[-1].span[1] <= match.start()]
    if near:
        return list(near[0])
    if text[first : match.start()].strip():
        return []  # somebody without a name
    return subject(text, start, match.start(), grouped)


def pronoun(text: str, span: Span) -> Span | None:
    """Where ``he said`` stands in a sentence."""
    match = pattern("he_said").search(text, *span)
    return match.span() if match else None


_ALSO = frozenset(
    ["found", "ruled", "warned", "warns", "added", "adds", "noted", "notes", "showed", "shows", "quoted", "quotes"]
)
"""Verbs that also tell of what is no speech."""


def _is_speech(text: str, match: re.Match[str], span: Span, who: Sequence[Thing]) -> bool:
    """Whether one of `_ALSO` tells of speech: words follow that say what, or stand before, parted off."""
    after = text[match.end() : min(span[1], match.end() + 12)].lstrip().lower()
    if after.startswith(("that ", '"', "“", ":")) or not after.strip(". "):
        return True
    if who and re.search(r"judge|court|jury|auditor", who[0].name, re.IGNORECASE):
        return True
    before = text[span[0] : who[0].span[0] if who else match.start()].rstrip()
    return before.endswith((",", '"', "”"))


def _phrase_end(text: str, at: int, end: int) -> int:
    stop = re.compile(r"[,;.:]\s|[\"”]|\.$| - | – ").search(text, at, end)
    return stop.start() if stop else end


def _told_to(text: str, match: re.Match[str], end: int, found: Sequence[Thing]) -> Thing | None:
    """The outlet that was told."""
    if not match[0].lower().startswith("t"):
        return None
    after = [t for t in found if match.end() <= t.span[0] <= match.end() + 6]
    return after[0] if after and after[0].kind == "outlet" else None


def _source(text: str, phrase: Span, who: Sequence[Thing]) -> tuple[Source | None, Sequence[Thing]]:
    """The source that a phrase names, and whom it stands for."""
    words = text[phrase[0] : phrase[1]]
    cut = max(text.rfind(sign, 0, phrase[0]) for sign in (", ", '" ', "” ", "\n"))
    wide = text[max(cut, phrase[0] - 45, 0) : phrase[1] + 60].strip().split("\n")[0]
    named = [thing for thing in who if thing.kind in ("person", "outlet")]
    wider = text[max(0, phrase[0] - 18) : phrase[1]].rpartition("\n")[2] if who else words
    wider = wider[wider.rfind(", ") + 1 :] if ", " in wider[:18] else wider
    if not named and (hit := pattern("anonymous").search(wider)):
        return Source(" ".join(hit[0].split()), "anonymous"), ()
    if hit := pattern("document").search(words):
        return Source(hit[0], "document"), ()
    if not who:
        is_record = pattern("record").search(words) is not None and len(words) < 60
        return (Source(words.strip(), "official_record"), ()) if is_record else (None, ())
    thing = who[0]
    return Source(_named(text, phrase, who), _class_of(thing, words, wide)), who


def _named(text: str, phrase: Span, who: Sequence[Thing]) -> str:
    return " and ".join(text[t.span[0] : t.span[1]] for t in who)


def _class_of(thing: Thing, words: str, wide: str) -> str:
    if thing.kind == "outlet":
        return "other_outlet"
    if pattern("paper").search(words):
        return "official_record"
    if pattern("analyst").search(words) or pattern("analyst").search(wide):
        return "analyst"
    if thing.kind == "person":
        if pattern("in_office").search(wide):
            return "named_official"
        return "company_statement" if pattern("officer").search(wide) else "named_person"
    official = thing.kind in ("body", "place") or thing.speaks_as == "official"
    if official and pattern("in_record").search(wide):
        return "official_record"
    if thing.kind in ("body", "place"):
        return "official_record" if pattern("record").search(words) else "named_official"
    if thing.kind == "noun":
        if thing.name.lower() in ("officials", "official"):
            return "anonymous"
        if re.search(r"\b(?:court|judge|jury)", thing.name, re.IGNORECASE):
            return "official_record"
        kinds = {
            "official": "named_official",
            "company": "company_statement",
            "analyst": "analyst",
            "person": "named_person",
        }
        if pattern("in_office").search(words):
            return "named_official"
        return kinds.get(thing.speaks_as, "named_person")
    return "official_record" if re.search(r"\b(?:indictment|court papers?)\b", words, re.I) else "company_statement"
