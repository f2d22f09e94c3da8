"""A name taken apart: its words, what each does, and the legal forms it carries.

Invariant: an `Analysis` depends on the text and the kind alone. `text` is equal for two names only if they are the
same name but for case, accents, punctuation and script variants of the same character.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from typing import NamedTuple

from rapidfuzz.distance import OSA
from rapidfuzz.process import extractOne

from obstat.names import cjk
from obstat.names.lexicon import Form, Kind, Lexicon, organizations, persons
from obstat.names.scripts import fold, has_cjk, has_han, words_of

LONGEST = 512
"""Characters of a name that are looked at; what a field holds beyond is no name."""

WEIGHTS = {
    Kind.NAME: 1.0,
    Kind.SECTOR: 0.35,
    Kind.STRUCTURE: 0.25,
    Kind.PLACE: 0.45,
    Kind.NUMBER: 0.6,
    Kind.INITIAL: 0.4,
    Kind.PARTICLE: 0.15,
    Kind.TITLE: 0.1,
    Kind.STOP: 0.0,
}

_EMPTY, _LITTLE = frozenset(["group", "holding"]), 0.1
"""Words of structure that say hardly more than a legal form, and their weight."""
_APOSTROPHES = re.compile(r"['`]")
_INITIALISM = re.compile(r"\b(?:[a-z]\.){2,}(?:[a-z]\b(?!\.?[a-z]{2}))?")
_GLUED_FORM = re.compile(r"(?<=[a-z]{3})(?=(?:AG|GmbH|GMBH|Ltd|LTD|LLC|Inc|SE|SA|NV|BV|PLC|AB|OY|KG)\b)")
_GLUED = re.compile("[a-z][A-Z]")
"""What is looked for first, since it is found sooner."""
_DIGITS_READ = str.maketrans("015", "ols")
_LONG, _EDITS = 7, 2
"""A word of a legal form of several words may be misspelt in so many letters when it has more than these."""
_BRACKETS = re.compile(r"\(([^()]*)\)")
_ROMAN = {
    "i": "1", "ii": "2", "iii": "3", "iv": "4", "v": "5", "vi": "6", "vii": "7", "viii": "8", "ix": "9", "x": "10",
    "xi": "11", "xii": "12", "xiii": "13", "xiv": "14", "xv": "15", "xvi": "16", "xvii": "17", "xviii": "18",
    "xix": "19", "xx": "20", "xxi": "21", "xxii": "22", "xxiii": "23", "xxiv": "24", "xxv": "25",
}  # fmt: skip
_TENS = frozenset(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"])
_READ_AS_NUMBERS = _TENS.union(_ROMAN)
_STRONG_ENDINGS = ("coltd", "limited", "gmbh", "corporation", "company", "ltd", "inc", "llc", "corp", "co")


class Token(NamedTuple):
    """A word of a name. `text` is its folded spelling, `key` what it is compared by, `han` its characters if any."""

    text: str
    key: str
    kind: Kind
    weight: float
    han: str = ""
    foreign: bool = False
    """Written in another script than Latin, so that its spelling in Latin letters is one of several."""


@dataclass(frozen=True, slots=True)
class Analysis:
    """A name taken apart. `tokens` hold neither legal forms nor words that say nothing.

    Where common words are all there is, ``China Mobile``, they are the name and weigh twice as much.
    """

    text: str
    tokens: tuple[Token, ...]
    keys: tuple[str, ...]
    forms: tuple[Form, ...]
    compact: str
    """Every word but the legal forms, run together."""
    names: float
    """The weight of the words that say who it is."""
    first: int
    """The position of the first such word; -1 without any."""
    person: bool


@functools.lru_cache(maxsize=32768)
def analyse(name: str, kind: str = "organization") -> Analysis:
    """Take `name` apart as the name of an ``organization``, a ``person`` or a ``thing`` (a ship, a product)."""
    person = kind == "person"
    lexicon = persons() if person else organizations()
    raw = _words(name, person=person)
    dotted = {at for at, word in enumerate(raw) if word.isupper()} if "." in name else ()
    words = [word.lower() for word in raw]
    text = " ".join(words)
    forms: list[Form] = []
    tokens: list[Token] = []
    foreign = not name.isascii() and not _latin(name)
    at, last = 0, len(words)
    while at < last:
        word = words[at]
        if has_cjk(word):
            _take_cjk(word, lexicon, tokens, forms)
            at += 1
        elif found := _form(words, at, lexicon, begun=bool(tokens), dotted=at in dotted):
            at += found[0]
            forms.append(found[1])
        else:
            at += _take(words, at, lexicon, tokens, foreign)
    if not person:
        tokens = _numbered(tokens)
        if "(" in name:
            tokens = _bracketed(tokens, name)
    if not tokens:
        tokens = [Token(word, word, Kind.NAME, 1.0) for word in words[:8]]
        forms = []
    return _finished(text, tokens, forms, person)


def folded(name: str) -> str:
    """The words of the name of an organisation: the `text` of its analysis, without the rest of it."""
    return " ".join(_words(name, person=False)).lower()


def _words(name: str, *, person: bool) -> list[str]:
    """The words of a name; initials that were written with stops in capitals."""
    raw = _raw_words(name[:LONGEST])
    if person:
        return [letter for word in raw for letter in (word.lower() if word.isupper() else (word,))]
    return _joined_initials(raw)


@functools.lru_cache(maxsize=131072)
def says_who(word: str) -> bool:
    """Whether a folded word in Latin letters says who it is, in whatever name of an organisation it stands.

    False also where that hangs on the words beside it.
    """
    lexicon = organizations()
    if len(word) < 3 or not (word.isascii() and word.isalpha()) or word in _ROMAN or word in _shared_words():
        return False
    if _read_again(word) in lexicon.words or word in _CUT_SHORT:
        return False
    if _misspelt_form(word, True) or _near_long_word_of_forms(word):
        return False
    return any(token.kind is Kind.NAME for token in _unglued(word, lexicon, False))


def may_be_two(word: str) -> bool:
    """Whether a folded word ends like one to which a word of trade or a legal form was written on."""
    return word not in _shared_words() and (word.endswith(_STRONG_ENDINGS) or bool(organizations().ending(word)))


def has_name(name: str) -> bool:
    """Whether any word of an organisation's name says who it is: that the `names` of its analysis weigh anything."""
    return (name.isascii() and any(map(says_who, folded(name).split()))) or bool(analyse(name).names)


@functools.cache
def _shared_words() -> frozenset[str]:
    """Every word of the tables, those of their phrases too."""
    lexicon = organizations()
    phrases = [phrase for found in lexicon.phrases.values() for phrase, _, _ in found]
    phrases += [phrase for found in lexicon.form_phrases.values() for phrase, _ in found]
    return frozenset([*lexicon.words, *lexicon.forms, *(word for phrase in phrases for word in phrase)])


def _near_long_word_of_forms(word: str) -> bool:
    """Whether `_stands` may take the word for one of a legal form of several words."""
    near = _LONG - _EDITS
    return (
        len(word) > near
        and extractOne(word, _long_words_of_forms(), scorer=OSA.distance, score_cutoff=_EDITS) is not None
    )


@functools.cache
def _long_words_of_forms() -> list[str]:
    """The words of legal forms of several words that may be misspelt there."""
    phrases = [phrase for found in organizations().form_phrases.values() for phrase, _ in found]
    return sorted({word for phrase in phrases for word in phrase if len(phrase) > 2 and len(word) > _LONG})


def _finished(text: str, tokens: list[Token], forms: list[Form], person: bool) -> Analysis:
    compact = "".join([token.text for token in tokens])
    kept = [token for token in tokens if token.kind is not Kind.STOP]
    if not kept:
        kept = [token._replace(kind=Kind.NAME, weight=WEIGHTS[Kind.NAME]) for token in tokens]
    names = sum(token.weight for token in kept if token.kind is Kind.NAME)
    if not names:
        kept = [token._replace(weight=2 * token.weight) for token in kept]
    first = next((at for at, token in enumerate(kept) if token.kind is Kind.NAME), -1)
    return Analysis(
        text, tuple(kept), tuple([token.key for token in kept]), tuple(forms), compact, names, first, person
    )


def _raw_words(name: str) -> list[str]:
    """The folded words of a name; initials with stops between them, ``S.p.A.``, make one word, in capitals."""
    folded = fold(_GLUED_FORM.sub(" ", name) if _GLUED.search(name) else name)
    if "'" in folded or "`" in folded:
        folded = _APOSTROPHES.sub("", folded)
    if "c/o" in folded:
        folded = folded.replace("c/o", "careof")  # somebody else's letters, not a company
    if "." in folded:
        folded = _INITIALISM.sub(lambda match: match.group().replace(".", "").upper() + " ", folded)
    return words_of(folded)


def _latin(name: str) -> bool:
    return all(ord(c) < 0x250 or not c.isalpha() or 0x1E00 <= ord(c) < 0x1F00 for c in name)


def _joined_initials(words: list[str]) -> list[str]:
    """Single letters in a row make one word: ``A B C`` is ABC, ``H U A W E I`` Huawei; so do those around 'and'."""
    if 1 not in map(len, words):
        return words
    joined: list[str] = []
    run: list[str] = []
    for at, word in enumerate(words):
        if len(word) == 1 and word.isalpha() and word.isascii():
            run.append(word)
        elif run and word == "and" and at + 1 < len(words) and len(words[at + 1]) == 1:
            continue
        else:
            joined += ["".join(run)] if run else []
            run = []
            joined.append(word)
    return [*joined, "".join(run)] if run else joined


def _form(words: list[str], at: int, lexicon: Lexicon, *, begun: bool, dotted: bool) -> tuple[int, Form] | None:
    """The legal form that stands at `at`, and how many words it takes."""
    word = words[at]
    for phrase, whole in lexicon.form_phrases.get(word, ()):
        size = len(phrase)
        if _stands(phrase, words[at : at + size]) and not (whole.tail_only and begun and at + size < len(words)):
            return size, whole
    form: Form | None = lexicon.forms.get(word)
    if form is None and at == len(words) - 1 > 1 and sum(map(len, words)) >= _CUT and lexicon.forms:
        form = lexicon.forms["company"] if word in _CUT_SHORT else None
    if form is None and len(word) > 2 and begun and word not in lexicon.words and lexicon.forms:
        form = _misspelt_form(word, all(rest in lexicon.forms for rest in words[at + 1 :]))
    if form is None or (form.tail_only and not dotted and not _at_an_end(words, at, lexicon, begun)):
        return None
    return 1, form


def _stands(phrase: tuple[str, ...], words: list[str]) -> bool:
    """Whether the words are the phrase; of three words or more, one long one may be misspelt."""
    if tuple(words) == phrase:
        return True
    if len(phrase) < 3 or len(words) != len(phrase):
        return False
    unlike = [(said, word) for said, word in zip(phrase, words, strict=True) if said != word]
    return len(unlike) == 1 and len(unlike[0][0]) > _LONG and OSA.distance(*unlike[0], score_cutoff=_EDITS) <= _EDITS


def _at_an_end(words: list[str], at: int, lexicon: Lexicon, begun: bool) -> bool:
    """Whether nothing but forms and places follows, or nothing but forms has gone before."""
    if not begun and at == 0 and len(words) > 1:
        return len(words[at]) > 2 or words[at] in ("pt", "cv", "ao", "ad")
    return all(
        word in lexicon.forms or lexicon.words.get(word, ("", Kind.NAME))[1] is Kind.PLACE for word in words[at + 1 :]
    )


_OFTEN_CUT = ("company", "corporation", "limited", "ltd", "incorporated", "group")
_CUT_SHORT = frozenset(form[:size] for form in _OFTEN_CUT for size in range(1, len(form)))
_CUT = 18
"""Letters from which a name may have been cut off in its last word, as ledgers do."""
_OFTEN_MISSPELT = ("limited", "company", "corporation", "incorporated", "gmbh", "corp", "ltda")


@functools.lru_cache(maxsize=65536)
def _misspelt_form(word: str, tail: bool) -> Form | None:
    """The form that `word` is but for an error or two: ``Aktiengeselschaft``; at the end of a name also ``Limted``."""
    forms = organizations().forms
    if tail and word[0] == "l" and sorted(set(word)) == ["d", "l", "t"]:
        return forms["ltd"]
    for form in _OFTEN_MISSPELT if tail else ():
        edits = 2 if len(form) > 6 else 1
        if form[0] == word[0] and OSA.distance(word, form, score_cutoff=edits) <= edits:
            return forms[form]
    for form in _long_forms().get(word[0], ()) if len(word) > 8 else ():
        if OSA.distance(word, form, score_cutoff=2) <= min(2, len(form) // 8):
            return forms[form]
    return None


@functools.cache
def _long_forms() -> dict[str, list[str]]:
    """Legal forms of more than eight letters by their first letter, in the order of the table."""
    found: dict[str, list[str]] = {}
    for form in organizations().forms:
        if len(form) > 8:
            found.setdefault(form[0], []).append(form)
    return found


def _take(words: list[str], at: int, lexicon: Lexicon, tokens: list[Token], foreign: bool) -> int:
    """Add the token at `at`; the number of words it takes."""
    word = words[at]
    if word not in lexicon.words and (read := _read_again(word)) in lexicon.words:
        word = read
    for phrase, key, kind in lexicon.phrases.get(word, ()):
        if tuple(words[at : at + len(phrase)]) == phrase:
            tokens.append(Token("".join(phrase), key, kind, WEIGHTS[kind]))
            return len(phrase)
    if word in lexicon.words:
        tokens.append(_token(word, lexicon))
    elif word.isdigit():
        tokens.append(Token(word, word.lstrip("0") or "0", Kind.NUMBER, WEIGHTS[Kind.NUMBER]))
    elif len(word) == 1:
        tokens.append(Token(word, word, Kind.INITIAL, WEIGHTS[Kind.INITIAL]))
    else:
        tokens += _unglued(word, lexicon, foreign)
    return 1


def _read_again(word: str) -> str:
    """`word` as it was before a scanner took 0 for O, 1 for l or a first I for l."""
    if not word.isalpha():
        word = word.translate(_DIGITS_READ)
    return "i" + word[1:] if word[0] == "l" and word[1:2] in ("n", "m") else word


def _unglued(word: str, lexicon: Lexicon, foreign: bool) -> list[Token]:
    """`word` as one token, or as two where a long word of trade is written on to it: ``huaweitechnologies``."""
    if len(word) >= 7 and lexicon.forms and word.endswith(_STRONG_ENDINGS):
        ending = next(ending for ending in _STRONG_ENDINGS if word.endswith(ending))
        stem = word.removesuffix(ending)
        if stem in lexicon.words:
            return [_token(stem, lexicon)]
        if len(ending) > 4 and len(stem) > 3:
            return _unglued(stem, lexicon, foreign)
    if len(word) >= 11 and (ending := lexicon.ending(word)) and len(word) - len(ending) >= 4:
        return [*_unglued(word.removesuffix(ending), lexicon, foreign), _token(ending, lexicon)]
    return [Token(word, word, Kind.NAME, WEIGHTS[Kind.NAME], "", foreign)]


def _token(word: str, lexicon: Lexicon) -> Token:
    key, kind = lexicon.words.get(word, (word, Kind.STOP))
    return Token(word, key, kind, _LITTLE if key in _EMPTY else WEIGHTS[kind])


def _numbered(tokens: list[Token]) -> list[Token]:
    """Roman numerals that follow a name become numbers, and ``forty four`` one number."""
    if _READ_AS_NUMBERS.isdisjoint([token.text for token in tokens]):
        return tokens
    read = [
        Token(token.text, _ROMAN[token.text], Kind.NUMBER, WEIGHTS[Kind.NUMBER])
        if at and token.text in _ROMAN and token.kind in (Kind.NAME, Kind.INITIAL)
        else token
        for at, token in enumerate(tokens)
    ]
    for at in range(len(read) - 1, 0, -1):
        tens, unit = read[at - 1], read[at]
        if tens.kind is unit.kind is Kind.NUMBER and tens.text in _TENS and len(unit.key) == 1:
            key = str(int(tens.key) + int(unit.key))
            read[at - 1 : at + 1] = [Token(tens.text + unit.text, key, Kind.NUMBER, tens.weight)]
    return read


def _bracketed(tokens: list[Token], name: str) -> list[Token]:
    """A place in brackets, ``Deutsche Bank (Schweiz)``, weighs less: it tells units of one house apart."""
    inside = "".join(words_of(fold(" ".join(_BRACKETS.findall(name)))))
    return [
        token._replace(weight=0.25 * token.weight) if token.kind is Kind.PLACE and token.text in inside else token
        for token in tokens
    ]


def _take_cjk(run: str, lexicon: Lexicon, tokens: list[Token], forms: list[Form]) -> None:
    parts, found = cjk.take_apart(run, lexicon)
    forms += found
    for part in parts:
        if part.kind is Kind.NAME:
            tokens.append(Token(part.key, part.text, Kind.NAME, WEIGHTS[Kind.NAME], part.text, not has_han(part.text)))
        else:
            weight = _LITTLE if part.key in _EMPTY else WEIGHTS[part.kind]
            tokens.append(Token(cjk.reading(part.text), part.key, part.kind, weight))
