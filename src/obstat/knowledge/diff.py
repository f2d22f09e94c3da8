"""What changed between two snapshots.

Invariant: two snapshots with the same facts have no difference, and every fact that is in one alone, or differs, is
told by at least one `Change`; parties and records of lists that are the same in both are not read. A party is the same
in both when it has the same id, or shares a record of a list, a number in a register, or a name with a party that has
no counterpart of its id.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import fields, replace
from typing import Any, TypeVar

from obstat.knowledge.alike import Alike, Apart
from obstat.knowledge.merge import STRONG
from obstat.knowledge.snapshot import Snapshot
from obstat.model.change import Change
from obstat.model.listed import ListEntry, Listing
from obstat.model.ownership import share_told
from obstat.model.records import TABLES, Party, Provision
from obstat.names.normal import normal

Record = TypeVar("Record")


def diff(before: Snapshot, after: Snapshot) -> list[Change]:
    """Every difference, parties first, then listings, rules and their effects, ties, products, decisions, words."""
    if before.id == after.id:
        return []
    alike = Alike(before.strings, after.strings)
    found = [*_parties(before, after, alike), *_listings(before, after, alike)]
    found += _plain("rule", before.rules, after.rules, lambda rule: rule.title)
    found += _effects(before, after)
    found += _plain("tie", before.ties, after.ties, _tie, lambda tie: (tie.party, tie.of))
    found += _plain("product", before.products, after.products, lambda p: p.label, lambda p: (p.maker,))
    was, now = ({decision.id: decision for decision in snapshot.market} for snapshot in (before, after))
    found += _plain("decision", was, now, lambda d: f"{d.actor} {d.decision}", lambda d: d.parties)
    return [*found, *_rest(before, after, alike)]


def _apart(before: Snapshot, after: Snapshot, alike: Alike, table: str, *key: str) -> Apart:
    return alike.apart(TABLES[table], before.table(table), after.table(table), key)


def _counterparts(before: Snapshot, after: Snapshot, gone: Iterable[Party], come: Iterable[Party]) -> dict[str, str]:
    """By id in the older snapshot, the id of the same party in the newer one, of those whose id is another."""
    same: dict[str, str] = {}
    marks: dict[tuple[str, ...], str] = {}
    for party in sorted(come, key=lambda party: party.id):
        for mark in _marks(after, party):
            marks.setdefault(mark, party.id)
    taken: set[str] = set()
    for party in sorted(gone, key=lambda party: party.id):
        for mark in _marks(before, party):
            other = marks.get(mark)
            if other and other not in taken:
                same[party.id] = other
                taken.add(other)
                break
    return same


def _marks(snapshot: Snapshot, party: Party) -> Iterator[tuple[str, ...]]:
    """By what a party is known again under another id, the surest first."""
    entries = list(snapshot.entries_of(party.id))
    yield from (("entry", entry.key) for entry in entries)
    for entry in entries:
        yield from (("reference", on.list, on.reference) for on in entry.listings if on.reference)
        yield from (("number", n.scheme, normal(n.value)) for n in entry.numbers if n.scheme in STRONG)
    yield from (("name", normal(name)) for name in (party.name, *(n.text for n in party.names if not n.weak)))


def _parties(before: Snapshot, after: Snapshot, alike: Alike) -> Iterator[Change]:
    was, now = before.table("parties"), after.table("parties")
    apart = _apart(before, after, alike, "parties", "id")
    gone, come = [was[row] for row in apart.gone], [now[row] for row in apart.come]
    same = _counterparts(before, after, gone, come)
    known = set(same.values())
    for party in gone:
        if party.id not in same:
            yield Change("party_removed", party.id, party.name, party.name, None, (party.id,))
    for party in come:
        if party.id not in known:
            yield Change("party_added", party.id, party.name, None, party.name, (party.id,))
    for old, new in apart.changed:
        yield from _of_one(was[old], now[new])
    for party in gone:
        if party.id in same:
            yield from _of_one(party, after.parties[same[party.id]])


def _of_one(old: Party, new: Party) -> Iterator[Change]:
    touched = tuple(dict.fromkeys((old.id, new.id)))
    if old.name != new.name:
        yield Change("party_renamed", new.id, new.name, old.name, new.name, touched)
    names = ({name.text for name in party.names} | {party.name} for party in (old, new))
    was, now = names
    if was != now:
        yield Change("names_changed", new.id, new.name, _listed(was - now), _listed(now - was), touched)
    other = replace(old, id=new.id, name=new.name, names=new.names)
    if other != new or (old.names != new.names and was == now):
        before, after = _differing(replace(old, name=new.name, id=new.id), new)
        yield Change("party_amended", new.id, new.name, before, after, touched)


def _listings(before: Snapshot, after: Snapshot, alike: Alike) -> Iterator[Change]:
    """Entries of lists, each against itself in the other snapshot."""
    was, now = before.table("entries"), after.table("entries")
    apart = _apart(before, after, alike, "entries", "source", "id")
    old_rows = {new: old for old, new in apart.changed}
    for row in sorted([*old_rows, *apart.come]):
        yield from _of_entry(was[old_rows[row]] if row in old_rows else None, now[row], after.parties)
    for row in apart.gone:
        yield from _of_entry(was[row], None, after.parties)


def _of_entry(old: ListEntry | None, new: ListEntry | None, parties: Mapping[str, Party]) -> Iterator[Change]:
    entry = new or old
    assert entry is not None
    party = entry.party
    touched = tuple(dict.fromkeys(e.party for e in (old, new) if e and e.party))
    name = parties[party].name if party in parties else next((n.text for n in entry.names), entry.key)
    was, now = _by_list(old), _by_list(new)
    for code in dict.fromkeys((*was, *now)):
        if code not in was:
            yield Change("listed", party, name, None, _told(now[code]), touched)
        elif code not in now:
            yield Change("delisted", party, name, _told(was[code]), None, touched)
        elif was[code] != now[code]:
            yield Change("listing_amended", party, name, _told(was[code]), _told(now[code]), touched)
    if old and new and replace(old, listings=new.listings, at=new.at) != new:
        before, after = _differing(replace(old, listings=new.listings, at=new.at), new)
        yield Change("listing_amended", party, name, before, after, touched)
    if not was and not now:  # of a category or an entry on no list
        kind = "listed" if old is None else "delisted" if new is None else "listing_amended"
        yield Change(kind, party, name, old.key if old else None, new.key if new else None, touched)


def _by_list(entry: ListEntry | None) -> dict[str, tuple[Listing, ...]]:
    found: dict[str, tuple[Listing, ...]] = {}
    for listing in entry.listings if entry else ():
        found[listing.list] = (*found.get(listing.list, ()), listing)
    return found


def _told(listings: Iterable[Listing]) -> str:
    parts = []
    for listing in listings:
        since = f" since {listing.since}" if listing.since else ""
        until = f" until {listing.until}" if listing.until else ""
        rest = "; ".join(filter(None, (listing.programme, listing.citation, listing.measures)))
        parts.append(f"{listing.list}{since}{until}" + (f" ({rest})" if rest else ""))
    return ", ".join(parts)


def _effects(before: Snapshot, after: Snapshot) -> Iterator[Change]:
    """Provisions that one snapshot alone has, told by the rule whose they are."""
    was, now = (dict.fromkeys(snapshot.table("provisions")) for snapshot in (before, after))
    for kind, mine, others, snapshot in (("effect_removed", was, now, before), ("effect_added", now, was, after)):
        for p in mine:
            if p not in others:
                parties = p.values if p.target == "party" else ()
                gone, come = (_effect(p), None) if kind == "effect_removed" else (None, _effect(p))
                yield Change(kind, p.rule, snapshot.rules[p.rule].title, gone, come, parties)


def _effect(p: Provision) -> str:
    since = f" from {p.since}" if p.since else ""
    until = f" until {p.until}" if p.until else ""
    on = ", ".join(p.values) or p.target.replace("_", " ")
    when = ", ".join((*p.device_statuses, *p.purposes))
    return f"{p.activity} {p.status.code}: {on}{since}{until}" + (f" ({when})" if when else "")


def _plain(
    what: str,
    old: Mapping[str, Any],
    new: Mapping[str, Any],
    name: Callable[[Any], str],
    parties: Callable[[Any], tuple[str, ...]] = lambda record: (),
) -> Iterator[Change]:
    """Records by id: those gone, those that came, those that differ."""
    for key, record in old.items():
        if key not in new:
            yield Change(f"{what}_removed", key, name(record), name(record), None, parties(record))
        elif record != new[key]:
            touched = tuple(dict.fromkeys((*parties(record), *parties(new[key]))))
            yield Change(f"{what}_amended", key, name(new[key]), *_differing(record, new[key]), touched)
    for key, record in new.items():
        if key not in old:
            yield Change(f"{what}_added", key, name(record), None, name(record), parties(record))


def _rest(before: Snapshot, after: Snapshot, alike: Alike) -> Iterator[Change]:
    """Everything that bears on answers and is told above by nothing of its own: words, identifiers, networks, cases."""
    was, now = before.head["vocabulary"], after.head["vocabulary"]
    for key in sorted({*was, *now}):
        if was.get(key) != now.get(key):
            yield Change("vocabulary_amended", key, key.replace("_", " "), str(was.get(key)), str(now.get(key)))
    for name in ("identifiers", "traps", "networks", "cases", "refuted", "open_questions", "assignments", "claims"):
        old, new = _unlike(before, after, alike, name)
        gone, come = [r for r in old if r not in new], [r for r in new if r not in old]
        if gone or come:
            parties = {record.party for record in (*gone, *come) if hasattr(record, "party")}
            yield Change(
                "vocabulary_amended",
                name,
                name.replace("_", " "),
                f"{len(gone)} gone" if gone else None,
                f"{len(come)} new" if come else None,
                tuple(sorted(parties)),
            )


def _unlike(before: Snapshot, after: Snapshot, alike: Alike, name: str) -> tuple[dict[Any, None], dict[Any, None]]:
    """The rows of a table, each once; of assignments, which may be many, those that differ."""
    was, now = before.table(name), after.table(name)
    if name != "assignments":
        return dict.fromkeys(was), dict.fromkeys(now)
    apart = _apart(before, after, alike, name, "scheme", "value")
    old = [*(old for old, _ in apart.changed), *apart.gone]
    new = [*(new for _, new in apart.changed), *apart.come]
    return dict.fromkeys(was[row] for row in old), dict.fromkeys(now[row] for row in new)


def _tie(tie: Any) -> str:
    share = f" ({told})" if (told := share_told(tie.low, tie.high)) else ""
    return f"{tie.party} {tie.relation.replace('_', ' ')} {tie.of}{share}"


def _differing(old: Any, new: Any) -> tuple[str, str]:
    """The fields in which two records differ, and what they hold."""
    names = [field.name for field in fields(old) if getattr(old, field.name) != getattr(new, field.name)]
    was, now = ("; ".join(f"{name}: {_value(getattr(r, name))}" for name in names) for r in (old, new))
    return was, now


def _value(value: Any) -> str:
    if isinstance(value, tuple):
        return ", ".join(_value(item) for item in value) or "none"
    return "none" if value is None else getattr(value, "text", None) or str(value)


def _listed(names: set[str]) -> str | None:
    return "; ".join(sorted(names)) or None
