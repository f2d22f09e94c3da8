"""Whether two claims rest on the same source.

Invariant: a claim told without a source is at odds with none.
"""

from __future__ import annotations

from obstat.model.claim import Claim, Document, Source
from obstat.news.naming import Naming

_UNNAMED = frozenset(("none", "other_outlet"))
_GROUPS = {
    "official_record": "official",
    "named_official": "official",
    "company_statement": "company",
    "named_person": "person",
    "analyst": "person",
    "document": "document",
    "anonymous": "anonymous",
}


def last(claim: Claim) -> Source | None:
    """The first source, at the end of the chain; None where the story gives none or an outlet alone."""
    source = claim.attribution[-1] if claim.attribution else None
    return None if source is None or source.class_ in _UNNAMED else source


def cited(claim: Claim) -> tuple[str, ...]:
    """The outlets behind the one at hand."""
    return tuple(link.name for link in claim.attribution[1:] if link.class_ == "other_outlet")


def cites(claim: Claim, document: Document, naming: Naming) -> bool:
    """Whether the claim goes back to the outlet of the story."""
    return document.outlet is not None and any(naming.one(document.outlet, outlet) for outlet in cited(claim))


def own_voice(document: Document, source: Source, naming: Naming) -> bool:
    """A press release: the outlet is the source."""
    return (
        document.outlet is not None
        and source.class_ == "company_statement"
        and naming.one(document.outlet, source.name)
    )


def alike(first: Claim, second: Claim, naming: Naming) -> bool:
    """Whether the two can have it from the same source."""
    a, b = last(first), last(second)
    if a is None or b is None:
        return True
    if a.class_ == b.class_ == "anonymous":
        left, right = cited(first), cited(second)
        return not left or not right or any(naming.one(x, y) for x in left for y in right)
    return _GROUPS.get(a.class_) == _GROUPS.get(b.class_) or naming.one(a.name, b.name)


def one_report(first: Claim, second: Claim, earlier: Document, naming: Naming) -> bool:
    """Whether the second goes back to the report of the first: its outlet, or the outlet that the first cites."""
    behind = cited(second)
    if cites(second, earlier, naming):
        return True
    if any(naming.one(a, b) for a in cited(first) for b in behind):
        return True
    a, b = last(first), last(second)
    return a is not None and b is not None and a.class_ != "anonymous" and naming.one(a.name, b.name)
