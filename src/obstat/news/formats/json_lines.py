"""JSON lines, or one JSON list or object: each object is a story with its text, title, day and address.

Invariant: a line that is no object, or has no text, is a story without text and a note that says which line.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, BinaryIO, Final

from obstat.news.formats.decoding import decoded, plain
from obstat.news.formats.found import Found
from obstat.news.formats.page import day, fragment, story
from obstat.news.imprint import day_in

_KEYS: Final = {
    "text": (
        "text",
        "body",
        "maintext",
        "content",
        "article",
        "content_text",
        "content_html",
        "description",
        "summary",
    ),
    "title": ("title", "headline"),
    "day": (
        "date",
        "published",
        "published_at",
        "publishedAt",
        "date_published",
        "date_publish",
        "pubDate",
        "pub_date",
    ),
    "url": ("url", "link", "canonical_url"),
    "outlet": ("outlet", "source", "publisher", "site", "sitename", "site_name", "source_name", "source_domain"),
}
"""What the fields are called, the more telling first."""
_MARKUP: Final = re.compile(r"</?(?:p|div|br|html|body|span|li|h[1-6])\b[^<>]{0,300}>", re.IGNORECASE)


def is_json(head: bytes) -> bool:
    """Whether a file begins as JSON objects do."""
    return re.match(rb'(?:\xef\xbb\xbf)?\s*(?:\[\s*)?\{\s*"', head) is not None


def stories(opened: BinaryIO) -> Iterator[Found]:
    """The stories of a file, a line at a time where each is an object."""
    first = opened.readline()
    while first and not first.strip(b"\xef\xbb\xbf \t\r\n"):
        first = opened.readline()
    try:
        whole = not isinstance(json.loads(first.decode("utf-8-sig", "replace")), dict)
    except (ValueError, RecursionError):
        whole = True
    if not whole:
        yield _of_line(first, 1)
        for number, line in enumerate(opened, 2):
            if line.strip():
                yield _of_line(line, number)
        return
    opened.seek(0)
    text, notes = decoded(opened.read())
    try:
        read = json.loads(text)
    except (ValueError, RecursionError):
        opened.seek(0)
        yield from (_of_line(line, number) for number, line in enumerate(opened, 1) if line.strip())
        return
    listed = read if isinstance(read, list) else _listed(read)
    for number, given in enumerate(listed, 1):
        yield _of_object(given, f"Entry {number}", str(number) if len(listed) > 1 else None, notes)


def _listed(read: dict[str, Any]) -> list[Any]:
    """The stories of an object: its own, or those it lists."""
    if not any(isinstance(read.get(key), str) for key in ("text", "body", "content", "maintext")):
        for key in ("items", "articles", "stories", "documents", "results", "entries"):
            if isinstance(read.get(key), list):
                return list(read[key])
    return [read]


def _of_line(line: bytes, number: int) -> Found:
    text, notes = decoded(line)
    try:
        given = json.loads(text)
    except (ValueError, RecursionError):
        return Found("", notes=(f"Line {number} is no JSON; write one object a line.",), part=str(number))
    return _of_object(given, f"Line {number}", str(number), notes)


def _of_object(given: Any, where: str, part: str | None, notes: tuple[str, ...]) -> Found:
    if not isinstance(given, dict):
        return Found("", notes=(f"{where} is no JSON object; give each story as one with a text.",), part=part)
    body = _string(given, "text") or ""
    marked = len(_MARKUP.findall(body[:20_000])) > 1
    if marked:
        body = story(body).body if "<html" in body[:2000].lower() else fragment(body)
    title, said = _string(given, "title"), _string(given, "day")
    published = (day(said) or day_in(said)) if said else None
    told = list(notes)
    if not body.strip():
        told.append(f"{where} has no text; give it under 'text'.")
    if said and published is None:
        told.append(f"The date '{said[:40]}' cannot be read; write it as 2018-01-30.")
    return Found(
        plain(body),
        title=" ".join(plain(title).split()) or None if title else None,
        outlet=_string(given, "outlet"),
        published=published,
        url=_string(given, "url"),
        notes=tuple(told),
        part=part,
    )


def _string(given: dict[str, Any], what: str) -> str | None:
    for key in _KEYS[what]:
        value = given.get(key)
        if isinstance(value, dict):
            value = value.get("name") or value.get("title")
        if isinstance(value, list) and what == "text" and all(isinstance(one, str) for one in value):
            value = "\n\n".join(value)
        if isinstance(value, str) and value.strip():
            return value if what == "text" else plain(value).strip()
    return None
