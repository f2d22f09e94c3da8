"""Claims that facts of the pack contradict: a listing on another day, a phone on a network where it cannot work, an
owner's share, a purchase of another year.

Invariant: only facts that the pack holds as established and not from memory speak against a claim, and only where the
claim says a date, a share or a network of its own; nothing known is no contradiction.
"""

from __future__ import annotations

import datetime
import functools
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from obstat.fit.fit import fit
from obstat.knowledge.snapshot import Snapshot
from obstat.model.claim import Claim, Document, Flag, Mention
from obstat.model.dates import Day, iso
from obstat.model.records import Rule, Tie
from obstat.model.things import Network, Product
from obstat.news import slots

_SLACK = 31
"""Days by which the day of a listing may be told otherwise (signed, published, in force)."""
_BEFORE, _AFTER = 400, 60
"""Days by which a purchase may be told before the day it closed (agreed, announced), and after."""
_POINTS = 2.0
"""Percentage points by which a share may be told otherwise."""
_LISTING_KINDS = frozenset(("listing", "licence_requirement", "label", "investment_ban", "prohibition"))
_US = frozenset(("us", "united states", "america", "washington"))
_AUTHORITIES = {
    "defense department": "department of defense",
    "pentagon": "department of defense",
    "commerce department": "commerce",
    "us commerce": "commerce",
    "bis": "bis",
    "fcc": "fcc",
    "treasury": "treasury",
    "ofac": "ofac",
}
_OWNS = frozenset(("subsidiary_of", "owned_by", "acquired_by"))
_NEVER = frozenset(("no", "data_partly_no_voice"))
_YEAR = re.compile(r"\b20\d\d\b")
_FOOTER = re.compile(r"©|\(c\)|copyright", re.I)
_NOT = re.compile(r"\b(?:not|n't|never|no longer|cannot)\b", re.I)


class AgainstPack:
    """Facts of one snapshot, held against claims."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot

    def flags(self, document: Document, claims: Sequence[Claim], mentions: Sequence[Mention]) -> Iterator[Flag]:
        for claim in claims:
            if claim.polarity != "positive" or claim.modality not in ("done", "alleged", "planned"):
                continue
            why = (
                self._listing(claim)
                or self._bought(claim)
                or self._share(claim)
                or self._works(document, claim, claims, mentions)
            )
            if why:
                yield Flag("contradicts_pack", document.id, why, claim.spans[0] if claim.spans else None, claim.id)

    def _listing(self, claim: Claim) -> str | None:
        told = slots.days(claim.time)
        if claim.event != "list_add" or claim.modality == "planned" or told is None or None in told:
            return None
        for target in claim.targets:
            known = sorted(
                (
                    day
                    for rule, day in self._listed.get(target, {}).items()
                    if any(_acts(actor, rule.authority, rule.jurisdiction) for actor in claim.actors)
                ),
                key=lambda day: day.earliest,
            )
            if known and all(slots.gap(told, (day.earliest, day.latest)) > _SLACK for day in known):
                return f"The pack has {target} listed on {known[0]}, not at the time that the story gives."
        return None

    @functools.cached_property
    def _listed(self) -> dict[str, dict[Rule, Day]]:
        """By party, the first day on which each rule that lists it by name reached it."""
        found: defaultdict[str, dict[Rule, Day]] = defaultdict(dict)
        for provision in self._snapshot.table("provisions"):
            rule = self._snapshot.rules[provision.rule]
            if provision.target != "party" or provision.since is None or rule.kind not in _LISTING_KINDS:
                continue
            for party in provision.values:
                known = found[party].get(rule)
                if known is None or provision.since.earliest < known.earliest:
                    found[party][rule] = provision.since
        return dict(found)

    def _bought(self, claim: Claim) -> str | None:
        told = slots.days(claim.time)
        if claim.event != "acquisition" or claim.modality != "done" or told is None:
            return None
        since, until = told
        for tie in self._ties(claim):
            if tie.relation not in _OWNS or tie.since is None or since is None or until is None:
                continue
            if since > tie.since.latest + _AFTER or until < tie.since.earliest - _BEFORE:
                return f"The pack has {tie.party} with {tie.of} since {tie.since}."
        return None

    def _share(self, claim: Claim) -> str | None:
        if claim.event != "ownership" or claim.amount is None or claim.amount.unit != "percent":
            return None
        value = float(claim.amount.value)
        known = [(tie, tie.low, tie.high) for tie in self._ties(claim) if tie.low is not None and tie.high is not None]
        if any(low - _POINTS <= value <= high + _POINTS for _, low, high in known):
            return None
        for tie, low, high in known:
            shown = f"{low:g}" if low == high else f"{low:g} to {high:g}"
            return f"The pack has {shown} per cent of {tie.party} with {tie.of}."
        return None

    def _ties(self, claim: Claim) -> Iterator[Tie]:
        """The established ties of the targets to the actors."""
        for actor in claim.actors:
            for tie in self._snapshot.ties.of(actor, end=1):
                firm = tie.standing == "established" and not tie.recalled and tie.confidence != "low"
                if firm and tie.party in claim.targets:
                    yield tie

    def _works(
        self, document: Document, claim: Claim, claims: Sequence[Claim], mentions: Sequence[Mention]
    ) -> str | None:
        if claim.event != "compatibility":
            return None
        text = " ".join(document.text[start:end] for start, end in claim.spans)
        days = _days(document, claims)
        if not days or _NOT.search(text):
            return None
        for product in self._products(claim, mentions):
            for network in self._networks(text, claim):
                answers = [fit(product, network, day, iso(day)) for day in days]
                if all(answer.works in _NEVER for answer in answers):
                    return f"{product.label} does not work as a phone on {network.name}: {answers[-1].reasons[-1]}"
        return None

    def _products(self, claim: Claim, mentions: Sequence[Mention]) -> Iterator[Product]:
        """The products of the claim; where it names none of the pack, those of its maker that the story names."""
        products = self._snapshot.products
        named = [products[id_] for id_ in claim.products if id_ in products]
        if not named:
            ids = dict.fromkeys(mention.id for mention in mentions if mention.kind == "product")
            named = [products[id_] for id_ in ids if id_ in products and products[id_].maker in claim.targets]
        yield from (product for product in named if product.radio is not None)

    def _networks(self, text: str, claim: Claim) -> Iterator[Network]:
        for network in self._snapshot.networks.values():
            names = {network.name, *network.names}
            said = any(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text) for name in names)
            if said or network.id in claim.actors:
                yield network


def _acts(actor: str, authority: str, jurisdiction: str) -> bool:
    plain = actor.casefold().replace(".", "")
    if plain in _US:
        return jurisdiction == "US"
    name = _AUTHORITIES.get(plain.removeprefix("us ").strip(), plain)
    return re.search(rf"\b{re.escape(name)}\b", authority.casefold()) is not None


def _days(document: Document, claims: Sequence[Claim]) -> tuple[int, ...]:
    """The day of the story; where nothing tells it, the last year of which it tells, first day and last."""
    if document.published is not None:
        return (document.published.toordinal(),)
    years = [claim.time.since.year for claim in claims if claim.time and claim.time.since and claim.modality == "done"]
    footer = _FOOTER.search(document.text)
    end = footer.start() if footer else len(document.text)
    years += [int(match.group()) for match in _YEAR.finditer(document.text, 0, end)]
    if not years:
        return ()
    latest = max(years)
    return datetime.date(latest, 1, 1).toordinal(), datetime.date(latest, 12, 31).toordinal()
