"""The seven statuses and their algebra.

Invariant: severity is a total order, so ``|`` (the more severe of two) is associative, commutative and
idempotent, and `NO_RECORD` is its neutral element.
"""

from __future__ import annotations

import enum
import functools
from collections.abc import Iterable


class Status(enum.IntEnum):
    """What stands in the way, least severe first so that the greater value is the more severe."""

    NO_RECORD = 0
    NOT_RESTRICTED = 1
    ADVISORY = 2
    CONDITIONAL = 3
    UNDECIDED = 4
    LICENCE_REQUIRED = 5
    PROHIBITED = 6

    @property
    def code(self) -> str:
        """The code used in JSON, YAML and the documentation."""
        return self.name.lower()

    @property
    def exit_code(self) -> int:
        """Process exit code of a command that answers with this status."""
        if self >= Status.LICENCE_REQUIRED:
            return 3
        return 4 if self in (Status.UNDECIDED, Status.CONDITIONAL) else 0

    def __or__(self, other: int) -> Status:
        return max(self, Status(other))

    @classmethod
    def parse(cls, code: str) -> Status:
        """The status with this code. Raises `KeyError` for an unknown one."""
        return cls[code.upper()]


def fold(statuses: Iterable[Status]) -> Status:
    """The most severe of `statuses`; `NO_RECORD` when there is none."""
    return functools.reduce(Status.__or__, statuses, Status.NO_RECORD)
