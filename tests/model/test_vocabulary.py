"""The words of a question are closed; its trees answer what contains what."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from obstat.model.errors import InvalidValue, UnknownCode


@pytest.fixture(scope="module")
def words(ob):
    return ob.snapshot.vocabulary


READERS = ["activity", "actor", "purpose", "device_status", "equipment", "kind", "jurisdiction", "country"]


@pytest.mark.parametrize("reader", READERS)
def test_an_unknown_code_lists_the_valid_ones(words, reader):
    with pytest.raises(UnknownCode) as caught:
        getattr(words, reader)("zz_no_such_thing")
    assert len(caught.value.valid) > 3
    assert caught.value.valid[0] in str(caught.value)


@pytest.mark.parametrize("text", ["procure_public", "Procure Public", " procure-public ", "PROCURE_PUBLIC"])
def test_codes_are_read_whatever_their_spelling(words, text):
    assert words.activity(text).code == "procure_public"


def test_equipment_is_a_tree_with_leaves_below_and_classes_above(words):
    assert {"5g_ran", "ran", "telecom_network_equipment", "telecom_equipment"} <= words.wider("5g_ran")
    assert words.narrowest("handset") == {"handset"}
    assert {"5g_ran", "small_cell"} <= words.narrowest("telecom_equipment")
    assert "handset" not in words.narrowest("video_surveillance_equipment")


def test_wider_and_narrowest_are_two_views_of_one_tree(words):
    for code in words.equipment_classes:
        assert code in words.wider(code)
        leaves = words.narrowest(code)
        assert leaves
        for leaf in leaves:
            assert code in words.wider(leaf)
            assert words.narrowest(leaf) == {leaf}


def test_a_class_in_two_branches_belongs_to_both(words):
    assert {"network_critical_parts", "5g_network"} <= words.wider("5g_core")


def test_actor_chains_go_from_the_narrow_to_the_wide(words):
    assert words.actor_and_wider("military_exchange") == {"military_exchange", "retailer", "distributor"}
    assert words.actor_and_wider("defence_department") == {"defence_department", "government_body"}
    assert words.actor_and_wider("consumer") == {"consumer"}


def test_every_activity_has_an_ordinary_actor_of_the_vocabulary(words):
    for activity in words.activities.values():
        assert activity.ordinary_actors
        for actor in (*activity.ordinary_actors, *activity.buyers):
            assert words.actor(actor) == actor
        for status in activity.device_statuses:
            assert words.device_status(status) == status
        for equipment in activity.admits:
            assert words.equipment(equipment) == equipment


@pytest.mark.parametrize(
    ("of_rule", "asked", "on", "applies"),
    [
        ("EU", "DE", "2020-01-31", True),
        ("EU", "GB", "2020-01-31", True),
        ("EU", "GB", "2020-02-01", False),
        ("EU", "HR", "2013-06-30", False),
        ("EU", "HR", "2013-07-01", True),
        ("EU", "CH", "2023-01-01", False),
        ("DE", "EU", "2023-01-01", False),
        ("EU", "EU", "2023-01-01", True),
        ("EU", "DE-BY", "2023-01-01", True),
        ("US", "US-TX", "2023-01-01", True),
        ("US-TX", "US", "2023-01-01", False),
        ("US-TX", "US-CA", "2023-01-01", False),
        ("US", "UM", "2023-01-01", False),
        ("AU", "AU-NSW", "2023-01-01", True),
    ],
)
def test_a_rule_of_the_whole_applies_in_its_parts(words, day, of_rule, asked, on, applies):
    assert words.applies_in(of_rule, asked, day(on)) is applies


@given(st.data())
def test_what_applies_on_a_day_can_apply(ob, data):
    words = ob.snapshot.vocabulary
    places = [*words.jurisdictions, "AU-NSW", "DE-BY"]
    of_rule, asked = data.draw(st.sampled_from(places)), data.draw(st.sampled_from(places))
    on = data.draw(st.dates(datetime.date(1990, 1, 1), datetime.date(2030, 1, 1))).toordinal()
    if words.applies_in(of_rule, asked, on):
        assert words.can_apply_in(of_rule, asked)


@pytest.mark.parametrize("code", ["US", "us", " de ", "US-TX", "us-tx", "AU-NSW", "GB-ENG", "EU"])
def test_places_are_iso_codes(words, code):
    assert words.jurisdiction(code) == code.strip().upper()


@pytest.mark.parametrize("code", ["XX", "UK", "USA", "US-ZZ", "XX-AB", "AU-", "AU-NSWX", "AU NSW", "", "EUR"])
def test_places_that_do_not_exist_are_refused(words, code):
    with pytest.raises(InvalidValue):
        words.jurisdiction(code)


def test_a_union_has_members_and_no_parts(words):
    with pytest.raises(InvalidValue):
        words.jurisdiction("EU-AB")


@pytest.mark.parametrize("code", ["EU", "US-TX", "XX", "china"])
def test_a_thing_is_made_in_a_country(words, code):
    with pytest.raises(UnknownCode):
        words.country(code)
    assert words.country("cn") == "CN"
