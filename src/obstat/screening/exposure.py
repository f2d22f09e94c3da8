"""What the restricted rows of an inventory come to, by party, rule and the day on which the rule's effect began.

Invariant: a row counts once under each rule that reaches it; what cannot be read as a number is counted, not guessed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from obstat.model.errors import InvalidValue
from obstat.model.screened import Sum
from obstat.screening.check import Obstat

if TYPE_CHECKING:
    import polars


def columns(roles: Mapping[str, str], role: str) -> list[str]:
    """The columns of a role, one of each sheet, or the one named so. Raises `InvalidValue` when there is none."""
    found = [name for name, given in roles.items() if given == role] or [name for name in roles if name == role]
    if not found:
        raise InvalidValue(f"No column is known to hold {role}; say which with --column COLUMN={role}.")
    return found


class Exposure:
    """Sums of what rows come to, block by block."""

    def __init__(self, ob: Obstat, amounts: Sequence[str], *, typed: bool = False) -> None:
        """`amounts` are the columns that are summed, of a row the first that holds anything; `typed` as for
        `amount`."""
        self._ob, self._amounts, self._typed = ob, amounts, typed
        self._found: dict[tuple[str, str, str, str], tuple[int, Decimal, int]] = {}

    def add(self, block: polars.DataFrame) -> None:
        """Add the rows of an answered block."""
        restricted = block.filter(block["obstat_findings"].list.len() > 0)
        for *values, findings in restricted.select(*self._amounts, "obstat_findings").iter_rows():
            value = next((one for one in values if one not in (None, "")), None)
            read = amount(value, typed=self._typed)
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


_DIGITS = re.compile(r"\d[\d.,'\u2019\u00a0\u202f ]*|[.,]\d+")
_MINUS_BEFORE = re.compile(r"[-\u2212]\W*[^\W\d_]{0,4}\W*$")
_MINUS_BEHIND = re.compile(r"\s*[-\u2212](?!\s*\w)")
_BRACKETS = re.compile(r"\(\W*[^\W\d_]{0,4}\W*$"), re.compile(r"\W*[^\W\d_]{0,4}\W*\)")
_PLAIN = re.compile(r"[-+]?\d+(?:\.\d+)?(?:[eE][-+]?\d{1,3})?")
TYPED = ("parquet", "json", "workbook")
"""Formats that know numbers; these come as programs write them, with a point."""


def amount(value: object, *, typed: bool = False) -> Decimal | None:
    """A number as people write it: ``1,234.50``, ``1.234,50``, ``€ 1 234``, ``(12,00)`` and ``12,00-`` for less than
    nothing; None for anything else. With `typed` it may be one as programs write it: ``12.345``.

    A point or comma before three digits sets thousands apart, unless no digits that could be grouped stand before it.
    """
    text = str(value).strip() if value is not None else ""
    if typed and _PLAIN.fullmatch(text):
        return Decimal(text)
    match = _DIGITS.search(text)
    if match is None:
        return None
    before, behind = text[: match.start()], text[match.end() :]
    swiss = match[0].rstrip().endswith((".", ","))  # 5.- is five francs
    less = bool(_MINUS_BEFORE.search(before)) or (not swiss and bool(_MINUS_BEHIND.match(behind)))
    less |= bool(_BRACKETS[0].search(before) and _BRACKETS[1].match(behind))
    read = Decimal(_with_point(re.sub(r"[\s'\u2019\u00a0\u202f]", "", match[0]).rstrip(".,")))
    return -read if less else read


def _with_point(digits: str) -> str:
    """Digits with points and commas, without those that set thousands apart."""
    last = max(digits.rfind(","), digits.rfind("."))
    if last < 0:
        return digits
    mark, whole, part = digits[last], re.sub(r"[.,]", "", digits[:last]), digits[last + 1 :]
    once = digits.count(mark) == 1
    alone = once and len(whole) == last
    grouped = len(part) == 3 and (not once or (alone and 0 < len(whole) <= 3 and whole.strip("0") != ""))
    return whole + part if grouped else f"{whole or '0'}.{part}"
