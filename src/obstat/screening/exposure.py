"""What the restricted rows of an inventory come to, by party, rule and the day on which the rule's effect began.

Invariant: a row counts once under each rule that reaches it; what cannot be read as a number is counted, not guessed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from obstat.model.errors import InvalidValue
from obstat.model.screened import Sum
from obstat.screening.check import Obstat

if TYPE_CHECKING:
    import polars


def column(roles: Mapping[str, str], role: str) -> str:
    """The column of a role, or named so. Raises `InvalidValue` when there is none."""
    found = [name for name, given in roles.items() if given == role] or [name for name in roles if name == role]
    if not found:
        raise InvalidValue(f"No column is known to hold {role}; say which with --column COLUMN={role}.")
    return found[0]


class Exposure:
    """Sums of one column, block by block."""

    def __init__(self, ob: Obstat, amounts: str) -> None:
        """`amounts` is the column that is summed."""
        self._ob, self._amounts = ob, amounts
        self._found: dict[tuple[str, str, str, str], tuple[int, Decimal, int]] = {}

    def add(self, block: polars.DataFrame) -> None:
        """Add the rows of an answered block."""
        restricted = block.filter(block["obstat_findings"].list.len() > 0)
        for value, findings in restricted.select(self._amounts, "obstat_findings").iter_rows():
            read = amount(value)
            for told in findings:
                rule, status, _, party, since, _ = told.split(" ")
                rows, total, without = self._found.get((party, rule, status, since), (0, Decimal(0), 0))
                added = (rows + 1, total, without + 1) if read is None else (rows + 1, total + read, without)
                self._found[party, rule, status, since] = added

    def sums(self) -> tuple[Sum, ...]:
        """The sums, the largest first."""
        rules, parties = self._ob.snapshot.rules, self._ob.snapshot.parties
        sums = [
            Sum(party, parties[party].name if party in parties else "", rule, rules[rule].title, status,
                None if since == "-" else since, rows, float(total), without)
            for (party, rule, status, since), (rows, total, without) in self._found.items()
        ]  # fmt: skip
        return tuple(sorted(sums, key=lambda one: (-one.total, one.name, one.rule)))


_NUMBER = re.compile(r"-?\d[\d.,'\u00a0\u202f ]*")


def amount(value: object) -> Decimal | None:
    """A number as people write it: ``1,234.50``, ``1.234,50``, ``€ 1 234``; None for anything else."""
    match = _NUMBER.search(str(value)) if value is not None else None
    if match is None:
        return None
    digits = re.sub(r"[\s'\u00a0\u202f]", "", match[0]).rstrip(".,")
    last = max(digits.rfind(","), digits.rfind("."))
    if last >= 0:
        mark, after = digits[last], len(digits) - last - 1
        alone = digits.count(mark) == 1 and not (set(digits) & {",", "."}) - {mark}
        decimal = after != 3 or (not alone and digits.count(mark) == 1)
        whole = re.sub(r"[.,]", "", digits[:last])
        digits = f"{whole}.{digits[last + 1 :]}" if decimal else whole + digits[last + 1 :]
    try:
        return Decimal(digits)
    except InvalidOperation:
        return None
