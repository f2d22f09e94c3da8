"""Every field of the pack that holds free text, and whether it may change an answer.

A new text field must be added to the table, with its reason; what the table calls background is then replaced by
nonsense throughout the pack, and every answer must stay as it was.
"""

from __future__ import annotations

import dataclasses
import typing

import pytest
from pydantic import BaseModel

from obstat.knowledge import schemas
from obstat.knowledge.compile import tables
from obstat.knowledge.pack_files import read_situations
from obstat.knowledge.write import write
from obstat.screening import situations
from obstat.screening.check import Obstat

BACKGROUND = "no: background"
IDENTITY = "yes: it is what a subject is matched with"
PLACE = "yes: a code of a place or a list that the validator checks"

PROSE = {
    # rules
    "RuleFile.programme": "no: background",
    "RuleFile.authority": "no: background",
    "RuleFile.citation": "no: background",
    "RuleFile.about": "no: background",
    "RuleFile.shared_effects": "yes: the names by which rules share effects",
    "Rule.title": "no: background",
    "Rule.state_note": "no: background",
    "Rule.authority": "no: background",
    "Rule.citation": "no: background",
    "Rule.scope": "no: background",
    "Rule.note": "no: background",
    "Rule.sources": "no: background",
    "Rule.detail_recalled": "no: background",  # shown as a warning, word for word; nothing hangs on it
    "Effect.citation": "no: background",
    "Effect.note": "no: background",
    "Reach.note": "no: background",
    "Reach.measures": "yes: words that the measures of a listing are searched for",
    "Reach.unless": "yes: words that the measures of a listing are searched for",
    "Reach.made_in": PLACE,
    "Reach.made_outside": PLACE,
    "Reach.nationality": PLACE,
    "Reach.not_nationality": PLACE,
    "Exemption.text": "no: background",
    "Milestone.after": "no: background",
    "Milestone.event": "no: background",
    # parties, ties, identifiers
    "Party.name": IDENTITY,
    "Party.seat": "no: background",
    "Party.checked_not_listed": "no: background",
    "Party.note": "no: background",
    "Party.sources": "no: background",
    "PartyName.name": IDENTITY,
    "PartyName.source": "no: background",
    "PartyName.note": "no: background",
    "Tie.note": "no: background",
    "Tie.sources": "no: background",
    "Identifier.value": IDENTITY,
    "Identifier.channel": "no: background",
    "Identifier.source": "no: background",
    "Identifier.note": "no: background",
    "Trap.text": "no: background",
    "Trap.sources": "no: background",
    # products and networks
    "Product.brand": IDENTITY,
    "Product.name": IDENTITY,
    "Product.names": IDENTITY,
    "Product.pattern": IDENTITY,
    "Product.dates": "yes: the days on which the product became known; the names of the events are background",
    "Product.note": "no: background",
    "Product.sources": "no: background",
    "ModelCode.code": IDENTITY,
    "ModelCode.note": "no: background",
    "Radio.technologies": "yes: names of technologies, compared with those of the network",
    "Radio.note": "no: background",
    "Network.name": IDENTITY,
    "Network.names": IDENTITY,
    "Network.mcc_mnc": "no: background",
    "NetworkTechnology.bands": "yes: names of bands, compared with those of the phone",
    "NetworkTechnology.later_bands": "yes: names of bands, compared with those of the phone",
    "NetworkTechnology.recalled_fields": "no: background",
    "NetworkTechnology.sources": "no: background",
    "NetworkTechnology.note": "no: background",
    "NetworkPolicy.rule": "no: background",
    "NetworkPolicy.effect": "no: background",
    "NetworkPolicy.recalled_fields": "no: background",
    "NetworkPolicy.sources": "no: background",
    "NetworkPolicy.note": "no: background",
    "CompatibilityRule.rule": "no: background",
    "WorkedExample.reason": "no: background",
    "WorkedExample.sources": "no: background",
    # market, cases, what is not known
    "MarketDecision.actor": "yes: the carrier whose decision stands beside the answer about its network",
    "MarketDecision.decision": "no: background",
    "MarketDecision.product_text": "no: background",
    "MarketDecision.note": "no: background",
    "MarketDecision.sources": "no: background",
    "CourtCase.court": "no: background",
    "CourtCase.docket": "no: background",
    "CourtCase.outcome": "no: background",
    "CourtCase.note": "no: background",
    "CourtCase.sources": "no: background",
    "RefutedReport.claim": "no: background",
    "RefutedReport.verdict": "no: background",
    "RefutedReport.reason": "no: background",
    "RefutedReport.sources": "no: background",
    "OpenQuestion.question": "no: background",
    # vocabulary
    "List.name": "no: background",
    "List.edition": "no: background",
    "Activity.text": "no: background",
    "ActorType.text": "no: background",
    "Region.name": "no: background",
    "Region.members": PLACE,
    "Vocabulary.purposes": "no: background",
    "Vocabulary.device_statuses": "no: background",
    "Vocabulary.relations": "no: background",
    "Vocabulary.kinds": "no: background",
    "Vocabulary.states": "no: background",
    "Vocabulary.jurisdictions": PLACE,
    "Vocabulary.equipment": "yes: the tree of classes",
    # situations: tests of the pack, outside the snapshot
    "Ask.subject": IDENTITY,
    "Ask.activity": "yes: read by the vocabulary like any question",
    "Ask.jurisdiction": "yes: read by the vocabulary like any question",
    "Ask.actor": "yes: read by the vocabulary like any question",
    "Ask.purpose": "yes: read by the vocabulary like any question",
    "Ask.made_in": "yes: read by the vocabulary like any question",
    "Ask.equipment": "yes: read by the vocabulary like any question",
    "Ask.device_status": "yes: read by the vocabulary like any question",
    "Ask.exemption": "yes: the code of an exemption",
    "Situation.needs": "yes: facts and their values",
    "Situation.ground": "no: background",
}


def prose(hint: object, metadata: tuple[object, ...] = ()) -> bool:
    """Whether a value of the annotation holds text that is free, not a code, an id or a date."""
    if hint is str:
        return not any(getattr(item, "pattern", None) for item in metadata)
    if hint is typing.Any:
        return True
    if typing.get_origin(hint) is typing.Literal:
        return False
    if hasattr(hint, "__metadata__"):
        own = [inner for item in hint.__metadata__ for inner in (item, *getattr(item, "metadata", ()))]
        return prose(hint.__origin__, (*metadata, *own))
    arguments = typing.get_args(hint)
    if typing.get_origin(hint) is dict and isinstance(arguments[1], type) and issubclass(arguments[1], BaseModel):
        return False
    return any(prose(argument) for argument in arguments)


def forms(hint: object) -> typing.Iterator[type[BaseModel]]:
    """Every form that the annotation mentions, at any depth."""
    if isinstance(hint, type) and issubclass(hint, BaseModel):
        yield hint
        for field in hint.model_fields.values():
            yield from forms(field.annotation)
    else:
        for argument in typing.get_args(hint):
            yield from forms(argument)


def text_fields() -> set[str]:
    found = {form for root in schemas.FORMS.values() for form in forms(root)}
    return {
        f"{form.__name__}.{name}"
        for form in found
        for name, field in form.model_fields.items()
        if prose(field.annotation, tuple(field.metadata))
    }


def test_every_text_field_of_the_schema_is_in_the_table():
    missing = sorted(text_fields() - PROSE.keys())
    assert missing == [], "say in PROSE whether each of these may change an answer"


def test_the_table_names_nothing_that_is_gone():
    assert sorted(PROSE.keys() - text_fields()) == []


def test_the_table_says_yes_or_no():
    assert {answer.partition(":")[0] for answer in PROSE.values()} == {"yes", "no"}


def scrambled(value):
    """The form with every background text replaced; texts that are absent stay absent."""
    if isinstance(value, BaseModel):
        changed = {}
        for name in type(value).model_fields:
            background = PROSE.get(f"{type(value).__name__}.{name}", "").startswith("no")
            changed[name] = nonsense(getattr(value, name)) if background else scrambled(getattr(value, name))
        return value.model_copy(update=changed)
    if isinstance(value, tuple):
        return tuple(scrambled(item) for item in value)
    if isinstance(value, dict):
        return {key: scrambled(item) for key, item in value.items()}
    return value


def nonsense(value):
    if isinstance(value, str):
        return "Never mind 2001-01-01."
    if isinstance(value, tuple):
        return tuple(nonsense(item) for item in value)
    if isinstance(value, dict):
        return {key: nonsense(item) for key, item in value.items()}
    return value


@pytest.fixture(scope="module")
def other(pack, tmp_path_factory):
    """The pack without sense in its background, opened."""
    changes = {}
    for field in dataclasses.fields(pack):
        value = getattr(pack, field.name)
        if isinstance(value, list):
            changes[field.name] = [
                tuple(scrambled(part) for part in item) if isinstance(item, tuple) else item for item in value
            ]
        elif isinstance(value, tuple | BaseModel):
            changes[field.name] = scrambled(value)
    altered = dataclasses.replace(pack, **changes)
    folder = tmp_path_factory.mktemp("nonsense")
    vocabulary = altered.vocabulary.model_dump(mode="json", exclude_defaults=True)
    write(folder, vocabulary, tables(altered))
    return Obstat(folder)


def test_background_changes_no_verdict(ob, other):
    assert other.snapshot.id != ob.snapshot.id
    for at, situation in read_situations()[0]:
        one, two = (
            of.evaluator.evaluate(q, of.identify(q)) for of in (ob, other) for q in [situations.question(of, situation)]
        )
        assert two.status is one.status, at
        assert essence(two.findings) == essence(one.findings), at
        assert {n.fact: n.values for n in two.needs} == {n.fact: n.values for n in one.needs}, at
        assert [(a.rule, a.status) for a in two.also] == [(a.rule, a.status) for a in one.also], at


def essence(findings):
    return [(f.rule, f.status, f.gives, f.since, f.until, f.party, f.needs, f.listing) for f in findings]


def test_background_changes_no_fit(ob, other, pack):
    for example in pack.networks[1].worked_examples:
        for day in ("2018-01-30", "2019-08-15", "2022-03-01", "2024-08-01", "2026-06-01"):
            one, two = (of.fit(product_name(of, example.product), example.network, day) for of in (ob, other))
            assert (two.product, two.works, two.voice, two.data) == (one.product, one.works, one.voice, one.data), (
                example.id
            )


def product_name(of, product):
    found = of.snapshot.products[product]
    return f"{found.brand} {found.name}"
