"""The "Entity" cell of the lists in the Export Administration Regulations: names and addresses in running text.

    Acme Co., Ltd., a.k.a., the following two aliases:
    —Acme Works; and
    —AW.
    No. 1 First Road, Shenzhen, China; and Room 2, Second Street, Kowloon, Hong Kong. (See alternate addresses under …)

Without aliases the address follows the name after a comma: ``Acme Co., Ltd., No. 1 First Road, Shenzhen, China.`` Some
editions print all of it in one line. A cell may go on with "Affiliated entities:", each a cell of its own.

Invariant: every word of the cell is in a name, an address or a remark.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from obstat.sources import aliases, brackets
from obstat.sources.aliases import Split
from obstat.sources.entry import EntryAddress, EntryName, EntryRelation, NameKind, distinct
from obstat.sources.party_addresses import addresses, cut, ends_in_country


@dataclass(frozen=True, slots=True)
class Cell:
    """What an "Entity" cell says."""

    names: tuple[EntryName, ...]
    addresses: tuple[EntryAddress, ...] = ()
    relations: tuple[EntryRelation, ...] = ()
    remarks: tuple[str, ...] = ()
    affiliates: tuple[Cell, ...] = ()
    """The entities that the cell lists below the first."""


_BLOCK = re.compile(r"(?:^|(?<=[.;\n]))\s*(?:the following )?(?:[\w-]+ )?affiliated entit(?:y|ies):\s*", re.I)
"""The heading of a block of affiliates."""
_ANNOUNCED = re.compile(
    r"[ ,;.]*\b(?:and )?(?:to include|including) (?:the following )?(?:[\w-]+ )?"
    r"(?:address|affiliat|subordinat)[^:.]*(?:[:.]|$)",
    re.I,
)
"""Words behind a name that announce addresses or affiliates."""
_LIST = re.compile(
    r"[ ,;]*\b(?:and )?"
    r"(?P<mark>a\.?k\.?a\b\.?|f\.?k\.?a\b\.?|also known as|formerly known as|doing business as|d\.?b\.?a\b\.?)?"
    r"[ ,]*(?:the )?(?:following )?(?:[\w-]+ )?(?:alias(?:es)?|former names?)\b[^:\n;—]{0,80}:\s*(?=[—–-])",
    re.I,
)
"""Words that open a dashed list of names."""
_ITEM = re.compile(r"(?:^|[;,.]\s*(?:and\s+|or\s+)?|\n)\s*[—–]\s*")
_SEE = re.compile(
    r"\s*\((?:for alternat\w+ addresses, )?see [^()]*\)[.,]?"
    r"|\s*\bSee (?:also )?alternat\w+ address[^.;()]*(?:\.|$)",
    re.I,
)
_OWNED = re.compile(
    r"(?P<owner>.+?)[.,;:]?\s+(?P<tie>(?:subordinate|affiliated) (?:institution|entity|institute)|branch)\s*:\s*"
    r"(?P<name>.+)",
    re.I | re.S,
)
_PARENT = re.compile(
    r"(?:an? )?(?:parent (?:organization|company): ?|(?:\w+ )?(?:subordinate|subsidiary)(?: \w+)? of |affiliated with )"
    r"(?P<name>.+)",
    re.I | re.S,
)


def parse(text: str, home: str | None = None) -> Cell:
    """Take a cell apart. `home` is the country of the row; it stands for addresses that name none."""
    match = _BLOCK.search(text) or _announcing_a_block(text)
    if match is None:
        return _party(text, home)
    cell = _party(text[: match.start()], home)
    return replace(cell, affiliates=tuple(_party(each, home) for each in _affiliated(text[match.end() :])))


def _announcing_a_block(text: str) -> re.Match[str] | None:
    """The words that announce affiliates, where these follow at once and have no heading."""
    found = [match for match in _ANNOUNCED.finditer(text) if re.search(r"affiliated entit\w+:$", match[0], re.I)]
    return found[0] if found and not text[found[0].end() :].lstrip().lower().startswith("address") else None


def named(text: str) -> tuple[Split, tuple[EntryRelation, ...]]:
    """The names in a text without addresses, and what it says of an owner.

    ``X Institute subordinate institution: Y`` and ``Y (a subsidiary of X)`` are Y, a subsidiary of X.
    """
    owned = _OWNED.fullmatch(text.strip())
    found = aliases.split(owned["name"] if owned else text)
    told, others = owners(found.remarks)
    ties = [*_tied(owned["tie"], owned["owner"]), *others] if owned else others
    return replace(found, remarks=tuple(told)), tuple(ties)


def owners(remarks: Iterable[str]) -> tuple[list[str], list[EntryRelation]]:
    """The remarks that name no owner, and the ties that the others state: ``a subsidiary of X``."""
    kept: list[str] = []
    ties: list[EntryRelation] = []
    for remark in remarks:
        parent = _PARENT.fullmatch(remark)
        found = _tied(remark, parent["name"]) if parent else []
        ties += found
        kept += [] if found else [remark]
    return kept, ties


def _tied(told: str, owner: str) -> list[EntryRelation]:
    relation = "affiliate_of" if told.lower().startswith("affiliated") else "subsidiary_of"
    return [EntryRelation(relation, name.text) for name in aliases.split(owner).names[:1]]


def without_references(text: str) -> tuple[str, tuple[str, ...]]:
    """A text without its references to other rows ("See alternate addresses under …"), and these."""
    return _SEE.sub(" ", text).strip(), tuple(match[0].strip(" .,:;()") for match in _SEE.finditer(text))


def _affiliated(text: str) -> Iterator[str]:
    """The cells below "Affiliated entities": a line each, or a sentence that ends with a country.

    Lines of aliases, and the line of an address below them, go with the line that announces them.
    """
    if "\n" not in text.strip():
        yield from _sentences(text)
        return
    entity: list[str] = []
    for line in text.strip().split("\n"):
        listing = bool(entity) and (entity[-1].rstrip().endswith(":") or entity[-1][:1] in "—–")
        if entity and not (line[:1] in "—–" or listing):
            yield "\n".join(entity)
            entity = []
        entity.append(line)
    if entity:
        yield "\n".join(entity)


def _sentences(text: str) -> Iterator[str]:
    start = 0
    for match in re.finditer(r"\.\)?\s+(?=[A-Z])", text):
        if ends_in_country(text[start : match.start()]) and not text.startswith(("(See", "See"), match.end()):
            yield text[start : match.end()]
            start = match.end()
    if text[start:].strip(" .;"):
        yield text[start:]


def _party(text: str, home: str | None) -> Cell:
    """A party: its names, then its addresses."""
    plain, references = without_references(text)
    remarks = [*references, *(match[0].strip(" .,:;()") for match in _ANNOUNCED.finditer(plain))]
    masked = brackets.mask(_ANNOUNCED.sub(".", plain))
    name, lists, where = _parts(masked.text)
    found, relations = named(masked.restored(name))
    names = list(found.names)
    remarks += found.remarks
    for kind, item in lists:
        other = aliases.split(masked.restored(item))
        names += (replace(each, kind=kind) if each.kind == "name" else each for each in other.names)
        remarks += other.remarks
    return Cell(
        names=distinct(names),
        addresses=tuple(addresses(masked.restored(where), home)),
        relations=relations,
        remarks=tuple(dict.fromkeys(each for each in remarks if each)),
    )


def _parts(text: str) -> tuple[str, list[tuple[NameKind, str]], str]:
    """The main name, the listed ones and the addresses, of a text whose brackets are masked."""
    marks = list(_LIST.finditer(text))
    if not marks:
        first, _, rest = text.partition("\n")
        name, where = cut(first)
        return name, [], f"{where}\n{rest}"
    lists: list[tuple[NameKind, str]] = []
    where = ""
    for mark, following in itertools.zip_longest(marks, marks[1:]):
        kind: NameKind = "former" if (mark["mark"] or "").lower().startswith("f") else "alias"
        listed = text[mark.end() : following.start() if following else len(text)]
        members, where = _members(listed)
        lists += ((kind, member) for member in members)
    return text[: marks[0].start()], lists, where


def _members(text: str) -> tuple[list[str], str]:
    """The members of a dashed list, and the text behind it."""
    if "\n" in text.strip():
        lines = text.strip().split("\n")
        listed = list(itertools.takewhile(lambda line: line[:1] in "—–-", lines))
        behind = "\n".join(lines[len(listed) :])
        members = [part for line in listed for part in _ITEM.split(line)]
        return [bare for each in members if (bare := _bare(each))], behind
    *members, last = _ITEM.split(text)
    name, where = cut(last, listed=True)
    return [bare for each in (*members, name) if (bare := _bare(each))], where


def _bare(item: str) -> str:
    """A member without the punctuation and "and" that join it to the next, and without the stop of the sentence."""
    plain = re.sub(r"[;,]?\s*(?:\band|\bor)?\s*$", "", item.strip())
    if plain.endswith(".") and not brackets.ENDS_IN_FORM.search(plain) and re.search(r"[^\W\d_]{4}\.$", plain):
        plain = plain[:-1]
    return plain.strip(" ;,")
