"""The forms of English verbs, so that a list of words names each verb once.

Invariant: a form of a verb that is not regular is in the list of irregular ones, or is not found.
"""

from __future__ import annotations

import functools
import re

from obstat.news.extra import needed
from obstat.news.words import alternatives

_MORE = {"be": ("be", "been", "being", "am", "is", "are", "was", "were"), "cancel": ("canceled", "canceling")}

_MARK = re.compile(r"~(?:([a-z]+)|\(([a-z| ]+)\))")


@functools.cache
def forms(verb: str) -> str:
    """The forms of a verb as alternatives of a regular expression; words behind it stay: ``takes over``."""
    head, _, rest = verb.partition(" ")
    table = needed("lemminflect")
    known = table.getAllInflections(head, upos="VERB") or table.getAllInflectionsOOV(head, upos="VERB")
    found = dict.fromkeys([head, *(form for some in known.values() for form in some), *_MORE.get(head, ())])
    return "|".join(f"{form} {rest}" if rest else form for form in found)


def _all_forms(match: re.Match[str]) -> str:
    return "|".join(forms(verb) for verb in (match[1] or match[2]).split("|"))


def nouns(words: str) -> str:
    """Nouns parted by ``|`` as alternatives of a regular expression, each in the singular and the plural."""
    return "|".join(f"{word}|{_plural(word)}" for word in words.split("|"))


def _plural(noun: str) -> str:
    first, _, last = noun.rpartition(" ")
    found = needed("lemminflect").getInflection(last, tag="NNS") or (f"{last}s",)
    return f"{first} {found[0]}".strip()


def _behind(words: str) -> str:
    """Words in which ``…`` says of what follows that it stands somewhere behind in the clause."""
    while "…" in words:
        before, _, rest = words.partition("…")
        end = _closing(rest) + 1 if rest.startswith("(") else len(re.match(r"[\w’'-]*", rest)[0])  # type: ignore[index]
        words = f"{before}(?=(?:[^,;]|,(?=\\d)){{0,70}}?\\b(?:{rest[:end]})\\b){rest[end:]}"
    return words


@functools.cache
def expression(words: str) -> re.Pattern[str]:
    """Words of a list, in which ``~`` stands before verbs, as a regular expression over whole words."""
    words = re.sub(r"\{([a-z_]+)\}", lambda match: alternatives(match[1]), _behind(words))
    return re.compile(
        rf"(?<![\w'’-])(?:{_MARK.sub(lambda m: f'(?:{_all_forms(m)})', words)})(?:(?<=\W)|(?![\w-]))", re.IGNORECASE
    )


def initials(words: str) -> frozenset[str]:
    """The words, in small letters, with which what an entry of a list finds can begin."""
    found: set[str] = set()
    for alternative in _alternatives(words):
        part = re.sub(r"^\(\?<[=!][^)]*\)", "", alternative.strip())
        if part.startswith("~"):
            mark = _MARK.match(part)
            assert mark is not None
            found.update(form.partition(" ")[0] for form in _all_forms(mark).split("|"))
        elif part.startswith("("):
            end = _closing(part)
            found |= initials(part[1:end].removeprefix("?:"))
            if part[end + 1 : end + 2] in ("?", "*"):
                found |= initials(part[end + 2 :])
        elif word := re.match(r"([\w’']+)(\?)?", part):
            found.add(word[1].lower())
            if word[2]:
                found.add(word[1][:-1].lower())
    return frozenset(found)


def _alternatives(words: str) -> list[str]:
    """The alternatives of an expression, those inside brackets left whole."""
    found, depth, start = [], 0, 0
    for at, sign in enumerate(words):
        depth += (sign == "(") - (sign == ")")
        if sign == "|" and depth == 0:
            found.append(words[start:at])
            start = at + 1
    return [*found, words[start:]]


def _closing(words: str) -> int:
    depth = 0
    for at, sign in enumerate(words):
        depth += (sign == "(") - (sign == ")")
        if depth == 0:
            return at
    return len(words)
