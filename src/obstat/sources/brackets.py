"""What stands in brackets within a printed name, and what it is there for.

Invariant: masking and restoring a text gives the text back, whatever is in it.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

from rapidfuzz import fuzz

from obstat.model.places import country

Use = Literal["acronym", "script", "variants", "name", "remark", "stays"]

_OPEN = {"(": ")", "[": "]", "（": "）", "{": "}", "【": "】"}
_RUNNING = re.compile(r"\(\d{1,2}\)")
"""A number of a list, (1), (2), …, which is no bracket of a name."""
_MASK = re.compile("\x02(\\d+)\x03")

FORM = (
    "(?:"
    + "|".join(
        (
            r"co|company|corp|corporation|inc|incorporated|ltd|limited|l\.t\.d|llc|l\.l\.c|llp|lp|plc",
            r"pte|pvt|pty|private|smc-private|sdn|bhd|tbk|pt|k\.?k",
            r"gmbh|ag|kg|oy|ab|a\.?s|b\.?v|n\.?v|sas?|s\.a\.s?|sarl|srl|s\.r\.l|spa|s\.p\.a|de c\.v|ltda|cia|sti",
            r"ooo|oao|zao|ao|pao|nao|fgup|fsue|p\.?j\.?s\.?c|o\.?j\.?s\.?c|c\.?j\.?s\.?c|j\.?s\.?c|eood|ood|ead|d\.?o\.?o",
            r"s\.l\.u|s\.?l|slu|s\.a\.l|s\.a\.r\.l|s\.?r\.?o|sp\. ?z ?o\. ?o|aps|a/s|kft|d\.d|a\.d",
            r"eireli|e\.i\.r\.l|s\. de r\.l",
            r"fzc|fze|fzco|fz-llc|dmcc|group|holdings?|joint[ -]stock company",
            r"(?:public|open|closed) joint[ -]stock company|limited liability company|public company limited",
        )
    )
    + r")\.?"
)
"""A legal form or a word that goes with one."""
FORMS = re.compile(rf"(?:(?:and |& )?{FORM}(?!\w)[ ,.]*)+", re.I)
"""Nothing but legal forms."""
ENDS_IN_FORM = re.compile(rf"(?:^|[ ,.(]){FORM}[ ,]*$", re.I)
_ORGANISATION = re.compile(
    rf"\b(?:{FORM}|institut\w*|academ\w+|universit\w+|college|school|bank|bureau|centers?|centres?|factory|plants?|works|ministry"
    r"|department|agency|organi[sz]ation|association|committee|commission|council|corps|forces?|army|laborator\w+|enterprises?"
    r"|industr\w+|technolog\w+|electronics?|trading|services?|systems?|international|engineering|concern|foundation)(?![\w-])",
    re.I,
)
_CITIZEN = re.compile(
    r"(?:the )?(.+?) (?:individual|entity|person|national|citizen|company|firm|vessel|government)s?(?: in .+)?", re.I
)
_REMARK = re.compile(
    "(?:"
    + "|".join(
        (
            "see (?:also )?",
            r"an? (?:\w+[ -]){0,3}(?:subsidiary|subordinate|affiliate|branch|division|unit|part|institute|member)\b",
            r"parent\b|affiliated |subsidiary |subordinate |part of ",
            "located |based (?:in|at) |registered (?:in|at) ",
            "(?:all|both|each|any) of (?:the )?(?:preceding|foregoing|above)",
            r"birth name|deceased|and \w+ others|(?:individual|entity|person)s?$",
        )
    )
    + ").*",
    re.I | re.S,
)
_LANGUAGE = re.compile(r"(?:in )?([A-Z][a-z]+(?: [A-Z][a-z]+)?) ?[:：] ?(.+)", re.S)


@dataclass(frozen=True, slots=True)
class Group:
    """What stands in one pair of brackets: as it was, and inside."""

    raw: str
    inner: str


@dataclass(frozen=True, slots=True)
class Masked:
    """A text with its outermost brackets replaced by marks."""

    text: str
    groups: tuple[Group, ...]

    def restored(self, text: str) -> str:
        """`text`, a part of the masked one, with its brackets back."""
        return _MASK.sub(lambda match: self.groups[int(match[1])].raw, text)

    def parts(self, text: str) -> list[str | Group]:
        """`text` as stretches outside brackets (at even places) and groups in turn."""
        return [self.groups[int(part)] if at % 2 else part for at, part in enumerate(_MASK.split(text))]


def mask(text: str) -> Masked:
    """Put a mark in the place of each outermost pair of brackets; one never closed reaches to the end."""
    plain = text.replace("\x02", "").replace("\x03", "")
    written: list[str] = []
    groups: list[Group] = []
    at = 0
    while at < len(plain):
        if plain[at] not in _OPEN:
            written.append(plain[at])
            at += 1
            continue
        end = _closing(plain, at)
        if _RUNNING.fullmatch(plain[at : end + 1]):
            written.append(plain[at : end + 1])
            at = end + 1
            continue
        groups.append(Group(plain[at : end + 1], plain[at + 1 : end].strip()))
        written.append(f"\x02{len(groups) - 1}\x03")
        at = end + 1
    return Masked("".join(written), tuple(groups))


def is_mark(text: str) -> bool:
    """Whether a part of a masked text is nothing but a mark."""
    return _MASK.fullmatch(text) is not None


def _closing(text: str, start: int) -> int:
    """Where the bracket at `start` is closed, or the end of the text."""
    expected: list[str] = []
    for at in range(start, len(text)):
        if text[at] in _OPEN:
            expected.append(_OPEN[text[at]])
        elif expected and text[at] == expected[-1]:
            expected.pop()
            if not expected:
                return at
    return len(text)


def use(inner: str, before: str, after: str) -> Use:
    """What brackets with `inner` are for in a name that reads `before` ahead of them and `after` behind."""
    if not inner:
        return "remark"
    if is_remark(inner):
        return "remark"
    if other_script(inner, before + after):
        return "script"
    if variants(inner, before, after):
        return "variants"
    if FORMS.fullmatch(inner) or country(inner):
        return "stays"
    if FORMS.fullmatch(after.strip(" ,.;")) or not after.strip(" ,.;"):
        if is_acronym(inner, before):
            return "acronym"
        if is_another_name(inner, before):
            return "name"
    return "stays"


def is_remark(inner: str) -> bool:
    """Whether words in brackets say something of the party instead of naming it."""
    if _REMARK.fullmatch(inner):
        return True
    citizen = _CITIZEN.fullmatch(inner)
    if citizen and country(citizen[1]):
        return True
    return inner.lower().startswith("the ") and country(inner[4:]) is not None


def other_script(inner: str, around: str) -> bool:
    """Whether the brackets hold the name in another script: ``Acme Co. (某某公司)``."""
    language = _LANGUAGE.fullmatch(inner)
    return bool(script(language[2] if language else inner) and script(around)) and (
        script(language[2] if language else inner) != script(around)
    )


def labelled(inner: str) -> tuple[str | None, str]:
    """The language that the brackets state, and the text: ``Chinese: 某某``."""
    language = _LANGUAGE.fullmatch(inner)
    return (language[1], language[2]) if language and script(language[2]) != "latin" else (None, inner)


def script(text: str) -> str | None:
    """The script of most letters: ``latin``, ``cyrillic``, ``cjk`` and so on; None without letters."""
    counts: dict[str, int] = {}
    for c in text:
        if c.isalpha():
            name = "latin" if c.isascii() else unicodedata.name(c, "unknown").split(" ")[0].split("-")[0].lower()
            counts[name] = counts.get(name, 0) + 1
    return max(counts, key=lambda name: counts[name]) if counts else None


def variants(inner: str, before: str, after: str) -> tuple[str, ...]:
    """Other spellings of the word just before the brackets: ``Igor(Ihor) X``, ``X (Xx/Xxx)``."""
    word = last_word(before, inner)
    told = re.match(r"or ", inner) is not None
    given = tuple(v.strip() for v in re.split(r"[/,]| or ", inner.removeprefix("or ")) if v.strip())
    if not word or not given or any(" " in v for v in given):
        return ()
    # Of a firm, a place in brackets may look like the word before it: Changhong (Changsha) Co.
    if not told and len(given) == 1 and _ORGANISATION.search(f"{before} {after}"):
        return ()
    return given if all(_alike(v, word) for v in given) else ()


def last_word(before: str, inner: str) -> str:
    """The word before the brackets, or the part of it after a hyphen where that is what the brackets spell anew."""
    words = before.split()
    whole = words[-1].strip(",;") if words else ""
    part = whole.rpartition("-")[2]
    first = re.split(r"[/,]", inner)[0].strip()
    return part if part != whole and not _alike(first, whole) and _alike(first, part) else whole


def _alike(a: str, b: str) -> bool:
    return fuzz.ratio(a.lower(), b.lower()) >= 65


def is_acronym(inner: str, before: str) -> bool:
    """Whether the brackets hold an acronym of the name before them: ``CETC 13``, ``NPO LEMZ``, ``TsAGI``.

    In a name all in capitals any word could be one; there its letters must be initials of the name.
    """
    tokens = inner.replace(",", " ").split()
    if len(tokens) > 3 or len(inner) > 16:
        return False
    own = {word.lower() for word in re.findall(r"[\w'-]+", before)}
    short = [t for t in tokens if _acronymic(t) and not FORMS.fullmatch(t)]
    if not short or any(not (t in short or t.isdigit() or FORMS.fullmatch(t) or t.lower() in own) for t in tokens):
        return False
    part = before.rpartition(",")[2] if "," in before else ""
    if part and _initials(part) == inner:
        return False  # of the parent that is named last: Institute of X (IX), Academy of Sciences (AS)
    if any(c.islower() for c in before):
        return True
    initials = "".join(word[0] for word in re.findall(r"[^\W_][\w'-]*", before)).upper()
    return all(_within(re.sub(r"[^A-Z]", "", t.upper()), initials) for t in short)


def _acronymic(token: str) -> bool:
    letters = [c for c in token if c.isalpha()]
    upper = sum(c.isupper() for c in letters)
    return 2 <= len(letters) <= 10 and upper >= 2 and upper * 2 >= len(letters) and letters[0].isupper()


def _initials(text: str) -> str:
    return "".join(word[0] for word in text.split() if word[0].isupper())


def _within(short: str, long: str) -> bool:
    rest = iter(long)
    return all(c in rest for c in short)


def is_another_name(inner: str, before: str) -> bool:
    """Whether brackets at the end hold a name of their own: an acronym written out, or a short form of the name."""
    words, first = inner.split(), before.split()
    if not first or not words[0][0].isupper():
        return False
    if words[0].lower() == first[0].lower():
        return True
    if len(first) == 1 and len(words) > 1 and _initials(inner) == re.sub(r"\W", "", first[0]).upper():
        return True
    return len(words) > 1 and _ORGANISATION.search(inner) is not None and not inner[0].isdigit()


def of_a_person(text: str) -> bool:
    """Whether a name may be that of a person: a few words without a word of organisations."""
    words = text.split()
    return 1 <= len(words) <= 6 and not _ORGANISATION.search(text) and not any(c.isdigit() for c in text)
