"""A question in an address: read from one, and written to one.

Invariant: the address of an answer holds the whole question, its day and its snapshot, by the keywords of
`Obstat.question`; what was pasted and is not asked about stands in it as ``beside``.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from starlette.datastructures import ImmutableMultiDict, QueryParams

from obstat.app.service.problems import Problem
from obstat.devices.forms import identifier
from obstat.devices.labels import find_labels
from obstat.model.question import Question
from obstat.model.subject import Given
from obstat.screening.check import IDENTIFIERS, LONGEST_TEXT, Obstat

FACTS = ("actor", "as_known", "purpose", "made_in", "equipment", "device_status", "subject_to_ear", "exemption")
"""What a question may say beside its subject, activity, place and day."""
LONGEST_PASTE, _MOST_BESIDE = 4000, 12


_LABELS = ("fcc id", "fccid", "fcc-id", "mac address", "mac", "imei", "usb id", "pci id", "oid")
"""What stands before an identifier and goes with it when it is taken out of a line."""


@dataclass(frozen=True, slots=True)
class Pasted:
    """What was in the box: a name, identifiers, and lines that are not asked about."""

    text: str
    given: tuple[Given, ...]
    beside: tuple[str, ...]


def pasted(box: str, names: Callable[[str], bool]) -> Pasted:
    """What the text of the box asks about. `names` says whether a line names somebody.

    The thing is the first line that names somebody, else the first that is no identifier; identifiers on any line are
    the thing's. Raises `Problem` where it is far too long.
    """
    if len(box) > LONGEST_PASTE:
        raise Problem(
            422,
            f"That text has {len(box)} characters; paste at most {LONGEST_PASTE}, or read a longer one under Story.",
        )
    lines = [" ".join(line.split()) for line in box.splitlines()]
    given: list[Given] = []
    texts: list[str] = []
    for line in filter(None, lines):
        rest, found = _line(line)
        given += found
        texts += [rest] if rest else []
    if not texts:
        return Pasted("", tuple(dict.fromkeys(given)), ())
    named = texts[0] if len(texts) == 1 else next(filter(names, texts), texts[0])
    beside = [text for text in texts if text is not named]
    return Pasted(named[:LONGEST_TEXT], tuple(dict.fromkeys(given)), tuple(beside))


def _line(line: str) -> tuple[str, list[Given]]:
    """A line without the identifiers that it names, and these."""
    if known := identifier(line):
        return ("", [known]) if known.scheme in IDENTIFIERS and not known.channel else (line, [])
    labels = [label.given for label in find_labels(line)]
    if any(one.channel == "contains" for one in labels):
        return line, []  # of a part inside: an address cannot say so but by these words
    found = [one for one in labels if one.scheme in IDENTIFIERS and one.scheme != "model"]
    rest = line
    for one in found:
        before, _, after = rest.partition(one.text)
        before = before.rstrip(" :#=")
        rest = " ".join(f"{_without_label(before)} {after}".split()).strip(" ,;")
    return rest, found


def _without_label(before: str) -> str:
    lowered = before.lower()
    for label in _LABELS:
        if lowered.endswith(label):
            return before[: -len(label)].rstrip(" ,;")
    return before


def question(ob: Obstat, asked: QueryParams) -> Question:
    """The question of an address. Raises `InvalidValue` where a part of it cannot be read."""
    facts: dict[str, str] = {
        name: value for name in ("activity", "jurisdiction", "on", *FACTS) if (value := asked.get(name, "").strip())
    }
    given = tuple(Given(scheme, one) for scheme in IDENTIFIERS for one in asked.getlist(scheme) if one.strip())
    return ob.question(asked.get("text", ""), given=given, **facts)


def parameters(question: Question) -> list[tuple[str, str]]:
    """The parameters of a question, in one order, those that say nothing left out."""
    told = [("text", question.text)] if question.text else []
    told += [(one.scheme, one.text) for one in question.given if one.scheme in IDENTIFIERS]
    if not told:
        told = [("text", one.text) for one in question.given[:1]]
    told += [("activity", question.activity), ("jurisdiction", question.jurisdiction), ("on", question.on.isoformat())]
    for name in FACTS:
        value = getattr(question, name)
        if value is not None:
            told.append((name, value.isoformat() if isinstance(value, datetime.date) else value))
    return told


def address(
    question: Question, snapshot: str | None, beside: Iterable[str] = (), *, path: str = "/answer",
    changed: Mapping[str, str | None] | None = None,
) -> str:  # fmt: skip
    """The address of the answer to a question, with some parts `changed` (None: left out)."""
    told = parameters(question)
    for name, value in (changed or {}).items():
        told = [pair for pair in told if pair[0] != name] + ([(name, value)] if value else [])
    told += [("snapshot", snapshot.removeprefix("sha256:")[:16])] if snapshot else []
    told += [("beside", line[:200]) for line in list(beside)[:_MOST_BESIDE]]
    return f"{path}?{urlencode(told)}"


def kept_values(asked: ImmutableMultiDict[str, str]) -> dict[str, str]:
    """What the form is filled in with again, as it was typed."""
    names = ("q", "activity", "jurisdiction", "on", *FACTS)
    return {name: asked.get(name, "")[:LONGEST_PASTE] for name in names}
