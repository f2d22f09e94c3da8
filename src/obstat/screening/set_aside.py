"""Values set aside in a file without a name, so that only a number of each is held.

Invariant: what is found again under a number is what was set aside under it; nothing of the file is left behind,
however the run ends.
"""

from __future__ import annotations

import dataclasses
import io
import operator
import pickle
import tempfile
from array import array
from collections.abc import Callable
from typing import Any

from obstat.model.claim import Amount, Claim, Document, Mention, Source, When
from obstat.model.errors import InvalidValue


class SetAside:
    """Values by number, from 0 in the order in which they came. Only values of our own are ever read back."""

    def __init__(self) -> None:
        """Raises `InvalidValue` where no file can be made."""
        try:
            self._file = tempfile.TemporaryFile(prefix="obstat-")  # noqa: SIM115 - it lives as long as this
        except OSError as error:
            raise _no_room(error) from None
        self._ends = array("Q", [0])

    def __len__(self) -> int:
        return len(self._ends) - 1

    def add(self, packed: bytes) -> None:
        """Set aside what `pack` has made of a value. Raises `InvalidValue` where there is no room for it."""
        try:
            self._file.seek(self._ends[-1])
            self._file.write(packed)
            self._file.flush()
        except OSError as error:
            raise _no_room(error) from None
        self._ends.append(self._ends[-1] + len(packed))

    def get(self, number: int) -> Any:
        """The value of that number."""
        self._file.seek(self._ends[number])
        return pickle.loads(self._file.read(self._ends[number + 1] - self._ends[number]))

    def close(self) -> None:
        """Give the room back."""
        self._file.close()


def pack(value: Any) -> bytes:
    """A value as bytes; the frozen values of stories, of which there are many, field by field."""
    written = io.BytesIO()
    packer = pickle.Pickler(written, pickle.HIGHEST_PROTOCOL)
    packer.dispatch_table = _REDUCED
    packer.dump(value)
    return written.getvalue()


def _reduced(kind: type) -> Callable[[Any], Any]:
    fields = operator.attrgetter(*(field.name for field in dataclasses.fields(kind)))
    return lambda value: (kind, fields(value))


_REDUCED: dict[type, Callable[[Any], Any]] = {
    kind: _reduced(kind) for kind in (Amount, Claim, Document, Mention, Source, When)
}


def _no_room(error: OSError) -> InvalidValue:
    return InvalidValue(
        f"There is no room in {_folder()} to set stories aside ({error.strerror or error}); make room there, "
        "or name another folder in TMPDIR."
    )


def _folder() -> str:
    try:
        return tempfile.gettempdir()
    except OSError:
        return "the folder for temporary files"
