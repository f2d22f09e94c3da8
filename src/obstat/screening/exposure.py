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


def sums(ob: Obstat, frame: polars.DataFrame, amounts: str) -> tuple[Sum, ...]:
    """The sums of the column `amounts` of a screened table, the largest first."""
    found: dict[tuple[str, str, str, str], list[Decimal | None]] = {}
    for value, findings in zip(frame[amounts].to_list(), frame["obstat_findings"].to_list(), strict=True):
        for told in findings:
            rule, status, _, party, since, _ = told.split(" ")
            found.setdefault((party, rule, status, since), []).append(amount(value))
    rules, parties = ob.snapshot.rules, ob.snapshot.parties
    rows = [
        Sum(party, parties[party].name if party in parties else "", rule, rules[rule].title, status,
            None if since == "-" else since, len(values), float(sum(v for v in values if v is not None)),
            values.count(None))
        for (party, rule, status, since), values in found.items()
    ]  # fmt: skip
    return tuple(sorted(rows, key=lambda one: (-one.total, one.name, one.rule)))


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
