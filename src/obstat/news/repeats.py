"""What a story tells more than once, as one claim with a passage for each time.

Invariant: a claim that is told again with more about it has what was told more; two different claims are never mixed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from obstat.model.claim import Claim, Span


def merged(found: Sequence[Claim], headings: Sequence[Span]) -> list[Claim]:
    """Equal claims of a story as one; a headline is the claim that the text tells with more."""

    def is_head(claim: Claim) -> bool:
        return any(s <= claim.spans[0][0] < e for s, e in headings)

    body = [claim for claim in found if not is_head(claim)]
    events = {claim.event for claim in body}
    lead = next((claim.attribution for claim in body if len(claim.attribution) > 1), None)
    kept: list[Claim] = []  # each with the first of its passages alone
    passages: list[set[Span]] = []
    for claim in found:
        alone = is_head(claim) and not any(_same(claim, other, headings) for other in body)
        if alone and claim.event in events:
            continue  # the text tells it with others in its place
        if alone and lead and body[0].attribution == lead:
            claim = replace(claim, attribution=lead)
        twin = next((at for at, other in enumerate(kept) if _same(other, claim, headings)), None)
        if twin is None:
            kept.append(replace(claim, spans=claim.spans[:1]))
            passages.append(set(claim.spans))
            continue
        other = kept[twin]
        only_head = len(passages[twin]) == 1 and is_head(other) and not is_head(claim)
        base = claim if only_head or len(claim.attribution) > len(other.attribution) else other
        rest = other if base is claim else claim
        passages[twin].update(claim.spans)
        kept[twin] = replace(
            base,
            spans=(min(other.spans[0], *claim.spans),),
            actors=base.actors or rest.actors,
            targets=base.targets or rest.targets,
            products=base.products or rest.products,
            time=base.time or rest.time,
        )
    return [replace(claim, spans=tuple(sorted(some))) for claim, some in zip(kept, passages, strict=True)]


def _same(first: Claim, second: Claim, headings: Sequence[Span]) -> bool:
    """Whether two claims of a story are one."""
    if first.event != second.event or first.polarity != second.polarity:
        return False

    def alike(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
        return not a or not b or bool(set(a) & set(b))

    if not (alike(first.actors, second.actors) and alike(first.targets, second.targets)):
        return False
    if not (set(first.actors) & set(second.actors) or set(first.targets) & set(second.targets)):
        return False
    heads = [any(s <= claim.spans[0][0] < e for s, e in headings) for claim in (first, second)]
    return any(heads) or (first.modality == second.modality and first.event not in ("statement", "opinion"))
