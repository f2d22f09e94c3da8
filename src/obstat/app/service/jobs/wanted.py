"""What a client asks about an upload: the question, the columns, the form of the result.

Invariant: a field that is not known, or given twice, is an error that names what there is, never left out in silence.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from obstat.app.service.jobs.columns import roles
from obstat.app.service.jobs.results import AGAIN, FORMS
from obstat.model.errors import InvalidValue, UnknownCode

QUESTION = (
    "activity",
    "actor",
    "jurisdiction",
    "on",
    "as_known",
    "purpose",
    "made_in",
    "equipment",
    "device_status",
    "subject_to_ear",
    "exemption",
)
"""Fields that say what is asked of every row, by the keywords of `Obstat.check`."""
_DEFAULTS = {"activity": "sell", "jurisdiction": "US"}
_OWN = ("format", "input_format", "column", "hold", "exposure", "since")
LONGEST = 500
"""Characters of the name of a column that is summed."""
_BESIDE_SINCE = ("since", "on", "format")
_YES = {"yes": True, "true": True, "1": True, "on": True, "no": False, "false": False, "0": False, "": False}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked. `hold`: the columns are to be looked at before it runs."""

    asked: Mapping[str, str]
    form: str = "csv"
    input_format: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    hold: bool = False
    exposure: str | None = None
    """The role of the column that is summed."""
    since: str | None = None
    """The snapshot that a result came from, which is to be screened again."""

    @classmethod
    def of(cls, fields: Iterable[tuple[str, str]], ignored: Collection[str] = ()) -> Wanted:
        """What fields say. Raises `InvalidValue`."""
        given: dict[str, str] = {}
        columns: dict[str, str] = {}
        for name, value in fields:
            name = "jurisdiction" if name == "in" else name
            if name in ignored:
                continue
            if name not in QUESTION and name not in _OWN:
                raise UnknownCode("field", name, (*QUESTION, *_OWN, "file"))
            if name == "column":
                header, role = said(value)
                columns[header] = role
                continue
            if not value.strip():
                continue
            if given.get(name, value) != value:
                raise InvalidValue(f"'{name}' is given twice, as '{given[name]}' and '{value}'; give it once.")
            given[name] = value
        form = given.get("format", "csv").lower().lstrip(".")
        if form not in FORMS:
            raise UnknownCode("form of a result", form, FORMS)
        hold = _YES.get(given.get("hold", "").lower())
        if hold is None:
            raise InvalidValue(f"'{given['hold']}' does not say whether to hold the job; give yes or no.")
        if (kind := given.get("input_format")) is not None:
            from obstat.intake.registry import format_

            format_(kind)
        if len(given.get("exposure", "")) > LONGEST:
            raise InvalidValue(
                f"'exposure' has more than {LONGEST} characters; give a role such as spend, or a column."
            )
        if (since := given.get("since")) is not None:
            _alone(given, columns, form, hold=hold)
            return cls({"on": given["on"]} if "on" in given else {}, form, since=since)
        asked = {name: given.get(name) or _DEFAULTS.get(name) for name in QUESTION}
        return cls(
            {name: value for name, value in asked.items() if value}, form, kind, columns, hold, given.get("exposure")
        )


def _alone(given: Mapping[str, str], columns: Collection[str], form: str, *, hold: bool) -> None:
    """Raise `InvalidValue` for what cannot be said beside ``since``."""
    others = [name for name in given if name not in _BESIDE_SINCE and (name != "hold" or hold)]
    if others or columns:
        raise InvalidValue(
            f"With 'since' the questions are those of the file; leave '{(*others, 'column')[0]}' out, and give 'on' "
            "alone beside it."
        )
    if form not in AGAIN:
        raise InvalidValue(f"With 'since' the result is written as {' or '.join(AGAIN)}; give one of them as 'format'.")


def said(column: str) -> tuple[str, str]:
    """A column and its role, of ``COLUMN=ROLE``."""
    name, equals, role = column.rpartition("=")
    if not equals or not name or not role:
        raise InvalidValue(f"Say what the column '{column}' is, as '{column}=name'.")
    return name, _role(role)


def corrected(given: Mapping[str, Any], columns: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """Roles by header, as a person gives them. Raises `UnknownCode` for a column or role there is none of."""
    known = [str(column["column"]) for column in columns]
    numbered = {f"column {column['number']}" for column in columns}
    found = {}
    for header, role in given.items():
        if header not in known and header.casefold() not in numbered:
            raise UnknownCode("column", header, known)
        found[header] = _role(role if isinstance(role, str) and role else "-")
    return found


def _role(role: str) -> str:
    if role not in roles():
        raise UnknownCode("role of a column", role, roles())
    return role
