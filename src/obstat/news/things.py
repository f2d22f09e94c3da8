"""Those whom a story names, as far as claims need them: names, nouns for those without one, and who stands together.

Invariant: a name is never invented; nouns are those of ``words/actors.txt``.
"""

from __future__ import annotations

import functools
import importlib.resources
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from obstat.model.claim import Mention, Span

_ARTICLE = re.compile(r"^(?:the|a|an) ", re.IGNORECASE)
_JOIN = re.compile(
    r"\s*,? (?:and|or|&|as well as) (?:the |its |their |a |an )?(?:(?-i:[a-z-]+) ){0,3}|"
    r",\s+(?:the |a |an )?(?:(?-i:[a-z-]+) ){0,3}",
    re.IGNORECASE,
)
FIRMS = ("party", "organization")
BODIES = ("party", "organization", "body")


@dataclass(frozen=True, slots=True)
class Thing:
    """Somebody or something named in a sentence: a mention, or a noun for those who have no name here."""

    name: str
    kind: str
    span: Span
    speaks_as: str = ""
    """What a noun without a name speaks as; see ``words/actors.txt``."""


@functools.cache
def _actors() -> dict[str, str]:
    text = importlib.resources.files("obstat.news").joinpath("words/actors.txt").read_text(encoding="utf-8")
    found: dict[str, str] = {}
    for line in text.splitlines():
        if line and not line.startswith("#"):
            kind, _, nouns = line.partition(" = ")
            for noun in nouns.split(";"):
                found.setdefault(noun.strip(), kind)
    return found


@functools.lru_cache(maxsize=20_000)
def speaks_as(noun: str) -> str:
    """What a noun, or its plural, speaks as; empty for things. See ``words/actors.txt``."""
    lower = noun.lower()
    singulars = (lower, lower.removesuffix("s"), lower.removesuffix("es"), f"{lower.removesuffix('ies')}y")
    return next((_actors()[one] for one in singulars if one in _actors()), "")


def is_plural(noun: str) -> bool:
    """Whether a noun means several who have no name."""
    return noun.lower() not in _actors() and bool(speaks_as(noun))


def without_article(name: str) -> str:
    """A name without ``the`` or ``a`` before it."""
    return _ARTICLE.sub("", name)


def names_of(mentions: Iterable[Mention]) -> dict[str, str]:
    """The shortest words that a story has for each id that is nobody's of the snapshot, without an article."""
    names: dict[str, str] = {}
    for mention in mentions:
        if mention.kind not in ("party", "product") and not mention.refers:
            words = without_article(mention.text)
            if mention.id not in names or len(words) < len(names[mention.id]):
                names[mention.id] = words
    return names


def called(mentions: Iterable[Mention]) -> dict[str, str]:
    """By id, the words with which a story first names somebody."""
    names: dict[str, str] = {}
    for mention in mentions:
        if not mention.refers:
            names.setdefault(mention.id, without_article(mention.text))
    return names


def together(text: str, mentions: Iterable[Mention]) -> list[list[Mention]]:
    """The firms and bodies of a story by who is named together: ``A, B and C``; one alone is a group of its own."""
    grouped: list[list[Mention]] = []
    for mention in mentions:
        if mention.kind not in BODIES:
            continue
        last = grouped[-1][-1] if grouped else None
        if last is not None and _JOIN.fullmatch(text, last.span[1], mention.span[0]):
            grouped[-1].append(mention)
        else:
            grouped.append([mention])
    return grouped


def once(found: Iterable[Thing]) -> list[Thing]:
    """Each who is named, once, by the last of his places."""
    return list({thing.name: thing for thing in found}.values())


def named(found: Sequence[Thing]) -> tuple[str, ...]:
    """Their names, each once."""
    return tuple(dict.fromkeys(thing.name for thing in found))
