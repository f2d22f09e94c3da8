"""Where the files of an edition come from: the publisher's address, another address that a user names, or a local copy.

A local copy is a folder with a folder for each source, whose files are named as the publisher names them; it may also
be an address under which the same layout is served.

Invariant: an address is fetched once in a run by all sources that have the same version of its file. Where a file came
from is told without what an address may hold in secret: a name, a password, a query.
"""

from __future__ import annotations

import shutil
import tempfile
import urllib.parse
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from obstat.model.errors import DownloadError, InvalidValue
from obstat.sources.source import Format, Source, parts_of


class Got(Protocol):
    """What a download tells: `path` is None when the file has not been modified."""

    @property
    def path(self) -> Path | None: ...
    @property
    def etag(self) -> str | None: ...
    @property
    def last_modified(self) -> str | None: ...


Fetch = Callable[[str, Path, str | None, str | None, tuple[str, ...]], Got]
"""Takes the address, a folder to write in, the entity tag and date of the version that is here, and the endings by
which the file is known; raises `DownloadError`."""


@dataclass(frozen=True, slots=True)
class Version:
    """A file as a publisher has it now: where it is (None: the one that is here still holds), and what it is called."""

    path: Path | None
    etag: str | None = None
    last_modified: str | None = None


@dataclass
class Publishers:
    """Gets the files of sources. `addresses` stand for all those of a source, by part; `mirror` for all others'."""

    fetch: Fetch
    addresses: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    mirror: str | None = None
    _fetched: dict[tuple[str, str | None, str | None], Version] = field(default_factory=dict)

    def told(self, source: Source) -> str:
        """Where the edition of a source comes from, for people."""
        folder = self._folder(source)
        return str(folder) if folder else ", ".join(map(_public, self._addresses(source).values()))

    def reachable(self, source: Source) -> bool:
        """Whether there is anything to get."""
        folder = self._folder(source)
        return folder.is_dir() if folder else bool(self._addresses(source))

    def get(
        self, source: Source, form: Format, room: Path, known: Mapping[str, tuple[str | None, str | None]]
    ) -> dict[str, Version]:
        """The parts of the newest edition; `known` holds the tag and date of those that are here.

        Raises `DownloadError` when one cannot be had.
        """
        if folder := self._folder(source):
            return _copied(folder, source, form, room)
        addresses = self._addresses(source)
        if not addresses:
            raise DownloadError(
                f"{source.name} is not published as a file that can be fetched; see what 'obstat sources show "
                f"{source.code}' says, and use 'obstat import'."
            )
        return {
            part: self._get(address, room, known.get(part, (None, None)), form.parts.get(part, ()))
            for part, address in addresses.items()
        }

    def _get(self, address: str, room: Path, known: tuple[str | None, str | None], endings: tuple[str, ...]) -> Version:
        asked = (address, *known)
        if asked not in self._fetched:
            folder = Path(tempfile.mkdtemp(dir=room))
            got = self.fetch(address, folder, *known, endings)
            same = known if got.path is None else (None, None)
            self._fetched[asked] = Version(got.path, got.etag or same[0], got.last_modified or same[1])
        return self._fetched[asked]

    def _folder(self, source: Source) -> Path | None:
        """The folder of a local copy, when that is where the source comes from."""
        if source.code in self.addresses or not self.mirror or _is_address(self.mirror):
            return None
        return Path(self.mirror).expanduser() / source.code

    def _addresses(self, source: Source) -> Mapping[str, str]:
        if source.code in self.addresses:
            return self.addresses[source.code]
        if self.mirror and _is_address(self.mirror):
            names = {part: _file_name(address) for part, address in source.addresses.items()}
            return {part: f"{self.mirror.rstrip('/')}/{source.code}/{name}" for part, name in names.items()}
        return source.addresses


def _copied(folder: Path, source: Source, form: Format, room: Path) -> dict[str, Version]:
    """The files of a local copy, copied out of it, so that one that changes meanwhile does no harm."""
    try:
        files = sorted(path for path in folder.iterdir() if path.is_file() and not path.name.startswith("."))
        parts = parts_of(form, files)
        into = room / f"copy-{source.code}"
        into.mkdir()
        return {part: Version(Path(shutil.copy(path, into / path.name))) for part, path in parts.items()}
    except FileNotFoundError:
        raise DownloadError(f"The local copy has no folder {folder}; put the files of {source.name} there.") from None
    except OSError as error:
        raise DownloadError(f"The local copy {folder} cannot be read ({error.strerror}); mend it.") from None
    except InvalidValue as error:
        raise DownloadError(f"The local copy in {folder} is not an edition: {error}") from None


def of_parts(form: Format, given: Mapping[str, str], code: str) -> dict[str, str]:
    """Addresses that a user gives for a source, by part; one under no part (``""``) is that of the only needed one.

    Raises `InvalidValue` when the format has no such part, or needs several.
    """
    needed = [part for part in form.parts if part not in form.optional] or list(form.parts)[:1]
    found = {part or needed[0]: address for part, address in given.items()}
    strange = [part for part in found if part not in form.parts]
    if strange or ("" in given and len(needed) > 1) or not set(needed) <= found.keys():
        raise InvalidValue(
            f"The addresses of {code} are for other parts than it has; give a table with {', '.join(form.parts)}"
            f"{', where ' + ', '.join(form.optional) + ' may be left out' if form.optional else ''}."
        )
    return found


def _public(address: str) -> str:
    split = urllib.parse.urlsplit(address)
    return urllib.parse.urlunsplit((split.scheme, split.netloc.rpartition("@")[2], split.path, "", ""))


def _is_address(text: str) -> bool:
    return "://" in text


def _file_name(address: str) -> str:
    path = urllib.parse.urlsplit(address).path
    return path.rstrip("/").rpartition("/")[2] or "index.html"
