"""An upload on its way to the disk, and what is asked about it.

Invariant: no more of a file than `_BUFFER` is in memory; what is broken off, too large or wrong leaves nothing behind.
"""

from __future__ import annotations

import errno
import shutil
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO
from urllib.parse import unquote

import anyio.to_thread
from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header
from starlette.requests import ClientDisconnect, Request

from obstat.app.service.jobs.job import UPLOAD, new_id, private_folder
from obstat.app.service.jobs.working import NO_ROOM
from obstat.app.service.limits import ENVELOPE
from obstat.app.service.problems import Problem

_BUFFER = 1 << 20
_FIELD, _FIELDS = 65_536, 2_500
"""Bytes of a field, and fields."""
HOW = "send multipart/form-data with a part 'file', or the file itself with ?name= in the address"


@dataclass(slots=True)
class Arrived:
    """A file that has arrived in a folder of its own, and the fields beside it, in their order."""

    id: str
    folder: Path
    name: str = ""
    fields: list[tuple[str, str]] = field(default_factory=list)
    size: int = 0


async def arrived(request: Request, jobs: Path, most: int) -> Arrived:
    """Take a request's file to the disk, below `jobs`. Raises `Problem`.

    The caller removes the folder where the fields are wrong, or gives it its name.
    """
    declared = request.headers.get("content-length", "")
    kind, options = parse_options_header(request.headers.get("content-type", ""))
    beside = ENVELOPE if kind == b"multipart/form-data" else 0
    if declared.isdecimal() and int(declared) > most + beside:
        raise _too_large(most)
    id = new_id()
    folder = await anyio.to_thread.run_sync(_prepared, jobs, id, int(declared) if declared.isdecimal() else 0)
    whole = Arrived(id, folder, fields=list(request.query_params.multi_items()))
    named = _named(request, whole)
    try:
        with (folder / UPLOAD).open("wb") as file:
            writing = _Writing(file, whole, most)
            if kind == b"multipart/form-data":
                await _parts(request, options.get(b"boundary"), whole, writing)
                whole.name = named or whole.name
            else:
                whole.name = named
                if not whole.name and kind == b"application/x-www-form-urlencoded":
                    raise Problem(422, f"There is no file; {HOW}.", code="empty")
                async for chunk in request.stream():
                    await writing.add(chunk)
            await writing.flush()
        if not whole.size:
            raise Problem(422, f"The file is empty, or there is none; {HOW}.", code="empty")
        return whole
    except BaseException as error:
        shutil.rmtree(folder, ignore_errors=True)
        if isinstance(error, ClientDisconnect):
            raise Problem(400, "The upload broke off before its end; send it again.", code="broken_off") from None
        if isinstance(error, OSError):
            raise _cannot(error) from None
        raise


def _prepared(jobs: Path, id: str, size: int) -> Path:
    try:
        private_folder(jobs)
        if shutil.disk_usage(jobs).free < size:
            raise Problem(507, NO_ROOM, code="no_room")
        return private_folder(jobs / f".arriving-{id}")
    except OSError as error:
        raise _cannot(error) from None


def _too_large(most: int) -> Problem:
    size = f"{most >> 20:,} MiB" if most >= 1 << 20 else f"{most:,} bytes"
    return Problem(413, f"The file is larger than {size}; split it, or compress it with gzip.", code="too_large")


def _cannot(error: OSError) -> Problem:
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return Problem(507, NO_ROOM, code="no_room")
    return Problem(503, "The server cannot write to its own folder; ask its owner to mend that.", code="unavailable")


def _named(request: Request, whole: Arrived) -> str:
    """The name of the file, where the address or the head of the request gives one."""
    names = [value for key, value in whole.fields if key == "name"]
    whole.fields = [(key, value) for key, value in whole.fields if key != "name"]
    _, told = parse_options_header(request.headers.get("content-disposition", ""))
    if b"filename*" in told:
        return unquote(told[b"filename*"].decode("latin-1").rpartition("'")[2])
    return names[0] if names else told.get(b"filename", b"").decode("utf-8", "replace")


class _Writing:
    """Writes what comes in pieces that are worth a thread."""

    def __init__(self, file: IO[bytes], whole: Arrived, most: int) -> None:
        self._file, self._whole, self._most = file, whole, most
        self._held = bytearray()

    async def add(self, chunk: bytes | bytearray) -> None:
        self._whole.size += len(chunk)
        if self._whole.size > self._most:
            raise _too_large(self._most)
        self._held += chunk
        if len(self._held) >= _BUFFER:
            await self.flush()

    async def flush(self) -> None:
        held, self._held = self._held, bytearray()
        await anyio.to_thread.run_sync(self._file.write, held)
        if len(held) < _BUFFER:
            await anyio.to_thread.run_sync(self._file.flush)


async def _parts(request: Request, boundary: bytes | None, whole: Arrived, writing: _Writing) -> None:
    """The parts of a form, the file as it comes."""
    if not boundary:
        raise Problem(400, "The form names no boundary between its parts; let the client set its Content-Type.")
    part = _Part(whole)
    parser = MultipartParser(boundary, part.callbacks())  # type: ignore[arg-type]
    try:
        async for chunk in request.stream():
            parser.write(chunk)
            for piece in part.taken():
                await writing.add(piece)
        parser.finalize()
    except FormParserError:
        raise Problem(400, f"The form cannot be read as multipart/form-data; {HOW}.", code="malformed") from None
    if not part.ended:
        raise Problem(400, "The form broke off before its end; send it again.", code="broken_off")
    if not part.files:
        raise Problem(422, f"There is no file; {HOW}.", code="empty")


class _Part:
    """What the parser of a form calls."""

    def __init__(self, whole: Arrived) -> None:
        self._whole = whole
        self._pieces: list[bytes] = []
        self._text = bytearray()
        self._header, self._value = bytearray(), bytearray()
        self._name = ""
        self._in_file = False
        self._beside = 0
        self.files, self.ended = 0, False

    def callbacks(self) -> dict[str, object]:
        names = ("part_begin", "part_data", "part_end", "header_field", "header_value", "header_end", "end")
        return {f"on_{name}": getattr(self, f"_{name}") for name in names}

    def taken(self) -> Iterable[bytes]:
        """The pieces of the file since the last time."""
        pieces, self._pieces = self._pieces, []
        return pieces

    def _part_begin(self) -> None:
        self._name, self._in_file, self._text = "", False, bytearray()

    def _header_field(self, data: bytes, start: int, end: int) -> None:
        self._header += data[start:end]

    def _header_value(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]

    def _header_end(self) -> None:
        header, value = bytes(self._header).lower(), bytes(self._value)
        self._header, self._value = bytearray(), bytearray()
        if header != b"content-disposition":
            return
        _, told = parse_options_header(value)
        self._name = told.get(b"name", b"").decode("utf-8", "replace")
        if b"filename" not in told:
            return
        self._in_file, self.files = True, self.files + 1
        if self.files > 1:
            raise Problem(422, "There is more than one file; send each by itself, or all in one .zip.", code="several")
        self._whole.name = told[b"filename"].decode("utf-8", "replace")

    def _part_data(self, data: bytes, start: int, end: int) -> None:
        if self._in_file:
            self._pieces.append(data[start:end])
            return
        self._text += data[start:end]
        self._beside += end - start
        if self._beside > ENVELOPE or len(self._text) > _FIELD or len(self._whole.fields) >= _FIELDS:
            raise Problem(413, "A field of the form is too long, or there are too many; send the file as 'file'.")

    def _part_end(self) -> None:
        if self._in_file:
            return
        try:
            self._whole.fields.append((self._name, bytes(self._text).decode("utf-8")))
        except UnicodeDecodeError:
            raise Problem(422, f"The field '{self._name}' is not UTF-8; send it as such.") from None

    def _end(self) -> None:
        self.ended = True


async def swept(jobs: Path, older: float) -> None:
    """Remove uploads that have not grown for so many seconds: a server ended while they came."""
    await anyio.to_thread.run_sync(_swept, jobs, time.time() - older)


def _swept(jobs: Path, before: float) -> None:
    for folder in jobs.glob(".arriving-*"):
        times = [each.stat().st_mtime for each in (folder, folder / UPLOAD) if each.exists()]
        if times and max(times) < before:
            shutil.rmtree(folder, ignore_errors=True)
