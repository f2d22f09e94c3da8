"""From a match to leads: which parties stand behind a thing on the day asked about, in which role.

Invariant: a lead decides only in a role that makes the thing the party's own (maker, brand owner, the firm
itself). A factory behind another's brand and a part inside another's product are leads that warn, or that only
rules on parts look at.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from obstat.identity.lookup import Lookup
from obstat.knowledge.snapshot import Snapshot
from obstat.model.dates import Reached
from obstat.model.identification import Condition, Evidence, Identification, Lead, Match
from obstat.model.records import Party, Tie
from obstat.model.subject import Given
from obstat.model.things import Product

if TYPE_CHECKING:
    from obstat.identity.signals import Signals
    from obstat.model.identification import Signal


class Identifier:
    """Identifies texts against a snapshot."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self.lookup = Lookup(snapshot)

    @functools.cached_property
    def signals(self) -> Signals:
        """What reads identifiers."""
        from obstat.identity.signals import Signals  # with registries, which names do without

        return Signals(self._snapshot, self.lookup)

    def identify(
        self, text: str, on: int, as_known: int | None = None, given: tuple[Given, ...] = ()
    ) -> Identification:
        """Who stands behind `text` and the identifiers on the day `on`, from facts published by `as_known` (ordinals).

        Raises `InvalidValue` for an identifier that cannot be one.
        """
        who = self._named(text, on, as_known) if text else Identification(text, ())
        signals = tuple(signal for one in given for signal in self.signals.read(one))
        if text and not any(match.match for match in who.matches):
            signals += self.signals.marked(text)
        return self._with_signals(who, signals, on) if signals else who

    def _with_signals(self, who: Identification, signals: tuple[Signal, ...], on: int) -> Identification:
        """What the text names, and what the identifiers add: evidence for a party that is named, or another lead."""
        from obstat.identity.signals import combined, probable

        named = [lead.party for lead in who.leads]
        leads = {lead.party: lead for lead in who.leads}
        for lead in combined(signals, named):
            if (told := leads.get(lead.party)) and told.decides and lead.decides:
                told = replace(told, evidence=told.evidence + lead.evidence)
                if not lead.when:
                    told = replace(told, when=tuple(w for w in told.when if w[0] != "party"), score=1.0)
                leads[lead.party] = told
            elif lead.decides:
                party = self._snapshot.parties[lead.party]
                own = self._own(party, lead.role, lead.score, lead.evidence, lead.when, on)
                leads[own.party] = leads.get(own.party) or own
            else:
                leads.setdefault(lead.party, lead)
        found = tuple(leads.values())
        matches = (*who.matches, *probable(signals, found, self._snapshot))
        makers = [self._snapshot.parties[lead.party] for lead in found if lead.decides]
        equipment = who.equipment or tuple(dict.fromkeys(code for party in makers for code in party.equipment))
        return replace(who, leads=found, matches=matches, equipment=equipment, signals=signals)

    def _named(self, text: str, on: int, as_known: int | None) -> Identification:
        """Who stands behind a text."""
        matches = self.lookup.find(text)
        sure = [match for match in matches if match.sure] or [match for match in matches if match.match]
        parties = [self._snapshot.parties[m.id] for m in sure if m.kind == "party"]
        products = [self._snapshot.products[m.id] for m in sure if m.kind == "product"]
        if as_known is not None and any(product.published > as_known for product in products):
            known = [product for product in products if product.published <= as_known]
            brands = self.lookup.find(products[0].brand)
            if not known and brands:  # the product was not known yet, its brand was
                sure = [match for match in brands if match.match and match.kind == "party"]
                parties = [self._snapshot.parties[match.id] for match in sure]
            products = known
        if products:
            return self._of_products(text, matches, products, sure[0], on)
        return self._of_parties(text, matches, parties, sure, on)

    def _of_parties(
        self, text: str, matches: tuple[Match, ...], parties: list[Party], sure: list[Match], on: int
    ) -> Identification:
        owners = {tie.of for party in parties for tie in self._owned_brand(party, on)}
        parties = [p for p in parties if not (p.kind == "brand" and owners & {q.id for q in parties})]
        certain = all(match.sure for match in sure)
        shared = len(parties) > 1
        leads = []
        for party in parties:
            match = next(match for match in sure if match.id == party.id)
            evidence = (Evidence("name", match.name if match.sure else text, _first(party.sources)),)
            lead = self._own(party, match.role, match.score, evidence, (), on)
            if shared or not certain:
                lead = replace(lead, when=(("party", lead.party), *lead.when))
            leads.append(lead)
        equipment = tuple(dict.fromkeys(code for party in parties for code in party.equipment))
        remarks: tuple[str, ...] = (f"'{text}' names {_and(p.name for p in parties)}.",) if shared and certain else ()
        ids = {party.id for party in parties}
        others = [self._snapshot.parties[m.id].name for m in matches if m.also and not self._tied(m.id, ids)]
        if others and leads:
            remarks += (f"The name is also used by {_and(others)}, which is not meant here.",)
        return Identification(text, matches, tuple(leads), equipment=equipment, remarks=remarks)

    def _of_products(
        self, text: str, matches: tuple[Match, ...], products: list[Product], match: Match, on: int
    ) -> Identification:
        standing = [(product, _period(product, on)) for product in products]
        current = [(p, state) for p, state in standing if state is not Reached.NO] or [(products[-1], Reached.YES)]
        leads: list[Lead] = []
        for product, state in current:
            when = ((f"period:{product.id}", "holds"),) if state is Reached.MAYBE else ()
            leads += self._behind(product, match, when, on)
        product = current[0][0]
        made_in = product.made_in if len(current) == 1 else None
        equipment = tuple(dict.fromkeys(p.equipment for p, _ in current))
        ids = tuple(p.id for p, _ in current)
        return Identification(text, matches, tuple(leads), product, ids, equipment, made_in)

    def _behind(self, product: Product, match: Match, when: tuple[Condition, ...], on: int) -> Iterator[Lead]:
        """The maker in its role, and the brand's own company where that is another party."""
        score = match.score
        maker = self._snapshot.parties[product.maker]
        evidence = (Evidence("product", product.label, _first(product.sources)),)
        if product.recalled and not match.branded:
            when = (*when, (f"product:{product.id}", "holds"))
        if product.role == "contains_module_of":
            yield Lead(maker.id, "component_maker", score, False, evidence, (), product.id, when)
        elif product.role in ("oem_of", "alleged_oem_of"):
            yield Lead(maker.id, "maker", score, False, evidence, (), product.id, when)
        elif product.ambiguous_with and not match.branded:
            for party_id in (maker.id, *product.ambiguous_with):
                party = self._snapshot.parties[party_id]
                yield self._own(party, "maker", score, evidence, (*when, ("party", party_id)), on, product.id)
        else:
            role = "maker" if product.role == "made_by" else "brand"
            yield self._own(maker, role, score, evidence, when, on, product.id)
        if product.role not in ("made_by", "brand_of"):
            for brand in self.lookup.find(product.brand):
                if brand.kind == "party" and brand.sure and brand.id != maker.id:
                    party = self._snapshot.parties[brand.id]
                    yield self._own(
                        party, "brand", score, (Evidence("brand", product.brand, _first(party.sources)),), when, on
                    )

    def _own(
        self,
        party: Party,
        role: str,
        score: float,
        evidence: tuple[Evidence, ...],
        when: tuple[Condition, ...],
        on: int,
        made_by: str | None = None,
    ) -> Lead:
        """A lead for `party`; a brand that is no legal person stands for its owner on the day."""
        for tie in self._owned_brand(party, on):
            return Lead(
                tie.of,
                "brand" if role == "maker" else role,
                score,
                True,
                evidence,
                (tie,),
                made_by,
                (*when, *tie.unknowns(on)),
            )
        return Lead(party.id, role, score, True, evidence, (), made_by, when)

    def _tied(self, party: str, others: set[str]) -> bool:
        ties = self._snapshot.ties
        above, below = (tie.of for tie in ties.of(party, end=0)), (tie.party for tie in ties.of(party, end=1))
        return not others.isdisjoint([*above, *below])

    def _owned_brand(self, party: Party, on: int) -> list[Tie]:
        """The ties by which a brand belongs to somebody on the day; none for a company."""
        if party.kind != "brand":
            return []
        ties = (tie for tie in self._snapshot.ties.of(party.id, end=0) if tie.relation == "brand_of")
        return [tie for tie in ties if tie.holds(on) is not Reached.NO]


def _period(product: Product, on: int) -> Reached:
    """Whether a brand period includes the day; other kinds are not bound to days."""
    if product.kind != "brand_period":
        return Reached.YES
    begun = product.since.reached(on) if product.since else Reached.YES
    ended = product.until.reached(on) if product.until else Reached.NO
    if begun is Reached.NO or ended is Reached.YES:
        return Reached.NO
    return Reached.YES if begun is Reached.YES and ended is Reached.NO else Reached.MAYBE


def _first(sources: tuple[str, ...]) -> str | None:
    return sources[0] if sources else None


def _and(names: Iterable[str]) -> str:
    return " and ".join(names)
