"""What of a name is looked up in an index: its words, their sounds, its initials and its groups of three letters.

Invariant: a feature is a number below 2**32 that depends on the name alone, so that indexes built apart can be
searched by the same query. Groups of three letters have the numbers below `GRAMS`, the rest are hashed above.
"""

from __future__ import annotations

import functools
import zlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from obstat.names.analysis import Analysis
from obstat.names.lexicon import Kind
from obstat.names.sound import skeleton, sound

_LETTERS = 37
_TELLING = 6
"""Letters of a word from which its consonants alone may tell it."""
GRAMS = _LETTERS**3
_CODES = bytes(byte - 96 if 97 <= byte <= 122 else byte - 21 if 48 <= byte <= 57 else 0 for byte in range(256))
"""Letters are 1…26, digits 27…36, and 0 is the edge of a name."""


def features(name: Analysis) -> tuple[list[int], list[int]]:
    """The groups of three letters of a name, and its words with their sounds and initials."""
    edged = b"\0" + name.compact.encode("ascii", "replace").translate(_CODES) + b"\0"
    grams = {
        (first * _LETTERS + second) * _LETTERS + third
        for first, second, third in zip(edged, edged[1:], edged[2:], strict=False)
    }
    return list(grams), list(_words(name))


def packed(names: Sequence[Analysis], first: int) -> NDArray[np.uint64]:
    """The features of many names at once, each once: above 32 bits of the number of its name, counted from `first`."""
    words = [list(_words(name)) for name in names]
    numbers = np.arange(first, first + len(names), dtype=np.uint64)
    of_words = np.array([feature for found in words for feature in found], dtype=np.uint64)
    owners = np.repeat(numbers, [len(found) for found in words])
    lengths = np.array([len(name.compact) for name in names], dtype=np.int64)
    edged = "".join([f"\n{name.compact}\n" for name in names]).encode("ascii", "replace").translate(_CODES)
    codes = np.frombuffer(edged, dtype=np.uint8).astype(np.uint64)
    # Three letters begin at each of a name's edged letters but the last two.
    begins = np.arange(lengths.sum()) + 2 * np.repeat(np.arange(len(names)), lengths)
    of_letters = (codes[begins] * _LETTERS + codes[begins + 1]) * _LETTERS + codes[begins + 2]
    found = np.concatenate((of_letters, of_words)) << np.uint64(32)
    found |= np.concatenate((np.repeat(numbers, lengths), owners))
    found.sort()
    return found[np.concatenate(([True], found[1:] != found[:-1]))] if len(found) else found


def word_feature(key: str) -> int:
    """The number of a word by its key."""
    return _hashed(key)


def telling(name: Analysis) -> tuple[set[int], int]:
    """The features of the words that say who it is, or of all its words where none does; and that of its initials.

    The consonants of a short word say too little.
    """
    words = [token for token in name.tokens if token.kind is Kind.NAME] or name.tokens
    found = {feature for token in words for feature in (_hashed(token.key), *_of_word(token.text))}
    short = (token.text for token in words if 3 < len(token.text) < _TELLING)
    found -= {_hashed("_" + skeleton(sound(text))) for text in short}
    return found, _hashed("." + "".join([token.text[0] for token in name.tokens]))


def _words(name: Analysis) -> set[int]:
    words = {_hashed(key) for key in name.keys}
    for token in name.tokens:
        if token.kind is Kind.NAME:
            words.update(_of_word(token.text))
    if 2 < len(name.tokens) <= 5:
        words.add(_hashed("." + "".join([token.text[0] for token in name.tokens])))
    return words


@functools.lru_cache(maxsize=65536)
def _of_word(text: str) -> tuple[int, ...]:
    """A word that says who it is, its sound and its consonants, and whether it may be initials."""
    found = [_hashed(text)]
    if len(text) > 3:
        heard = sound(text)
        found += [_hashed("~" + heard), _hashed("_" + skeleton(heard))]
    if len(text) <= 5:
        found.append(_hashed("." + text))
    return tuple(found)


def _hashed(text: str) -> int:
    return GRAMS + zlib.crc32(text.encode()) % (2**32 - GRAMS)
