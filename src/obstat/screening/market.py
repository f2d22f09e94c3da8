"""Which decisions of firms concern a thing.

Invariant: one test for the answer and for the timeline; it looks at the thing alone, not at day or place.
"""

from __future__ import annotations

from collections.abc import Set

from obstat.model.records import MarketDecision
from obstat.model.vocabulary import Vocabulary


def concerns(
    decision: MarketDecision, products: Set[str], parties: Set[str], classes: Set[str], words: Vocabulary
) -> bool:
    """Whether a decision is about one of `products`, or about such things (`classes`) of one of `parties`."""
    if decision.products and products:
        return not products.isdisjoint(decision.products)
    return not parties.isdisjoint(decision.parties) and _alike(decision.equipment, classes, words)


def _alike(decided: tuple[str, ...], classes: Set[str], words: Vocabulary) -> bool:
    """Whether a decision on some classes concerns one of `classes`: the same, narrower or wider."""
    return (
        not decided or not classes or any(a in words.wider(b) or b in words.wider(a) for a in decided for b in classes)
    )
