"""How likely two names are to be of the same party, and why."""

from __future__ import annotations

import math
from dataclasses import dataclass

from obstat.names.alignment import align
from obstat.names.analysis import Analysis, analyse
from obstat.names.differences import differences
from obstat.names.model import FEATURES, MATCH, START

__all__ = ["MATCH", "Comparison", "Reason", "compare", "score_of"]

KINDS = ("organization", "person", "thing")
_BELOW_ONE = 0.999
LEAST = 0.05
"""Names that would score less have nothing in common and score 0."""
_COSTS = {person: {f.name: f.person if person else f.organization for f in FEATURES} for person in (False, True)}
_SAYS = {feature.name: feature.says for feature in FEATURES}


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a score is what it is: a difference of the model's table, its extent, its cost in logits, and the words."""

    feature: str
    says: str
    amount: float
    cost: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """`score` in 0…1; `aligned` pairs of words with how they were taken to be one; `left` and `right` are left over."""

    score: float
    reasons: tuple[Reason, ...]
    aligned: tuple[tuple[str, str, str], ...]
    left: tuple[str, ...]
    right: tuple[str, ...]

    @property
    def match(self) -> bool:
        """Whether the score reaches `MATCH`."""
        return self.score >= MATCH


def compare(a: str, b: str, *, kind: str = "organization") -> Comparison:
    """Compare two names of `kind` ``organization``, ``person`` or ``thing``. Never raises on any text.

    The score is roughly calibrated: of pairs that score s, some such share are of the same party. It
    is 1 only for names that are equal but for case, accents, punctuation and script variants.
    """
    if kind not in KINDS:
        raise ValueError(f"Unknown kind '{kind}': use one of {', '.join(KINDS)}.")
    x, y = analyse(a, kind), analyse(b, kind)
    alignment = align(x, y)
    costs = _COSTS[x.person]
    reasons = [
        Reason(name, _SAYS[name], amount, amount * costs[name]) for name, amount in differences(x, y, alignment).items()
    ]
    return Comparison(
        _score(x, y, sum(reason.cost for reason in reasons)),
        tuple(sorted(reasons, key=lambda reason: -reason.cost)),
        tuple((_words(x, p.left), _words(y, p.right), p.how) for p in alignment.pairs),
        tuple(x.tokens[i].text for i in alignment.left),
        tuple(y.tokens[j].text for j in alignment.right),
    )


def score_of(x: Analysis, y: Analysis) -> float:
    """The score alone."""
    costs = _COSTS[x.person]
    found = differences(x, y, align(x, y))
    return _score(x, y, sum([amount * costs[name] for name, amount in found.items()]))


def features_of(a: str, b: str, kind: str) -> list[float]:
    """How much of each feature of the table there is; for fitting."""
    x, y = analyse(a, kind), analyse(b, kind)
    found = differences(x, y, align(x, y))
    return [found.get(feature.name, 0.0) for feature in FEATURES]


def _score(x: Analysis, y: Analysis, cost: float) -> float:
    if not x.text or not y.text:
        return 0.0
    if x.text == y.text:
        return 1.0
    score = min(_BELOW_ONE, 1.0 / (1.0 + math.exp(min(cost - START, 50.0))))
    return score if score >= LEAST else 0.0


def _words(x: Analysis, positions: tuple[int, ...]) -> str:
    return " ".join(x.tokens[i].text for i in positions)
