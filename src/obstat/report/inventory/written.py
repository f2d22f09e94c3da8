"""Answered blocks of an inventory written as they come, in the form that the name of the output ends in.

Invariant: the output appears whole or not at all; what was there before stays until then.
"""

from __future__ import annotations

import abc
import errno
import json
import queue
import threading
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from obstat.model.errors import InvalidValue
from obstat.model.screened import Screened
from obstat.report.inventory.plain import flat

if TYPE_CHECKING:
    import polars

FORMS = (".xlsx", ".html", ".csv", ".tsv", ".parquet", ".jsonl")
Lines = Callable[["polars.DataFrame"], Iterator[Mapping[str, Any]]]
"""From a block to the whole verdicts of its rows."""


class Written(abc.ABC):
    """An output that grows; when its context ends with an error, it leaves no trace."""

    def __init__(self, path: Path) -> None:
        """Raises `InvalidValue` where nothing can be written, or another run writes the same file."""
        self.path = path
        self._part = path.with_name(f".{path.name}.part")
        if path.is_dir():
            raise InvalidValue(f"{path.name} is a folder; name a file with -o.")
        try:
            self._held = self._part.open("ab")
        except OSError as error:
            raise self._cannot(error) from None
        if not _is_ours(self._held):
            self._held.close()
            raise InvalidValue(f"Another run is writing {path.name}; wait for it, or name another file with -o.")

    def __enter__(self) -> Written:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is not None:
            self.give_up()

    @abc.abstractmethod
    def add(self, block: polars.DataFrame) -> None:
        """Write a block. Raises `InvalidValue` when there is no room for it."""

    @abc.abstractmethod
    def finish(self, about: Screened) -> None:
        """Write what stands at the end, and put the file in its place."""

    def give_up(self) -> None:
        """Remove what was written."""
        self._held.close()
        self._part.unlink(missing_ok=True)

    def _placed(self) -> None:
        try:
            self._part.replace(self.path)
            self._held.close()
        except OSError as error:
            raise self._cannot(error) from None

    def _cannot(self, error: Exception) -> InvalidValue:
        told = " ".join(str(getattr(error, "strerror", None) or error).split()).rstrip(".")
        return InvalidValue(f"{self.path.name} cannot be written ({told}); make room, or name another file with -o.")


def _is_ours(opened: IO[bytes]) -> bool:
    """Whether no other run has the file; it is held until it is closed, however this run ends."""
    try:
        import fcntl
    except ImportError:  # no system of the Unix family; there a file that is held cannot be put in its place
        opened.close()
        return True
    try:
        fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        return error.errno not in (errno.EAGAIN, errno.EACCES)  # some shares know no locks
    return True


def written(path: Path, lines: Lines) -> Written:
    """The output of that name, by its ending. `lines` gives the verdicts of a block, for ``.jsonl``."""
    match path.suffix.lower():
        case ".xlsx" | ".html":
            return _Whole(path)
        case ".parquet":
            return _Parquet(path)
        case ".jsonl":
            return _Lines(path, lines)
        case ending:
            return _Delimited(path, "\t" if ending == ".tsv" else ",")


class _Whole(Written):
    """A workbook or a page, whose summary stands first, so that it is written at the end."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self._blocks: list[polars.DataFrame] = []

    def add(self, block: polars.DataFrame) -> None:
        self._blocks.append(block)

    def finish(self, about: Screened) -> None:
        import polars as pl

        from obstat.report.inventory import page, workbook

        frame = pl.concat(self._blocks)
        if self.path.suffix.lower() == ".xlsx":
            workbook.write(self.path, frame, about)
            self._held.close()
            return
        try:
            self._part.write_text(page.as_html(frame, about), encoding="utf-8")
        except OSError as error:
            raise self._cannot(error) from None
        self._placed()


class _Opened(Written):
    """A file written from its beginning to its end."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        try:
            self._file: IO[bytes] = self._part.open("wb")
        except OSError as error:
            raise self._cannot(error) from None

    def finish(self, about: Screened) -> None:
        try:
            self._file.close()
        except OSError as error:
            raise self._cannot(error) from None
        self._placed()

    def give_up(self) -> None:
        self._file.close()
        super().give_up()


class _Delimited(_Opened):
    def __init__(self, path: Path, separator: str) -> None:
        super().__init__(path)
        self._separator, self._begun = separator, False

    def add(self, block: polars.DataFrame) -> None:
        try:
            flat(block).write_csv(self._file, separator=self._separator, include_header=not self._begun)
        except OSError as error:
            raise self._cannot(error) from None
        self._begun = True


class _Lines(_Opened):
    def __init__(self, path: Path, lines: Lines) -> None:
        super().__init__(path)
        self._lines, self._row = lines, 0

    def add(self, block: polars.DataFrame) -> None:
        try:
            for told in self._lines(block):
                self._row += 1
                line = json.dumps({"row": self._row, **told}, ensure_ascii=False)
                self._file.write(line.encode("utf-8", "backslashreplace") + b"\n")
        except OSError as error:
            raise self._cannot(error) from None


class _Parquet(Written):
    """Polars writes in a thread of its own while the next block is answered; no more than two blocks wait for it."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self._waiting: queue.Queue[polars.DataFrame | None] = queue.Queue(maxsize=2)
        self._thread: threading.Thread | None = None
        self._failed: Exception | None = None

    def add(self, block: polars.DataFrame) -> None:
        if self._thread is None:
            self._thread = threading.Thread(target=self._write, args=(block.schema,), daemon=True)
            self._thread.start()
        self._put(block)

    def finish(self, about: Screened) -> None:
        self._end()
        if self._failed:
            raise self._cannot(self._failed)
        self._placed()

    def give_up(self) -> None:
        self._failed = self._failed or InterruptedError()
        self._end()
        super().give_up()

    def _end(self) -> None:
        if self._thread is not None:
            self._put(None)
            self._thread.join()

    def _put(self, block: polars.DataFrame | None) -> None:
        while self._thread is not None and self._thread.is_alive():
            try:
                self._waiting.put(block, timeout=0.2)
                return
            except queue.Full:
                continue
        if self._failed and block is not None:
            raise self._cannot(self._failed)

    def _write(self, schema: polars.Schema) -> None:
        from polars.io.plugins import register_io_source

        def blocks(*_: object) -> Iterator[polars.DataFrame]:
            while (block := self._waiting.get()) is not None:
                yield block

        try:
            register_io_source(blocks, schema=schema).sink_parquet(self._part, row_group_size=250_000)
        except Exception as error:  # whatever Polars raises is told where the next block is added
            self._failed = error
