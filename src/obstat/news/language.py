"""Which language a text is in: by its script, then by its words.

Invariant: the answer is None where fewer than `FEWEST` letters could tell.
"""

from __future__ import annotations

import re
from typing import Final

from obstat.news.extra import needed

FEWEST: Final = 20
_LOOKED_AT: Final = 4000
_SCRIPTS: Final = {
    "kana": "\u3040-\u30ff\uff66-\uff9f",
    "hangul": "\u1100-\u11ff\u3130-\u318f\uac00-\ud7af",
    "han": "\u3400-\u9fff\uf900-\ufaff\U00020000-\U0002ffff",
    "thai": "\u0e00-\u0e7f",
    "cyrillic": "\u0400-\u052f",
    "arabic": "\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc",
    "greek": "\u0370-\u03ff\u1f00-\u1fff",
    "hebrew": "\u0590-\u05ff",
    "devanagari": "\u0900-\u097f",
    "bengali": "\u0980-\u09ff",
    "tamil": "\u0b80-\u0bff",
    "georgian": "\u10a0-\u10ff",
    "armenian": "\u0530-\u058f",
    "khmer": "\u1780-\u17ff",
    "lao": "\u0e80-\u0eff",
    "burmese": "\u1000-\u109f",
    "latin": "A-Za-z\u00c0-\u024f\u1e00-\u1eff",
}
_LANGUAGES: Final = {
    "kana": ("ja",),
    "hangul": ("ko",),
    "han": ("zh",),
    "thai": ("th",),
    "cyrillic": ("ru", "uk", "bg", "sr", "be", "mk", "kk", "ky", "mn"),
    "arabic": ("ar", "fa", "ur", "ug", "ps"),
    "greek": ("el",),
    "hebrew": ("he",),
    "devanagari": ("hi", "mr", "ne"),
    "bengali": ("bn", "as"),
    "tamil": ("ta",),
    "georgian": ("ka",),
    "armenian": ("hy",),
    "khmer": ("km",),
    "lao": ("lo",),
    "burmese": ("my",),
    "latin": (
        "en", "de", "fr", "es", "pt", "it", "nl", "sv", "da", "nb", "no", "fi", "is", "et", "lv", "lt", "pl", "cs",
        "sk", "sl", "hr", "bs", "hu", "ro", "sq", "tr", "az", "id", "ms", "vi", "tl", "sw", "ca", "ga", "mt",
    ),
}  # fmt: skip
"""By script, the languages in which news are written."""
_COUNTED: Final = {name: re.compile(f"[{letters}]") for name, letters in _SCRIPTS.items()}
_ENGLISH: Final = frozenset((
    "the", "of", "and", "to", "that", "with", "for", "was", "from", "which", "its", "has", "have", "by", "are",
    "were", "said", "will", "would", "not",
))  # fmt: skip
_WORDS: Final = re.compile(r"[^\W\d_]+")


def language(text: str) -> str | None:
    """The ISO 639-1 code of the language of most of a text. Raises `MissingExtra`."""
    sample = _sample(text)
    ascii_ = len(sample.encode("ascii", "ignore"))
    if 3 * FEWEST < len(sample) < 1.05 * ascii_ and _is_english(sample):
        return "en"  # most stories, told without counting letters
    counts = {name: len(pattern.findall(sample)) for name, pattern in _COUNTED.items()}
    ideographic = counts["han"] + counts["kana"]
    if sum(counts.values()) + 2 * ideographic < FEWEST:  # an ideograph says as much as a syllable or two
        return None
    if counts["kana"] * 10 >= ideographic:
        counts["kana"] = ideographic
    script = max(counts, key=lambda name: counts[name] * (3 if name in ("han", "kana", "hangul") else 1))
    among = _LANGUAGES[script]
    if len(among) == 1:
        return among[0]
    if script == "latin" and _is_english(sample):
        return "en"
    found = next((code for code, _ in _ranked(sample) if code in among), among[0])
    return "no" if found == "nb" else str(found)


def _sample(text: str) -> str:
    """Beginning and middle of a long text: a page may begin with a menu in another language."""
    if len(text) <= _LOOKED_AT:
        return text
    half, middle = _LOOKED_AT // 2, len(text) // 2
    return f"{text[:half]} {text[middle : middle + half]}"


def _is_english(sample: str) -> bool:
    """Whether the small words of English, and several of them, are as many as English has; it spares the library."""
    words = [word.lower() for word in _WORDS.findall(sample)]
    small = [word for word in words if word in _ENGLISH]
    return len(small) >= 0.15 * len(words) and len(set(small)) >= 4


def _ranked(sample: str) -> list[tuple[str, float]]:
    ranked: list[tuple[str, float]] = needed("py3langid").rank(sample)
    return ranked
