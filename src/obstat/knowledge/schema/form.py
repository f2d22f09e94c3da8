"""Words and dates as the pack writes them, and what every form and every fact has in common."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from obstat.model.dates import Day


def _as_text(value: Any) -> Any:
    """YAML reads 2023 as a number; the pack means text."""
    return str(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else value


def _of_the_calendar(text: str) -> str:
    return Day.parse(text).text


# A `Field` stands before the validator, so that its bound reaches the JSON Schema.
Text = Annotated[str, Field(min_length=1), BeforeValidator(_as_text)]
DayText = Annotated[
    str,
    Field(pattern=r"^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?(/[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?)?$"),
    BeforeValidator(_as_text),
    AfterValidator(_of_the_calendar),
]
Code = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]*$"), BeforeValidator(_as_text)]
Id = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9.-]*$"), BeforeValidator(_as_text)]
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
