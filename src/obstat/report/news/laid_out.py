"""A story cut into passages, each with the claims that begin in it: sentences that claim something, and what stands
between them.

Invariant: the passages joined are the text, character for character; a claim's first span lies within one passage; no
claim is in two of them, and those without a passage (a span that is not of the text) come after the last.
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from obstat.model.claim import Claim, Document, Flag, Mention, Pair, Span, Weighed

_END = re.compile(r"[.!?…。！？][\"'”’»)\]]*(?=\s)\s+|\n\s*")
_ABBREVIATED = re.compile(
    r"(?:\b(?:[A-Z]|Mr|Mrs|Ms|Dr|Prof|Sen|Rep|Gov|Gen|Lt|Col|St|No|vs|Inc|Corp|Co|Ltd|Jr|Sr|Jan|Feb|Mar|Apr|Jun|Jul|Aug"
    r"|Sept?|Oct|Nov|Dec|a\.m|p\.m|e\.g|i\.e))\.\s+$"
)
_LOOKED_BACK = 12


@dataclass(frozen=True, slots=True)
class Passage:
    """A part of a paragraph: where it stands, whether a paragraph begins with it, and what is claimed in it."""

    span: Span
    begins: bool
    claims: tuple[Claim, ...]
    """Those that the story tells here first."""
    again: tuple[Claim, ...]
    """Those that it has told before."""


@dataclass(frozen=True, slots=True)
class Story:
    """One document of what was weighed, laid out. `labels` numbers the claims as they are told."""

    document: Document
    passages: tuple[Passage, ...]
    unplaced: tuple[Claim, ...]
    labels: Mapping[str, str]
    pairs: Mapping[str, Sequence[Pair]]
    """By claim, how it stands to others."""
    flags: tuple[Flag, ...]
    mentions: tuple[Mention, ...]
    """Those within the text, in their order."""
    origins: int | None
    claims: tuple[Claim, ...] = field(default=())
    """All of them in the order in which they are told."""


def stories(weighed: Weighed) -> list[Story]:
    """The documents, each with what is said of it; claims are numbered through."""
    mentions, origins = dict(weighed.mentions), dict(weighed.origins)
    by_document: dict[str, list[Claim]] = defaultdict(list)
    for claim in weighed.claims:
        by_document[claim.document].append(claim)
    pairs: defaultdict[str, list[Pair]] = defaultdict(list)
    for pair in weighed.pairs:
        for end in dict.fromkeys((pair.first, pair.second)):
            pairs[end].append(pair)
    drafts = []
    labels: dict[str, str] = {}
    for document in weighed.documents:
        passages, unplaced = _passages(document.text, by_document[document.id])
        told = (*(claim for passage in passages for claim in passage.claims), *unplaced)
        for claim in told:
            labels[claim.id] = f"[{len(labels) + 1}]"
        drafts.append((document, passages, unplaced, told))
    return [
        Story(
            document,
            passages,
            unplaced,
            labels,
            pairs,
            tuple(flag for flag in weighed.flags if flag.document == document.id),
            tuple(_ordered(mentions.get(document.id, ()), len(document.text))),
            origins.get(document.id),
            told,
        )
        for document, passages, unplaced, told in drafts
    ]


def paragraphs(passages: Iterable[Passage]) -> Iterator[list[Passage]]:
    """The passages by the paragraph in which they stand."""
    gathered: list[Passage] = []
    for passage in passages:
        if passage.begins and gathered:
            yield gathered
            gathered = []
        gathered.append(passage)
    if gathered:
        yield gathered


def within(span: Span, size: int) -> bool:
    return 0 <= span[0] < span[1] <= size


def _ordered(mentions: Iterable[Mention], size: int) -> list[Mention]:
    return sorted((mention for mention in mentions if within(mention.span, size)), key=lambda mention: mention.span)


def mentions_in(story: Story, span: Span) -> Iterator[Mention]:
    """The names that begin in a part of the text."""
    at = bisect_left(story.mentions, (span[0], 0), key=lambda mention: mention.span)
    for mention in itertools.islice(story.mentions, at, None):
        if mention.span[0] >= span[1]:
            return
        yield mention


def _passages(text: str, claims: list[Claim]) -> tuple[tuple[Passage, ...], tuple[Claim, ...]]:
    spans = {claim.id: sorted(span for span in claim.spans if within(span, len(text))) for claim in claims}
    cuts = _needed(text, _cuts(text, [found[0] for found in spans.values() if found]), spans.values())
    first: dict[int, list[tuple[Span, Claim]]] = defaultdict(list)
    again: dict[int, dict[str, Claim]] = defaultdict(dict)
    unplaced = []
    for claim in claims:
        if not spans[claim.id]:
            unplaced.append(claim)
            continue
        start, *others = spans[claim.id]
        home = _place(cuts, start[0])
        first[home].append((start, claim))
        for other in others:
            if (place := _place(cuts, other[0])) != home:
                again[place][claim.id] = claim
    passages = []
    for number, (start_at, end_at) in enumerate(zip(cuts, [*cuts[1:], len(text)], strict=True)):
        begins = not number or _begins(text, cuts[number - 1], start_at)
        here = tuple(claim for _, claim in sorted(first[number], key=lambda pair: (pair[0], pair[1].id)))
        passages.append(Passage((start_at, end_at), begins, here, tuple(again[number].values())))
    return tuple(passages) if text else (), tuple(unplaced)


def _cuts(text: str, whole: list[Span]) -> list[int]:
    """Where passages begin: after the end of a sentence or line that stands in no span of `whole`."""
    covered = _merged(whole)
    at, cuts = 0, [0]
    for cut in _ends(text):
        while at < len(covered) and covered[at][1] <= cut:
            at += 1
        if cut < len(text) and not (at < len(covered) and covered[at][0] < cut):
            cuts.append(cut)
    return cuts


def _needed(text: str, cuts: list[int], spans: Iterable[list[Span]]) -> list[int]:
    """Of the cuts those where a paragraph begins, and those before and after a sentence that claims something."""
    claiming = {_place(cuts, start) for found in spans for start, _ in found}
    return [
        cut
        for number, cut in enumerate(cuts)
        if not number or number in claiming or number - 1 in claiming or _begins(text, cuts[number - 1], cut)
    ]


def _begins(text: str, before: int, cut: int) -> bool:
    """Whether a line ends between the words after `before` and the cut."""
    passage = text[before:cut]
    return "\n" in passage[len(passage.rstrip()) :]


def _ends(text: str) -> Iterator[int]:
    for match in _END.finditer(text):
        if "\n" in match[0] or not _ABBREVIATED.search(text, max(0, match.end() - _LOOKED_BACK), match.end()):
            yield match.end()


def _merged(spans: list[Span]) -> list[Span]:
    found: list[Span] = []
    for start, end in sorted(spans):
        if found and start < found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def _place(cuts: list[int], at: int) -> int:
    """The number of the passage that holds a character."""
    return bisect_right(cuts, at) - 1
