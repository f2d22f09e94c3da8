"""Taking editions of lists into the store, and building the snapshot that holds them.

Invariant: an edition that cannot be read, does not meet its expectations or has shrunk suspiciously changes nothing;
every record that was read is in the snapshot or, where persons are left out, counted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from obstat.knowledge.assemble import Assembled, Edition, assemble
from obstat.knowledge.diff import diff
from obstat.knowledge.earlier import first_days, records_of
from obstat.knowledge.judged import Judged, accepted
from obstat.knowledge.merge import Find
from obstat.knowledge.snapshot import Snapshot
from obstat.knowledge.store import Kept, Store, Validator
from obstat.knowledge.write import uncollected, write_new
from obstat.model.change import Change
from obstat.model.errors import InvalidValue, SnapshotError, SourceError, UnknownCode
from obstat.sources import registry
from obstat.sources.entry import PERSONAL, Assignment, Entry, Refused, Statement

Usable = Entry | Assignment
SHRUNK = 0.8
"""An edition with less than this share of the records of the one before is not believed."""


@dataclass(frozen=True, slots=True)
class Offered:
    """An edition that is offered to the store: its files by part, and how to read them. `retrieved` is ISO, UTC."""

    source: str
    format: str
    list: str
    parts: Mapping[str, Path]
    retrieved: str
    address: str
    persons: bool = True
    force: bool = False
    """Use it although it does not meet the expectations."""
    validators: Mapping[str, Validator] = field(default_factory=dict)
    """By part, what the publisher's server calls this version of the file."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of an edition: its records, and what the snapshot made of them."""

    source: str
    records: int
    before: int | None
    """Records of the edition before, None where there was none."""
    parts_missing: tuple[str, ...]
    """Parts of the edition that were not given, of those that it may lack."""
    persons_left_out: int
    fields_left: Mapping[str, int]
    """Fields that the reader did not account for, and how many records have them; they are kept as details."""
    undecided: int
    refused: tuple[str, ...]
    """Records that cannot be used, each with where it stands and why; they are among `records`."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of the editions that were offered together, and the snapshot that was built from them."""

    taken: tuple[Taken, ...]
    refused: Mapping[str, str]
    """By source, why its edition is not used."""
    snapshot: str
    """The id of the snapshot; empty when none was built."""
    merged: int
    """Records of all lists that are parties of the pack."""
    folder: Path | None
    """Where the new snapshot is; None when nothing was written."""
    changes: tuple[Change, ...] = ()
    """Of a dry run: what differs from the snapshot in use."""


@dataclass(frozen=True, slots=True)
class _Read:
    """An edition that may be used, with its statements, and what stays of them when persons are left out."""

    offered: Offered
    statements: Sequence[Statement]
    used: Sequence[Usable]
    before: Kept | None


def take(store: Store, base: Snapshot, find: Find, offered: Offered, *, dry_run: bool = False) -> Outcome:
    """Take one edition into use, in a snapshot of the pack and all kept editions.

    Raises `SourceError` when the edition is refused, `StoreError` when the store cannot be written.
    """
    with store.writing() as room:
        outcome = take_all(store, room, base, find, [offered], dry_run=dry_run)
    for sentence in outcome.refused.values():
        raise SourceError(sentence)
    return outcome


def take_all(
    store: Store, room: Path, base: Snapshot, find: Find, offers: Sequence[Offered], *, dry_run: bool = False
) -> Outcome:
    """Take several editions into use in one snapshot, written in `room`; a source that is refused keeps its edition.

    Nothing is built when every one is refused. Raises `StoreError` when the store cannot be written.
    """
    read, refused = [], {}
    for offered in offers:
        before = store.state.sources.get(offered.source)
        try:
            statements = list(registry.format_(offered.format).read(offered.parts, offered.list))
            _check(offered, statements, before)
        except SourceError as error:
            refused[offered.source] = str(error)
            continue
        read.append(_Read(offered, statements, _usable(statements, persons=offered.persons), before))
    if not read:
        return Outcome((), refused, "", 0, None)
    kept = {one.offered.source: _kept(store, room, one, dry_run=dry_run) for one in read}
    sources = {**store.state.sources, **kept}
    built, about = _build(store, base, find, sources, {one.offered.source: one.used for one in read})
    identity = write_new(room / "new", built.vocabulary, built.facts, about)
    if dry_run:
        changes, folder = tuple(diff(Snapshot(store.current() or base.folder), Snapshot(room / "new"))), None
    else:
        changes, folder = (), store.switch(room / "new", identity, sources, room)
    told = tuple(_taken(one, built) for one in read)
    return Outcome(told, refused, identity, built.merged, folder, changes)


def joined(
    store: Store, base: Snapshot, find: Find, offers: Sequence[Offered], folder: Path
) -> tuple[Path, list[tuple[str, str]]]:
    """The folder of a snapshot of what is in use and these editions, within `folder`; the store stays as it is.

    Also by address the records that cannot be used, and why. Raises `SourceError` when an edition cannot be used.
    """
    sources, read, refused = dict(store.state.sources), {}, []
    for offered in offers:
        statements = list(registry.format_(offered.format).read(offered.parts, offered.list))
        _check(offered, statements, None)
        one = _Read(offered, statements, _usable(statements, persons=offered.persons), None)
        sources[offered.source] = _kept(store, folder, one, dry_run=True)
        read[offered.source] = one.used
        refused += [(offered.address, f"{s.at}: {s.why}") for s in statements if isinstance(s, Refused)]
    built, about = _build(store, base, find, sources, read)
    write_new(folder / "new", built.vocabulary, built.facts, about)
    return folder / "new", refused


def rebuilt(
    store: Store, room: Path, base: Snapshot, find: Find, sources: Mapping[str, Kept], *, pack: str | None = None
) -> Path:
    """Build the snapshot of the pack and these kept editions anew and put it into use; its folder.

    `pack` is the folder name of a new edition of the pack, when `base` is that.
    """
    built, about = _build(store, base, find, sources, {})
    identity = write_new(room / "new", built.vocabulary, built.facts, about)
    return store.switch(room / "new", identity, sources, room, pack=pack)


def without(store: Store, base: Snapshot, find: Find, source: str) -> Path:
    """Take a source out of use and build the snapshot without it; its folder."""
    with store.writing() as room:
        sources = {code: kept for code, kept in store.state.sources.items() if code != source}
        if len(sources) == len(store.state.sources):
            raise InvalidValue(f"No edition of '{source}' is in use; see 'obstat sources'.")
        return rebuilt(store, room, base, find, sources)


def decide(store: Store, base: Snapshot, find: Find, entry: str, party: str | None) -> Path:
    """Keep what somebody decided about a record (`source:id`), and build the snapshot with it; its folder.

    `party` is the party of the pack that it is, `merge.APART` for none of them, None to take a decision back. Raises
    `InvalidValue` when no list in use has the record, `UnknownCode` when the pack has no such party.
    """
    if party and party not in base.parties:
        raise UnknownCode("party of the pack", party, base.parties)
    with store.writing() as room:
        state = store.state
        source = next((code for code in state.sources if entry.startswith(code + ":")), None)
        if source is None:
            raise InvalidValue(f"No list in use has the record '{entry}'; see 'obstat sources undecided'.")
        others = {key: value for key, value in state.decisions.items() if key != entry}
        decided = replace(state, decisions=others if party is None else {**others, entry: party})
        built, about = _build(store, base, find, state.sources, {}, decided.decisions)
        if entry not in {one.key for one in built.facts["entries"]}:
            raise InvalidValue(f"No list in use has the record '{entry}'; see 'obstat sources undecided'.")
        identity = write_new(room / "new", built.vocabulary, built.facts, about)
        folder = store.settle(room / "new", identity)
        store.note(replace(decided, snapshot=folder.name), room)
        return folder


def judge(store: Store, base: Snapshot, find: Find, judged: Sequence[Judged], undone: Sequence[str] = ()) -> Path:
    """Keep what somebody judged of claims, and build the snapshot with those that are accepted; its folder.

    `undone` are the ids of claims of which nothing shall be kept. Raises `UnknownCode` where nothing is kept of one.
    """
    with store.writing() as room:
        state = store.state
        for key in undone:
            if key not in state.judged:
                raise UnknownCode("claim that was judged", key, state.judged)
        left = {key: one for key, one in state.judged.items() if key not in undone}
        for one in judged:
            kept = left.get(one.claim.id)
            left[one.claim.id] = kept if kept and kept.same_as(one) else one  # the first time that it was said counts
        decided = replace(state, judged=left)
        built, about = _build(store, base, find, state.sources, {}, judged=decided.judged)
        identity = write_new(room / "new", built.vocabulary, built.facts, about)
        folder = store.settle(room / "new", identity)
        store.note(replace(decided, snapshot=folder.name), room)
        return folder


def _check(offered: Offered, statements: Sequence[Statement], before: Kept | None) -> None:
    """Raises `SourceError` when the edition is not one to be used."""
    faults = []
    if all(isinstance(s, Refused) for s in statements):
        first = next((f" that can be used ({s.at}: {s.why})" for s in statements if isinstance(s, Refused)), "")
        faults.append(f"it holds no record{first}")
    if offered.source in registry.sources():
        faults += registry.source(offered.source).expectations.faults(statements)
    if before and len(statements) < SHRUNK * before.records:
        faults.append(f"it has {len(statements):,} records, where the edition before had {before.records:,}")
    if faults and not (offered.force and statements):
        raise SourceError(
            f"This edition of {offered.source} is not used: {'; '.join(faults)}; "
            "look at the file, and add --force if it is right."
        )


def _usable(statements: Sequence[Statement], *, persons: bool) -> Sequence[Usable]:
    """Those of which something can be used; without `persons` none that are about one."""
    usable = [s for s in statements if not isinstance(s, Refused)]
    if persons:
        return usable
    return [_impersonal(s) for s in usable if not (isinstance(s, Entry) and s.kind == "person")]


def _kept(store: Store, room: Path, one: _Read, *, dry_run: bool) -> Kept:
    """The edition as the store keeps it, copied into it unless nothing is to be written."""
    offered = one.offered
    digest, parts = store.keep(offered.parts, offered.source, room) if not dry_run else ("", dict(offered.parts))
    return Kept(
        offered.source,
        digest,
        offered.format,
        offered.list,
        offered.retrieved,
        offered.address,
        len(one.statements),
        offered.persons,
        offered.retrieved,
        {part: path.name for part, path in parts.items()},
        offered.validators,
    )


def _taken(one: _Read, built: Assembled) -> Taken:
    offered = one.offered
    undecided = {u.entry for u in built.facts["undecided"] if u.entry.startswith(offered.source + ":")}
    return Taken(
        offered.source,
        len(one.statements),
        one.before.records if one.before else None,
        tuple(part for part in registry.format_(offered.format).parts if part not in offered.parts),
        sum(isinstance(s, Entry) for s in one.statements) - sum(isinstance(s, Entry) for s in one.used),
        Counter(detail.label for statement in one.used for detail in statement.left),
        len(undecided),
        tuple(f"{s.at}: {s.why}" for s in one.statements if isinstance(s, Refused)),
    )


def _impersonal(statement: Usable) -> Usable:
    """A number that was assigned, without the person who asked for it."""
    if not isinstance(statement, Assignment):
        return statement
    return replace(statement, details=tuple(d for d in statement.details if d.label not in PERSONAL))


def _build(
    store: Store,
    base: Snapshot,
    find: Find,
    sources: Mapping[str, Kept],
    read: Mapping[str, Sequence[Usable]],
    decisions: Mapping[str, str] | None = None,
    judged: Mapping[str, Judged] | None = None,
) -> tuple[Assembled, dict[str, object]]:
    """The facts of the pack and every kept edition, those in `read` as they were read already, and where they are from.

    An edition that can be read no more is carried over from the snapshot in use. `decisions` on records and what was
    `judged` of claims are those of the store unless given. Raises `SourceError` for an edition that is neither.
    """
    editions, carried, current = [], {}, _current(store)
    seen = first_days(current) if current else {}
    for code, kept in sorted(sources.items()):
        try:
            statements = read[code] if code in read else _usable(_read_again(store, kept), persons=kept.persons)
        except SourceError as error:
            statements = records_of(current, code) if current else []
            if not statements:
                raise
            carried[code] = str(error)
        editions.append(Edition(code, kept.retrieved[:10], kept.address, statements, seen.get(code, {})))
    state = store.state
    claims = accepted(state.judged if judged is None else judged)
    with uncollected():
        built = assemble(base, editions, find, state.decisions if decisions is None else decisions, claims)
    return built, _about(base, sources, carried)


def _current(store: Store) -> Snapshot | None:
    """The snapshot in use; None where there is none, or none that can be read."""
    folder = store.current()
    try:
        return Snapshot(folder) if folder else None
    except SnapshotError:
        return None


def _read_again(store: Store, kept: Kept) -> Sequence[Statement]:
    """The statements of an edition that is kept. Raises `SourceError` when it can be read no more."""
    try:
        return list(registry.format_(kept.format).read(store.files(kept), kept.list))
    except (OSError, SourceError, UnknownCode) as error:
        raise SourceError(
            f"The edition of {kept.source} that is kept cannot be read any more ({error}); run 'obstat update "
            f"{kept.source}' or import it anew, or take it out of use with 'obstat sources drop {kept.source}'."
        ) from None


def _about(base: Snapshot, sources: Mapping[str, Kept], carried: Mapping[str, str]) -> dict[str, object]:
    """Where the facts come from, to be kept beside them; why those in `carried` come from the snapshot before."""
    told = []
    for kept in sources.values():
        source = registry.sources().get(kept.source)
        told.append(
            {
                "source": kept.source,
                "sha256": kept.sha256,
                "retrieved": kept.retrieved,
                "address": kept.address,
                "records": kept.records,
                "persons": kept.persons,
                "stale_after": source.cadence if source else None,
                "carried_over": carried.get(kept.source),
            }
        )
    return {"pack": base.id, "sources": told}
