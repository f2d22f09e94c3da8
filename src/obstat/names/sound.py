"""How a word sounds, as far as most scripts write it down.

Invariant: what is returned is shorter than the word or as long, and the same for spellings of one sound.
"""

from __future__ import annotations

import functools

_NO_VOWELS = str.maketrans("", "", "aeiou")
_SOUNDS = {"kh": "", "ph": "v", "ch": "s", "sh": "s", "zh": "s", "ck": "k", "x": "ks", "qu": "kv"}
_VOICES = str.maketrans({**dict.fromkeys("wufbp", "v"), **dict.fromkeys("gqc", "k"), **dict.fromkeys("jz", "s"),
                         "y": "i", "h": "", "l": "r", "d": "t", "'": ""})  # fmt: skip
"""Sounds that scripts do not tell apart alike: Arabic has no p and v, Japanese no l, Korean no f; h comes and goes."""


@functools.lru_cache(maxsize=65536)
def sound(text: str) -> str:
    """The spelling of a word reduced to what most scripts write down: ``khuavey`` and ``huawei`` are ``vavei``."""
    for spelt, heard in _SOUNDS.items():
        if spelt in text:
            text = text.replace(spelt, heard)
    text = text.translate(_VOICES)
    return "".join([c for at, c in enumerate(text) if not at or c != text[at - 1]])


def skeleton(heard: str) -> str:
    """The consonants of a sound, each once where it stands doubled: what remains when vowels are not written."""
    bare = heard.translate(_NO_VOWELS)
    return "".join([c for at, c in enumerate(bare) if not at or c != bare[at - 1]])
