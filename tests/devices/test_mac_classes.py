"""Addresses of one class: the same is said of each of them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from obstat.devices.mac_classes import AddressClasses
from obstat.devices.mac_registry import default_registry
from obstat.devices.parse import parse
from obstat.model.subject import Given

KNOWN = AddressClasses(default_registry().prefixes)


def told(number: int) -> str:
    digits = f"{number:012x}"
    return ":".join(digits[at : at + 2] for at in range(0, 12, 2))


def said(address: str) -> tuple:
    parsed = parse(Given("mac", address))
    holder = default_registry().find(address) if parsed.keys else None
    return parsed.names_maker, parsed.strength, parsed.remarks, holder


@given(st.integers(0, (1 << 48) - 1))
@example(0)
@example(1)
@example((1 << 48) - 1)
@example(0x00005E000101)
@example(0x00000C07AC01)
@example(0x02608C000001)
@example(0x525400123456)
@settings(max_examples=1000, deadline=None)
def test_what_is_said_of_an_address_is_said_of_the_example_of_its_class(number):
    (found,) = KNOWN.find(np.array([number], dtype=np.uint64)).tolist()
    assert said(KNOWN.example(found)) == said(told(number))


@pytest.mark.parametrize("prefix", default_registry().prefixes[::997])
def test_the_example_of_a_block_lies_in_it(prefix):
    first = int(prefix.ljust(12, "0"), 16)
    (number,) = KNOWN.find(np.array([first], dtype=np.uint64)).tolist()
    address = KNOWN.example(number)
    assert KNOWN.find(np.array([int(address.replace(":", ""), 16)], dtype=np.uint64)).tolist() == [number]
    assert address.startswith(KNOWN.told(number).rstrip("…"))


def test_a_class_is_told_by_what_its_addresses_begin_with():
    classes = AddressClasses(["ABCDEF", "ABCDEF123"])
    numbers = classes.find(np.array([0xABCDEF123456, 0xABCDEF456789], dtype=np.uint64)).tolist()
    assert [classes.told(number) for number in numbers] == ["ab:cd:ef:12:3…", "ab:cd:ef…"]
