"""Whom a snapshot and the word lists name, as spellings that a text may hold.

Invariant: a spelling means one thing of one kind; where several bear it, the one whose name it is as it stands comes
before one for whom it is a short form, and a party of the snapshot before one that only the lists know.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from obstat.knowledge.snapshot import Snapshot
from obstat.model.records import Party
from obstat.model.things import Product
from obstat.names.normal import normal
from obstat.news.words import Listed, everyday, listed, sections

KINDS = {"bodies": "body", "outlets": "outlet", "companies": "organization", "programmes": "programme"}
"""The kinds of mention by the list that names them."""
_FORM = re.compile(
    r"[,\s]+(?:Co(?:mpany)?|Corp(?:oration)?|Inc(?:orporated)?|Ltd|Limited|LLC|PLC|plc|GmbH|AG|S\.?A|JSC|Pty|Pte)\.?$"
)
_BRACKETS = re.compile(r"\s*\([^)]*\)\s*$")
_ALONE = re.compile(r"[\W\d]*[A-Za-z]?[\W\d]*[A-Za-z]?")
"""Names of products that are numbers or a letter or two with them: they need the brand before them."""
_EAST = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u0e00-\u0e7f]")
_TAKES = ("company", "firm", "group", "giant", "maker", "manufacturer", "supplier", "vendor", "producer", "brand")


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody or something, with what references to it may say."""

    kind: str
    id: str
    country: str | None = None
    nouns: frozenset[str] = frozenset()
    seat: str | None = None
    maker: str | None = None
    """Of a product: the party that must be named in the story where the spelling alone proves nothing."""


@dataclass(frozen=True, slots=True)
class Spelling:
    """A spelling that a text may hold. `doubt` is that of `obstat.news.words.Listed`; `east` needs no boundaries."""

    text: str
    named: Named
    doubt: int = 0
    east: bool = False
    rivals: tuple[Named, ...] = ()
    """Others who bear it, of whom the one meant may be told by a longer name in the story."""


def spellings(snapshot: Snapshot) -> list[Spelling]:
    """Every spelling of the snapshot's parties and products and of the lists, each once."""
    ranked: dict[str, tuple[int, Spelling]] = {}
    rivals: dict[str, list[Named]] = {}
    for rank, spelling in _all(snapshot):
        held = ranked.get(spelling.text)
        if held is None or rank < held[0]:
            ranked[spelling.text] = (rank, spelling)
        if spelling.doubt and spelling.named.kind in ("party", "organization"):
            held_by = rivals.setdefault(spelling.text.casefold(), [])
            if spelling.named not in held_by:
                held_by.append(spelling.named)
    return [
        replace(spelling, rivals=tuple(rivals.get(text.casefold(), ()))) if spelling.doubt else spelling
        for text, (_, spelling) in ranked.items()
    ]


def _all(snapshot: Snapshot) -> Iterator[tuple[int, Spelling]]:
    owned: dict[str, Named] = {}
    for party in snapshot.parties.values():
        for rank, spelling in _of_party(party):
            yield rank, spelling
            if not party.listed and rank < 2:
                owned.setdefault(spelling.text, spelling.named)
    for product in snapshot.products.values():
        yield from _of_product(product, owned)
    for name, kind in KINDS.items():
        for line in listed(name):
            yield from _of_line(line, kind, snapshot, owned)
    for line in listed("places"):
        place = Named("place", line.id, line.id.partition("-")[0])
        yield from ((1, Spelling(text, place, doubt)) for text, doubt in line.names)
    yield from _of_countries()


def _of_party(party: Party) -> Iterator[tuple[int, Spelling]]:
    if party.kind not in ("company", "brand", "body", "person"):
        return
    named = Named("party", party.id, party.country, frozenset(_TAKES), party.seat)
    doubtful = everyday()
    for rank, text, weak in _names(party):
        east = bool(_EAST.search(text))
        words = text.split()
        if len(text) < 2 or (east and len(text) < 2):
            continue
        if party.listed and not east and (len(words) < 2 or "," in text):
            continue  # one word of a list may be anybody's
        doubt = doubtful.get(text.casefold(), 0)
        if weak and not doubt:
            doubt = 2
        yield rank + (4 if party.listed else 0), Spelling(text, named, doubt, east)


def _names(party: Party) -> Iterator[tuple[int, str, bool]]:
    """Each name with its rank: 0 its own, 1 an alias, 2 without legal form, 3 a brand or a name it bore."""
    own = normal(party.name)
    for text, kind, weak in ((party.name, "legal", False), *((n.text, n.kind, n.weak) for n in party.names)):
        brand = kind in ("brand", "former")
        rank = 0 if normal(text) == own else 3 if brand else 1
        yield rank + (3 if weak else 0), text, weak
        short = text
        for _ in range(3):
            short = _FORM.sub("", short).rstrip(" ,.")
        bare = _BRACKETS.sub("", short)
        if short != text and len(short) > 2 and not brand:
            yield 2, short, weak
        if bare != short and len(bare) > 2 and not brand:
            yield 4, bare, weak


def _of_product(product: Product, parties: dict[str, Named]) -> Iterator[tuple[int, Spelling]]:
    if product.kind == "code_pattern" or product.brand.startswith("("):
        return
    named = Named("product", product.id, maker=product.maker)
    doubtful = everyday()
    brands = re.split(r"\s*/\s*|\s+or\s+", product.brand)
    for name in dict.fromkeys((product.name, *product.names)):
        for brand in brands:
            whole = name if name.startswith(brand) else f"{brand} {name}"
            if normal(whole) != normal(brand):
                yield 0, Spelling(whole, named)
        if name in parties or name in brands or _ALONE.fullmatch(name):
            continue  # the name of a firm means the firm
        telling = bool(re.search(r"\d", name)) and " " in name
        doubt = max(doubtful.get(name.casefold(), 0), 0 if telling and not product.brand_needed else 2)
        yield 2, Spelling(name, named, doubt)
    for code in product.codes:
        if "*" not in code.code and len(code.code) > 4:
            yield 1, Spelling(code.code, named, 2 if product.brand_needed else 0)


def _of_line(line: Listed, kind: str, snapshot: Snapshot, owned: dict[str, Named]) -> Iterator[tuple[int, Spelling]]:
    named = Named(kind, line.id, line.country, line.nouns | (frozenset(_TAKES) if "company" in line.nouns else set()))
    if kind == "organization":
        party = next((owned[text] for text, doubt in line.names if text in owned), None)
        if line.id in snapshot.parties or party:
            known = snapshot.parties[party.id if party else line.id]
            named = Named("party", known.id, known.country or line.country, named.nouns, known.seat)
    for text, doubt in line.names:
        yield 1 if doubt < 2 else 3, Spelling(text, named, doubt)


def _of_countries() -> Iterator[tuple[int, Spelling]]:
    from obstat.model import places

    for line in places._TABLE.read_text(encoding="utf-8").splitlines():
        code, _, names = line.partition(" = ")
        if not names or line.startswith("#"):
            continue
        for name in names.split("; "):
            if len(name) > 3 and name[0].isupper() and not name.isupper() and "," not in name:
                yield 5, Spelling(name, Named("place", code, code), 1 if name in sections("people")["first"] else 0)
