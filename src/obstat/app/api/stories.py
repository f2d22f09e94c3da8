"""What a story claims."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

from obstat.app.api import reading
from obstat.app.api.operations import DAY, JSON, Asked, Example, Operation, Parameter
from obstat.app.api.shapes import open_object
from obstat.app.api.slow import aside
from obstat.app.service.problems import Problem
from obstat.model.errors import SourceError
from obstat.screening.check import Obstat

_LINE = {"type": "string", "minLength": 1, "maxLength": 2000}
STORY = (
    Parameter("text", {"type": "string", "minLength": 1, "pattern": r"\S", "description": "text"}, "The story.",
              required=True),
    Parameter("outlet", _LINE, "Who tells it; not given: what the text says of itself."),
    Parameter("published", DAY, "The day on which it appeared; not given: what the text says."),
    Parameter("title", _LINE, "Its headline."),
    Parameter("url", _LINE, "Where it stands."),
)  # fmt: skip
MEDIA_TYPES = (
    JSON,
    "text/plain",
    "text/html",
    "application/xhtml+xml",
    "application/pdf",
    "application/rss+xml",
    "application/atom+xml",
    "message/rfc822",
)
_NAME = {
    "type": "string",
    "pattern": r"^[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}$",
    "description": "letters, digits, '.', '_' and '-', at most 100",
    "default": "story",
}


async def news(asked: Asked) -> bytes:
    """The claims of a story, as ``obstat news FILE --format json`` prints them for a file of that name."""
    limit = asked.service.configuration.limits.story
    kind = reading.media_type(asked.request, MEDIA_TYPES)
    with tempfile.TemporaryDirectory(prefix="obstat-story-") as folder:
        path = Path(folder) / asked.values["name"]
        with path.open("wb") as file:
            async for piece in reading.pieces(asked.request, limit):
                file.write(piece)
        if kind == JSON:
            told = reading.members(reading.json_object(path.read_bytes()), STORY)
            path.write_text(json.dumps(told, ensure_ascii=False) + "\n", encoding="utf-8")
        try:
            return await aside(asked.service, _claims, asked.ob, path)
        except SourceError as error:
            raise Problem(422, str(error), code="unreadable_story") from None


def _claims(ob: Obstat, path: Path) -> bytes:
    from obstat.report.news.json import as_one
    from obstat.screening.stories import stories

    return "".join(as_one(stories(ob, path))).encode("utf-8")


_TEXT = (
    "Huawei phone deal is off\n\nWASHINGTON, Jan 8, 2018 (Reuters) - AT&T has walked away from a deal to sell "
    "Huawei's smartphone in the United States, people familiar with the matter said on Monday.\n"
)
OPERATIONS = (
    Operation(
        name="news",
        path="/v1/news",
        method="POST",
        summary="The claims of a story: who did what to whom, who says so, and how sure that is.",
        text="Text, HTML, PDF, a mail or a feed, or a JSON object. A claim is what was said, not what is so.",
        answer=news,
        returns={
            "anyOf": [
                open_object("document", "claims", "flags"),
                {"type": "array", "items": open_object("document", "claims", "flags")},
            ]
        },
        problems=(413, 415, 503),
        tag="news",
        tagged=False,
        query=(Parameter("name", _NAME, "What the story is called: ids of claims begin with it."),),
        body=STORY,
        media_types=MEDIA_TYPES,
        examples=(
            Example("an object", body={"text": _TEXT, "outlet": "Reuters", "published": "2018-01-08"}),
            Example("text", query={"name": "deal.txt"}, body=_TEXT, media_type="text/plain"),
            Example("an empty story", body={"text": " "}, status=422),
        ),
    ),
)
