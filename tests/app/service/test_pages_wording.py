"""No page shows a reader a code: places, activities, events and all other vocabularies are told in words."""

from __future__ import annotations

import re

import pytest
from listening import listening
from read_page import page

from obstat.app.service.configuration import Configuration
from obstat.app.service.served import Service
from obstat.app.web.wording import Wording

CODE = re.compile(r"\b[a-z0-9]+(?:_[a-z0-9]+)+\b")
KEPT = re.compile(r"<code>.*?</code>|href=\"[^\"]*\"|value=\"[^\"]*\"|https?://\S+", re.DOTALL)

NOTED = {"court_cases"}
"""What a note of the pack says itself."""


@pytest.fixture(scope="module")
def service(tmp_path_factory):
    return Service(Configuration(tmp_path_factory.mktemp("pages") / "store"))


@pytest.fixture(scope="module")
def client(service):
    with listening(service) as client:
        client.follow_redirects = True
        yield client


def codes(answer):
    """What looks like a code in the text that a reader sees; addresses and what is set as code are none."""
    return sorted(set(CODE.findall(re.sub(r"<[^>]+>", " ", KEPT.sub(" ", answer.text)))) - NOTED)


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/parties",
        "/parties?country=CN&kind=company",
        "/parties?q=Huawei",
        "/rules",
        "/screen",
        "/story",
        "/answer?q=Hikvision+DS-2CD2043G2-I&activity=spend_public_funds&on=2026-11-29",
        "/answer?q=Huawei+P30&activity=import&on=2023-05-01",
        "/answer?q=Honeywell&activity=procure_public&on=2026-01-01",
        "/answer?mac=28:6F:B9:12:34:56&activity=operate_in_network&jurisdiction=GB",
        "/answer?q=Nobody+Known&activity=transfer_in_country_to",
    ],
)
def test_pages_show_words_and_no_codes(client, address):
    answer = client.get(address)
    page(answer)
    assert codes(answer) == []


def test_pages_of_parties_and_rules_show_words_and_no_codes(client, service):
    addresses = [f"/parties/{id_}" for id_ in list(service.ob.snapshot.parties)[::16]]
    addresses += [f"/rules/{id_}" for id_ in list(service.ob.snapshot.rules)[::16]]
    assert {address: found for address in addresses if (found := codes(client.get(address)))} == {}


def test_countries_are_named(client):
    found = page(client.get("/parties?country=CN")).text
    assert "China" in found
    assert not re.search(r"\bCN\b", found)
    assert "company, China" in page(client.get("/parties/hikvision")).text
    assert not re.search(r"\bAU\b", page(client.get("/rules?in=AU")).text)


def test_every_code_of_the_pack_has_words(service):
    snapshot = service.ob.snapshot
    say, words = Wording(snapshot), snapshot.vocabulary
    for code in words.activities:
        assert "_" not in say.activities([code])
    for one in snapshot.table("identifiers"):
        assert say.scheme(one.scheme) != one.scheme or one.scheme in ("banner",)
    for code in {rule.kind for rule in snapshot.rules.values()}:
        assert say.kind(code) == words.kinds[code]


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("new_model, public_safety", "a model not authorised before, for public safety"),
        ("made outside US", "made outside the United States"),
        ("made in CN, RU", "made in China, Russia"),
        ("other_purpose", "none of the named purposes"),
        ("asked as product", "asked about a product"),
        ("something_else", "something else"),
        (None, ""),
    ],
)
def test_conditions_are_told_in_words(service, code, told):
    assert Wording(service.ob.snapshot).condition(code) == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("makers of CN, RU", "makers of China, Russia"),
        ("any supplier", "any supplier"),
        ("everybody on dod-1260h", "everybody on the list “DoD section 1260H list”"),
        ("everybody on ofac-sdn under FTO or TCO", None),
    ],
)
def test_whom_an_effect_reaches_is_told_in_words(service, text, told):
    found = Wording(service.ob.snapshot).reached(text)
    assert found == told if told else found.endswith("List” under FTO or TCO")
