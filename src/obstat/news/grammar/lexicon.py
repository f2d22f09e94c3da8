"""What a word can be: the small words by a list, the others by the tables of `lemminflect`.

Invariant: a word that no table has is a noun, as names and new terms are.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from pathlib import Path

from obstat.news.extra import needed

_LIST = Path(__file__).parent.parent / "words" / "grammar.txt"
_TAGS = {"VBD": "D", "VBN": "N", "VBG": "G", "VBZ": "S", "VB": "B", "VBP": "B"}
_AUXILIARIES = {
    "be": "be is are was were been being am isn't aren't wasn't weren't 're 'm",
    "have": "have has had having hasn't haven't hadn't 've",
    "do": "do does did don't doesn't didn't",
    "get": "get gets got gotten getting",
}


@dataclass(frozen=True, slots=True)
class Word:
    """What a word can be: a tag of ``words/grammar.txt``, or else any of verb, noun, adjective and adverb."""

    small: str = ""
    verb: str = ""
    """The verb that it is a form of."""
    forms: frozenset[str] = frozenset()
    """Which forms: B bare, S third person, D past, N past participle, G ``-ing``."""
    noun: str = ""
    """The noun that it is a form of."""
    adjective: bool = False
    adverb: bool = False

    @property
    def listed(self) -> bool:
        """Whether the tables have it."""
        return bool(self.noun or self.verb or self.adjective or self.adverb)


@functools.cache
def small_words() -> dict[str, str]:
    """The tag of each small word; a word of two lines is what the first of them says."""
    tags: dict[str, str] = {}
    for line in _LIST.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            tag, _, words = line.partition(" = ")
            for word in words.split():
                tags.setdefault(word, tag)
    return tags


@functools.lru_cache(maxsize=100_000)
def word(lower: str) -> Word:
    """What a word in small letters can be."""
    small = small_words().get(lower, "")
    if small == "aux":
        return Word(small, auxiliary(lower))
    if small or not lower[0].isalpha():
        return Word(small)
    table = needed("lemminflect")
    lemmas = table.getAllLemmas(lower)
    noun = lemmas.get("NOUN", ("",))[0]
    verb = next((v for v in lemmas.get("VERB", ()) if v != lower), lemmas.get("VERB", ("",))[0])
    forms: set[str] = set()
    if not lemmas and (known := _with_prefix(lower)):
        return Word("", known, frozenset("DN"))
    if verb:
        inflected = table.getAllInflections(verb)
        forms = {_TAGS[tag] for tag, words in inflected.items() if tag in _TAGS and lower in words}
        if lower.endswith("ed") and (not forms or "D" in forms):
            forms |= {"D", "N"}  # the table gives one of two that are alike
        elif not forms and lower.endswith("ing"):
            forms = {"G"}
        elif not forms and lower == verb:
            forms = {"B"}
    adverb = "ADV" in lemmas or (lower.endswith("ly") and "ADJ" not in lemmas and not noun)
    return Word("", verb if forms else "", frozenset(forms), noun, "ADJ" in lemmas, adverb)


def _with_prefix(lower: str) -> str:
    """The verb of a past form that no table has and that is one without its prefix: ``delisted``, ``unfroze``."""
    for prefix in ("de", "un", "re", "out", "over", "counter"):
        bare = lower.removeprefix(prefix).lstrip("-")
        if bare != lower and len(bare) > 3 and word(bare).verb and "D" in word(bare).forms:
            return f"{prefix}{word(bare).verb}"
    return ""


@functools.cache
def _auxiliaries() -> dict[str, str]:
    return {form: verb for verb, forms in _AUXILIARIES.items() for form in forms.split()}


def auxiliary(lower: str) -> str:
    """``be``, ``have``, ``do`` or ``get``, of whatever form."""
    return _auxiliaries().get(lower.replace("’", "'"), "be")
