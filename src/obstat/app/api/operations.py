"""What an operation of the API is: its address, parameters, body, answer and examples.

Invariant: the routes, what is read of a request and the OpenAPI document are all made from these values, so that none
of them says what another does not.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from obstat.app.service.served import Service
    from obstat.screening.check import Obstat

Schema = Mapping[str, Any]
JSON = "application/json"
TEXT: Schema = {"type": "string", "minLength": 1, "maxLength": 500}
CODE: Schema = {"type": "string", "minLength": 1, "maxLength": 100}
DAY: Schema = {"type": "string", "format": "date"}
FLAG: Schema = {"type": "boolean"}


def count(most: int, default: int, least: int = 1) -> Schema:
    """The schema of a whole number."""
    return {"type": "integer", "minimum": least, "maximum": most, "default": default}


@dataclass(frozen=True, slots=True)
class Parameter:
    """Something that a request may say. `words` names a vocabulary of the snapshot, whose codes the document lists."""

    name: str
    schema: Schema
    text: str
    many: bool = False
    """It may be given more than once; in a body, as a list."""
    required: bool = False
    words: str | None = None
    called: tuple[str, ...] = ()
    """What people call it elsewhere; not accepted, but answered with its name."""
    blank: bool = False
    """Nothing but blanks is taken for no value, as a form in a browser sends it."""


@dataclass(frozen=True, slots=True)
class Example:
    """A request that can be made as it stands, and the HTTP status that it is answered with."""

    name: str
    path: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, Any] = field(default_factory=dict)
    body: Any = None
    media_type: str = JSON
    status: int = 200
    after: str = ""
    """The operation whose first example is made before, and whose answer's id stands in the path."""


@dataclass(frozen=True, slots=True)
class Besides:
    """Another right answer than the usual one."""

    status: int
    text: str
    returns: Schema | None = None
    """Its JSON; None: it has no body."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A request that has been read: `values` by parameter, of the query or of the body's object; none where the
    operation reads them itself."""

    request: Request
    service: Service
    ob: Obstat
    """What answers, for the whole of the request."""
    values: Mapping[str, Any]

    def facts(self, *names: str) -> dict[str, Any]:
        """Values by name, None for those that are not given."""
        return {name: self.values.get(name) for name in names}


@dataclass(frozen=True, slots=True)
class Operation:
    """One method of one address. `answer` gives the body, or the whole response, to what was read."""

    name: str
    path: str
    summary: str
    answer: Callable[[Asked], Awaitable[Response | bytes]]
    returns: Schema
    """The schema of the answer."""
    method: str = "GET"
    status: int = 200
    """Of the answer; 204: it has no body."""
    text: str = ""
    query: tuple[Parameter, ...] = ()
    body: tuple[Parameter, ...] = ()
    """Members of the JSON object that is the body; empty: no such body."""
    media_types: tuple[str, ...] = ()
    """Of a body that the operation reads itself."""
    content: Schema | None = None
    """Of a JSON body that the operation reads itself, and that may be left out."""
    reads: bool = False
    """The operation reads the query itself, by rules of its own."""
    path_schemas: Mapping[str, Schema] = field(default_factory=dict)
    """Of what stands in the address, where it is another than the ids of records."""
    media_type: str | tuple[str, ...] = JSON
    """Of the answer; several: it comes in each of them."""
    besides: tuple[Besides, ...] = ()
    leads_to: tuple[str, ...] = ()
    """Operations whose address takes the id of the answer."""
    shown: str = ""
    """An answer as an example, where it is no JSON."""
    problems: tuple[int, ...] = ()
    """HTTP statuses of its problems, besides those that its parameters and body can cause."""
    examples: tuple[Example, ...] = ()
    tag: str = "answers"
    tagged: bool = True
    """The answer hangs on the snapshot and the request alone: it has an entity tag, and need not be sent again."""
    kept: bool = False
    """Answers are short, and asked for again: some are kept."""
