"""What of a name is looked up in an index: its words, their sounds, its initials and its groups of three letters.

Invariant: a feature is a number below 2**32 that depends on the name alone, so that indexes built apart can be
searched by the same query. Groups of three letters have the numbers below `GRAMS`, the rest are hashed above.
"""

from __future__ import annotations

import zlib

from obstat.names.analysis import Analysis
from obstat.names.lexicon import Kind
from obstat.names.sound import skeleton, sound

_LETTERS = 37
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


def word_feature(key: str) -> int:
    """The number of a word by its key."""
    return _hashed(key)


def _words(name: Analysis) -> set[int]:
    words = {_hashed(key) for key in name.keys}
    for token in name.tokens:
        if token.kind is Kind.NAME:
            words.add(_hashed(token.text))
            if len(token.text) > 3:
                heard = sound(token.text)
                words.add(_hashed("~" + heard))
                words.add(_hashed("_" + skeleton(heard)))
            if len(token.text) <= 5:
                words.add(_hashed("." + token.text))
    if 2 < len(name.tokens) <= 5:
        words.add(_hashed("." + "".join([token.text[0] for token in name.tokens])))
    return words


def _hashed(text: str) -> int:
    return GRAMS + zlib.crc32(text.encode()) % (2**32 - GRAMS)
