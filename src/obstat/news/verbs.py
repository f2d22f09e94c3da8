"""The forms of English verbs, so that a list of words names each verb once.

Invariant: a form of a verb that is not regular is in the list of irregular ones, or is not found.
"""

from __future__ import annotations

import functools
import re

from obstat.news.extra import needed

_MORE = {"be": ("be", "been", "being", "am", "is", "are", "was", "were"), "cancel": ("canceled", "canceling")}

_MARK = re.compile(r"~(?:([a-z]+)|\(([a-z| ]+)\))")


@functools.cache
def forms(verb: str) -> str:
    """The forms of a verb as alternatives of a regular expression; words behind it stay: ``takes over``."""
    head, _, rest = verb.partition(" ")
    known = needed("lemminflect").getAllInflections(head, upos="VERB")
    found = dict.fromkeys([head, *(form for some in known.values() for form in some), *_MORE.get(head, ())])
    return "|".join(f"{form} {rest}" if rest else form for form in found)


def _all_forms(match: re.Match[str]) -> str:
    return "|".join(forms(verb) for verb in (match[1] or match[2]).split("|"))


def expression(words: str) -> re.Pattern[str]:
    """Words of a list, in which ``~`` stands before verbs, as a regular expression over whole words."""
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


def is_verbal(words: str) -> bool:
    """Whether each alternative of an entry begins with a verb."""
    return all(part.strip().startswith(("~", "(~")) for part in _alternatives(words))


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
