"""Who does what to whom in a sentence, told from where names stand around the words of an event.

Invariant: positions are those of the whole text; a name is never invented.
"""

from __future__ import annotations

import functools
import importlib.resources
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from obstat.model.claim import Mention, Span

_BOUNDARY = re.compile(
    r"[;:—–()\"“”«»]|"
    r",? (?:because|while|whereas|although|though|after|before|when|unless|until|since|if|but|so that)\b|"
    r",? (?:which|who|whose|whom|that)\b|, (?:as|and|or) (?=\w+ (?:said|says|told|reported))|"
    r",? (?:according to|citing)\b|"
    r",? (?:and|but) (?=(?:it|they|he|she|we|(?:the |a |an )?[\w&'’]+)(?: [\w&]+){0,2}? "
    r"(?:has|have|had|is|are|was|were|will|would|could|may|might|can)\b)",
    re.IGNORECASE,
)
_RELATIVE = re.compile(r",? (?:which|who|whose|whom|that)$", re.IGNORECASE)
_PREPOSITION = re.compile(
    r"\b(?:of|for|by|with|from|in|at|on|over|against|to|under|about|than|into|between|among|towards?|like|despite|"
    r"amid|following|through|via|inside|outside|without|as)\s+(?:the |a |an |its |their |all |both |some )?"
    r"(?-i:[a-z-]+(?:'s|’s)? ){0,2}$",
    re.IGNORECASE,
)
_JOIN = re.compile(
    r"\s*,? (?:and|or|&|as well as) (?:the |its |their |a |an )?(?:(?-i:[a-z-]+) ){0,3}|"
    r",\s+(?:the |a |an )?(?:(?-i:[a-z-]+) ){0,3}",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Thing:
    """Somebody or something named in a sentence: a mention, or a noun for those who have no name here."""

    name: str
    kind: str
    span: Span
    speaks_as: str = ""
    """What a noun without a name speaks as; see ``words/actors.txt``."""


@functools.cache
def actors() -> dict[str, str]:
    """Nouns for those who act without a name, in the singular, and what they speak as; see ``words/actors.txt``."""
    text = importlib.resources.files("obstat.news").joinpath("words/actors.txt").read_text(encoding="utf-8")
    found: dict[str, str] = {}
    for line in text.splitlines():
        if line and not line.startswith("#"):
            kind, _, nouns = line.partition(" = ")
            for noun in nouns.split(";"):
                found.setdefault(noun.strip(), kind)
    return found


def speaks_as(noun: str) -> str:
    """What a noun, or its plural, speaks as; empty for things."""
    lower = noun.lower()
    singulars = (lower, lower.removesuffix("s"), lower.removesuffix("es"), f"{lower.removesuffix('ies')}y")
    return next((actors()[one] for one in singulars if one in actors()), "")


@functools.cache
def _nouns() -> re.Pattern[str]:
    nouns = "|".join(sorted(map(re.escape, actors()), key=len, reverse=True))
    return re.compile(rf"(?<![\w-])((?:{nouns})(?:s|es)?|(?:agenc|authorit|ministr|part|count|bod)ies)(?![\w-])", re.IGNORECASE)


def things(text: str, span: Span, mentions: Sequence[Mention], names: Mapping[str, str]) -> list[Thing]:
    """Those named in a sentence, in their order. `names` are the words for ids that are nobody's of the snapshot."""
    start, end = span
    inside = [m for m in mentions if start <= m.span[0] and m.span[1] <= end]
    inside = [m for m in inside if not (m.kind == "place" and _is_adjective(text, m, end))]
    found = [Thing(m.text if m.kind == "place" else names.get(m.id, m.id), m.kind, m.span) for m in inside]
    taken = [m.span for m in inside]
    for match in _nouns().finditer(text, start, end):
        first, last = match.span(1)
        if any(first < e and s < last for s, e in taken) or any(s == last + 1 for s, _ in taken):
            continue  # it is part of a name, or only says what the one named next is
        found.append(Thing(match[1], "noun", (first, last), speaks_as(match[1])))
    return sorted(found, key=lambda thing: thing.span)


_DEMONYM = re.compile(r"(?:an|ese|ish|ch|ss|ic|i)$")
_LETTERS = re.compile(r"(?:US|U\.S\.|UK|U\.K\.|EU|E\.U\.)$")


def _is_adjective(text: str, mention: Mention, end: int) -> bool:
    """Whether the name of a place only tells what kind of thing follows: ``American carriers``."""
    after = text[mention.span[1] : min(end, mention.span[1] + 24)]
    if after.startswith(("-based", "-made", "-owned")):
        return True
    word = re.match(r"[- ](\w+)", after)
    if word is None:
        return False
    if _LETTERS.search(mention.text):
        words = re.findall(r"\w+", after)[:2]
        return any(speaks_as(each) for each in words) or word[1][0].isupper()
    return bool(_DEMONYM.search(mention.text)) and word[1].lower() not in _AFTER_NOUNS


_AFTER_NOUNS = frozenset(
    [
        "and",
        "or",
        "has",
        "have",
        "had",
        "is",
        "are",
        "was",
        "were",
        "will",
        "would",
        "to",
        "in",
        "on",
        "for",
        "by",
        "of",
        "at",
        "from",
        "with",
        "who",
    ]
)


def names_of(mentions: Sequence[Mention]) -> dict[str, str]:
    """The shortest words that a story has for each id that is nobody's of the snapshot, without an article."""
    names: dict[str, str] = {}
    for mention in mentions:
        if mention.kind not in ("party", "product") and not mention.refers:
            words = re.sub(r"^(?:the|a|an) ", "", mention.text, flags=re.IGNORECASE)
            if mention.id not in names or len(words) < len(names[mention.id]):
                names[mention.id] = words
    return names


def called(mentions: Sequence[Mention]) -> dict[str, str]:
    """By id, the words with which a story first names somebody."""
    names: dict[str, str] = {}
    for mention in mentions:
        if not mention.refers:
            names.setdefault(mention.id, re.sub(r"^(?:the|a|an) ", "", mention.text))
    return names


def groups(text: str, found: Sequence[Thing]) -> list[list[Thing]]:
    """Those who are named together: ``A, B and C``."""
    grouped: list[list[Thing]] = []
    for thing in found:
        last = grouped[-1][-1] if grouped else thing
        alike = all((last.kind in kinds) == (thing.kind in kinds) for kinds in (("noun", "place"), ("outlet",)))
        if grouped and alike and _JOIN.fullmatch(text[last.span[1] : thing.span[0]]):
            grouped[-1].append(thing)
        else:
            grouped.append([thing])
    return grouped


def clause_before(text: str, start: int, at: int) -> tuple[int, str]:
    """Where the clause that ends at `at` begins, and the words that part it from what stands before."""
    begin, mark = start, ""
    for match in _BOUNDARY.finditer(text, start, at):
        begin, mark = match.end(), match[0]
    return begin, mark


def clause_end(text: str, at: int, end: int) -> int:
    """Where the clause that goes on at `at` ends."""
    match = _BOUNDARY.search(text, at, end)
    return match.start() if match else end


def subject(text: str, start: int, at: int, grouped: Sequence[Sequence[Thing]]) -> list[Thing]:
    """Who does what the words at `at` say: those who stand free in their clause, or whom a relative clause is about."""
    while True:
        begin, mark = clause_before(text, start, at)
        inside = [g for g in grouped if begin <= g[0].span[0] and g[-1].span[1] <= at]
        free = [g for g in inside if not is_bound(text, begin, g)]
        if inside and _DECISION.match(text, inside[-1][-1].span[1]):
            return list(inside[-1])
        comma = text.rfind(", ", begin, at)
        near = [g for g in free if g[0].span[0] > comma] if comma >= 0 else []
        if near and near[0][0].kind != "place":
            return list(near[0])
        if free:
            return list(free[0])
        if begin <= start:
            return []
        if _RELATIVE.fullmatch(mark):
            before = [g for g in grouped if g[-1].span[1] <= begin]
            return list(before[-1]) if before else []
        at = begin - len(mark)


def antecedent(text: str, start: int, at: int, grouped: Sequence[Sequence[Thing]]) -> list[Thing]:
    """Whom a relative clause with `at` in it is about, where that has a subject of its own; empty for other clauses."""
    begin, mark = clause_before(text, start, at)
    if not _RELATIVE.fullmatch(mark):
        return []
    before = [g for g in grouped if g[-1].span[1] <= begin]
    inside = [g for g in grouped if begin <= g[0].span[0] and g[-1].span[1] <= at]
    return list(before[-1]) if before and inside else []


def objects(text: str, at: int, end: int, grouped: Sequence[Sequence[Thing]]) -> list[Thing]:
    """Those who follow the words that end at `at` in their clause, the first who are named together."""
    stop = clause_end(text, at, end)
    inside = [g for g in grouped if at <= g[0].span[0] and g[0].span[1] <= stop]
    named = [g for g in inside if any(t.kind not in ("place", "programme", "product") for t in g)]
    return list((named or [[]])[0])


def by_phrase(text: str, at: int, end: int, grouped: Sequence[Sequence[Thing]]) -> list[Thing]:
    """Those who follow ``by`` in the clause."""
    stop = clause_end(text, at, end)
    for group in grouped:
        if at <= group[0].span[0] <= stop and re.search(r"\bby (?:the |a |an )?$", text[at : group[0].span[0]]):
            return list(group)
    return []


def at_phrase(text: str, at: int, end: int, grouped: Sequence[Sequence[Thing]]) -> list[Thing]:
    """Those who follow ``at``, ``from`` or ``through`` in the clause: where a thing is to be had."""
    stop = clause_end(text, at, end)
    for group in grouped:
        before = text[at : group[0].span[0]]
        if at <= group[0].span[0] <= stop and re.search(
            r"\b(?:at|from|through|by|with) (?:the |a |all |our |its |\w+ )*$", before
        ):
            return list(group)
    return []


_DECISION = re.compile(r"(?:'s|’s|s'|s’) (?:decision|plans?|move|refusal|choice|failure|intention)\b")


def is_bound(text: str, begin: int, group: Sequence[Thing]) -> bool:
    """Whether those named stand in a phrase of their own (``of Huawei``), or own what comes next (``Huawei's``)."""
    first, last = group[0].span[0], group[-1].span[1]
    if re.match(r"(?:'s|’s|s'|s’)\s+\w", text[last : last + 4]):
        return not _DECISION.match(text, last)
    return bool(_PREPOSITION.search(text[begin:first]))
