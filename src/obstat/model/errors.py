"""Every error obstat raises on purpose. Each message is one sentence that names the fix.

ObstatError
├── InvalidValue          a date, code or option that cannot be read        (exit 2)
│   └── UnknownCode       a code outside its vocabulary, with the valid ones nearest first
├── PackError             the curated pack breaks its own rules: file, line, sentence
├── SnapshotError         a snapshot that is missing, damaged or of another format
├── SourceError           an edition of a list that cannot be read, or must not be used
│   └── DownloadError     an edition that could not be fetched
├── EndpointError         a model endpoint that could not be asked, or whose answer cannot be used
├── StoreError            the place where snapshots and editions are kept cannot be used
└── MissingExtra          something asked for needs libraries that are not installed
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable

_LISTED, _NEAREST = 80, 15
"""Up to so many valid codes are listed in full, otherwise the nearest."""


class ObstatError(Exception):
    """Base of all errors raised on purpose."""


class InvalidValue(ObstatError, ValueError):
    """A value that cannot be read; the message says what would be accepted."""


class UnknownCode(InvalidValue):
    """A code outside its vocabulary. `valid` holds every valid code, nearest first."""

    def __init__(self, kind: str, value: str, valid: Iterable[str]) -> None:
        self.kind, self.value, self.valid = kind, value, nearest(value, valid)
        shown = self.valid if len(self.valid) <= _LISTED else self.valid[:_NEAREST]
        more = "" if len(self.valid) == len(shown) else f" (and {len(self.valid) - len(shown)} more)"
        super().__init__(f"'{value}' is not a known {kind}; use one of: {', '.join(shown)}{more}.")


class PackError(ObstatError):
    """One or more faults in the pack, each as ``file:line: sentence``."""

    def __init__(self, faults: Iterable[str]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(self.faults))


class SnapshotError(ObstatError):
    """A snapshot that must not be used."""


class SourceError(ObstatError):
    """An edition of a list that cannot be read, or that must not be used."""


class DownloadError(SourceError):
    """An edition that could not be fetched. `transient` when trying later may help."""

    def __init__(self, sentence: str, *, transient: bool = False) -> None:
        super().__init__(sentence)
        self.transient = transient


class EndpointError(ObstatError):
    """The model endpoint that the user named could not be asked, or answers what cannot be used."""


class StoreError(ObstatError):
    """The place where snapshots and editions are kept cannot be used: full, read-only, or in use."""


def nearest(value: str, valid: Iterable[str]) -> tuple[str, ...]:
    """`valid`, most similar to `value` first (Ratcliff-Obershelp ratio), ties in alphabetical order."""
    wanted = value.casefold().replace("-", "_").replace(" ", "_")

    def distance(code: str) -> tuple[float, str]:
        return -difflib.SequenceMatcher(None, wanted, code.casefold()).ratio(), code

    return tuple(sorted(valid, key=distance))


class MissingExtra(ObstatError):
    """Something asked for needs libraries that an extra of the package brings."""

    def __init__(self, what: str, extra: str) -> None:
        super().__init__(f"{what} needs more libraries: run pip install 'obstat[{extra}]'.")
        self.extra = extra
