"""What refers to what in a pack: every id exists, every code is in the vocabulary, no interval ends before it starts.

Invariant: `faults` reports all faults at once, each as ``file:line: sentence``, and never changes the pack.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from obstat.knowledge import schema
from obstat.knowledge.pack_files import Pack, Path_, Source
from obstat.model.dates import Day
from obstat.model.errors import nearest
from obstat.model.instruments import IN_FORCE, VERBS
from obstat.model.vocabulary import Vocabulary
from obstat.sources.lists import LISTS


def faults(pack: Pack) -> list[str]:
    """Every fault of the pack, form first; an empty list means that it can be compiled."""
    if pack.faults or pack.vocabulary is None:
        return pack.faults
    return list(_References(pack).faults())


class _References:
    """The ids and codes that exist, and the walks that check every mention of one."""

    def __init__(self, pack: Pack) -> None:
        assert pack.vocabulary is not None
        self._pack = pack
        self._words = Vocabulary.from_json(pack.vocabulary.model_dump(mode="json"))
        self._rules = [(source, row, rule) for source, file in pack.rule_files for row, rule in enumerate(file.rules)]
        self._rule_ids = {rule.id for _, _, rule in self._rules}
        self._programmes = Counter(source.path.stem for source, _ in pack.rule_files)
        self._party_ids = {party.id for _, _, party in pack.parties}
        self._product_ids = {product.id for _, _, product in pack.products}
        networks = pack.networks[1].networks if pack.networks else ()
        self._network_ids = {network.id for network in networks}

    def faults(self) -> Iterator[str]:
        """Walk the whole pack."""
        yield from self._duplicates()
        for source, file in self._pack.rule_files:
            yield from self._jurisdiction(source, ("jurisdiction",), file.jurisdiction)
            for name, effects in file.shared_effects.items():
                for number, effect in enumerate(effects):
                    yield from self._effect(source, ("shared_effects", name, number), effect, ())
            for row, rule in enumerate(file.rules):
                yield from self._rule(source, ("rules", row), rule, file)
        for source, row, party in self._pack.parties:
            yield from self._party(source, (row,), party)
        for source, row, tie in self._pack.ties:
            yield from self._tie(source, (row,), tie)
        for source, row, product in self._pack.products:
            yield from self._product(source, (row,), product)
        for source, identifiers in self._pack.identifiers:
            for row, identifier in enumerate(identifiers.identifiers):
                yield from self._known(
                    source, ("identifiers", row, "party"), "party", identifier.party, self._party_ids
                )
        yield from self._vocabulary()
        yield from self._others()

    def _duplicates(self) -> Iterator[str]:
        kinds: list[Iterable[tuple[Source, Path_, str]]] = [
            ((source, ("rules", row, "id"), rule.id) for source, row, rule in self._rules),
            ((source, (row, "id"), party.id) for source, row, party in self._pack.parties),
            ((source, (row, "id"), tie.id) for source, row, tie in self._pack.ties),
            ((source, (row, "id"), product.id) for source, row, product in self._pack.products),
            ((source, (row, "id"), item.id) for source, row, item in self._pack.market),
        ]
        for kind in kinds:
            seen: dict[str, str] = {}
            for source, at, identifier in kind:
                if identifier in seen:
                    yield source.fault(at, f"id '{identifier}' is taken by {seen[identifier]}; choose another.")
                seen[identifier] = f"{source.name}:{source.line(at)}"

    def _rule(self, source: Source, at: Path_, rule: schema.Rule, file: schema.RuleFile) -> Iterator[str]:
        yield from self._fact(source, at, rule)
        yield from self._code(source, (*at, "kind"), "kind", rule.kind, IN_FORCE)
        yield from self._code(source, (*at, "state"), "state", rule.state, self._words.states)
        if rule.jurisdiction:
            yield from self._jurisdiction(source, (*at, "jurisdiction"), rule.jurisdiction)
        if rule.abroad and rule.abroad.item == "defence_article" and any(e.restricts for e in rule.effects):
            yield source.fault((*at, "effects"), "no question names a defence article; state it as a condition.")
        for actor in (*rule.addressees, *filter(None, (rule.abroad.actor if rule.abroad else None,))):
            yield from self._code(source, (*at, "addressees"), "actor", actor, self._words.actors)
        for name in rule.shares:
            yield from self._known(source, (*at, "shares"), "shared effect", name, file.shared_effects)
        for number, reach in enumerate(rule.reaches):
            yield from self._reach(source, (*at, "reaches", number), reach)
        labels = tuple(reach.label for reach in rule.reaches if reach.label)
        for number, effect in enumerate(rule.effects):
            yield from self._effect(source, (*at, "effects", number), effect, labels)
        for number, exemption in enumerate(rule.exemptions):
            where = (*at, "exemptions", number)
            yield from self._interval(source, where, exemption.since, exemption.until)
            for label in exemption.reaches:
                yield from self._known(source, (*where, "reaches"), "reach label", label, labels)

    def _reach(self, source: Source, at: Path_, reach: schema.Reach) -> Iterator[str]:
        targets = (
            "parties",
            "any_supplier",
            "made_in",
            "made_outside",
            "nationality",
            "listed_under",
            "on_list",
            "category",
        )
        if sum(bool(getattr(reach, target)) for target in targets) != 1:
            yield source.fault(at, f"a reach names exactly one of {', '.join(targets)}; split it.")
        for party in reach.parties:
            yield from self._known(source, (*at, "parties"), "party", party, self._party_ids)
        for listed in reach.listed_under:
            if self._programmes[listed] > 1:
                yield source.fault((*at, "listed_under"), f"{listed}.yaml stands in more than one folder; rename one.")
            yield from self._known(
                source, (*at, "listed_under"), "rule or programme", listed, self._rule_ids | self._programmes.keys()
            )
        if reach.on_list:
            yield from self._known(source, (*at, "on_list"), "list", reach.on_list, set(LISTS))
        else:
            for key in ("measures", "unless"):
                if getattr(reach, key):
                    yield source.fault((*at, key), "measures are imposed by a listing; name the list under on_list.")
        for country in (*reach.made_in, *reach.made_outside, *reach.nationality, *reach.not_nationality):
            yield from self._jurisdiction(source, at, country)
        for equipment in reach.equipment:
            yield from self._equipment(source, (*at, "equipment"), equipment)
        for purpose in reach.purposes:
            yield from self._code(source, (*at, "purposes"), "purpose", purpose, self._words.purposes)
        if (reach.extent == "owned") != (reach.threshold is not None):
            yield source.fault(at, "an extent 'owned' has a threshold in per cent, and no other extent has one.")
        yield from self._interval(source, at, reach.since, reach.until)

    def _effect(self, source: Source, at: Path_, effect: schema.Effect, labels: tuple[str, ...]) -> Iterator[str]:
        activities = [a for verb in ("restricts", *VERBS) for a in getattr(effect, verb)]
        if not activities:
            yield source.fault(at, f"an effect names activities under restricts, {', '.join(VERBS)}; add one.")
        for activity in activities:
            yield from self._code(source, at, "activity", activity, self._words.activities)
        statuses = effect.when.device_status or ()
        for status in (statuses,) if isinstance(statuses, str) else statuses:
            yield from self._code(source, (*at, "when"), "device status", status, self._words.device_statuses)
        for equipment in effect.equipment or ():
            yield from self._equipment(source, (*at, "equipment"), equipment)
        for actor in effect.addressees or ():
            yield from self._code(source, (*at, "addressees"), "actor", actor, self._words.actors)
        for label in effect.reaches or ():
            yield from self._known(source, (*at, "reaches"), "reach label", label, labels)
        for rule in filter(None, (effect.instrument,)):
            yield from self._known(source, (*at, "instrument"), "rule", rule, self._rule_ids)
        if effect.ended_by and not effect.ended_by[:4].isdigit():
            yield from self._known(source, (*at, "ended_by"), "rule", effect.ended_by, self._rule_ids)
        yield from self._interval(source, at, effect.since, effect.until)
        yield from self._interval(source, at, effect.since, effect.until_at_first)
        for number, span in enumerate(effect.suspended):
            yield from self._interval(source, (*at, "suspended", number), span.since, span.until)

    def _party(self, source: Source, at: Path_, party: schema.Party) -> Iterator[str]:
        yield from self._fact(source, at, party)
        if party.country:
            yield from self._jurisdiction(source, (*at, "country"), party.country)
        for equipment in party.equipment:
            yield from self._equipment(source, (*at, "equipment"), equipment)
        for number, name in enumerate(party.names):
            yield from self._interval(source, (*at, "names", number), name.since, name.until)

    def _tie(self, source: Source, at: Path_, tie: schema.Tie) -> Iterator[str]:
        yield from self._fact(source, at, tie)
        yield from self._known(source, (*at, "party"), "party", tie.party, self._party_ids)
        yield from self._known(source, (*at, "of"), "party", tie.of, self._party_ids)
        yield from self._code(source, (*at, "relation"), "relation", tie.relation, self._words.relations)
        yield from self._interval(source, at, tie.since, tie.until)
        low, high = tie.share if isinstance(tie.share, tuple) else (tie.share, tie.share)
        if low is not None and high is not None and not 0 <= low <= high <= 100:
            yield source.fault((*at, "share"), f"a share is in per cent, from 0 to 100, not {low} to {high}.")

    def _product(self, source: Source, at: Path_, product: schema.Product) -> Iterator[str]:
        yield from self._fact(source, at, product)
        yield from self._known(source, (*at, "maker"), "party", product.maker, self._party_ids)
        yield from self._equipment(source, (*at, "equipment"), product.equipment)
        for other in product.ambiguous_with:
            yield from self._known(source, (*at, "ambiguous_with"), "party", other, self._party_ids)
        for network in product.voice_on:
            yield from self._known(source, (*at, "voice_on"), "network", network, self._network_ids)
        yield from self._interval(source, at, product.since, product.until)
        if product.pattern:
            try:
                re.compile(product.pattern)
            except re.error as error:
                yield source.fault((*at, "pattern"), f"not a regular expression ({error}); mend it.")

    def _vocabulary(self) -> Iterator[str]:
        source, words = self._pack.vocabulary_source, self._pack.vocabulary
        assert source is not None and words is not None
        for name, activity in words.activities.items():
            at = ("activities", name)
            for actor in (*activity.ordinary_actors, *activity.buyers):
                yield from self._code(source, at, "actor", actor, words.actors)
            for status in activity.device_statuses:
                yield from self._code(source, at, "device status", status, words.device_statuses)
            for equipment in activity.admits:
                yield from self._equipment(source, at, equipment)
        for name, actor_type in words.actors.items():
            if actor_type.kind_of:
                yield from self._code(source, ("actors", name), "actor", actor_type.kind_of, words.actors)
        for name, region in words.regions.items():
            for country in region.members:
                yield from self._jurisdiction(source, ("regions", name), country)

    def _others(self) -> Iterator[str]:
        for source, row, decision in self._pack.market:
            yield from self._fact(source, (row,), decision)
            yield from self._jurisdiction(source, (row, "jurisdiction"), decision.jurisdiction)
            for equipment in decision.equipment:
                yield from self._equipment(source, (row, "equipment"), equipment)
            for party in decision.parties:
                yield from self._known(source, (row, "parties"), "party", party, self._party_ids)
            for product in decision.products:
                yield from self._known(source, (row, "products"), "product", product, self._product_ids)
        if self._pack.cases:
            source, cases = self._pack.cases
            for row, case in enumerate(cases.court_cases):
                for rule in case.affects:
                    yield from self._known(source, ("court_cases", row, "affects"), "rule", rule, self._rule_ids)
        if self._pack.networks:
            source, networks = self._pack.networks
            for row, example in enumerate(networks.worked_examples):
                where = ("worked_examples", row)
                yield from self._known(source, (*where, "product"), "product", example.product, self._product_ids)
                yield from self._known(source, (*where, "network"), "network", example.network, self._network_ids)

    def _fact(self, source: Source, at: Path_, fact: schema.Fact) -> Iterator[str]:
        if fact.recalled and fact.confidence != "low":
            yield source.fault((*at, "confidence"), "a recalled fact has low confidence; write 'confidence: low'.")
        if not fact.sources and fact.confidence != "low":
            yield source.fault(
                (*at, "confidence"), "a fact without a source has low confidence; add one, or write 'confidence: low'."
            )

    def _interval(self, source: Source, at: Path_, since: str | None, until: str | None) -> Iterator[str]:
        first, last = (Day.parse(text) if text else None for text in (since, until))
        if first and last and last.latest < first.earliest:
            yield source.fault((*at, "until"), f"ends on {until} before it starts on {since}; mend one of the two.")

    def _jurisdiction(self, source: Source, at: Path_, code: str) -> Iterator[str]:
        yield from self._code(source, at, "jurisdiction", code, self._words.jurisdictions)

    def _equipment(self, source: Source, at: Path_, code: str) -> Iterator[str]:
        yield from self._code(source, at, "equipment class", code, self._words.equipment_classes)

    @staticmethod
    def _code(source: Source, at: Path_, kind: str, code: str, valid: Iterable[str]) -> Iterator[str]:
        if code not in valid:
            near = ", ".join(nearest(code, valid)[:4])
            yield source.fault(at, f"'{code}' is not a known {kind}; nearest: {near}.")

    @staticmethod
    def _known(source: Source, at: Path_, kind: str, code: str, valid: Iterable[str]) -> Iterator[str]:
        if code not in valid:
            near = ", ".join(nearest(code, valid)[:4])
            yield source.fault(at, f"no {kind} '{code}' in the pack; nearest: {near or 'none'}.")
