"""How many independent origins a story's claims have.

Invariant: outlets that repeat a report are no origins of it; what anonymous people tell an outlet has that outlet as
its origin. One body told under two names in one story is one origin.
"""

from __future__ import annotations

from collections.abc import Iterable

from obstat.model.claim import Claim, Document
from obstat.news.naming import Naming

_PUBLISHES = frozenset(("official_record", "company_statement", "named_official"))


def origin(claim: Claim, document: Document) -> str:
    """The first outlet or body that has it from its source: the quoted outlet, a body or firm for its own words, else
    the outlet at hand."""
    if claim.origin:
        return claim.origin
    quoted = [link.name for link in claim.attribution[1:] if link.class_ == "other_outlet"]
    if quoted:
        return quoted[-1]
    if claim.attribution and claim.attribution[-1].class_ in _PUBLISHES:
        return claim.attribution[-1].name
    return document.outlet or document.id


def origins(claims: Iterable[Claim], document: Document, naming: Naming) -> tuple[str, ...]:
    """The origins of some claims of a story, each once, in the order of the claims."""
    found: list[str] = []
    for name in dict.fromkeys(origin(claim, document) for claim in claims):
        if not any(naming.origin(name, known) for known in found):
            found.append(name)
    return tuple(found)
