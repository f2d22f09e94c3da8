"""RSS and Atom feeds: each entry is a story with its own title, day and address.

Invariant: nothing is fetched; an entry without text is given with what it has.
"""

from __future__ import annotations

import datetime
import io
from collections.abc import Iterator
from typing import Any

from obstat.model.errors import SourceError
from obstat.news.extra import needed
from obstat.news.formats.decoding import shown
from obstat.news.formats.found import Found
from obstat.news.formats.page import fragment


def feed(data: bytes, name: str) -> Iterator[Found]:
    """The entries of a feed, in its order. Raises `SourceError` and `MissingExtra`."""
    feedparser = needed("feedparser")
    try:
        read: Any = feedparser.parse(io.BytesIO(data), resolve_relative_uris=False)
    except Exception:  # the library raises many kinds for damaged feeds
        raise SourceError(f"{name} is a feed that cannot be read; save it anew.") from None
    if not read.entries:
        fault = "cannot be read" if read.bozo else "holds no entry"
        raise SourceError(f"{name} is a feed that {fault}; save it anew.")
    outlet = _line(read.feed.get("title"))
    damaged = ("The feed is damaged; entries after the damage may be missing.",) if _broken(read) else ()
    for number, entry in enumerate(read.entries, 1):
        contents = [fragment(one.get("value") or "") for one in entry.get("content") or ()]
        body = max([*contents, fragment(entry.get("summary") or "")], key=len)
        moment = entry.get("published_parsed") or entry.get("updated_parsed")
        yield Found(
            body,
            title=_line(entry.get("title")),
            outlet=_line((entry.get("source") or {}).get("title")) or outlet,
            published=_day(moment),
            url=entry.get("link") or None,
            notes=(*damaged, *(() if body else ("The feed gives the headline of the story only.",))),
            part=str(number),
        )


def _broken(read: Any) -> bool:
    feedparser = needed("feedparser")
    mild = (feedparser.CharacterEncodingOverride, feedparser.NonXMLContentType)
    return bool(read.bozo) and not isinstance(read.get("bozo_exception"), mild)


def _line(markup: str | None) -> str | None:
    return " ".join(shown(fragment(markup)).split()) or None if markup else None


def _day(moment: Any) -> datetime.date | None:
    try:
        return datetime.date(*moment[:3]) if moment else None
    except (TypeError, ValueError):
        return None
