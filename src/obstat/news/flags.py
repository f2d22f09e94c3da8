"""What is wrong with a story by its own words, or beside the stories of the same matter.

Invariant: a date is called wrong only against a date that the story itself gives, or that of its appearance; the year
of a footer only when the story is clearly younger.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping, Sequence

from obstat.model.claim import Claim, Document, Flag, Mention, Pair, Span
from obstat.news import same_source
from obstat.news.against_pack import AgainstPack
from obstat.news.alike import Told
from obstat.news.naming import Naming

_COPYRIGHT = re.compile(
    r"(?:©|\(c\)|&copy;|\bcopyright\b)[^\n]{0,40}?\b((?:19|20)\d\d)(?:\s*[-–—]\s*((?:19|20)\d\d))?", re.I
)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_AHEAD = re.compile(
    r"\b(?:by|until|till|before|from|through|end of|in late|in early|after|as of)\s+(?:\w+\s+){0,3}$", re.I
)
_MONTHS = "January February March April May June July August September October November December"
_MONTH = {name: at for at, name in enumerate(_MONTHS.split(), 1)} | {
    name[:3]: at for at, name in enumerate(_MONTHS.split(), 1)
}
_DAY = rf"(?P<month>{'|'.join(_MONTH)})\.?\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>(?:19|20)\d\d)"
_DATELINE = re.compile(rf"^[^\W\d_a-z][^\n—–:]{{1,60}}?[,(]\s*(?P<date>{_DAY})\)?\s*(?:\([^)\n]*\)\s*)?[—–-]", re.M)
_WEEKDAY = re.compile(rf"\b(?P<weekday>Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,?\s+(?P<date>{_DAY})")
_WEEKDAYS = ("Mon", "Tues", "Wednes", "Thurs", "Fri", "Satur", "Sun")
_STITCHED = re.compile(r"^(?:[A-Z][A-Z'’-]+ ){2,}[A-Z'’-]*", re.M)
_SOON = 14
_SLIGHT = frozenset(("no_comment", "opinion", "statement"))
"""What each story has of its own, so that a copy may too."""


def flags(
    stories: Sequence[Sequence[Told]],
    documents: Sequence[Document],
    found: Sequence[Pair],
    mentions: Mapping[str, Sequence[Mention]],
    pack: AgainstPack,
    naming: Naming,
) -> Iterator[Flag]:
    by_document = {story[0].document.id: [told.claim for told in story] for story in stories if story}
    for document in documents:
        claims = by_document.get(document.id, [])
        yield from _copyright(document, claims)
        yield from _dateline(document, claims)
        yield from _weekdays(document)
        yield from pack.flags(document, claims, mentions.get(document.id, ()))
    yield from _only_in_copy(stories, found, naming)


def _copyright(document: Document, claims: Sequence[Claim]) -> Iterator[Flag]:
    for match in _COPYRIGHT.finditer(document.text):
        year = int(match[2] or match[1])
        latest = _latest_year(document, claims, match.start())
        if latest is not None and latest > year:
            why = f"The footer says {year}, but the story tells of {latest}."
            yield Flag("copyright_year", document.id, why, match.span())
            return


def _latest_year(document: Document, claims: Sequence[Claim], end: int) -> int | None:
    """The last year of which the story tells as past: that of its appearance, of what was done, of its words."""
    years = [document.published.year] if document.published else []
    if not years:
        years += [day.year for claim in claims if claim.modality == "done" for day in _ends(claim)]
        for match in _YEAR.finditer(document.text, 0, end):
            if not _AHEAD.search(document.text, max(0, match.start() - 40), match.start()):
                years.append(int(match.group()))
    return max(years, default=None)


def _ends(claim: Claim) -> Iterator[datetime.date]:
    if claim.time is not None and claim.time.since is not None:
        yield claim.time.since


def _dateline(document: Document, claims: Sequence[Claim]) -> Iterator[Flag]:
    match = _DATELINE.search(document.text)
    filed = _date(match) if match else None
    span = match.span("date") if match else None
    if filed is not None and document.published is not None and filed > document.published:
        why = f"It is dated {filed} but appeared on {document.published}."
        yield Flag("dateline", document.id, why, span)
        return
    for day, what in ((filed, "dated"), (document.published, "said to have appeared")):
        claim = _later_than(day, claims)
        if day is not None and claim is not None and claim.time is not None:
            why = f"It is {what} {day} but tells of {claim.time.since} as past."
            yield Flag("dateline", document.id, why, span if day is filed else _place(claim), claim.id)
            return


def _later_than(day: datetime.date | None, claims: Sequence[Claim]) -> Claim | None:
    """A claim of what was done, on a day given exactly, after the day."""
    for claim in claims:
        if day is None or claim.modality != "done" or claim.time is None or claim.event in ("concern", "ownership"):
            continue
        if claim.time.basis == "said" and claim.time.since is not None and claim.time.since > day:
            return claim
    return None


def _place(claim: Claim) -> Span | None:
    return next((span for slot, span in claim.slots if slot == "time"), claim.spans[0] if claim.spans else None)


def _weekdays(document: Document) -> Iterator[Flag]:
    for match in _WEEKDAY.finditer(document.text):
        day = _date(match)
        if day is not None and _WEEKDAYS[day.weekday()] != match["weekday"]:
            why = f"{day} was a {_WEEKDAYS[day.weekday()]}day, not a {match['weekday']}day."
            yield Flag("dateline", document.id, why, match.span())
            return


def _date(match: re.Match[str]) -> datetime.date | None:
    try:
        return datetime.date(int(match["year"]), _MONTH[match["month"]], int(match["day"]))
    except ValueError:
        return None


def _only_in_copy(stories: Sequence[Sequence[Told]], found: Sequence[Pair], naming: Naming) -> Iterator[Flag]:
    home = {told.claim.id: told.document.id for story in stories for told in story}
    # a later state told elsewhere is not the claim itself
    told_of = [pair for pair in found if pair.kind != "supersedes" and home[pair.first] != home[pair.second]]
    across = {id_ for pair in told_of for id_ in (pair.first, pair.second)}
    for at, story in enumerate(stories):
        if not story or not _is_copy(story, [*stories[:at], *stories[at + 1 :]], found, home, naming):
            continue
        for told in story:
            claim = told.claim
            if claim.id in across or claim.event in _SLIGHT or claim.modality == "question":
                continue
            why = "None of the other stories has it."
            yield Flag("only_in_copy", told.document.id, why, claim.spans[0] if claim.spans else None, claim.id)


def _is_copy(
    story: Sequence[Told],
    others: Sequence[Sequence[Told]],
    found: Sequence[Pair],
    home: Mapping[str, str],
    naming: Naming,
) -> bool:
    """A story stitched together (its headline repeated, paragraphs that begin in capitals) that shares a claim with
    another; or one that soon after another changes or misattributes what that tells."""
    document = story[0].document
    shared = [pair for pair in found if document.id in (home[pair.first], home[pair.second])]
    shared = [pair for pair in shared if home[pair.first] != home[pair.second]]
    if not shared:
        return False
    if _looks_stitched(document.text):
        return True
    outlets = [other[0].document.outlet for other in others if other]
    cites = any(
        naming.one(outlet, name)
        for told in story
        for name in same_source.cited(told.claim)
        for outlet in outlets
        if outlet
    )
    kinds = ("contradicts", "misattributed")
    changed = [pair for pair in shared if pair.kind in kinds and home[pair.second] == document.id]
    near = [pair for pair in changed if _soon(story, others, pair)]
    return bool(near) and (cites or any(pair.kind == "contradicts" for pair in near))


def _looks_stitched(text: str) -> bool:
    lines = [line.strip() for line in text.split("\n", 8) if line.strip()][:2]
    repeated = len(lines) == 2 and lines[0] == lines[1]
    return repeated or any(match.start() > 0 and len(match.group()) > 12 for match in _STITCHED.finditer(text))


def _soon(story: Sequence[Told], others: Sequence[Sequence[Told]], pair: Pair) -> bool:
    first = next((told for other in others for told in other if told.claim.id == pair.first), None)
    here = story[0].day
    return first is not None and first.day is not None and here is not None and 0 <= here - first.day <= _SOON
