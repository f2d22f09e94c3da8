"""Spot checks: what somebody who reads a published file by eye says its records hold.

A row of a table is `Spot(edition, record, *claims)`. The record is found by its number or by the name under which it
must stand; the claims are then put to it (to all of them together, where `records` says that several bear the name).

Invariant: a claim only looks; it knows no reader, no format and no record.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from pathlib import Path
from typing import get_args

from obstat.sources import registry
from obstat.sources.entry import Entry, EntryListing, NameKind

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
Records = Sequence[Entry]


@dataclass(frozen=True)
class Edition:
    """Published files below `DATA`, by part, of a list in a format."""

    format: str
    list: str
    parts: tuple[tuple[str, str], ...]

    def __str__(self) -> str:
        return Path(self.parts[0][1]).name


@dataclass(frozen=True)
class Claim:
    text: str
    holds: Callable[[Records], bool]


@dataclass(frozen=True)
class Spot:
    edition: Edition
    record: str
    claims: tuple[Claim, ...]

    def __str__(self) -> str:
        return f"{self.edition}: {self.record}"


def spot(edition: Edition, record: str, *claims: Claim) -> Spot:
    return Spot(edition, record, claims)


def edition(format_: str, list_: str, **parts: str) -> Edition:
    return Edition(format_, list_, tuple(parts.items()))


@cache
def entries(source: Edition) -> tuple[Entry, ...]:
    """Every entry of an edition, read once."""
    parts = {part: DATA / name for part, name in source.parts}
    read = registry.format_(source.format).read(parts, source.list)
    return tuple(entry for entry in read if isinstance(entry, Entry))


def failures(row: Spot) -> list[str]:
    """The claims of a row that do not hold, in words; empty when all of them do."""
    found = [entry for entry in entries(row.edition) if row.record in (entry.id, heading(entry))]
    if not found:
        near = [heading(e) for e in entries(row.edition) if row.record[:12].casefold() in heading(e).casefold()]
        return [f"no record of that number or name; near: {near[:5]}"]
    claims = row.claims
    if not any(claim.text.startswith("records") for claim in claims):
        claims = (records(1), *claims)
    return [claim.text for claim in claims if not claim.holds(found)] and [
        *(claim.text for claim in claims if not claim.holds(found)),
        *map(repr, found),
    ]


def heading(entry: Entry) -> str:
    """The name under which a record stands."""
    return next((name.text for name in entry.names if name.kind == "name"), "")


def records(count: int) -> Claim:
    return Claim(f"records = {count}", lambda found: len(found) == count)


def kind(code: str) -> Claim:
    return Claim(f"kind is {code}", lambda found: all(entry.kind == code for entry in found))


def countries(*codes: str) -> Claim:
    """Exactly these, in any order."""
    return Claim(f"countries are {codes}", lambda found: {c for e in found for c in e.countries} == set(codes))


def alias(*texts: str) -> Claim:
    return _named("alias", texts)


def former(*texts: str) -> Claim:
    return _named("former", texts)


def weak(*texts: str) -> Claim:
    return _named("weak", texts)


def _named(how: str, texts: tuple[str, ...]) -> Claim:
    assert how == "weak" or how in get_args(NameKind)

    def holds(found: Records) -> bool:
        names = [name for entry in found for name in entry.names]
        return set(texts) <= {n.text for n in names if (n.weak if how == "weak" else n.kind == how and not n.weak)}

    return Claim(f"{how}: {'; '.join(texts)}", holds)


def names(count: int) -> Claim:
    """That many names in all."""
    return Claim(f"{count} names", lambda found: sum(len(entry.names) for entry in found) == count)


def unnamed(*parts: str) -> Claim:
    """No name holds any of these words."""
    return Claim(
        f"no name with: {'; '.join(parts)}",
        lambda found: not any(part in name.text for entry in found for name in entry.names for part in parts),
    )


def addresses(count: int) -> Claim:
    return Claim(f"{count} addresses", lambda found: sum(len(entry.addresses) for entry in found) == count)


def address(start: str, country: str | None) -> Claim:
    """An address begins so and is in that country."""
    return Claim(
        f"address {start!r} in {country}",
        lambda found: any(a.text.startswith(start) and a.country == country for e in found for a in e.addresses),
    )


def number(scheme: str, value: str, country: str | None = None) -> Claim:
    """An identifier; its country is asked for only where it is stated here."""
    return Claim(
        f"{scheme} {value} ({country})",
        lambda found: any(
            (n.scheme, n.value) == (scheme, value) and country in (None, n.country) for e in found for n in e.numbers
        ),
    )


def numbers(scheme: str, count: int) -> Claim:
    return Claim(
        f"{count} of {scheme}", lambda found: sum(n.scheme == scheme for e in found for n in e.numbers) == count
    )


def listed(**wanted: str | None) -> Claim:
    """One listing has all these values; `citation`, `measures` and `ground` hold the text, the others equal it."""
    inside = {"citation", "measures", "ground"}

    def fits(listing: EntryListing) -> bool:
        pairs = [(field, getattr(listing, field), value) for field, value in wanted.items()]
        return all(
            value in (has or "") if field in inside and value is not None else has == value
            for field, has, value in pairs
        )

    return Claim(f"listed {wanted}", lambda found: any(fits(listing) for e in found for listing in e.listings))


def programmes(*tags: str) -> Claim:
    """Exactly these, in any order."""
    return Claim(f"programmes are {tags}", lambda found: {x.programme for e in found for x in e.listings} == set(tags))


def never_listed_now() -> Claim:
    """Every listing has an end."""
    return Claim("every listing has an end", lambda found: all(x.until for e in found for x in e.listings))


def tied(relation: str, name: str) -> Claim:
    return Claim(
        f"{relation} {name}",
        lambda found: any((r.relation, r.name) == (relation, name) for e in found for r in e.relations),
    )


def ties(relation: str, count: int) -> Claim:
    return Claim(
        f"{count} ties {relation}",
        lambda found: sum(r.relation == relation for e in found for r in e.relations) == count,
    )


def says(*texts: str) -> Claim:
    """Each text is somewhere in the record."""
    return Claim(f"says: {'; '.join(texts)}", lambda found: all(any(t in s for s in _texts(found)) for t in texts))


def details(label: str, count: int) -> Claim:
    return Claim(
        f"{count} details {label!r}", lambda found: sum(d.label == label for e in found for d in e.details) == count
    )


def _texts(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, list | tuple):
        return [text for part in value for text in _texts(part)]
    if is_dataclass(value):
        return [text for field in fields(value) for text in _texts(getattr(value, field.name))]
    return []
