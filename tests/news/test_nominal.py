"""Events that a noun tells, and what the verb of the noun says of them."""

from __future__ import annotations

import pytest

from obstat.model.claim import Document
from obstat.news.extraction import Extractor


@pytest.fixture(scope="module")
def extractor():
    import obstat

    return Extractor(obstat.open().snapshot)


def told(extractor, body, *, outlet="Harbour Wire", headline="A headline on other things"):
    claims, _ = extractor.claims(Document("s", f"{headline}\n\n{body}\n", outlet=outlet, language="en"))
    return claims


def brief(claims):
    return [(c.event, c.actors, c.targets, c.modality, c.polarity) for c in claims]


@pytest.mark.parametrize(
    ("body", "claim"),
    [
        ("Denmark opened an audit of ZTE modems.", ("investigation", ("Denmark",), ("zte",), "done", "positive")),
        ("ZTE escaped a fine.", ("fine", (), ("zte",), "done", "negative")),
        ("The FCC imposed a fine on ZTE.", ("fine", ("FCC",), ("zte",), "done", "positive")),
        ("The FCC is weighing a fine on ZTE.", ("fine", ("FCC",), ("zte",), "considered", "positive")),
        ("The FCC promised an audit of ZTE.", ("investigation", ("FCC",), ("zte",), "planned", "positive")),
        ("The removal of Huawei radios began.", ("remove", (), ("huawei",), "done", "positive")),
        ("The Hikvision ban begins in May.", ("ban", (), ("hikvision",), "done", "positive")),
    ],
)
def test_a_noun_tells_an_event_with_its_verb(extractor, body, claim):
    assert brief(told(extractor, body)) == [claim]


@pytest.mark.parametrize(
    "body", ["The storm did great damage to the removal firm.", "A test of patience awaits us all."]
)
def test_a_noun_of_nobody_in_the_field_tells_nothing(extractor, body):
    assert brief(told(extractor, body)) == []


@pytest.mark.parametrize(
    ("body", "targets"),
    [
        ("The FCC listed Kaspersky on Friday, along with ZTE and Hytera.", {"kaspersky", "zte", "hytera"}),
        ("The FCC listed Kaspersky alongside Hytera.", {"kaspersky", "hytera"}),
        ("South Korea's privacy commission reviewed the apps of Xiaomi and ZTE last autumn.", {"xiaomi", "zte"}),
    ],
)
def test_those_named_beside_others_are_targets_too(extractor, body, targets):
    (claim,) = told(extractor, body)
    assert set(claim.targets) == targets


@pytest.mark.parametrize(
    ("body", "actors", "targets"),
    [
        ("The police union demanded on Monday that the minister suspend the deal.", "police union", "minister"),
        ("Lawmakers called on the government to ban Huawei and ZTE.", "Lawmakers", "government"),
        ("Ofgem has asked grid firms to strip Quectel modules out of meters.", "Ofgem", "grid firms"),
    ],
)  # fmt: skip
def test_pressure_is_on_whoever_is_asked(extractor, body, actors, targets):
    (claim,) = told(extractor, body)
    assert (claim.event, claim.actors, claim.targets) == ("pressure", (actors,), (targets,))


def test_what_is_denied_without_an_event_is_a_claim_of_its_own(extractor):
    denial, denied = told(extractor, "Nexperia denied that it had ever refused talks with the government.")
    assert (denial.event, denial.modality) == ("denial", "done")
    assert (denied.event, denied.actors, denied.targets, denied.modality) == (
        "statement", denial.actors, ("government",), "denied",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("body", "actor"),
    [
        ("Idaho National Laboratory tested Dahua inverters.", "Idaho National Laboratory"),
        ("ESET's analysts examined phones by Xiaomi.", "ESET"),
        ("Costco quietly delisted ZTE phones.", "Costco"),
        ("The ministry of telecoms looked at ZTE. In May it also banned Huawei.", "ministry of telecoms"),
    ],
)
def test_whoever_acts_is_named_in_full(extractor, body, actor):
    assert told(extractor, body)[-1].actors == (actor,)


def test_what_somebody_gives_up_to_do_is_not_done(extractor):
    assert brief(told(extractor, "AT&T has walked away from a deal to sell Huawei smartphones.")) == [
        ("stop_selling", ("AT&T",), ("huawei",), "done", "positive")
    ]


def test_what_a_merger_would_help_a_firm_to_is_the_firms(extractor):
    (claim,) = told(extractor, "The deal could have helped Huawei increase its market share in Spain.")
    assert (claim.event, claim.targets, claim.modality) == ("market", ("huawei",), "conditional")


def test_what_somebody_decides_whether_to_do_is_not_told_as_done(extractor):
    assert told(extractor, "History shapes decisions on whether to carry Huawei phones at Verizon.") == []


def test_somebody_whose_name_is_kept_back_is_not_named_by_his_firm(extractor):
    body = "A Verizon partner that asked not to be named said that the FCC banned ZTE."
    (claim,) = told(extractor, body)
    assert (claim.attribution[-1].name, claim.attribution[-1].class_) == (body.partition(" said")[0], "anonymous")


@pytest.mark.parametrize(
    ("about", "body"),
    [
        ({"outlet": "Penmarric press office"}, "Penmarric has removed the last Huawei radios."),
        ({"outlet": "Penmarric", "headline": "Penmarric ends work"}, "Penmarric has removed the last Huawei radios."),
        ({}, "TRURO – ZTE today announced that it has sold its Acme unit.\n\nAbout ZTE\n\nZTE makes phones."),
    ],
)
def test_a_press_release_is_the_firms_own_words(extractor, about, body):
    claims = told(extractor, body, **about)
    assert claims
    assert all(claim.attribution[-1].class_ == "company_statement" for claim in claims)


def test_a_story_that_quotes_a_press_release_is_no_press_release(extractor):
    (claim, *_) = told(extractor, "The FCC banned ZTE.\n\nThe firm regretted it in a press release.")
    assert claim.attribution[-1].class_ == "none"
