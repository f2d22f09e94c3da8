"""The tools: what each takes, what it gives, and how it is answered.

Invariant: what a tool gives is what the command of its name prints as JSON; `screen` adds the rows. Nothing is written,
and no file is read but where `Reach` says so.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from obstat.app.mcp import arguments, shapes
from obstat.app.mcp.rows import screened
from obstat.model.errors import InvalidValue

if TYPE_CHECKING:
    from obstat.screening.check import Obstat


@dataclass(frozen=True, slots=True)
class Reach:
    """What a server may do for those who ask it. `settled` is what its user settled of every question."""

    files: bool
    """Whether paths of files are taken: on the user's own machine alone."""
    seconds: float = 60.0
    """How long an answer may take."""
    settled: Mapping[str, str | None] = field(default_factory=lambda: {"jurisdiction": "US"})


@dataclass(frozen=True, slots=True)
class Tool:
    """One tool. `role` is what a caller's token must allow, where there are tokens."""

    name: str
    title: str
    text: str
    arguments: type[arguments.Arguments]
    shape: Callable[[], dict[str, Any]]
    answer: Callable[[Obstat, Any, Reach], dict[str, Any]]
    role: Literal["read", "screen"] = "read"


def _check(ob: Obstat, asked: arguments.Check, reach: Reach) -> dict[str, Any]:
    from obstat.model.subject import Given
    from obstat.screening.check import IDENTIFIERS

    said = [(scheme, getattr(asked, scheme)) for scheme in IDENTIFIERS]
    several = [(scheme, [value] if isinstance(value, str) else value or []) for scheme, value in said]
    given = tuple(Given(scheme, one) for scheme, values in several for one in values if one)
    return ob.check(asked.text, given=given, **questions(asked, reach)).to_dict()  # type: ignore[arg-type]


def questions(asked: arguments.Question, reach: Reach) -> dict[str, str | None]:
    """What is asked beside the thing, with what the server's user settled."""
    own = {name: getattr(asked, name) for name in arguments.Question.model_fields}
    settled = {name: value for name, value in reach.settled.items() if own[name] is None}
    return {**own, **settled, "activity": own["activity"] or "sell"}


def _resolve(ob: Obstat, asked: arguments.Resolve, _reach: Reach) -> dict[str, Any]:
    from obstat.app.cli.resolve import candidates

    context = {name: getattr(asked, name) for name in ("country", "website", "address", "equipment")}
    found = ob.resolve(asked.name, asked.limit, **context)
    return candidates(ob, asked.name, found, explain=asked.explain)


def _screen(ob: Obstat, asked: arguments.Screen, reach: Reach) -> dict[str, Any]:
    return screened(ob, asked, questions(asked, reach), alone=reach.files)


def _timeline(ob: Obstat, asked: arguments.Timeline, _reach: Reach) -> dict[str, Any]:
    from obstat.model.plain import plain

    events = ob.timeline(asked.name)
    if asked.jurisdiction:
        code = ob.snapshot.vocabulary.jurisdiction(asked.jurisdiction)
        events = tuple(event for event in events if event.jurisdiction in (code, None))
    return {"subject": asked.name, "events": plain(events)}


def _ties(ob: Obstat, asked: arguments.Ties, _reach: Reach) -> dict[str, Any]:
    from obstat.app.cli.ties import LISTED
    from obstat.report.ties import as_json

    return as_json(ob.ties(asked.party, on=asked.on, test=asked.test, depth=asked.depth, most=LISTED))


def _news(ob: Obstat, asked: arguments.News, reach: Reach) -> dict[str, Any]:
    if (asked.text is None) == (asked.path is None):
        raise InvalidValue(f"Give the 'text' of a story{' or the path of its file' if reach.files else ''}.")
    if asked.path is not None:
        return _told(ob, arguments.file(asked.path))
    with tempfile.TemporaryDirectory(prefix="obstat-") as folder:
        story = Path(folder) / "standard-input"
        story.write_text(asked.text or "", encoding="utf-8", errors="replace")
        return _told(ob, story)


def _told(ob: Obstat, story: Path) -> dict[str, Any]:
    """The object of a story, or ``{"stories": […]}`` for those of a feed or folder."""
    from obstat.report.news.json import as_lines, as_one
    from obstat.screening.stories import stories

    weighed = stories(ob, story)
    told = json.loads("".join(as_lines(weighed) if story.is_dir() else as_one(weighed)))
    return told if isinstance(told, dict) else {"stories": told}


TOOLS = {
    tool.name: tool
    for tool in (
        Tool(
            "check",
            "May this be done?",
            "May a company, product or model be sold, bought, imported, used ... there on that day? Gives the verdict "
            "with findings, citations and sources, the facts it hangs on, market decisions and later changes.",
            arguments.Check,
            shapes.check,
            _check,
        ),
        Tool(
            "resolve",
            "Whom does a name mean?",
            "Which parties or products a name means, how surely and why. Identity only; no rule is asked.",
            arguments.Resolve,
            shapes.resolve,
            _resolve,
        ),
        Tool(
            "screen",
            "May it be done with each of these?",
            "The same question about many things at once: rows of an inventory, a supplier list, a scan. Gives counts "
            "by status, the rules and parties behind them, and the answer of each row.",
            arguments.Screen,
            shapes.screen,
            _screen,
            role="screen",
        ),
        Tool(
            "timeline",
            "When do rules begin and end?",
            "Every effect, market decision and court case about a party or product, in order of date.",
            arguments.Timeline,
            shapes.timeline,
            _timeline,
        ),
        Tool(
            "ties",
            "Who owns whom?",
            "Who owns and controls a party, and whom it owns and controls, with shares, dates and sources.",
            arguments.Ties,
            shapes.ties,
            _ties,
        ),
        Tool(
            "news",
            "What does a story claim?",
            "What a news story claims: who does what to whom, when, by whom it is said and how sure it is. A claim is "
            "what was said, not what is so.",
            arguments.News,
            shapes.news,
            _news,
        ),
    )
}
