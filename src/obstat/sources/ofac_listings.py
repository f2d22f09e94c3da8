"""Which list of the Office of Foreign Assets Control a record stands on, from the programme tags it bears.

The delimited files and ``consolidated.xml`` put the non-SDN lists into one file without a column that names the list:
only the tags tell. A tag of those files belongs to one list, with one exception. ``RUSSIA-EO14024`` is the tag of the
Menu-Based Sanctions List (Directives 1, 1a, 3 and 4) and of the CAPTA List (Directive 2, the "Russia-related CAPTA
Directive" of OFAC's FAQ 968), but also of whoever was blocked later; a blocked party stands on the SDN List alone
(so says the page of the NS-MBS List), and its record keeps the sentences about the directives. It is known by the
secondary sanctions risk of section 11 of that order, which the publisher states of blocked parties.

Invariant: every tag, measure and date that goes in comes out, in a listing or as a detail.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from obstat.sources.entry import Detail, EntryListing

SDN: Final = "ofac-sdn"
OTHER: Final = "ofac-other"
CMIC: Final = "ofac-ns-cmic"
CONSOLIDATED: Final = frozenset([OTHER, CMIC, "ofac-ssi", "ofac-mbs", "ofac-capta", "ofac-fse", "ofac-plc"])
"""The lists that the consolidated non-SDN files hold."""

_BY_TAG: Final = {
    "CMIC-EO13959": CMIC,
    "UKRAINE-EO13662": "ofac-ssi",
    "NS-PLC": "ofac-plc",
    "CAATSA - RUSSIA": "ofac-mbs",
    "BURMA-EO14014": "ofac-mbs",
    "ILLICIT-DRUGS-EO14059": "ofac-mbs",
    "HKAA": "ofac-mbs",
    "561-Related": "ofac-capta",
    "561List": "ofac-capta",
    "CAPTA": "ofac-capta",
}
_RUSSIA: Final = "RUSSIA-EO14024"
_BLOCKED: Final = "section 11 of executive order 14024"
_DIRECTED: Final = ("ofac-capta", "ofac-mbs")
_CAPTA_DIRECTIVE: Final = "2"
_PAGE: Final = "https://sanctionssearch.ofac.treas.gov/Details.aspx?id="
_AUTHORITY: Final = re.compile(r"Executive Order (\d+)|(CAATSA|HKAA|IFCA|PEESA)")


@dataclass(frozen=True, slots=True)
class Measure:
    """What the publisher says is imposed: ``Executive Order 13662 Directive Determination``, ``Subject to …``."""

    label: str
    text: str

    @property
    def authority(self) -> str:
        """The number of the order or the short name of the act, as it stands in programme tags."""
        match = _AUTHORITY.match(self.label)
        return (match[1] or match[2]) if match else self.label

    @property
    def directive(self) -> str | None:
        """``3``, ``1a``: the directive that the measure subjects the record to."""
        match = re.match(r"Subject to Directive (\w+)", self.text)
        return match[1] if match else None


@dataclass(frozen=True, slots=True)
class Membership:
    """That a record stands on a list, where the publisher says so."""

    list: str
    since: str | None = None
    until: str | None = None
    tags: tuple[str, ...] = ()
    citation: str | None = None
    measures: str | None = None


@dataclass(slots=True)
class Grounds:
    """What a record says that bears on its listings."""

    programmes: list[str] = field(default_factory=list)
    measures: list[Measure] = field(default_factory=list)
    effective: dict[str, str] = field(default_factory=dict)
    """ISO dates by what begins to bind: ``CMIC``, ``EO 14024 Directive 3``."""
    risks: list[str] = field(default_factory=list)
    """The secondary sanctions risks that the record states."""


def tags(text: str | None) -> list[str]:
    """The programme tags of a cell: ``SDGT] [IFSR``."""
    return [tag.strip() for tag in re.split(r"\]\s*\[", (text or "").strip("[] ")) if tag.strip()]


def listings(list_code: str, number: str, grounds: Grounds) -> tuple[list[EntryListing], list[Detail]]:
    """The listings of the record `number` in a file of `list_code`, and as details what says nothing of them."""
    left = _Left(grounds)
    found: list[EntryListing] = []
    for tag in grounds.programmes:
        if list_code not in CONSOLIDATED:
            found += _bound(list_code, tag, number, left)
        elif tag == _RUSSIA:
            found += _russia(number, grounds, left)
        elif list_ := _BY_TAG.get(tag) or ("ofac-fse" if tag.startswith("FSE-") else None):
            found += _bound(list_, tag, number, left)
    loose = [tag for tag in grounds.programmes if tag not in {listing.programme for listing in found}]
    if not found:
        fallback = OTHER if list_code in CONSOLIDATED else list_code
        found = [_listing(fallback, tag, number) for tag in loose] or [_listing(fallback, None, number)]
        loose = []
    return found, [*(Detail("program", tag) for tag in loose), *left.details()]


def stated(number: str, grounds: Grounds, memberships: Sequence[Membership]) -> tuple[list[EntryListing], list[Detail]]:
    """The listings of a record whose lists the publisher names, and as details what says nothing of them."""
    left = _Left(grounds)
    found: list[EntryListing] = []
    dates = []
    for on in memberships:
        for tag in on.tags or (None,):
            for listing in _bound(on.list, tag, number, left):
                if listing.since and on.since and listing.since != on.since:
                    dates.append(Detail("listing date", on.since))
                measures = "; ".join(text for text in (on.measures, listing.measures) if text) or None
                found.append(
                    replace(
                        listing,
                        since=listing.since or on.since,
                        until=on.until,
                        citation=on.citation,
                        measures=measures,
                    )
                )
    return found, [*dates, *left.details()]


class _Left:
    """The measures and dates of a record that no listing has taken yet."""

    def __init__(self, grounds: Grounds) -> None:
        self._measures = list(grounds.measures)
        self._effective = dict(grounds.effective)

    def measures(self, list_: str, tag: str) -> list[Measure]:
        """Those whose authority the tag names, and whose directive belongs to the list."""
        taken = [
            measure for measure in self._measures if measure.authority in tag and _of(list_, tag, measure.directive)
        ]
        self._measures = [measure for measure in self._measures if measure not in taken]
        return taken

    def back(self, measures: Sequence[Measure]) -> None:
        """Take these again."""
        self._measures += measures

    def effective(self, list_: str, tag: str) -> dict[str, str]:
        """The dates by directive, or by ``CMIC`` for its list."""
        if list_ == CMIC:
            return {what: self._effective.pop(what) for what in ["CMIC"] if what in self._effective}
        order = re.search(r"EO(\d+)", tag)
        known = {what: re.fullmatch(r"EO (\d+) Directive (\w+)", what) for what in self._effective}
        return {
            match[2]: self._effective.pop(what)
            for what, match in known.items()
            if match and order and match[1] == order[1] and list_ in _DIRECTED and _of(list_, tag, match[2])
        }

    def details(self) -> list[Detail]:
        return [
            *(Detail(measure.label.lower(), measure.text) for measure in self._measures),
            *(Detail(f"effective date ({what.lower()})", day) for what, day in self._effective.items()),
        ]


def _of(list_: str, tag: str, directive: str | None) -> bool:
    """Whether a directive may put a record on the list: of those under Russia's tag, the second is the CAPTA List's."""
    if tag != _RUSSIA or list_ not in _DIRECTED or directive is None:
        return True
    return (directive == _CAPTA_DIRECTIVE) == (list_ == "ofac-capta")


def _russia(number: str, grounds: Grounds, left: _Left) -> list[EntryListing]:
    if any(_BLOCKED in risk.lower() for risk in grounds.risks):
        return []
    directives = [measure.directive for measure in grounds.measures if measure.authority in _RUSSIA]
    directives += [what.rpartition(" ")[2] for what in grounds.effective if what.startswith("EO 14024")]
    return [
        listing
        for list_ in _DIRECTED
        if any(directive and _of(list_, _RUSSIA, directive) for directive in directives)
        for listing in _bound(list_, _RUSSIA, number, left)
    ]


def _bound(list_: str, tag: str | None, number: str, left: _Left) -> list[EntryListing]:
    """A listing for each directive or list that has a date of its own, and one for the measures without."""
    if tag is None:
        return [_listing(list_, None, number)]
    measures, effective = left.measures(list_, tag), left.effective(list_, tag)
    found = [
        _listing(list_, tag, number, since=day, measures=[one for one in measures if one.directive == what])
        for what, day in effective.items()
    ]
    rest = [measure for measure in measures if measure.directive not in effective]
    if not found:
        return [_listing(list_, tag, number, measures=rest)]
    if undated := [measure for measure in rest if measure.directive]:
        found.append(_listing(list_, tag, number, measures=undated))
    left.back([measure for measure in rest if not measure.directive])
    return found


def _listing(
    list_: str, tag: str | None, number: str, *, since: str | None = None, measures: Sequence[Measure] = ()
) -> EntryListing:
    return EntryListing(
        list_,
        since=since,
        programme=tag,
        measures="; ".join(measure.text for measure in measures) or None,
        url=page(number),
        reference=number or None,
    )


def page(number: str) -> str | None:
    """The publisher's page on the record of that number."""
    return _PAGE + number if number.isdigit() else None
