"""A story as its page shows it: passages with the claims in them marked, and beside each what was decided of it.

Invariant: what is marked comes escaped from `obstat.report.news.marked`; everything else is text that the template
escapes.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from markupsafe import Markup

from obstat.model.claim import OWN_READER
from obstat.report.news import words
from obstat.report.news.laid_out import Story, paragraphs, stories
from obstat.report.news.marked import Marked

if TYPE_CHECKING:
    from obstat.knowledge.judged import Judged
    from obstat.knowledge.snapshot import Snapshot
    from obstat.model.claim import Claim, Weighed

Linked = tuple[str, str | None]
"""A name, and where more is told of it."""


@dataclass(frozen=True, slots=True)
class ShownClaim:
    """A claim in words. `key` is the id under which a decision on it is kept."""

    key: str
    anchor: str
    label: str
    event: str
    modality: str
    code: str
    """The modality's code."""
    actors: tuple[Linked, ...]
    targets: tuple[Linked, ...]
    products: tuple[Linked, ...]
    facts: tuple[str, ...]
    says: str
    origin: str | None
    stands: tuple[tuple[str, str], ...]
    extractor: str | None
    decided: Judged | None


@dataclass(frozen=True, slots=True)
class ShownStory:
    """A document. `passages` are pairs of marked text and the claims that begin in it."""

    title: str
    about: tuple[str, ...]
    url: str | None
    notes: tuple[str, ...]
    flags: tuple[tuple[str, str], ...]
    named: tuple[Linked, ...]
    origins: int | None
    passages: tuple[tuple[Markup, tuple[ShownClaim, ...]], ...]
    unplaced: tuple[ShownClaim, ...]
    count: int


def shown(
    snapshot: Snapshot, weighed: Weighed, judged: Mapping[str, Judged], names: words.Names, number: int
) -> Iterator[ShownStory]:
    """The documents of what was weighed; `number` tells this from others on the page."""
    several = list(enumerate(stories(weighed), 1))
    anchors = {c.id: f"s{number}-{place}-c{n}" for place, story in several for n, c in enumerate(story.claims, 1)}
    for _, story in several:
        yield _story(snapshot, story, judged, names, anchors)


def _story(
    snapshot: Snapshot, story: Story, judged: Mapping[str, Judged], names: words.Names, anchors: Mapping[str, str]
) -> ShownStory:
    document = story.document
    link = functools.partial(_linked, snapshot, names)
    tell = functools.partial(_claim, snapshot, story, judged, names, anchors)
    marked = Marked(story, names, anchors, lambda mention: _address(snapshot, mention.id))
    passages = []
    for paragraph in paragraphs(story.passages):
        text = "".join(map(marked.html, paragraph)).strip()
        claims = tuple(tell(claim) for passage in paragraph for claim in passage.claims)
        if text or claims:
            passages.append((Markup(text), claims))
    known = dict.fromkeys(m.id for m in story.mentions if m.kind in ("party", "product"))
    return ShownStory(
        words.title(document),
        tuple(words.about(document)),
        document.url,
        tuple(map(words.one_line, document.notes)),
        tuple((words.flag(flag), words.one_line(flag.why)) for flag in story.flags),
        tuple(map(link, known)),
        story.origins,
        tuple(passages),
        tuple(map(tell, story.unplaced)),
        len(story.claims),
    )


def _claim(
    snapshot: Snapshot,
    story: Story,
    judged: Mapping[str, Judged],
    names: words.Names,
    anchors: Mapping[str, str],
    claim: Claim,
) -> ShownClaim:
    from obstat.screening.review import identity

    key, place = identity(story.document, claim), snapshot.vocabulary.place
    ends: Any = (
        tuple(_linked(snapshot, names, one) for one in e) for e in (claim.actors, claim.targets, claim.products)
    )
    actors, targets, products = ends
    return ShownClaim(
        key,
        anchors[claim.id],
        story.labels[claim.id].strip("[]"),
        words.event(claim),
        words.modality(claim),
        claim.modality,
        actors,
        targets,
        products,
        tuple(place(fact) if fact == claim.place else fact for fact in words.facts(claim)),
        words.chain(claim),
        words.one_line(claim.origin) if claim.origin else None,
        tuple(words.stands(claim, story.pairs.get(claim.id, ()), story.labels)),
        None if claim.extractor == OWN_READER else words.one_line(claim.extractor),
        judged.get(key),
    )


def _linked(snapshot: Snapshot, names: words.Names, id_: str) -> Linked:
    return words.called(id_, names), _address(snapshot, id_)


def _address(snapshot: Snapshot, id_: str) -> str | None:
    """The page of a party, or the question about a product; None for words that nobody knows."""
    if product := snapshot.products.get(id_):
        return f"/?text={quote(product.label, safe='')}"
    return f"/parties/{quote(id_)}" if id_ in snapshot.parties else None
