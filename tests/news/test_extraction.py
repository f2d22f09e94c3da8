"""Claims that rules find in stories, and that every one of them stands in its text."""

from __future__ import annotations

import datetime

import pytest

from obstat.model.claim import Document
from obstat.news.extraction import Extractor


@pytest.fixture(scope="module")
def extractor():
    import obstat

    return Extractor(obstat.open().snapshot)


def told(extractor, body, *, outlet="Harbour Wire", published=datetime.date(2019, 5, 22)):
    text = f"A headline on other things\n\n{body}\n"
    claims, _ = extractor.claims(Document("s", text, outlet=outlet, published=published, language="en"))
    for claim in claims:
        assert claim.spans and all(0 <= start < end <= len(text) for start, end in claim.spans)
        assert text[slice(*claim.spans[0])].strip()
    return claims


def only(extractor, body, **about):
    (claim,) = told(extractor, body, **about)
    return claim


@pytest.mark.parametrize(
    ("body", "event", "actors", "targets", "modality", "class_"),
    [
        ("Verizon will not sell Huawei phones.", "stop_selling", ("Verizon",), ("huawei",), "planned", "none"),
        ("Verizon will stop selling Huawei phones.", "stop_selling", ("Verizon",), ("huawei",), "planned", "none"),
        ("Telus declined to comment.", "no_comment", ("Telus",), (), "done", "none"),
        ("The FCC added Hytera to its list.", "list_add", ("FCC",), ("hytera",), "done", "none"),
        ("The FCC is considering adding Hytera to its list.", "list_add", ("FCC",), ("hytera",), "considered", "none"),
        ("Will the FCC ban ZTE?", "ban", ("FCC",), ("zte",), "question", "none"),
        ("The FCC will ban Dahua, people familiar with the matter said.", "ban", ("FCC",), ("dahua",), "planned",
         "anonymous"),
        ("The FCC will ban Dahua, Reuters reported.", "ban", ("FCC",), ("dahua",), "planned", "other_outlet"),
        ("Hytera bought Sepura in 2017.", "acquisition", ("hytera",), ("sepura",), "done", "none"),
        ("Sepura was acquired by Hytera.", "acquisition", ("hytera",), ("sepura",), "done", "none"),
        ("Vodafone is testing open radios with Huawei.", "test", ("Vodafone",), ("huawei",), "done", "none"),
        ("Lawmakers urged the Commerce Department to investigate TP-Link.", "pressure", ("Lawmakers",),
         ("Commerce Department",), "done", "none"),
    ],
)  # fmt: skip
def test_an_event_has_its_actor_target_and_source(extractor, body, event, actors, targets, modality, class_):
    claim = only(extractor, body)
    assert (claim.event, claim.actors, claim.targets) == (event, actors, targets)
    assert (claim.modality, claim.attribution[-1].class_) == (modality, class_)


def test_the_chain_leads_from_the_outlet_at_hand_to_the_first_source(extractor):
    claim = only(extractor, "Verizon will drop Huawei phones, two people familiar with the plan told Bloomberg.")
    assert [link.class_ for link in claim.attribution] == ["other_outlet", "other_outlet", "anonymous"]
    assert (claim.attribution[0].name, claim.attribution[1].name, claim.origin) == (
        "Harbour Wire",
        "Bloomberg",
        "Bloomberg",
    )


def test_each_who_is_silent_is_silent_for_himself(extractor):
    claims = told(extractor, "Huawei and Verizon declined to comment.")
    assert [(claim.event, claim.actors) for claim in claims] == [
        ("no_comment", ("huawei",)),
        ("no_comment", ("Verizon",)),
    ]


def test_what_is_denied_is_a_claim_of_its_own(extractor):
    claims = told(extractor, "Kaspersky denied that it is controlled by the Russian government.")
    assert {(claim.event, claim.modality) for claim in claims} == {("denial", "done"), ("ownership", "denied")}


def test_a_product_stands_for_its_maker(extractor):
    claim = only(extractor, "AT&T walked away from a deal to offer the Mate 10 Pro.")
    assert (claim.targets, claim.products) == (("huawei",), ("huawei-mate-10-pro",))


def test_a_claim_that_is_told_twice_has_two_passages(extractor):
    claims = told(extractor, "The FCC has banned ZTE.\n\nThe FCC has banned ZTE, the agency said in a notice.")
    assert [(claim.event, len(claim.spans)) for claim in claims] == [("ban", 2)]


def test_when_something_was_said_is_no_time_of_it(extractor):
    assert only(extractor, "Verizon will drop Huawei phones, Bloomberg reported on Tuesday.").time is None
    claim = only(extractor, "On Tuesday the FCC banned ZTE.")
    assert (claim.time.since, claim.time.until) == (datetime.date(2019, 5, 21), datetime.date(2019, 5, 21))


def test_words_that_only_look_like_names_or_events_tell_nothing(extractor):
    assert told(extractor, "Robin's Limousine will honor all bookings. The band played. An apple a day.") == []


def test_of_a_story_in_another_language_mentions_are_found_alone(extractor):
    document = Document("s", "Huawei wird ausgeschlossen, sagte der Minister.", language="de")
    claims, mentions = extractor.claims(document)
    assert (claims, [m.id for m in mentions if m.kind == "party"]) == ([], ["huawei"])


@pytest.mark.parametrize("text", ["", "\n\n", "?", "said " * 3000, "(" * 5000, "Huawei " * 500])
def test_odd_texts_end(extractor, text):
    claims, _ = extractor.claims(Document("s", text, language="en"))
    assert all(claim.spans for claim in claims)


def test_those_who_act_together_are_all_told(extractor):
    claim = only(extractor, "Security agencies and some lawmakers fear Huawei phones.")
    assert {*claim.actors} == {"Security agencies", "lawmakers"}


def test_things_without_a_maker_are_of_those_who_were_named_together_last(extractor):
    body = "The United States banned Huawei and ZTE in 2018. Carriers must remove the equipment by May."
    (removed,) = [claim for claim in told(extractor, body) if claim.event == "remove"]
    assert removed.targets == ("huawei", "zte")


@pytest.mark.parametrize(
    ("body", "actor"),
    [
        ("A judge in Washington has suspended the ban on Xiaomi.", "judge"),
        ("Lawmakers of both parties urged the Commerce Department to ban ZTE.", "Lawmakers"),
    ],
)
def test_an_actor_is_the_head_of_his_phrase(extractor, body, actor):
    assert told(extractor, body)[0].actors == (actor,)
