"""Taking an edition of a list into the store, and building the snapshot that holds it.

Invariant: an edition that cannot be read, does not meet its expectations or has shrunk suspiciously changes nothing;
every record that was read is in the snapshot or, where persons are left out, counted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from obstat.knowledge.assemble import Assembled, Edition, assemble
from obstat.knowledge.merge import Find
from obstat.knowledge.snapshot import Snapshot
from obstat.knowledge.store import Kept, Store
from obstat.knowledge.write import write_new
from obstat.model.errors import InvalidValue, SourceError
from obstat.sources import registry
from obstat.sources.entry import Entry, Statement
from obstat.sources.source import Format

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
    snapshot: str
    merged: int
    undecided: int
    folder: Path | None
    """Where the new snapshot is; None when nothing was written."""


def take(store: Store, base: Snapshot, find: Find, offered: Offered, *, dry_run: bool = False) -> Taken:
    """Read an edition, check it, keep it, and put a snapshot of the pack and all kept editions into use.

    Raises `SourceError` when the edition is refused, `StoreError` when the store cannot be written.
    """
    with store.writing() as room:
        before = store.state.sources.get(offered.source)
        statements = list(registry.format_(offered.format).read(offered.parts, offered.list))
        _check(offered, statements, before)
        digest, parts = store.keep(offered.parts, offered.source, room) if not dry_run else ("", dict(offered.parts))
        kept = Kept(
            offered.source,
            digest,
            offered.format,
            offered.list,
            offered.retrieved,
            offered.address,
            len(statements),
            offered.persons,
            files={part: path.name for part, path in parts.items()},
        )
        sources = {**store.state.sources, offered.source: kept}
        used, out = _of_persons(statements, keep=offered.persons)
        built = _build(store, base, find, sources, {offered.source: used})
        identity, folder = "", None
        if not dry_run:
            identity = write_new(room / "new", built.vocabulary, built.facts, _about(base, sources))
            folder = store.switch(room / "new", identity, sources, room)
        mine = [u for u in built.facts["undecided"] if u.entry.startswith(offered.source + ":")]
        return Taken(
            offered.source,
            len(statements),
            before.records if before else None,
            tuple(part for part in registry.format_(offered.format).parts if part not in offered.parts),
            out,
            Counter(detail.label for statement in statements for detail in statement.left),
            identity,
            built.merged,
            len({u.entry for u in mine}),
            folder,
        )


def parts_of(form: Format, files: Sequence[Path]) -> dict[str, Path]:
    """Which file is which part of an edition, by name and, of a format with one part, whatever the name.

    Raises `InvalidValue` when a file is no part, or a part is there twice or missing.
    """
    if len(form.parts) == 1 and len(files) == 1:
        return {next(iter(form.parts)): files[0]}
    parts: dict[str, Path] = {}
    for file in files:
        part = _part(form, file)
        if part is None or part in parts:
            names = "; ".join(f"{part}: {' or '.join(endings)}" for part, endings in form.parts.items())
            what = f"is the {part} a second time" if part else "is not named like a part of such an edition"
            raise InvalidValue(f"{file.name} {what}; name the files of {form.code} as the publisher does ({names}).")
        parts[part] = file
    if missing := [part for part in form.parts if part not in parts and part not in form.optional]:
        raise InvalidValue(f"The edition lacks its {missing[0]}; name the file {form.parts[missing[0]][0]} too.")
    return parts


def _part(form: Format, file: Path) -> str | None:
    name = file.name.lower()
    found = [(len(ending), part) for part, endings in form.parts.items() for ending in endings if name.endswith(ending)]
    return max(found)[1] if found else None


def _check(offered: Offered, statements: Sequence[Statement], before: Kept | None) -> None:
    """Raises `SourceError` when the edition is not one to be used."""
    faults = []
    if not statements:
        faults.append("it holds no record")
    if offered.source in registry.sources():
        faults += registry.source(offered.source).expectations.faults(statements)
    if before and len(statements) < SHRUNK * before.records:
        faults.append(f"it has {len(statements):,} records, where the edition before had {before.records:,}")
    if faults and not (offered.force and statements):
        raise SourceError(
            f"This edition of {offered.source} is not used: {'; '.join(faults)}; "
            "look at the file, and add --force if it is right."
        )


def _of_persons(statements: Sequence[Statement], *, keep: bool) -> tuple[list[Statement], int]:
    if keep:
        return list(statements), 0
    kept = [s for s in statements if not (isinstance(s, Entry) and s.kind == "person")]
    return kept, len(statements) - len(kept)


def _build(
    store: Store, base: Snapshot, find: Find, sources: Mapping[str, Kept], read: Mapping[str, Sequence[Statement]]
) -> Assembled:
    """The facts of the pack and every kept edition, those in `read` as they were read already."""
    editions = []
    for code, kept in sorted(sources.items()):
        statements = read.get(code)
        if statements is None:
            found = registry.format_(kept.format).read(store.files(kept), kept.list)
            statements, _ = _of_persons(list(found), keep=kept.persons)
        editions.append(Edition(code, kept.retrieved[:10], kept.address, statements))
    return assemble(base, editions, find)


def _about(base: Snapshot, sources: Mapping[str, Kept]) -> dict[str, object]:
    """Where the facts come from, to be kept beside them."""
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
            }
        )
    return {"pack": base.id, "sources": told}


def without(store: Store, base: Snapshot, find: Find, source: str) -> Path | None:
    """Take a source out of use and build the snapshot without it; its folder, None when the pack alone is left."""
    with store.writing() as room:
        sources = {code: kept for code, kept in store.state.sources.items() if code != source}
        if len(sources) == len(store.state.sources):
            raise InvalidValue(f"No edition of '{source}' is in use; see 'obstat sources'.")
        built = _build(store, base, find, sources, {})
        identity = write_new(room / "new", built.vocabulary, built.facts, _about(base, sources))
        return store.switch(room / "new", identity, sources, room)
