"""Requests, read strictly: what is not known, not of its type or said twice is refused with a sentence.

Invariant: nothing of a request is left out in silence, and no more of a body than its limit is held.
"""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import AsyncIterator, Iterable, Mapping
from typing import Any
from urllib.parse import parse_qsl

from starlette.requests import Request

from obstat.app.api.operations import JSON, Parameter
from obstat.app.service.problems import Problem
from obstat.model.errors import nearest

_DEEPEST = 32
_MOST_FIELDS = 200
_WHOLE = re.compile(r"-?[0-9]{1,9}")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_HALF = re.compile("[\ud800-\udfff]")
_KINDS = {
    str: "text",
    bool: "true or false",
    int: "a whole number",
    float: "a number",
    list: "a list",
    dict: "an object",
}


def query(raw: bytes, parameters: tuple[Parameter, ...]) -> dict[str, Any]:
    """The values of a query string."""
    try:
        pairs = parse_qsl(
            raw.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=_MOST_FIELDS, separator="&"
        )
    except UnicodeDecodeError:
        raise Problem(400, "The query is not UTF-8; percent-encode its characters as UTF-8.") from None
    except ValueError:
        raise Problem(400, f"The query has more than {_MOST_FIELDS} fields; ask in several requests.") from None
    given: dict[str, list[str]] = {}
    for name, value in pairs:
        given.setdefault(name, []).append(value)
    known = _known(given, parameters)
    found: dict[str, Any] = {}
    for name, texts in given.items():
        parameter = known[name]
        if len(texts) > 1 and not parameter.many:
            raise Problem(422, f"'{name}' is given {len(texts)} times; give it once.", code="invalid_value")
        values = [_typed(parameter, _of_text(parameter, text)) for text in texts]
        found[name] = values if parameter.many else values[0]
    return _complete(found, parameters)


async def body(request: Request, parameters: tuple[Parameter, ...], limit: int) -> dict[str, Any]:
    """The values of a body that is a JSON object; null stands for a value that is not given."""
    media_type(request, (JSON,))
    return members(json_object(b"".join([piece async for piece in pieces(request, limit)])), parameters)


def members(told: Mapping[str, Any], parameters: tuple[Parameter, ...]) -> dict[str, Any]:
    """The values of an object that was read."""
    known = _known(told, parameters)
    found: dict[str, Any] = {}
    for name, value in told.items():
        parameter = known[name]
        if value is None:
            continue
        if parameter.many:
            found[name] = [_typed(parameter, one) for one in (value if isinstance(value, list) else [value])]
        else:
            found[name] = _typed(parameter, value)
    return _complete(found, parameters)


def media_type(request: Request, accepted: Iterable[str]) -> str:
    """The media type of a body, without parameters."""
    given = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    accepted = tuple(accepted)
    if given not in accepted:
        said = f"'{given}' is no media type that is read here" if given else "The request has no Content-Type"
        raise Problem(415, f"{said}; send {' or '.join(accepted)}.", headers={"Accept": ", ".join(accepted)})
    if request.headers.get("content-encoding", "identity").lower() != "identity":
        raise Problem(415, "A body must not be compressed here; send it without Content-Encoding.")
    return given


async def pieces(request: Request, limit: int) -> AsyncIterator[bytes]:
    """The bytes of a body as they come, refused beyond the limit, unread where their count is told."""
    too_long = Problem(413, f"The body is longer than {limit:,} bytes; send less.")
    told = request.headers.get("content-length", "")
    if told.isdigit() and int(told) > limit:
        raise too_long
    held = 0
    async for piece in request.stream():
        held += len(piece)
        if held > limit:
            raise too_long
        if piece:
            yield piece
    if not held:
        raise Problem(400, "The body is empty; send what is to be read.")


def json_object(data: bytes) -> dict[str, Any]:
    """A JSON object, refused where readers could differ about it."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Problem(400, f"The body is not UTF-8 (byte {error.start}); send JSON in UTF-8.") from None
    if not text.strip():
        raise Problem(400, "The body is empty; send what is to be read.")
    if _deep(text):
        raise Problem(400, f"The JSON is nested deeper than {_DEEPEST} levels; send a plain object.")
    try:
        told = json.loads(text, object_pairs_hook=_once, parse_constant=_no_constant, parse_int=_short_number)
    except json.JSONDecodeError as error:
        raise Problem(
            400, f"The body is not JSON (line {error.lineno}, column {error.colno}: {error.msg}); mend it there."
        ) from None
    if not isinstance(told, dict):
        raise Problem(422, f'The body is {_kind(told)}; send an object such as {{"text": "Huawei P30"}}.')
    return told


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    told = dict(pairs)
    if len(told) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise Problem(400, f"The JSON has the key '{_shown(twice)}' twice; give each key once.")
    return told


def _no_constant(name: str) -> Any:
    raise Problem(400, f"{name} is no JSON; leave it out, or send a number.")


def _short_number(digits: str) -> int:
    if len(digits) > 20:
        raise Problem(400, "The JSON has a number of more than 20 digits; send it as text.")
    return int(digits)


def _deep(text: str) -> bool:
    """Whether brackets outside of strings stand too deep; said before the parser recurses into them."""
    if text.count("[") + text.count("{") <= _DEEPEST:
        return False
    depth = 0
    for mark in re.findall(r'"(?:[^"\\]|\\.)*"|[\[\]{}]', text, re.DOTALL):
        depth += {"[": 1, "{": 1, "]": -1, "}": -1}.get(mark, 0)
        if depth > _DEEPEST:
            return True
    return False


def _known(given: Iterable[str], parameters: tuple[Parameter, ...]) -> dict[str, Parameter]:
    known = {parameter.name: parameter for parameter in parameters}
    for name in given:
        if name not in known:
            raise Problem(422, _unknown(name, parameters), code="unknown_parameter")
    return known


def _unknown(name: str, parameters: tuple[Parameter, ...]) -> str:
    shown = _shown(name)
    if not parameters:
        return f"'{shown}' is no parameter here, and there is none; leave it out."
    plain = name.lower().lstrip("-").replace("-", "_")
    for parameter in parameters:
        if plain == parameter.name or plain in parameter.called:
            return f"'{shown}' is not a parameter here; it is called '{parameter.name}'."
    near = ", ".join(nearest(plain[:100], [parameter.name for parameter in parameters])[:3])
    return f"'{shown}' is not a parameter here; the nearest are: {near}."


def _complete(found: dict[str, Any], parameters: tuple[Parameter, ...]) -> dict[str, Any]:
    for parameter in parameters:
        if parameter.required and parameter.name not in found:
            raise Problem(422, f"'{parameter.name}' is missing; give {parameter.text[0].lower()}{parameter.text[1:]}")
        if "default" in parameter.schema:
            found.setdefault(parameter.name, parameter.schema["default"])
    return found


def _of_text(parameter: Parameter, text: str) -> Any:
    """A value of a query in its type, where it can be read as one."""
    match parameter.schema["type"]:
        case "integer":
            return int(text) if _WHOLE.fullmatch(text) else text
        case "boolean":
            return {"true": True, "false": False}.get(text, text)
    return text


def _typed(parameter: Parameter, value: Any) -> Any:
    """The value, when it is what the parameter's schema says."""
    schema, name = parameter.schema, parameter.name
    wanted = {"string": str, "integer": int, "boolean": bool}[schema["type"]]
    if wanted is int and isinstance(value, float) and value.is_integer():
        value = int(value)  # JSON has one kind of number
    if type(value) is not wanted:
        raise _wrong(f"'{name}' is {_kind(value)}; give {_KINDS[wanted]}.")
    if isinstance(value, str):
        _fitting(name, schema, value)
    elif wanted is int and not schema["minimum"] <= value <= schema["maximum"]:
        raise _wrong(f"'{name}' is {value}; give a number from {schema['minimum']} to {schema['maximum']}.")
    return value


def _fitting(name: str, schema: Mapping[str, Any], text: str) -> None:
    if _HALF.search(text):
        raise _wrong(f"'{name}' holds half of a pair of surrogates; send whole characters.")
    if "\0" in text:
        raise _wrong(f"'{name}' holds a NUL; leave it out.")
    if len(text) < schema.get("minLength", 0):
        raise _wrong(f"'{name}' is empty; give a value, or leave it out.")
    if len(text) > schema.get("maxLength", len(text)):
        raise _wrong(f"'{name}' has {len(text):,} characters; give at most {schema['maxLength']}.")
    if "enum" in schema and text not in schema["enum"]:
        raise _wrong(f"'{name}' is '{_shown(text)}'; give one of: {', '.join(schema['enum'])}.")
    if "pattern" in schema and not re.search(schema["pattern"], text):
        raise _wrong(f"'{name}' is '{_shown(text)}'; give {schema['description']}.")
    if schema.get("format") == "date" and not _is_day(text):
        raise _wrong(f"'{name}' is '{_shown(text)}'; give a day as YYYY-MM-DD.")


def _is_day(text: str) -> bool:
    try:
        return bool(_DAY.fullmatch(text) and datetime.date.fromisoformat(text))
    except ValueError:
        return False


def _wrong(sentence: str) -> Problem:
    return Problem(422, sentence, code="invalid_value")


def _kind(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, str):
        return f"'{_shown(value)}'" if len(value) <= 40 else "text"
    return _KINDS[type(value)]


def _shown(text: str) -> str:
    """A text of others, short and writable."""
    whole = text.encode("utf-8", "replace").decode("utf-8")
    return whole if len(whole) <= 60 else f"{whole[:57]}..."
