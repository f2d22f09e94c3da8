"""The forms of English verbs, so that a list of words names each verb once.

Invariant: a form of a verb that is not regular is in the list of irregular ones, or is not found.
"""

from __future__ import annotations

import re

_IRREGULAR = {
    "be": "be is are was were been being am",
    "get": "get gets got gotten getting",
    "quit": "quit quits quitting",
    "give": "give gives gave given giving",
    "take": "take takes took taken taking",
    "tear": "tear tears tore torn tearing",
    "rip": "rip rips ripped ripping",
    "strip": "strip strips stripped stripping",
    "swap": "swap swaps swapped swapping",
    "throw": "throw throws threw thrown throwing",
    "put": "put puts putting",
    "keep": "keep keeps kept keeping",
    "strike": "strike strikes struck striking",
    "forbid": "forbid forbids forbade forbidden forbidding",
    "shut": "shut shuts shutting",
    "leave": "leave leaves left leaving",
    "begin": "begin begins began begun beginning",
    "pay": "pay pays paid paying",
    "choose": "choose chooses chose chosen choosing",
    "win": "win wins won winning",
    "buy": "buy buys bought buying",
    "sell": "sell sells sold selling",
    "hold": "hold holds held holding",
    "run": "run runs ran running",
    "find": "find finds found finding",
    "tell": "tell tells told telling",
    "deny": "deny denies denied denying",
    "try": "try tries tried trying",
    "carry": "carry carries carried carrying",
    "worry": "worry worries worried worrying",
    "identify": "identify identifies identified identifying",
    "ban": "ban bans banned banning",
    "bar": "bar bars barred barring",
    "drop": "drop drops dropped dropping",
    "stop": "stop stops stopped stopping",
    "scrap": "scrap scraps scrapped scrapping",
    "spin": "spin spins spun spinning",
    "back": "back backs backed backing",
    "sue": "sue sues sued suing",
    "cancel": "cancel cancels cancelled canceled cancelling canceling",
    "plead": "plead pleads pleaded pled pleading",
    "swallow": "swallow swallows swallowed swallowing",
    "press": "press presses pressed pressing",
    "refute": "refute refutes refuted refuting",
    "say": "say says said saying",
    "have": "have has had having",
    "go": "go goes went gone going",
    "cut": "cut cuts cutting",
    "know": "know knows knew known knowing",
}
_MARK = re.compile(r"~([a-z]+)")


def forms(verb: str) -> str:
    """The forms of a verb as alternatives of a regular expression."""
    if verb in _IRREGULAR:
        return "|".join(_IRREGULAR[verb].split())
    stem = verb[:-1] if verb.endswith("e") else verb
    third = f"{verb}es" if verb.endswith(("s", "sh", "ch", "x")) else f"{verb}s"
    return "|".join((verb, third, f"{stem}ed", f"{stem}ing"))


def expression(words: str) -> re.Pattern[str]:
    """Words of a list, in which ``~`` stands before verbs, as a regular expression over whole words."""
    return re.compile(
        rf"(?<![\w'’-])(?:{_MARK.sub(lambda m: f'(?:{forms(m[1])})', words)})(?:(?<=\W)|(?![\w-]))", re.IGNORECASE
    )


def initials(words: str) -> frozenset[str]:
    """The words, in small letters, with which what an entry of a list finds can begin."""
    found: set[str] = set()
    for alternative in _alternatives(words):
        part = re.sub(r"^\(\?<[=!][^)]*\)", "", alternative.strip())
        if part.startswith("~"):
            found.update(forms(_MARK.match(part)[1]).split("|"))  # type: ignore[index]
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
