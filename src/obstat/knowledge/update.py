"""Bringing the lists in use up to date: fetch what is newer, build one snapshot beside the one in use, switch.

Invariant: a source that cannot be fetched, cannot be read or is not believed keeps the edition that was in use, and is
told with the reason; whatever goes wrong, the snapshot in use stays whole.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from obstat.knowledge.archive import unpack
from obstat.knowledge.imports import Offered, Outcome, rebuilt, take_all
from obstat.knowledge.merge import Find
from obstat.knowledge.snapshot import Snapshot
from obstat.knowledge.store import Kept, Store, Validator, digest
from obstat.model.errors import DownloadError, SnapshotError
from obstat.sources import registry
from obstat.sources.publishers import Publishers, Version
from obstat.sources.source import Source


@dataclass(frozen=True, slots=True)
class Wish:
    """How editions are to be taken."""

    persons: Mapping[str, bool]
    """By source, whether private persons are kept; of others, as in the edition before, and at first they are."""
    force: bool = False
    """Use editions although they do not meet the expectations."""
    dry_run: bool = False


@dataclass(frozen=True, slots=True)
class Updated:
    """What became of each source that was asked for, and of the snapshot."""

    outcome: Outcome
    unchanged: tuple[str, ...]
    """Sources whose publisher has no newer edition."""
    failed: Mapping[str, str]
    """By source, why it could not be fetched; the edition in use stays."""
    rebuilt: bool
    """Whether the snapshot was built anew although no edition changed: another pack, or another version of obstat."""


def chosen(store: Store, named: Sequence[str], publishers: Publishers) -> list[Source]:
    """The sources to update: those named; else those in use; else the usual ones that can be had.

    Of those in use, those that nobody publishes as a file are left out unless there is a copy. Raises `UnknownCode`.
    """
    if named:
        return [registry.source(code) for code in dict.fromkeys(named)]
    kept = store.state.sources
    in_use = [source for code, source in registry.sources().items() if code in kept]
    if in_use:
        return [source for source in in_use if source.addresses or publishers.reachable(source)]
    return [source for source in registry.sources().values() if source.usual and publishers.reachable(source)]


def update(
    store: Store,
    base: Snapshot,
    find: Find,
    sources: Sequence[Source],
    publishers: Publishers,
    now: Callable[[], str],
    wish: Wish,
) -> Updated:
    """Fetch the newest edition of each source and take those that changed into use; `now` tells ISO times in UTC.

    Raises `StoreError` when the store cannot be written or another process is writing to it.
    """
    with store.writing() as room:
        offers: list[Offered] = []
        unchanged: dict[str, Mapping[str, Validator]] = {}
        failed: dict[str, str] = {}
        for source in sources:
            before = store.state.sources.get(source.code)
            try:
                offered = _offered(store, source, publishers, room, now(), wish)
            except DownloadError as error:
                failed[source.code] = str(error)
                continue
            if offered is not None and not (before and _same(store, before, offered)):
                offers.append(offered)
            elif before:
                unchanged[source.code] = offered.validators if offered else before.validators
        if not wish.dry_run:
            _confirm(store, unchanged, room, now())
        outcome = take_all(store, room, base, find, offers, dry_run=wish.dry_run)
        anew = outcome.folder is None and not wish.dry_run and _outdated(store, base)
        if anew:
            folder = rebuilt(store, room, base, find, store.state.sources)
            outcome = replace(outcome, snapshot=folder.name.replace("-", ":", 1), folder=folder)
    return Updated(outcome, tuple(unchanged), failed, anew)


def _offered(store: Store, source: Source, publishers: Publishers, room: Path, now: str, wish: Wish) -> Offered | None:
    """The newest edition of a source; None when the publisher says that the one in use is that."""
    kept = store.state.sources.get(source.code)
    if kept and kept.format != source.format:
        kept = None  # it came from a file of another format, of which the address has no newer version
    persons = wish.persons.get(source.code, kept.persons if kept else True)
    as_before = kept and (kept.list, kept.persons) == (source.list, persons)
    known = _known(store, kept if as_before else None)
    versions = publishers.get(source, registry.format_(source.format), room, known)
    if as_before and kept and all(v.path is None for v in versions.values()):
        return None
    return Offered(
        source.code,
        source.format,
        source.list,
        _files(store, kept, versions),
        now,
        publishers.told(source),
        persons,
        wish.force,
        {part: Validator(v.etag, v.last_modified) for part, v in versions.items()},
    )


def _known(store: Store, kept: Kept | None) -> dict[str, tuple[str | None, str | None]]:
    """The tags and dates of the files that are here, by part; of an edition that is not whole, none."""
    if kept is None:
        return {}
    whole = _whole(store, kept)
    return {part: (found.etag, found.last_modified) for part, found in kept.validators.items() if whole}


def _whole(store: Store, kept: Kept) -> bool:
    """Whether the files of an edition are here as they were taken."""
    try:
        return digest(store.files(kept)) == kept.sha256
    except OSError:
        return False


def _files(store: Store, kept: Kept | None, versions: Mapping[str, Version]) -> dict[str, Path]:
    """The files of the edition: those fetched, and those that are here and still hold."""
    here = store.files(kept) if kept else {}
    return {part: version.path or here[part] for part, version in versions.items()}


def _same(store: Store, before: Kept, offered: Offered) -> bool:
    """Whether an edition holds the bytes of the one before, which is here whole and kept the same way."""
    alike = (before.format, before.list, before.persons) == (offered.format, offered.list, offered.persons)
    return alike and digest(offered.parts) == before.sha256 and _whole(store, before)


def _confirm(store: Store, unchanged: Mapping[str, Mapping[str, Validator]], room: Path, now: str) -> None:
    """Note that the editions of these sources are still the newest, and what their files are called now."""
    state = store.state
    if not unchanged:
        return
    sources = state.sources
    confirmed = {c: replace(sources[c], checked=now, validators=called) for c, called in unchanged.items()}
    store.note(replace(state, sources={**state.sources, **confirmed}), room)


def adopt(store: Store, find_in: Callable[[Snapshot], Find], archive: Path) -> Path:
    """Take an edition of the pack, as an archive of its snapshot, into use beneath the lists in use; the new snapshot.

    Who made the archive is for the caller to check first. `find_in` gives the identity engine over a snapshot. Raises
    `SnapshotError` when it is damaged, of another version of obstat, holds more than a pack, or is older than the pack
    in use.
    """
    with store.writing() as room:
        identity = unpack(archive, room / "pack")
        pack, now = Snapshot(room / "pack"), base_of(store)
        if pack.about["pack"] is not None or len(pack.table("entries")):
            raise SnapshotError(f"{archive.name} holds lists beside the pack; use 'obstat snapshot import' for it.")
        if pack.pack_date < now.pack_date:
            raise SnapshotError(f"{archive.name} is older than the pack in use; fetch the newest one.")
        folder = store.settle(room / "pack", identity)
        state = store.state
        base = Snapshot(folder)
        if state.sources or state.judged:
            return rebuilt(store, room, base, find_in(base), state.sources, pack=folder.name)
        store.note(replace(state, snapshot=folder.name, pack=folder.name), room)
        return folder


def base_of(store: Store) -> Snapshot:
    """The pack on which the lists are built: the one that came with obstat, or a newer one taken into use since."""
    shipped, name = Snapshot(), store.state.pack
    if name is None:
        return shipped
    try:
        newer = Snapshot(store.folder / "snapshots" / name)
    except SnapshotError:
        return shipped
    return newer if newer.pack_date >= shipped.pack_date else shipped


def _outdated(store: Store, base: Snapshot) -> bool:
    """Whether the snapshot in use rests on another pack, or was written by another version of obstat."""
    current = store.current()
    if current is None:
        return False
    try:
        snapshot = Snapshot(current)
        return (snapshot.about["pack"] or snapshot.id) != base.id
    except SnapshotError:
        return True
