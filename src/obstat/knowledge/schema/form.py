"""Words and dates as the pack writes them, and what every form and every fact has in common."""

from __future__ import annotations

import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field


def _as_text(value: Any) -> Any:
    """YAML reads 2023-02-06 as a date, 2023 as a number and `on` as true; the pack means text."""
    if isinstance(value, (datetime.date, int, float)) and not isinstance(value, bool):
        return str(value)
    return value


Text = Annotated[str, BeforeValidator(_as_text), Field(min_length=1)]
DayText = Annotated[
    str, BeforeValidator(_as_text), Field(pattern=r"^\d{4}(-\d{2}(-\d{2})?)?(/\d{4}(-\d{2}(-\d{2})?)?)?$")
]
Code = Annotated[str, BeforeValidator(_as_text), Field(pattern=r"^[a-z0-9][a-z0-9_-]*$")]
Id = Annotated[str, BeforeValidator(_as_text), Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9.-]*$")]
Jurisdiction = Annotated[str, Field(pattern=r"^[A-Z]{2}(-[A-Z0-9]{1,3})?$")]
Confidence = Literal["high", "medium", "low"]


class Form(BaseModel):
    """Base of all pack forms: an unknown key is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Fact(Form):
    """What every fact carries. `recalled`: no source was found; such a fact has low confidence."""

    confidence: Confidence
    sources: tuple[str, ...] = ()
    published: DayText | None = None
    recalled: bool = False
    note: Text | None = None
