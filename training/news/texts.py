"""Annotated texts as rows and labels: what `train.py` learns from.

A file of ``texts/`` holds texts, one a line, each with its claims in the lines beneath it, as ``README.md`` tells.
After a line ``# story`` the texts up to the next are the paragraphs of one story.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from obstat.model.claim import EVENTS, MODALITIES, SOURCE_CLASSES
from obstat.news.learned.relations import AS_WELL, relations
from obstat.news.learned.words import Word, paragraphs
from obstat.news.mentions import Mentions
from obstat.news.sentences import sentences
from obstat.news.who import speaks_as

FOLDER = Path(__file__).parent / "texts"
FIELDS = 7
_HEADLINE = "Notes of the day\n\n"
_ENDS = re.compile(r"[.!?…][\"”')]*$")
_ARTICLE = re.compile(r"^(?:the|an?) (?=\w)", re.IGNORECASE)
_RELEASE, _RELEASES = "manner=press_release", "paragraphs_releases"
_SOMEBODY = ("party", "organization", "body", "outlet", "person")


@dataclass(slots=True)
class Labelled:
    """One claim of a paragraph, by the numbers of its words; `class_` is empty where it is not learned."""

    event: str
    own: int
    """The word that it hangs on."""
    beside: list[int]
    """The other words that tell it."""
    actors: list[int]
    targets: list[int]
    source: list[int]
    modality: str
    negative: bool
    class_: str
    relations: list[str] = field(default_factory=list)
    known: tuple[bool, ...] = (True, True, True)
    """Whether actors, targets and source are."""


@dataclass(slots=True)
class Paragraph:
    """Words with the claims that they tell."""

    words: list[Word]
    claims: list[Labelled]
    aside: bool
    """It is of a text that is not learned from, so that what is learned can be tried on it."""


@dataclass(slots=True)
class Text:
    """Paragraphs as they were written, each with its lines of annotation."""

    name: str
    paragraphs: list[tuple[str, list[list[str]]]]
    release: bool = False
    """It is a press release, in which everything is said by the firm, whatever its words are."""

    @property
    def file(self) -> str:
        return self.name.partition(":")[0]


def texts(folder: Path = FOLDER) -> Iterator[Text]:
    """The stories and the single paragraphs of a folder. Raises ValueError where a line has not seven fields."""
    for path in sorted(folder.glob("*.txt")):
        text = Text("", [])
        in_story, number = False, 0
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.startswith("- "):
                fields = [one.strip() for one in line[2:].split("|")]
                if len(fields) != FIELDS or fields[0] not in EVENTS or fields[4] not in MODALITIES:
                    raise ValueError(f"{path.name}: write {line!r} as README.md tells.")
                text.paragraphs[-1][1].append(fields)
                continue
            starts = line.startswith("# story")
            if line.strip() and (starts or (not in_story and not line.startswith("#"))):
                if text.paragraphs:
                    yield text
                number += 1
                text = Text(f"{path.name}:{number}", [], _RELEASE in line or path.stem == _RELEASES)
                in_story = in_story or starts
            if line.strip() and not line.startswith("#"):
                text.paragraphs.append((line, []))
        if text.paragraphs:
            yield text


def labelled(text: Text, mentions: Mentions) -> Iterator[Paragraph]:
    """A text as rows and labels; a single paragraph is read below a headline, a single headline above one."""
    first = text.paragraphs[0][0]
    alone = len(text.paragraphs) == 1
    heading = alone and not _ENDS.search(first)
    before = _HEADLINE if alone and not heading else ""
    whole = before + "\n\n".join(words for words, _ in text.paragraphs) + ("\n\nNo more is known." if heading else "")
    split = sentences(whole)
    words = [word for paragraph in paragraphs(whole, split, mentions.find(whole, split)) for word in paragraph]
    at = len(before)
    aside = zlib.crc32(text.name.encode()) % 16 == 0
    for written, lines in text.paragraphs:
        own = [word for word in words if at <= word.token.span[0] < at + len(written)]
        if own:
            claims = [claim for line in lines if (claim := _claim(written, at, own, line))]
            yield Paragraph(own, one_each(map(unattributed, claims) if text.release else claims), aside)
        at += len(written) + 2


def unattributed(claim: Labelled) -> Labelled:
    """A claim of a press release: who says it is told by what the story is, and not learned."""
    return replace(claim, class_="", known=(*claim.known[:2], False))


def one_each(claims: Iterable[Labelled]) -> list[Labelled]:
    """Claims, those that one word tells of several (``Both declined``: one line for each) as one."""
    found: dict[tuple[str, int], Labelled] = {}
    for claim in claims:
        one = found.setdefault((claim.event, claim.own), claim)
        if one is not claim:
            one.actors = sorted({*one.actors, *claim.actors})
            one.targets = sorted({*one.targets, *claim.targets})
            one.known = tuple(map(all, zip(one.known, claim.known, strict=True)))
    return list(found.values())


def _claim(text: str, start: int, words: Sequence[Word], line: Sequence[str]) -> Labelled | None:
    event, told, actors, targets, modality, polarity, class_ = line
    found = told_at(text, told, words, start)
    if found is None:
        return None
    covered, middle = found
    own = anchor(words, covered)
    name, _, source = class_.partition("=")
    if name.strip() not in SOURCE_CLASSES:
        raise ValueError(f"{name} is no class of attribution: {text[:60]}")

    def who(given: str) -> list[int]:
        heads = [head_at(text, part.rpartition("=")[2].strip(), middle, words, start) for part in given.split(";")]
        return [head for head in heads if head is not None]

    roles = (who(actors), who(targets), who(source))
    beside = [at for at in covered if at != own]
    beside += [at for at, name in enumerate(related(words, own)) if name in AS_WELL and words[at].mention is None]
    found = Labelled(event, own, beside, *roles, modality, polarity == "-", name.strip())
    found.relations = related(words, own)
    return found


def told_at(text: str, told: str, words: Sequence[Word], start: int) -> tuple[list[int], float] | None:
    """The numbers of the words of a paragraph, which begins at `start`, that tell an event, and the middle of them in
    its text; None where they do not stand there."""
    place = _nearest(text, told, text.find(told) + len(told) / 2)
    covered = _covered(words, start, place) if place else []
    return (covered, (place[0] + place[1]) / 2) if place and covered else None


def head_at(text: str, phrase: str, middle: float, words: Sequence[Word], start: int) -> int | None:
    """The number of the word that stands for a phrase, where it stands nearest to `middle`; None for nobody (``-``)."""
    place = _nearest(text, _ARTICLE.sub("", phrase), middle) if phrase not in ("", "-") else None
    return _head(words, _covered(words, start, place)) if place else None


def related(words: Sequence[Word], place: int) -> list[str]:
    """What each word of a paragraph is to one of them."""
    at = words[place]
    marks = relations(at.reading, at.token.span[0])
    return [marks.get(w.token.span[0], "else") if w.sentence == at.sentence else "other" for w in words]


def _nearest(text: str, words: str, middle: float) -> tuple[int, int] | None:
    """Where some words stand whole, nearest to a place."""
    edges = (r"(?<!\w)" if words[:1].isalnum() else "", r"(?!\w)" if words[-1:].isalnum() else "")
    places = [match.span() for match in re.finditer(f"{edges[0]}{re.escape(words)}{edges[1]}", text)]
    return min(places, key=lambda place: abs((place[0] + place[1]) / 2 - middle), default=None)


def _covered(words: Sequence[Word], start: int, place: tuple[int, int]) -> list[int]:
    first, last = place[0] + start, place[1] + start
    return [at for at, word in enumerate(words) if word.token.span[0] < last and word.token.span[1] > first]


def anchor(words: Sequence[Word], numbers: Sequence[int]) -> int:
    """The word that an event hangs on: of those that tell it the first verb, else the last noun, else the first."""
    verbs = [at for at in numbers if words[at].token.tag == "verb"]
    nouns = [at for at in numbers if words[at].token.tag == "noun"]
    return (verbs or nouns[-1:] or list(numbers))[0]


def _head(words: Sequence[Word], numbers: Sequence[int]) -> int | None:
    """The word that stands for a phrase: the head of its first nouns that means somebody, else the last name in it,
    else its last noun. ``a judge in Washington`` and ``lawmakers of both parties`` are the judge and the lawmakers."""
    for at in numbers:
        nouns = words[at].reading.nouns_at(words[at].token.span[0])
        if nouns is not None and nouns.head is words[at].token and (words[at].kind in _SOMEBODY or speaks_as(nouns)):
            return at
    names = [at for at in numbers if words[at].kind in _SOMEBODY]
    if names:
        return names[-1]
    nouns = [at for at in numbers if words[at].token.tag in ("noun", "name", "pron", "num", "verb")]
    return (nouns or list(numbers) or [None])[-1]
