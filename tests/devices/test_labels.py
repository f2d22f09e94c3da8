"""Identifiers in free text stand after a label of their own, and keep their place in it."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from obstat.devices import find_labels, parse
from obstat.devices.imei import check_digit
from obstat.model.errors import InvalidValue
from obstat.model.subject import Given

CASES = (
    (
        "FCC ID: QISBLA Model: BLA-L29 IMEI: 490154203237518 S/N 8XV7N18",
        [("fcc_id", "QISBLA"), ("model", "BLA-L29"), ("imei", "490154203237518"), ("serial", "8XV7N18")],
    ),
    ("fcc id 2adtd-cat5, model no. DS-2CD2042WD-I", [("fcc_id", "2adtd-cat5"), ("model", "DS-2CD2042WD-I")]),
    ("FCC ID: QIS BLA\nIC: 6369A-BLA", [("fcc_id", "QIS BLA"), ("banner", "6369A-BLA")]),
    ("FCC ID: QISBLA / FCC ID: QISBLB", [("fcc_id", "QISBLA"), ("fcc_id", "QISBLB")]),
    ("MAC: 00:18:82:aa:bb:cc, 00-18-82-aa-bb-cd", [("mac", "00:18:82:aa:bb:cc"), ("mac", "00-18-82-aa-bb-cd")]),
    ("MAC Address (Wi-Fi): 1a2b-3c4d-5e6f", [("mac", "1a2b-3c4d-5e6f")]),
    ("WLAN MAC ID 001882AABBCC", [("mac", "001882AABBCC")]),
    (
        "IMEI1: 35-209900-176148-1 IMEI 2: 860123456789012",
        [("imei", "35-209900-176148-1"), ("imei", "860123456789012")],
    ),
    ("Serial Number: AB-12345/6. P/N: 02310ABC", [("serial", "AB-12345/6"), ("model", "02310ABC")]),
    ("SN: 2102350ABC; Part No: 0235A0AB", [("serial", "2102350ABC"), ("model", "0235A0AB")]),
    ("型号：HUAWEI P30", [("model", "HUAWEI P30")]),
    ("Model Name: X1 Carbon\r\nFCC ID:QISBLA", [("model", "X1 Carbon"), ("fcc_id", "QISBLA")]),
)


@pytest.mark.parametrize(("text", "wanted"), CASES)
def test_what_stands_after_a_label_is_found(text: str, wanted: list[tuple[str, str]]) -> None:
    found = find_labels(text)
    assert [(one.given.scheme, one.given.text) for one in found] == wanted
    assert all(text[one.start : one.end] == one.given.text for one in found)


@pytest.mark.parametrize(
    "text",
    [
        "Contains FCC ID: XMR201606EC21A",
        "contains transmitter module FCC ID XMR201606EC21A",
        "This device contains: FCC ID: XMR201606EC21A and IC",
        "Containing LTE module FCC ID: XMR201606EC21A",
    ],
)
def test_the_fcc_id_of_a_part_is_told_from_the_devices_own(text: str) -> None:
    (found,) = find_labels(text)
    assert found.given == Given("fcc_id", "XMR201606EC21A", "contains")
    assert parse(found.given).role == "component_maker"


def test_several_parts_can_follow_one_label() -> None:
    found = find_labels("FCC ID: QISBLA. Contains FCC ID: N7NHL7688 and FCC ID: QDS-BRCM1078")
    assert [(one.given.text, one.given.channel) for one in found] == [
        ("QISBLA", None),
        ("N7NHL7688", "contains"),
        ("QDS-BRCM1078", "contains"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "SIMEI: 490154203237518",
        "MACHINE: 001122334455",
        "PIC: 1234-AB",
        "XS/N 12345",
        "remodel: kitchen",
        "The FCC identifies QISBLA",
        "FCC ID: pending",
        "FCC ID NONE",
        "see the FCC ID on the label",
        "EMAC:001122334455",
        "",
    ],
)
def test_no_label_is_found_inside_a_longer_word(text: str) -> None:
    assert find_labels(text) == ()


def test_a_battery_inside_is_not_a_module_inside() -> None:
    (found,) = find_labels("This device contains a lithium battery. FCC ID: QISBLA")
    assert found.given.channel is None


def test_a_value_with_a_mistake_is_kept_for_the_reader_to_refuse() -> None:
    (found,) = find_labels("IMEI: 490154203237517")
    with pytest.raises(InvalidValue, match=f"is {check_digit('49015420323751')};"):
        parse(found.given)


PARTS = st.lists(
    st.sampled_from(
        [
            *":, \n/-x",
            "and",
            "QISBLA",
            "00:18:82:aa:bb:cc",
            "490154203237518",
            "FCC ID",
            "Contains",
            "IMEI",
            "MAC",
            "S/N",
            "Model",
            "No.",
            "P/N",
            "IC",
        ]
    ),
    max_size=20,
)


@given(st.one_of(st.text(max_size=80), PARTS.map("".join)))
def test_places_are_in_order_and_do_not_overlap(text: str) -> None:
    end = 0
    for found in find_labels(text):
        assert end <= found.start < found.end <= len(text)
        assert text[found.start : found.end] == found.given.text
        end = found.end


@pytest.mark.parametrize("filling", ["Contains a ", "FCC ID: ", "Model: x ", "MAC ", "a" * 10, "00:", "S/N 1 ", " "])
def test_a_long_text_takes_no_longer_than_it_must(filling: str) -> None:
    start = time.perf_counter()
    find_labels(filling * (100_000 // len(filling)))
    assert time.perf_counter() - start < 10
