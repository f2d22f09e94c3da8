"""What two aligned names differ in: how much there is of each feature of the scoring model's table.

Invariant: swapping the names changes nothing, and names without differences give no amounts. This is the hot path:
one pass, and only what there is is named.
"""

from __future__ import annotations

from obstat.names.alignment import Alignment
from obstat.names.analysis import Analysis
from obstat.names.lexicon import Form, Kind

_KINDS = len(Kind)
_LEFT_OVER = (
    (int(Kind.SECTOR), "sector_extra", "sector_other"),
    (int(Kind.STRUCTURE), "structure_extra", "structure_other"),
    (int(Kind.PLACE), "place_extra", ""),
    (int(Kind.NUMBER), "number_extra", "number_other"),
    (int(Kind.INITIAL), "initial_extra", "initial_other"),
    (int(Kind.PARTICLE), "particle_extra", ""),
    (int(Kind.TITLE), "particle_extra", ""),
)
"""By kind of word, the features for what one name has in excess of the other, and for what each has in the other's
place, both by weight."""
_PLACE_WEIGHT = 0.45
_SHORT = 4
"""Letters of words in which one other letter most often makes another word; of fewer, all the more."""


def differences(a: Analysis, b: Analysis, alignment: Alignment) -> dict[str, float]:
    """How much there is of each feature, by its name in `model.FEATURES`; what there is none of is absent."""
    found: dict[str, float] = {}
    names = a.names if a.names > b.names else b.names
    shared = _pairs(a, b, alignment, names, found)
    if alignment.left or alignment.right:
        _leftovers(a, b, alignment, names, found)
        if alignment.left and alignment.right:
            found["each_has_more"] = 1.0
        if "typo" in found or "initials" in found:
            found["typo_and_more"] = 0.6 if "typo_short" not in found and "initials" not in found else 1.0
        if not names:
            found["only_common_words"] = 1.0
        elif not shared:
            found["nothing_distinctive"] = 1.0
        sizes = (len(a.tokens), len(b.tokens))
        if shared <= 1 < max(sizes):
            found["one_pair_only"] = 1.0
            if shared and _initials_alone(a, b, alignment):
                found["initials_only"] = 1.0
            if min(sizes) == 1 and max(sizes) > 2:
                found["lone_name"] = 1.0
    if a.forms or b.forms:
        if not (a.forms and b.forms):
            found["form_extra"] = 1.0
        elif not any(_same_kind(x, y) for x in a.forms for y in b.forms):
            same_law = any(_same_law(x, y) for x in a.forms for y in b.forms)
            found["form_other" if same_law else "form_foreign"] = 1.0
    return found


def _initials_alone(a: Analysis, b: Analysis, alignment: Alignment) -> bool:
    """Whether the one word in both that says who it is has three letters or fewer, as many firms' initials have."""
    for pair in alignment.pairs:
        mine, theirs = [a.tokens[at] for at in pair.left], [b.tokens[at] for at in pair.right]
        if any(token.kind is Kind.NAME for token in (*mine, *theirs)):
            longest = max(sum(len(token.text) for token in side) for side in (mine, theirs))
            if longest >= _SHORT:
                return False
    return True


def _pairs(a: Analysis, b: Analysis, alignment: Alignment, names: float, found: dict[str, float]) -> int:
    """Add what was overlooked in pairs; the number of pairs of words that say who it is."""
    last, shared = -1, 0
    for left, right, likeness, how in sorted(alignment.pairs):
        if right[0] < last:
            found["order"] = 1.0
        last = right[0]
        x, y = a.tokens[left[0]], b.tokens[last]
        if x.kind is Kind.NAME or y.kind is Kind.NAME or (how == "joined" and _names_in(a, left, b, right)):
            shared += 1
        if how == "same":
            continue
        apart = (1.0 - likeness) * (x.weight if x.weight > y.weight else y.weight)
        if how == "typo":
            found["typo"] = found.get("typo", 0.0) + apart
            if x.text[0] != y.text[0]:
                found["typo_first_letter"] = found.get("typo_first_letter", 0.0) + 1.0
            shortest = min(len(x.text), len(y.text))
            if names and shortest <= _SHORT:
                found["typo_short"] = found.get("typo_short", 0.0) + (1.0 if shortest == _SHORT else 1.5) / names
        else:
            found[how] = found.get(how, 0.0) + 1.0
            if how == "sound":
                found["unlike_sound"] = found.get("unlike_sound", 0.0) + apart
    return shared


def _names_in(a: Analysis, left: tuple[int, ...], b: Analysis, right: tuple[int, ...]) -> bool:
    """Whether any of the words run together says who it is."""
    return any(a.tokens[i].kind is Kind.NAME for i in left) or any(b.tokens[j].kind is Kind.NAME for j in right)


def _leftovers(a: Analysis, b: Analysis, alignment: Alignment, names: float, found: dict[str, float]) -> None:
    """Add the words without a partner, by kind: in excess on one side, or each in the other's place."""
    weights = [[0.0] * _KINDS, [0.0] * _KINDS]
    places = [0, 0]
    firsts = 0
    for side, (name, positions) in enumerate(((a, alignment.left), (b, alignment.right))):
        for at in positions:
            token = name.tokens[at]
            weights[side][token.kind] += token.weight
            places[side] += token.kind is Kind.PLACE
        firsts += name.first in positions
    left, right = weights
    for kind, extra, other in _LEFT_OVER:
        mine, theirs = left[kind], right[kind]
        if mine != theirs:
            found[extra] = found.get(extra, 0.0) + abs(mine - theirs)
        if mine and theirs and other:
            found[other] = min(mine, theirs)
    if both := min(places):
        found["place_other"] = _PLACE_WEIGHT * both
    mine, theirs = left[Kind.NAME], right[Kind.NAME]
    if mine != theirs:
        found["name_extra"] = 1.0
        found["name_extra_share"] = abs(mine - theirs) / names
    if mine and theirs:
        found["name_other"] = 1.0
        found["name_other_share"] = min(mine, theirs) / names
    if firsts:
        found["first_name"] = firsts / 2
    if (left[Kind.INITIAL] and theirs) or (right[Kind.INITIAL] and mine):
        found["initial_for_another"] = 1.0


def _same_kind(x: Form, y: Form) -> bool:
    return x is y or x.kind == y.kind or "open" in (x.kind, y.kind)


def _same_law(x: Form, y: Form) -> bool:
    """Whether one law knows both, so that they exclude each other; an association is no company anywhere."""
    return "association" in (x.kind, y.kind) or x.countries == y.countries or bool(x.countries & y.countries)
