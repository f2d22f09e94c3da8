"""The words of two names laid side by side.

Invariant: every token of both names is in exactly one place: in a `Pair`, or left over on its side. Equal words are
paired first, then words run together or apart, then words that are nearly alike, the likest first.
"""

from __future__ import annotations

from typing import NamedTuple

from rapidfuzz.distance import OSA

from obstat.names.analysis import LONGEST, Analysis, Token
from obstat.names.lexicon import Kind
from obstat.names.sound import skeleton, sound

_OCR = str.maketrans("01589i|", "olsbgll")
"""Characters that scanners and tired readers confuse, folded into one: 0 and O; 1, I and l; 5 and S; 8 and B."""


def _table(*bounds: int) -> tuple[int, ...]:
    """By length of a word, how many of `bounds` it exceeds."""
    return tuple(sum(length > bound for bound in bounds) for length in range(LONGEST * 4))


_ALLOWED = _table(2, 6, 9, 13)
"""Edits, by the letters of the longer word, up to which two words are taken to be one."""
_ALLOWED_IN_PERSONS = _table(2, 5, 8, 12)
"""The same in names of persons, which are written down by ear more often."""
_ALLOWED_IN_COMMON_WORDS = _table(3, 6)
"""The same where one of the words is a word of trade, a place or the like."""


class Pair(NamedTuple):
    """Positions of tokens that stand for the same word. `likeness` is 1 for equal ones; `how` says what was
    overlooked. A tuple because millions are made.
    """

    left: tuple[int, ...]
    right: tuple[int, ...]
    likeness: float
    how: str


class Alignment(NamedTuple):
    """Pairs of positions, and the positions left over on either side."""

    pairs: tuple[Pair, ...]
    left: tuple[int, ...]
    right: tuple[int, ...]


def align(a: Analysis, b: Analysis) -> Alignment:
    """Pair the tokens of two names."""
    if a.compact and a.compact == b.compact and not (_in_han(a) and _in_han(b)):
        how = "reading" if _in_han(a) or _in_han(b) else "joined"
        return Alignment((Pair(tuple(range(len(a.keys))), tuple(range(len(b.keys))), 0.97, how),), (), ())
    pairs: list[Pair] = []
    left, right = _equal(a, b, pairs)
    if left and right:
        _joined(a, b, left, right, pairs)
        _joined(b, a, right, left, pairs, flipped=True)
    if left and right:
        _acronym(a, b, left, right, pairs)
        _acronym(b, a, right, left, pairs, flipped=True)
    if left and right:
        _alike(a, b, left, right, pairs)
    _repeated(a.keys, left, right)
    _repeated(b.keys, right, left)
    return Alignment(tuple(pairs), tuple(left), tuple(right))


def _in_han(name: Analysis) -> bool:
    return any(token.han for token in name.tokens)


def _equal(a: Analysis, b: Analysis, pairs: list[Pair]) -> tuple[list[int], list[int]]:
    free: dict[str, list[int]] = {}
    for at, key in enumerate(b.keys):
        free.setdefault(key, []).append(at)
    left: list[int] = []
    for at, key in enumerate(a.keys):
        if found := free.get(key):
            other = found.pop(0)
            same = a.tokens[at].text[:3] == b.tokens[other].text[:3]
            pairs.append(Pair((at,), (other,), 1.0, "same" if same else "synonym"))
        else:
            left.append(at)
    return left, sorted([at for rest in free.values() for at in rest])


def _joined(
    a: Analysis, b: Analysis, left: list[int], right: list[int], pairs: list[Pair], *, flipped: bool = False
) -> None:
    """Neighbours on the left that are one word on the right: ``hik vision`` and ``hikvision``."""
    for at in [at for at in left if at + 1 in left]:
        text = a.tokens[at].text
        for end in (at + 1, at + 2, at + 3):
            if end not in left or at not in left:
                break
            text += a.tokens[end].text
            for j in right:
                other = b.tokens[j].text
                if -2 < len(text) - len(other) < 2 and _same_spelling(text, other):
                    run = tuple(range(at, end + 1))
                    pairs.append(Pair((j,), run, 0.97, "joined") if flipped else Pair(run, (j,), 0.97, "joined"))
                    left[:] = [i for i in left if i not in run]
                    right.remove(j)
                    break


def _same_spelling(text: str, other: str) -> bool:
    """Equal, or of seven letters or more, with the same first one, and one edit apart."""
    return text == other or (len(text) >= 7 and text[0] == other[0] and OSA.distance(text, other, score_cutoff=1) <= 1)


def _acronym(
    a: Analysis, b: Analysis, left: list[int], right: list[int], pairs: list[Pair], *, flipped: bool = False
) -> None:
    """A word of the left's that is the initials of all that is left on the right: PLA, or J C in a person's name."""
    shortest = 2 if a.person else 3
    for i in left:
        text = a.tokens[i].text
        size = len(text)
        if not shortest <= size <= 5 or a.tokens[i].kind is not Kind.NAME or size > len(right):
            continue
        runs = [tuple(right)] if not a.person else [tuple(right[k : k + size]) for k in range(len(right) - size + 1)]
        for run in runs:
            if "".join([b.tokens[j].text[0] for j in run]) == text:
                how = "initials"
                pairs.append(Pair(run, (i,), 0.8, how) if flipped else Pair((i,), run, 0.8, how))
                left.remove(i)
                for j in run:
                    right.remove(j)
                return


def _repeated(keys: tuple[str, ...], mine: list[int], other: list[int]) -> None:
    """A word said twice is no word more, unless the other name has one in its place."""
    if mine and not other:
        mine[:] = [at for at in mine if keys.count(keys[at]) == 1]


def _alike(a: Analysis, b: Analysis, left: list[int], right: list[int], pairs: list[Pair]) -> None:
    found = []
    for i in left:
        for j in right:
            likeness, how = likeness_of(a.tokens[i], b.tokens[j], a.person)
            if likeness:
                found.append((-likeness, abs(i - j), i, j, how))
    found.sort()
    for negative, _, i, j, how in found:
        if i in left and j in right:
            pairs.append(Pair((i,), (j,), -negative, how))
            left.remove(i)
            right.remove(j)


def likeness_of(x: Token, y: Token, person: bool) -> tuple[float, str]:
    """How alike two words are, 0…1, and what was overlooked; 0 for words that are not the same word.

    Edits are those of optimal string alignment (insert, delete, replace, swap neighbours), as a share of the longer.
    """
    if x.key == y.key:
        return 1.0, "same"
    if x.text == y.text and not (x.han and y.han):
        return 0.99, "reading"
    if Kind.INITIAL in (x.kind, y.kind):
        same = person and x.text[0] == y.text[0] and {x.kind, y.kind} <= {Kind.INITIAL, Kind.NAME}
        return (0.8, "initial") if same else (0.0, "")
    if Kind.NUMBER in (x.kind, y.kind):
        return 0.0, ""
    if x.han and y.han:
        return _likeness_of_han(x, y)
    known = (x.kind is not Kind.NAME) + (y.kind is not Kind.NAME)
    if known == 2:
        return _abbreviation(x, y) if x.kind is y.kind else (0.0, "")
    longest, shortest = len(x.text), len(y.text)
    if longest < shortest:
        longest, shortest = shortest, longest
    if _misread(x.text, y.text):
        return 0.96, "misread"
    if (x.foreign or y.foreign) and (heard := _likeness_of_sound(x.text, y.text))[0]:
        return heard
    allowed = (_ALLOWED_IN_PERSONS if person else _ALLOWED_IN_COMMON_WORDS if known else _ALLOWED)[longest]
    if longest - shortest <= allowed:
        edits = OSA.distance(x.text, y.text, score_cutoff=allowed)
        if edits <= allowed:
            return 1.0 - edits / longest, "typo"
    return _abbreviation(x, y) if known else (0.0, "")


def _misread(x: str, y: str) -> bool:
    """Whether a scanner may have read one for the other."""
    if len(x) == len(y):
        return x.translate(_OCR) == y.translate(_OCR)
    return x.replace("rn", "m").replace("vv", "w") == y.replace("rn", "m").replace("vv", "w")


def _abbreviation(x: Token, y: Token) -> tuple[float, str]:
    """A word of trade cut short: ``elect`` for electronics."""
    short, long = sorted((x, y), key=lambda token: len(token.text))
    cut = 3 <= len(short.text) < len(long.text) and long.text.startswith(short.text)
    return (0.9, "abbreviation") if cut and long.kind is not Kind.NAME else (0.0, "")


def _likeness_of_han(x: Token, y: Token) -> tuple[float, str]:
    if x.han == y.han:
        return 1.0, "same"
    longest = max(len(x.han), len(y.han))
    edits = OSA.distance(x.han, y.han)
    if edits == 1 and longest >= 3:
        return (0.9 if x.text == y.text else 1.0 - edits / longest), "character"
    return 0.0, ""


def _likeness_of_sound(x: str, y: str) -> tuple[float, str]:
    """Words written down by ear in two scripts; vowels that one script leaves out count half."""
    heard, other = sound(x), sound(y)
    longest = max(len(heard), len(other))
    if longest < 3:
        return 0.0, ""
    edits = OSA.distance(heard, other)
    bare = skeleton(heard)
    if len(bare) >= 4 and bare == skeleton(other):
        edits = min(edits, 1)
    return (1.0 - (edits + 0.1) / (longest + 1), "sound") if edits <= max(1, longest // 4) else (0.0, "")
