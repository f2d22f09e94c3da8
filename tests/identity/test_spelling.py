"""Names as buyers write them reach the party; names that only look alike reach nobody."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from obstat.identity.wording import readings
from obstat.names import compare

NAMES = Path(__file__).parent / "names"


def rows(file):
    return yaml.safe_load((NAMES / f"{file}.yaml").read_text(encoding="utf-8"))


def matched(ob, text, limit=3):
    found = [match for match in ob.resolve(text, limit) if match.match]
    return [m.id if m.kind == "party" else ob.snapshot.products[m.id].maker for m in found]


def reached(ob, row):
    means = row["means"] if isinstance(row["means"], list) else [row["means"]]
    return bool(set(means) & set(matched(ob, row["text"])))


@pytest.mark.parametrize(("file", "least"), [("variants", 0.95), ("variants_second", 0.95)])
def test_most_spellings_of_buyers_reach_the_party(ob, file, least):
    missed = [row["text"] for row in rows(file) if not reached(ob, row)]
    assert len(missed) <= (1 - least) * len(rows(file)), missed


@pytest.mark.parametrize(("file", "most"), [("lookalikes", 0.01), ("lookalikes_second", 0.01)])
def test_hardly_any_look_alike_reaches_anybody(ob, file, most):
    alarms = [row["text"] for row in rows(file) if matched(ob, row["text"])]
    assert len(alarms) <= most * len(rows(file)), alarms


@pytest.mark.parametrize(
    ("text", "party", "band", "role"),
    [
        ("Huawei Technologies Co Ltd", "huawei", "certain", "maker"),
        ("HUAWEI TECHNOLOGIES GMBH", "huawei", "probable", "affiliate"),
        ("深圳市华为技术有限公司", "huawei", "certain", "maker"),
        ("Zhongxing Tongxun", "zte", "probable", "maker"),
        ("Hikvison", "hikvision", "probable", "maker"),
        ("HIKVISION USA INC", "hikvision", "probable", "affiliate"),
        ("ZTE (USA) Inc.", "zte", "probable", "affiliate"),
        ("Quectel Wireless Solutions North America", "quectel", "probable", "affiliate"),
        ("Dahua Technology USA Inc", "dahua-usa", "certain", "maker"),
        ("Huawei Widgets of Nowhere", "huawei", "unlikely", "maker"),
    ],
)
def test_the_band_says_how_sure_it_is(ob, text, party, band, role):
    first = ob.resolve(text, 1)[0]
    assert (first.id, first.band, first.role) == (party, band, role)
    assert first.why and 0 < first.score <= 1


def test_a_misspelt_name_is_never_certain(ob):
    for row in rows("variants"):
        if row["kind"] == "typo":
            for match in ob.resolve(row["text"]):
                features = {reason.feature for reason in compare(row["text"], match.name).reasons}
                assert not (match.sure and "typo" in features), row["text"]


@pytest.mark.parametrize(
    "text",
    [
        "China Mobile Phone Repair Ltd",
        "Dahua Tel Aviv Ltd",
        "Huawei Phone Repair Centre",
        "Honor & Sons 1776",
        "TCL (Plumbing) Ltd",
        "Acme formerly supplier of Huawei",
        "c/o Huawei Technologies",
        "1912 Honor",
        "Semiconductor Manufacturing Corp",
        "Pacific Networking",
        "Da Hua Ltd",
        "Kaspersky Labs GmbH",
        "达华技术有限公司",
    ],
)
def test_another_firm_is_never_certain(ob, text):
    assert not [match for match in ob.resolve(text) if match.sure]


def test_the_name_of_a_brand_with_a_legal_form_is_another_firm(ob):
    assert matched(ob, "Mavic") and not matched(ob, "Mavic SAS")


def test_what_stands_beside_the_name_is_seen_through():
    texts = {reading.text for reading in readings("0001234 Acme Corp. f/k/a Bolt Ltd (Old Town) attn: Sales")}
    assert {"Acme Corp.", "Bolt Ltd (Old Town)"} <= texts


@given(st.text(max_size=80))
def test_readings_are_parts_of_the_text_and_never_repeat(text):
    found = [reading.text.casefold() for reading in readings(text)]
    assert len(found) == len(set(found))


@pytest.mark.parametrize("number", ["914403001922038216", "SZSE 002415", "szse:002415", "CNE000000TK5"])
def test_a_number_in_a_register_is_certain(ob, number):
    (match,) = ob.resolve(number)
    assert match.band == "certain" and "register" in match.why


def test_a_former_name_says_until_when_it_was_borne(ob):
    (match,) = ob.resolve("Huawei Marine Networks", 1)
    assert any("until 2020" in detail for detail in match.details)


# --- context --------------------------------------------------------------------------------------------------------


def test_a_firm_of_the_name_elsewhere_is_a_unit_of_the_group(ob):
    (match,) = ob.resolve("ZTE Corporation", 1, country="DE")
    assert (match.id, match.band, match.role) == ("zte", "probable", "affiliate")
    (home,) = ob.resolve("ZTE Corporation", 1, country="CN")
    assert home.band == "certain" and "the country agrees" in home.details


def test_context_never_makes_a_match_certain(ob):
    (match,) = ob.resolve("Hikvison", 1, country="CN", website="www.hikvision.com", address="Binjiang, Hangzhou")
    assert match.band == "probable" and match.score > ob.resolve("Hikvison", 1)[0].score


def test_a_website_stands_in_for_a_name(ob):
    assert not matched(ob, "H Tech")
    assert [m.id for m in ob.resolve("H Tech", website="https://sales@www.huawei.com/de") if m.match][:1] == ["huawei"]


def test_an_unknown_country_is_an_error(ob):
    with pytest.raises(ValueError, match="country"):
        ob.resolve("ZTE", country="XX")


# --- many names -----------------------------------------------------------------------------------------------------


def test_many_names_get_what_each_gets_alone(ob):
    texts = ["Huawei", "", "HIKVISION USA INC", "Nobody's Bakery", "x" * 5000, "Huawei", "\x00"]
    found = ob.resolve_many(texts)
    assert [match.id if match else None for match in found] == ["huawei", None, "hikvision", None, None, "huawei", None]


def test_several_processes_find_what_one_finds(ob):
    texts = [row["text"] for row in rows("variants")[:40]]
    told: list[int] = []
    assert ob.resolve_many(texts, workers=2, progress=told.append) == ob.resolve_many(texts)
    assert sum(told) == len(texts)


def test_what_a_name_probably_means_is_asked_on_every_day(ob):
    verdict = ob.check("Hikvison", activity="procure_public", on=datetime.date(2021, 1, 4), purpose="public_safety")
    assert [need.fact for need in verdict.needs] == ["party"]
