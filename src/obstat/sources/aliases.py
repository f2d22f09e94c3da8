"""One printed name taken apart into names: the name itself, aliases, former names, acronyms and spelling variants.

Lists print them in one line: ``X (a.k.a. Y; f.k.a. Z)``, ``X, a.k.a., the following two aliases: —Y; and —Z``,
``X (including one alias: Y) and subsidiaries``, ``Academy of X (AX)``, ``Igor(Ihor) X``.

Invariant: nothing is lost. What is no name (``and its subsidiaries``, ``(Russian entity)``) is a remark; brackets that
are part of a name (``Acme (Beijing) Co., Ltd.``) stay where they are; a comma or an "and" within a name divides
nothing.
"""

from __future__ import annotations

import functools
import html
import itertools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from obstat.sources import brackets
from obstat.sources.brackets import ENDS_IN_FORM, FORMS, Group
from obstat.sources.entry import EntryName, NameKind, distinct


@dataclass(frozen=True, slots=True)
class Split:
    """What a printed name holds. The first name is the main one; there is none where the text names nobody."""

    names: tuple[EntryName, ...]
    remarks: tuple[str, ...] = ()
    """Words beside the names, in the order of the text."""


_ALIAS = "|".join(
    (
        r"(?:(?:also|commonly|otherwise|better) +)?(?:known|called|referred +to) +as",
        r"(?:also +)?(?:doing +business +(?:as|under)|trading +as|operating +as)",
        r"\ba\. ?k\. ?a\b\.?|\ba/k/a\b|\baka\b",
        r"\bd\. ?b\. ?a\b\.?|\bd/b/a\b|\bdba\b|\bt/a\b",
        r"\bn/k/a\b|\bnow +known +as",
        r"également +connue?s? +sous +le +nom +de",
        "又名|别名|亦称|简称",
    )
)
_FORMER = "|".join(
    (
        r"(?:formerly|previously)(?:,? +(?:known|called|named|doing +business)(?: +as)?)?",
        r"\bf\. ?k\. ?a\b\.?|\bf/k/a\b|\bfka\b",
        r"\bformer +names?\b|\bold +names?\b|曾用名",
    )
)
_COUNT = r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|[a-z-]+teen|twenty[ a-z-]*|\d+)"
_MARKER = re.compile(
    rf"(?:(?<![\w.])(?:and +|or +)?(?:(?P<former>{_FORMER})|(?P<alias>{_ALIAS}))(?![\w])[ .,:：]*"
    rf"(?:(?:the +)?(?:following +)?(?:{_COUNT} +)?(?:other +)?(?:known +)?"
    r"(?:alias(?:es)?|former names?)\b[^:;—–]{0,60}[:—–] *"
    rf"|(?:the +)?following +(?:{_COUNT} +)?(?:other +)?(?:alias(?:es)?|former names?)$)?)"
    rf"|\b(?:(?:and|including|with) +)?(?:the +)?(?:following +)?(?:{_COUNT} +)?alias(?:es)? *[:：] *"
    r"|(?<=\w) +(?-i:alias) +(?=\w)",
    re.I,
)
_ONLY_WITHIN = re.compile(
    r"aka|dba|fka|t/a|formerly|previously|former names?|old names?|(?:\w+ )?(?:called|trading|operating) as", re.I
)
"""Markers that are also words of names: a printed name that begins with one is not marked by it."""
_NUMBER = re.compile(r"(?:^|(?<=[ ;,:]))\(?(\d{1,2})[.)] *(?=\D)")
_DASH = re.compile(r"(?:^|(?<=[;:\n]))\s*[—–•▪-]+\s*|(?<=[,.])\s+—(?=\S)")
_AND = re.compile(r"^(?:and|or|&)\s+(?=\S)", re.I)
_LINK = r"(?:and|or|as well as|together with|including|incl\.|to include)"
_WHOSE = r"(?:any|all|its|their|her|his|other|the|of|each|two|three|four)"
_REACH = "|".join(
    (
        "subsidiar|affiliat|subordinat",
        r"sub-?units?\b|successors?\b|branch(?:es)?\b|parents?\b",
        "related (?:compan|entit)|operating units",
    )
)
_TAIL = re.compile(
    rf"[ ,;]+(?:{_LINK}\s+(?:{_WHOSE}\s+)*(?:[\w-]+(?:,? +(?:and|or|and/or) +|, +| +))?(?:{_REACH}).*"
    r"|(?<=[,;] )(?:including|to include)\s.+)$",
    re.I | re.S,
)
"""Words behind a name on who else is meant: ``and its subsidiaries``."""
_SENTENCE_END = re.compile(r"(?<=[^\W\d_]{5})\.$|(?<=['’\"”»])\.$")
_WRITTEN_OUT = re.compile(
    r"\b(?:company|corporation|incorporated|limited|group|holdings?|gmbh|llc|llp|plc|[po]?[oz]?[ao]o|[poc]?jsc|fz[ce]|dmcc)\.$",
    re.I,
)
"""A legal form that takes no full stop of its own."""
_ABBREVIATED = re.compile(r"\b(?:assoc|manuf|techn|incorp|instr|engin|indust|intern|scient)\.$", re.I)
_GENERATION = re.compile(r"(?:jr|sr|i{2,3}|iv|esq)\.?", re.I)
_WITHIN_QUOTES = re.compile(r"(;)(['’\"”»])(?=[\s)]|$)")
"""A semicolon that printers put ahead of a closing quote, although it divides what the quote ends."""
_EDGES = " ,;:\n\t–—/"
_MOST = 64
"""Of spellings made by combining variants, the most that are given."""
_DEEPEST = 16
"""Brackets with more brackets than this inside are left as they are."""


@functools.lru_cache(maxsize=8192)
def split(text: str) -> Split:
    """Take a printed name apart."""
    found = _distinct(_names(_plain(text), "name"))
    if not found.names or found.names[0].kind == "name":
        return found
    return replace(found, names=(replace(found.names[0], kind="name"), *found.names[1:]))


@functools.lru_cache(maxsize=8192)
def listed(text: str, kind: NameKind = "alias") -> Split:
    """Take apart a list of names: ``A; B; and C``, ``—A; —B``, ``(1) A (2) B``; `kind` is that of a name unmarked."""
    return _distinct(_joint(_names(_ended(item), kind) for item in items(_plain(text))))


def in_order(name: EntryName) -> EntryName:
    """A person's name as one writes it: ``Amancio J. ABELAIRAS`` of ``ABELAIRAS, Amancio J.``; a firm's as it is."""
    parts = [part.strip() for part in name.text.split(",")]
    behind = [part for part in parts[1:] if _GENERATION.fullmatch(part)]
    given = [part for part in parts[1:] if part not in behind]
    if len(given) != 1 or not parts[0] or not brackets.of_a_person(f"{parts[0]} {given[0]}"):
        return name
    if FORMS.match(given[0]) or re.search(r"\band\b|&", name.text):
        return name
    plain = f"{given[0]} {parts[0]}" + "".join(f", {part}" for part in behind)
    return replace(name, text=plain)


def items(text: str, *, firms: bool = True) -> list[str]:
    """The members of a printed list, without their numbers, dashes and "and".

    With `firms`, members may also be set apart by an "and" or a comma after a legal form: ``A Co., Ltd. and B Works``.
    """
    masked = brackets.mask(text)
    found: list[str] = []
    for numbered in _numbered(masked.text):
        for part in numbered.split(";"):
            for line in _DASH.split(part):
                bare = _AND.sub("", line.strip(_EDGES)).lstrip("-–—•▪ ")
                found += _firms(bare) if firms else [bare]
    return [item for each in _with_brackets(found) if (item := masked.restored(each).strip(_EDGES))]


def _plain(text: str) -> str:
    return _WITHIN_QUOTES.sub(r"\2\1", " ".join(html.unescape(text).split()))


def _names(text: str, kind: NameKind, *, within: bool = False) -> Split:
    """The names of a text, `within` brackets or not: what stands before the first marker, then what each brings."""
    masked = brackets.mask(text)
    found: list[Split] = []
    for at, (mark, piece) in enumerate(_pieces(masked.text, kind, within=within)):
        match = _TAIL.search(piece)
        bare = masked.restored(piece[: match.start()] if match else piece).strip(_EDGES)
        printed = at == 0 and not within
        found += [_one(item if printed else _ended(item), mark) for item in items(bare, firms=not printed)]
        found += [Split((), (masked.restored(match[0]).strip(_EDGES),))] if match else []
    return _joint(found)


def _pieces(text: str, kind: NameKind, *, within: bool) -> Iterator[tuple[NameKind, str]]:
    """The stretches between the markers, each with the kind of name it holds."""
    start = 0
    for match in _MARKER.finditer(text):
        words = (match["former"] or match["alias"] or "").strip()
        at_head = not text[: match.start()].strip(_EDGES)
        if words and ((at_head and not within and _ONLY_WITHIN.fullmatch(words)) or words in ("Aka", "Dba", "Fka")):
            continue
        yield kind, text[start : match.start()]
        kind, start = ("former" if match["former"] else "alias"), match.end()
    yield kind, text[start:]


def _numbered(text: str) -> list[str]:
    """A text cut at its running numbers (1), (2), …; whole where they do not run from 1."""
    cuts: list[tuple[int, int]] = []
    for match in _NUMBER.finditer(text):
        if int(match[1]) == len(cuts) + 1:
            cuts.append(match.span())
    if len(cuts) < 2:
        return [text]
    bounds = [0, *itertools.chain.from_iterable(cuts), len(text)]
    return [text[bounds[at] : bounds[at + 1]] for at in range(0, len(bounds), 2)]


def _firms(text: str) -> list[str]:
    """Cut where a legal form ends one firm and another begins: ``A Co., Ltd. and B Works``, ``A Inc., B Inc.``."""
    for match in re.finditer(r",? +and +|, +", text):
        left, right = text[: match.start()], text[match.end() :]
        if not ENDS_IN_FORM.search(left) or FORMS.match(right) or FORMS.fullmatch(left) or len(right.split()) < 2:
            continue
        if "and" in match[0] or ENDS_IN_FORM.search(right):
            return [left, *_firms(right)]
    return [text]


def _with_brackets(found: Iterable[str]) -> list[str]:
    """Members that are nothing but brackets go with the member before them: ``Corps of X; (CX)``."""
    whole: list[str] = []
    for each in found:
        if whole and brackets.is_mark(each):
            whole[-1] += f" {each}"
        else:
            whole.append(each)
    return whole


def _ended(item: str) -> str:
    """Without the full stop of the sentence, but with that of an abbreviation."""
    if _WRITTEN_OUT.search(item):
        return item[:-1]
    if _ABBREVIATED.search(item) or ENDS_IN_FORM.search(item):
        return item
    return _SENTENCE_END.sub("", item)


def _one(item: str, kind: NameKind) -> Split:
    """The names in one member of a list, whose brackets may hold more of them."""
    sides = item.split(" / ")
    if len(sides) == 2 and (_apart(*sides) or all(len(side.split()) > 1 for side in sides)):
        return _joint(_one(side, kind) for side in sides)
    masked = brackets.mask(item)
    parts = masked.parts(masked.text)
    spelt: list[tuple[str, ...]] = []
    more: list[Split] = []
    for at, part in enumerate(parts):
        if isinstance(part, str):
            spelt.append((part,))
            continue
        before = "".join(each[0] for each in spelt)
        after = "".join(each for each in parts[at + 1 :] if isinstance(each, str))
        put = _bracketed(part, before, after)
        if put.respelt and spelt and len(spelt[-1]) == 1 and spelt[-1][0].rstrip().endswith(put.respelt):
            head = spelt.pop()[0]
            spelt += [(head[: head.rindex(put.respelt)],), (put.respelt, *put.words)]
        else:
            spelt += [put.words] if put.words and not put.respelt else []
        more.append(put.rest)
    combined = itertools.islice(itertools.product(*spelt), _MOST)
    texts = [text for words in combined if (text := _tidy("".join(words)))]
    own = Split(tuple(EntryName(text, "alias" if at else kind) for at, text in enumerate(texts)))
    return _joint([own, *more])


@dataclass(frozen=True, slots=True)
class _Put:
    """Where what stands in brackets goes: `words` into the name, as other spellings of `respelt` if that is given."""

    words: tuple[str, ...] = ()
    respelt: str = ""
    rest: Split = Split(())


def _bracketed(group: Group, before: str, after: str) -> _Put:
    """Where the content of brackets belongs that stand after `before` and ahead of `after`."""
    inner = group.inner
    if _MARKER.match(inner) and inner.count("(") + inner.count("[") < _DEEPEST:
        found = _names(inner, "alias", within=True)
        names = tuple(replace(name, text=_joined(name.text, before, after)) for name in found.names)
        return _Put(rest=Split(names, found.remarks))
    use = brackets.use(inner, before, after)
    if use == "remark":
        return _Put(rest=Split((), (inner,) if inner else ()))
    if use == "script":
        language, text = brackets.labelled(inner)
        texts = [each for each in re.split(r" *[;；、] *", text) if each]
        return _Put(rest=Split(tuple(EntryName(each, "alias", language=language) for each in texts)))
    if use in ("acronym", "name"):
        weak = use == "acronym" or len(inner.split()) == 1
        return _Put(rest=Split((EntryName(_tidy(inner), "alias", weak=weak),)))
    if use == "variants":
        return _Put(brackets.variants(inner, before, after), brackets.last_word(before, inner))
    return _Put((group.raw,))


def _joined(alias: str, before: str, after: str) -> str:
    """``Pearl (a.k.a. Nei-Chien) LI`` gives Nei-Chien LI: the family name behind the brackets goes with both."""
    tail = _tidy(after)
    if not tail or len(tail.split()) > 2 or not brackets.of_a_person(f"{before} {tail}") or tail in alias:
        return alias
    return f"{alias} {tail}"


def _apart(a: str, b: str) -> bool:
    """Whether two texts are in different scripts."""
    return brackets.script(a) != brackets.script(b)


def _tidy(text: str) -> str:
    """A name without what cutting left behind: double spaces, loose punctuation, quotes around the whole."""
    plain = re.sub(r"\s+([,.;])", r"\1", " ".join(text.split())).strip(_EDGES)
    plain = re.sub(r",(?:\s*,)+", ",", plain)
    for left, right in ('""', "“”", "''", "‘’", "«»", "„“"):
        if len(plain) > 2 and plain[0] == left and plain[-1] == right and not {left, right} & set(plain[1:-1]):
            plain = plain[1:-1].strip(_EDGES)
    return plain


def _joint(splits: Iterable[Split]) -> Split:
    """Several results as one, in order."""
    found = list(splits)
    return Split(
        tuple(name for each in found for name in each.names), tuple(remark for each in found for remark in each.remarks)
    )


def _distinct(found: Split) -> Split:
    """Each text once, with the first kind it came with; weak only where it is so every time."""
    return Split(distinct(found.names), tuple(dict.fromkeys(found.remarks)))
