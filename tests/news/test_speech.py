"""Who says something, what kind of source that is, and what of a sentence he is the source of."""

from __future__ import annotations

import datetime

import pytest

from obstat.model.claim import Document
from obstat.news.extraction import Extractor


@pytest.fixture(scope="module")
def extractor():
    import obstat

    return Extractor(obstat.open().snapshot)


def told(extractor, body, outlet="Harbour Wire"):
    text = f"A headline on other things\n\n{body}\n"
    day = datetime.date(2019, 5, 22)
    claims, _ = extractor.claims(Document("s", text, outlet=outlet, published=day, language="en"))
    return claims


def classes(claim):
    return [link.class_ for link in claim.attribution]


@pytest.mark.parametrize(
    ("body", "class_"),
    [
        ("Verizon dropped Huawei phones, the carrier said.", "company_statement"),
        ("Verizon dropped Huawei phones, said a spokesman for Verizon.", "company_statement"),
        ("Verizon dropped Huawei phones, a person briefed on its plans said.", "anonymous"),
        ("Verizon dropped Huawei phones, two people who have seen the order said.", "anonymous"),
        ("Verizon dropped Huawei phones, an official in Paris said.", "anonymous"),
        ("Verizon dropped Huawei phones, the commerce secretary said.", "named_official"),
        ("Verizon dropped Huawei phones, a spokesperson for the FCC said.", "named_official"),
        ("Verizon dropped Huawei phones, a notice in the Federal Register shows.", "official_record"),
        ("Verizon dropped Huawei phones, according to court papers.", "official_record"),
        ("Verizon dropped Huawei phones, according to a memo seen by Reuters.", "document"),
        ("Verizon dropped Huawei phones, Reuters reported.", "other_outlet"),
        ("Verizon dropped Huawei phones, says Jane Roe, an analyst at Pell Street.", "analyst"),
        ("Verizon dropped Huawei phones, says Jane Roe, who repairs telephones.", "named_person"),
        ("Verizon dropped Huawei phones.", "none"),
    ],
)
def test_a_source_has_its_class(extractor, body, class_):
    (claim,) = [claim for claim in told(extractor, body) if claim.event == "stop_selling"]
    assert classes(claim)[-1] == class_


def test_what_was_done_beside_the_saying_is_not_said(extractor):
    claims = told(extractor, "Verizon dropped Huawei phones and said that it would sell ZTE's.")
    (done,) = [claim for claim in claims if claim.event == "stop_selling"]
    assert classes(done) == ["none"]


def test_a_relative_clause_of_the_speaker_is_not_said_by_him(extractor):
    claims = told(extractor, "Verizon, which acquired Sepura in 2018, said that it was glad.")
    assert [classes(claim)[-1] for claim in claims if claim.event == "acquisition"] == ["none"]


def test_the_outlet_that_is_quoted_stands_before_whom_it_quotes(extractor):
    (claim,) = told(extractor, "Verizon dropped Huawei phones, Reuters reported, citing two people in the know.")
    assert [(link.name, link.class_) for link in claim.attribution[:2]] == [
        ("Harbour Wire", "other_outlet"),
        ("Reuters", "other_outlet"),
    ]
    assert claim.attribution[-1].class_ == "anonymous" and claim.origin == "Reuters"


@pytest.mark.parametrize(
    ("body", "event", "modality"),
    [
        ('"This is a mistake," said Jane Roe, a lawmaker.', "opinion", "done"),
        ('Huawei called the decision "a mistake".', "opinion", "done"),
        ("Huawei said that it had never sold radios to ZTE.", "denial", "done"),
        ("Huawei said it would open an office in Bonn.", "statement", "planned"),
        ("The FCC warned that routers of TP-Link could be misused.", "concern", "done"),
        ("The FCC accused Huawei of listening to customers.", "statement", "alleged"),
    ],
)
def test_what_is_said_and_is_no_event_is_told_as_what_it_is(extractor, body, event, modality):
    assert (event, modality) in {(claim.event, claim.modality) for claim in told(extractor, body)}


def test_in_a_press_release_every_claim_is_of_the_firm(extractor):
    body = "We have removed every Huawei radio from our network. Our engineers tested the new core for a year."
    claims = told(extractor, f"Telenor spoke today.\n\n{body}", outlet="Telenor newsroom")
    assert claims and {classes(claim)[-1] for claim in claims} == {"company_statement"}
    assert {claim.event for claim in claims} >= {"remove", "test"}


@pytest.mark.parametrize("before", ["<script>alert(1)</script> ", "### ", "* ", "[photo] ", "| a | b | "])
def test_signs_of_markup_are_no_part_of_who_acts(extractor, before):
    claims = told(extractor, f"{before}Huawei denied that it is owned by the Chinese state.")
    assert ("denial", ("huawei",)) in {(claim.event, claim.actors) for claim in claims}


@pytest.mark.parametrize(
    ("body", "source", "origin"),
    [
        ("Leeds council has banned Hikvision cameras, its leader said.", "Leeds council", "Leeds council"),
        ("An Army spokesman said that Hikvision cameras would be removed.", "Army", "Army"),
        ("The ministry's spokesman said that the ban on Huawei would be lifted.", "ministry", "ministry"),
        ("Verizon will drop Huawei phones, a Verizon manager told Harbour Wire.", "Verizon", "Verizon"),
        ("Huawei phones could vanish, analysts at Pell Street said.", "Pell Street", "Pell Street"),
        ("Verizon still offers ZTE phones, we found on Monday.", "Harbour Wire", "Harbour Wire"),
        ("Bellhaven Hotels, which has 60 houses, has ripped out every Huawei switch, its head of technology said.",
         "Bellhaven Hotels", "Bellhaven Hotels"),
    ],
)  # fmt: skip
def test_who_speaks_is_named_by_whom_he_speaks_for(extractor, body, source, origin):
    (claim,) = told(extractor, body)
    assert (claim.attribution[-1].name, claim.origin) == (source, origin)


def test_speakers_without_a_name_are_no_origin(extractor):
    (claim,) = told(extractor, "Verizon will drop Huawei phones, three lawmakers said.")
    assert claim.origin == "Harbour Wire"


def test_whom_a_pronoun_bars_is_a_firm(extractor):
    body = (
        "A Chicago jury ordered Hytera to pay a fine in 2020. Last April a judge there barred it from selling radios."
    )
    (barred,) = [claim for claim in told(extractor, body) if claim.event == "ban"]
    assert barred.targets == ("hytera",)
