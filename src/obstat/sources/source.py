"""A source: who publishes it, where, under which terms, how it is read and what a sound edition looks like.

Invariant: an edition is used only when it meets its `Expectations`; a source never reads the network or the clock.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from obstat.model.errors import InvalidValue, SourceError
from obstat.sources.entry import Entry, Refused, Statement

_NAMED = 3
"""Names of a part's file that a message gives."""
Parts = Mapping[str, Path]
"""The files of one edition, by the name of the part; most editions have one, ``list``."""


@dataclass(frozen=True, slots=True)
class Format:
    """A way to write lists down. `read` turns the files of an edition into statements, one after another.

    `read` raises `SourceError` when the bytes are not of the format; a record it cannot make sense of is still an
    `Entry`, with its fields in `left`.
    """

    code: str
    text: str
    read: Callable[[Parts, str], Iterator[Statement]]
    """Takes the parts and the code of the list whose edition it is."""
    parts: Mapping[str, tuple[str, ...]]
    """By part: endings or names by which its file is known, lower case: ``{"list": (".csv",)}``."""
    optional: tuple[str, ...] = ()
    """Parts that an edition may lack."""


@dataclass(frozen=True, slots=True)
class Expectations:
    """What must hold of an edition before it is used."""

    least: int
    most: int
    """Bounds of the number of entries (assignments, for a registry)."""
    names: tuple[str, ...] = ()
    """Names that must be there, compared without case and punctuation."""

    def faults(self, statements: Iterable[Statement]) -> list[str]:
        """What does not hold, in sentences."""
        count, missing = 0, {_plain(name): name for name in self.names}
        for statement in statements:
            if isinstance(statement, Refused):
                continue
            count += 1
            if missing:
                texts = [name.text for name in statement.names] if isinstance(statement, Entry) else [statement.holder]
                for text in texts:
                    missing.pop(_plain(text), None)
        found = []
        if not self.least <= count <= self.most:
            found.append(f"it has {count:,} records, where {self.least:,} to {self.most:,} are expected")
        if missing:
            found.append(f"it lacks {', '.join(repr(name) for name in missing.values())}")
        return found


@dataclass(frozen=True, slots=True)
class Source:
    """One list of one publisher."""

    code: str
    list: str
    """The list it states who is on (`obstat.sources.lists.LISTS`); of a registry of numbers, its own code."""
    name: str
    publisher: str
    addresses: Mapping[str, str]
    """By part, the publisher's address; empty where there is no file to fetch."""
    licence: str
    format: str
    """The code of a `Format`."""
    cadence: int
    """Days after which an edition counts as stale."""
    expectations: Expectations
    upkeep: str
    """What to do when the publisher changes something, and what was last checked."""
    persons: bool = False
    """Whether private persons are on it."""
    usual: bool = True
    """Whether an update that names no source fetches it when no edition is in use: not where others state the same."""


def _plain(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum())


def single(parts: Parts) -> Path:
    """The file of an edition that has one. Raises `SourceError` when there is none."""
    if "list" not in parts:
        raise SourceError("The edition has no file; name one.")
    return parts["list"]


def parts_of(form: Format, files: Iterable[Path]) -> dict[str, Path]:
    """Which file is which part of an edition, by name and, of a format with one part, whatever the name.

    Raises `InvalidValue` when a file is no part, or a part is there twice or missing.
    """
    given = list(files)
    if len(form.parts) == 1 and len(given) == 1:
        return {next(iter(form.parts)): given[0]}
    parts: dict[str, Path] = {}
    for file in given:
        part = _part(form, file)
        if part is None or part in parts:
            names = "; ".join(f"{part}: {' or '.join(endings[:_NAMED])}" for part, endings in form.parts.items())
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
