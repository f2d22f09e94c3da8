"""Would it work there? Bands and policies of one day, and nothing about law."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from obstat.fit.fit import UNLISTED
from obstat.model.errors import InvalidValue, UnknownCode
from obstat.model.fit import WORKS


@pytest.mark.parametrize(
    ("product", "network", "on", "works"),
    [
        ("Mate 10 Pro", "verizon", "2018-01-30", "data_partly_no_voice"),
        ("Mate 10 Pro", "att", "2018-01-30", "yes"),
        ("BLA-L29", "t-mobile-us", "2018-01-30", "yes"),
        ("Huawei Mate 10 Pro", "Verizon", "2018-01-30", "data_partly_no_voice"),
        ("Huawei Mate 10 Pro", "AT&T", "2018-01-30", "yes"),
    ],
)
def test_the_phone_of_the_story(ob, product, network, on, works):
    assert ob.fit(product, network, on).works == works


def test_worked_examples_of_the_pack(ob, pack):
    for example in pack.networks[1].worked_examples:
        product = ob.snapshot.products[example.product]
        first = example.on.partition("/")[0]
        day = first + "-01-01"[: 10 - len(first)] if len(first) == 4 else first if len(first) == 10 else f"{first}-15"
        found = ob.fit(f"{product.brand} {product.name}", example.network, day)
        assert found.product == example.product, example.id
        assert found.works == example.works, example.id


def test_a_technology_that_was_switched_off_is_dropped_first(ob):
    before, after = (ob.fit("Mate 10 Pro", "att", day) for day in ("2022-01-01", "2022-06-01"))
    assert "UMTS" in [bands.technology for bands in before.bands]
    assert "UMTS" not in [bands.technology for bands in after.bands]
    assert "UMTS" in after.ended
    assert before.voice == "yes"
    assert after.voice != "yes"


def test_the_last_day_of_service_is_still_served(ob):
    ended = [(n, t) for n in ob.snapshot.networks.values() for t in n.technologies if t.until and t.until.exact]
    assert ended
    for network, technology in ended:
        days = [datetime.date.fromordinal(technology.until.latest + d) for d in (-1, 0)]
        served, gone = (ob.fit("Mate 10 Pro", network.id, day) for day in days)
        assert technology.technology in [bands.technology for bands in served.bands], network.id
        assert technology.technology in gone.ended, network.id


def test_without_a_band_in_common_nothing_works_even_what_the_carrier_came_to_sell(ob):
    """In January 2010 Verizon had CDMA alone, which this phone of a later day lacks."""
    found = ob.fit("ZTE Blade for US carriers", "verizon", "2010-01-01")
    assert "verizon" in ob.snapshot.products[found.product].voice_on
    assert not any(bands.shared for bands in found.bands)
    assert found.works == "no"


def phones(ob):
    return [f"{p.brand} {p.name}" for p in ob.snapshot.products.values() if p.radio]


@given(st.data())
def test_any_phone_on_any_network_has_an_answer_with_a_reason(ob, data):
    phone = data.draw(st.sampled_from(phones(ob)))
    network = data.draw(st.sampled_from(list(ob.snapshot.networks)))
    day = data.draw(st.dates(datetime.date(1990, 1, 1), datetime.date(2040, 1, 1)))
    found = ob.fit(phone, network, day)
    assert found.works in WORKS
    assert found.reasons
    for bands in found.bands:
        assert not set(bands.shared) & set(bands.missing)
    if found.works == "yes":
        assert found.voice == "yes"
    if not any(bands.shared for bands in found.bands):
        unlisted = any(bands.technology == "LTE" and bands.note == UNLISTED for bands in found.bands)
        assert found.data == ("unknown" if unlisted else "none")
    if found.data == "unknown":
        assert found.works == "unknown"
    if network not in ob.snapshot.products[found.product].voice_on and found.data == "none":
        assert found.works == "no"


def test_a_product_without_radio_is_unknown_and_not_no(ob):
    camera = ob.fit("DS-2CD2043G2-I", "verizon", "2018-01-30")
    assert (camera.works, camera.voice, camera.data) == ("unknown", "unknown", "unknown")


@pytest.mark.parametrize(("product", "network"), [("Nobody Knows Me", "verizon"), ("Mate 10 Pro", "verizn")])
def test_what_is_not_known_lists_what_is(ob, product, network):
    with pytest.raises(UnknownCode) as caught:
        ob.fit(product, network, "2018-01-30")
    assert caught.value.valid
    if network == "verizn":
        assert caught.value.valid[0] == "verizon"


def test_an_impossible_day_is_refused(ob):
    with pytest.raises(InvalidValue):
        ob.fit("Mate 10 Pro", "verizon", "2018-02-30")


@pytest.mark.parametrize(
    ("phone", "network", "on"), [("Huawei Mate 60 Pro", "bell", "2026-11-22"), ("Huawei P20", "verizon", "2018-05-01")]
)
def test_bands_that_nobody_listed_are_unknown_and_not_absent(ob, phone, network, on):
    found = ob.fit(phone, network, on)
    assert (found.data, found.works) == ("unknown", "unknown")


@pytest.mark.parametrize(("phone", "network"), [("Mate 9", "verizon"), ("Honor 50", "sprint")])
def test_a_radio_that_only_some_variants_have_is_neither_there_nor_absent(ob, phone, network):
    assert ob.fit(phone, network, "2021-12-01").voice == "unsure"
