"""What the tools take: typed, described for models, and read with a sentence for what does not fit.

Invariant: nothing that was given is passed over; an argument that is not known is an error that names the nearest.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from obstat.model.errors import InvalidValue, UnknownCode

if TYPE_CHECKING:
    from obstat.app.mcp.tools import Reach

MOST_ROWS = 1_000
"""Rows that may be given with a request."""
MOST_IDENTIFIERS = 100

Identifiers = str | Annotated[list[str], Field(max_length=MOST_IDENTIFIERS)] | None
Value = str | int | float | bool | None
Row = str | dict[str, Value]
ONLY_LOCAL = "only_local"
"""Marks a field that a server on standard input and output takes alone: there it is the user's own machine."""
Given = TypeVar("Given", bound="Arguments")


class Arguments(BaseModel):
    """What one tool takes."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Question(Arguments):
    """What is asked, beside the thing it is asked about."""

    activity: str | None = Field(None, description="What is to be done (default: sell).")
    actor: str | None = Field(None, description="Who does it; left out: whoever ordinarily does.")
    jurisdiction: str | None = Field(
        None, description="Where: ISO 3166 code such as US, DE or US-TX, or EU (default: US)."
    )
    on: str | None = Field(None, description="The day asked about, YYYY-MM-DD (default: today).")
    as_known: str | None = Field(None, description="Use only facts published by this day, YYYY-MM-DD.")
    purpose: str | None = Field(None, description="What it is for; other_purpose for none of the named ones.")
    made_in: str | None = Field(None, description="Country of production, ISO 3166.")
    equipment: str | None = Field(None, description="Class of equipment, such as router_consumer.")
    device_status: str | None = Field(None, description="Whether it is new, authorised earlier, in use, ...")
    subject_to_ear: Literal["yes", "no"] | None = Field(
        None, description="Is the item subject to the US export regulations?"
    )
    exemption: str | None = Field(None, description="An exemption that the asker claims.")


class Check(Question):
    text: str = Field("", description="A company, product or model, as people write it; empty where identifiers say.")
    mac: Identifiers = Field(None, description="MAC addresses of its interfaces.")
    imei: Identifiers = Field(None, description="IMEI, IMEISV or type allocation code.")
    fcc_id: Identifiers = Field(None, description="FCC ID.")
    oid: Identifiers = Field(None, description="SNMP sysObjectID.")
    usb: Identifiers = Field(None, description="USB id, vendor:product.")
    pci: Identifiers = Field(None, description="PCI id, vendor:device.")
    bluetooth: Identifiers = Field(None, description="Bluetooth company number.")
    model: Identifiers = Field(None, description="Model as on the label.")


class Resolve(Arguments):
    name: str = Field(description="The name of a company or product, in any script.")
    limit: int = Field(5, ge=1, le=100, description="Candidates at most.")
    country: str | None = Field(None, description="Where the firm is, ISO 3166.")
    website: str | None = Field(None, description="The firm's website or e-mail domain.")
    address: str | None = Field(None, description="The firm's address.")
    equipment: str | None = Field(None, description="What the firm makes, a class of equipment.")
    explain: bool = Field(False, description="Show how the name was laid beside ours, word by word.")


class Screen(Question):
    rows: list[Row] | None = Field(
        None,
        max_length=MOST_ROWS,
        description="The things: each a text, or an object of columns as in a table (vendor, model, mac, ...).",
    )
    path: str | None = Field(
        None,
        description="A file instead of rows: a table, a scan, a list of leases, a bill of materials, ...",
        json_schema_extra={ONLY_LOCAL: True},
    )
    columns: dict[str, str] | None = Field(
        None, description="What a column is, where its name does not tell: {'Lieferant': 'name'}."
    )
    detail: Literal["none", "short", "full"] = Field(
        "short", description="Of each row: nothing, what stands beside it in a table, or the whole verdict of check."
    )
    limit: int = Field(200, ge=0, le=MOST_ROWS, description="Rows whose answers are given, at most.")
    offset: int = Field(0, ge=0, description="Rows to pass over before the first that is given.")


class Timeline(Arguments):
    name: str = Field(description="A company or product.")
    jurisdiction: str | None = Field(None, description="Only events of this jurisdiction, ISO 3166 or EU.")


class Ties(Arguments):
    party: str = Field(description="A company, by name or id.")
    on: str | None = Field(None, description="The day asked about, YYYY-MM-DD (default: today).")
    test: str | None = Field(
        None,
        description="Also tell who is reached under this test: aggregate-50, single-50, product-50 (and other "
        "percentages), control-chain, affiliate.",
    )
    depth: int = Field(3, ge=1, le=50, description="Ties away from the party.")


class News(Arguments):
    text: str | None = Field(None, description="The story: text, or a page of HTML.")
    path: str | None = Field(
        None,
        description="A file instead of the text: text, HTML, PDF or a feed.",
        json_schema_extra={ONLY_LOCAL: True},
    )


def read(kind: type[Given], given: dict[str, Any], reach: Reach) -> Given:
    """The arguments of a call. Raises `InvalidValue` with a sentence on the first that does not fit."""
    known = names(kind, reach)
    for name in given:
        if name not in known:
            raise UnknownCode("argument", name, known)
    try:
        return kind.model_validate(given)
    except ValidationError as error:
        raise InvalidValue(_sentence(kind, error)) from None


def names(kind: type[Arguments], reach: Reach) -> list[str]:
    """What a tool takes, as far as it may be used."""
    return [name for name, field in kind.model_fields.items() if reach.files or not only_local(field.json_schema_extra)]


def only_local(extra: Any) -> bool:
    """Whether a field is for a server on the user's own machine alone."""
    return isinstance(extra, dict) and bool(extra.get(ONLY_LOCAL))


def file(path: str) -> Path:
    """A file or folder that was named. Raises `InvalidValue` where there is none."""
    found = Path(path).expanduser()
    if path == "-" or not path or "\0" in path or not found.exists():
        raise InvalidValue(f"There is no file {path!r} on the machine of this server; check the name.")
    return found


def _sentence(kind: type[Arguments], error: ValidationError) -> str:
    first = error.errors(include_url=False, include_context=True, include_input=False)[0]
    name = str(first["loc"][0]) if first["loc"] else ""
    field = kind.model_fields.get(name)
    wanted = (field.description or "") if field else ""
    if first["type"] == "missing":
        return f"The argument '{name}' is missing; give it: {wanted}"
    if first["type"] == "too_long" and name == "rows":
        return f"More than {MOST_ROWS:,} rows were given; give fewer at once, or have a file screened."
    what = first["msg"][0].lower() + first["msg"][1:]
    return f"The argument '{name}' cannot be used ({what}); it is: {wanted}"
