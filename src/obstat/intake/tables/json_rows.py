"""Records of JSON: lines of objects, an array of objects, or an object that holds either.

Invariant: nested keys are joined with dots, lists with ``; ``; records stream, and a line that is no object is a fault.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from obstat.intake.tables.encoding import encoding, text_of
from obstat.intake.tables.lines import LONGEST, lines
from obstat.model.errors import SourceError

_WHOLE: Final = 512 << 20
_CHUNK: Final = 1 << 20
_DEEP: Final = 12
_BROKEN: Final = (
    "From this record on the file is no JSON ({told}), so that the rest cannot be read; mend it, and run it again."
)


def signs(head: bytes) -> bool:
    """Whether a file holds objects of JSON, in lines, in an array or in an object."""
    text = text_of(head).lstrip()
    return bool(re.match(r"\{\s*(\"|\})|\[\s*(\{\s*(\"|\})|\])", text))


def records(path: Path) -> Iterator[tuple[int, dict[str, str], str | None]]:
    """Each record: its number (of the line where each has one), its values by dotted key, and its fault."""
    with path.open("rb") as opened:
        head = opened.read(65_536)
    text = text_of(head).lstrip()
    if text.startswith("["):
        yield from _array(path)
        return
    first = text.split("\n", 1)[0].strip()
    try:
        json.loads(first)
        by_line = text.count("\n") > 0
    except ValueError:
        by_line = "\n" not in text and len(head) == 65_536 and False
    except RecursionError:
        by_line = True
    yield from _lines(path) if by_line else _object(path)


def _lines(path: Path) -> Iterator[tuple[int, dict[str, str], str | None]]:
    for row, (line, _) in enumerate(lines(path), 1):
        if not line.strip(" \t\r\n\x1e"):
            continue
        try:
            value = json.loads(line.strip(" \t\r\n\x1e"))
        except (ValueError, RecursionError) as error:
            yield row, {"description": line.strip()[:2_000]}, f"This line is no JSON ({error}); mend it."
            continue
        if isinstance(value, dict):
            yield row, flat(value), None
        else:
            yield (
                row,
                {"description": line.strip()[:2_000]},
                "This line is JSON but no object; write one object a line.",
            )


def _array(path: Path) -> Iterator[tuple[int, dict[str, str], str | None]]:
    with path.open("rb") as opened:
        name = encoding(opened.read(65_536))
    decoder, buffer, row, begun = json.JSONDecoder(), "", 0, False
    with path.open(encoding=name, errors="replace") as stream:
        ended = False
        while True:
            buffer = buffer.lstrip(" \t\r\n,\ufeff" if begun else " \t\r\n\ufeff")
            if not begun and buffer:
                buffer, begun = buffer[1:], True
                continue
            if buffer.startswith("]"):
                return
            try:
                if not buffer:
                    raise ValueError("it ends in the middle")
                value, end = decoder.raw_decode(buffer)
                if end == len(buffer) and not ended and not isinstance(value, (dict, list)):
                    raise ValueError("a number may go on")
            except (ValueError, RecursionError) as error:
                more = "" if ended or isinstance(error, RecursionError) else stream.read(max(_CHUNK, len(buffer)))
                ended = not more
                if not ended and len(buffer) < LONGEST:
                    buffer += more
                    continue
                yield row + 1, {"description": buffer[:2_000]}, _BROKEN.format(told=str(error).rstrip("."))
                return
            row += 1
            buffer = buffer[end:]
            if isinstance(value, dict):
                yield row, flat(value), None
            else:
                yield row, {"description": json.dumps(value, ensure_ascii=False)[:2_000]}, None


def _object(path: Path) -> Iterator[tuple[int, dict[str, str], str | None]]:
    """One object: the list of objects in it, the objects that are its values, or itself."""
    if path.stat().st_size > _WHOLE:
        raise SourceError(
            f"{path.name} is one JSON object of more than {_WHOLE >> 20} MiB; write its records as one object a line."
        )
    with path.open("rb") as opened:
        data = opened.read()
    name = encoding(data[:65_536])
    try:
        value = json.loads(data.decode(name, "replace").replace("\0", ""))
    except (ValueError, RecursionError) as error:
        raise SourceError(f"{path.name} is no JSON ({error}); write it again.") from None
    for row, each in enumerate(_held(value), 1):
        if isinstance(each, dict):
            yield row, flat(each), None
        else:
            yield row, {"description": json.dumps(each, ensure_ascii=False)[:2_000]}, None


def _held(value: dict[str, Any]) -> list[Any]:
    here, depth = value, 0
    while depth < 3:
        lists = [
            each for each in here.values() if isinstance(each, list) and any(isinstance(one, dict) for one in each)
        ]
        if lists and not any(
            isinstance(each, (str, int)) and key.lower() in ("mac", "serial") for key, each in here.items()
        ):
            return max(lists, key=len) if len(lists) == 1 or depth else [one for each in lists for one in each]
        inner = [each for each in here.values() if isinstance(each, dict)]
        if len(inner) > 1 and len(inner) == len(here):
            return list(here.values())
        if len(inner) != 1 or any(not isinstance(each, (dict, type(None), int, str)) for each in here.values()):
            break
        here, depth = inner[0], depth + 1
    return [value]


def flat(value: dict[str, Any]) -> dict[str, str]:
    """The values of an object by dotted key; what repeats under a key is joined with ``; ``."""
    found: dict[str, list[str]] = {}

    def put(key: str, held: Any, depth: int) -> None:
        if isinstance(held, dict) and depth < _DEEP:
            for name, inner in held.items():
                put(f"{key}.{name}" if key else str(name), inner, depth + 1)
        elif isinstance(held, list) and depth < _DEEP:
            for inner in held:
                put(key, inner, depth + 1)
        elif isinstance(held, (dict, list)):
            found.setdefault(key, []).append(json.dumps(held, ensure_ascii=False)[:2_000])
        elif held is not None:
            text = str(held).lower() if isinstance(held, bool) else str(held)
            found.setdefault(key, []).append(text.replace("\0", ""))

    put("", value, 0)
    return {key: "; ".join(dict.fromkeys(values)) for key, values in found.items()}
