"""Who registered a block: the longest prefix, divided blocks, in bulk as one by one, and what is shipped."""

from __future__ import annotations

import csv
import random
import struct
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from obstat.devices import MacRegistry, default_registry
from obstat.devices.mac import INDIVIDUAL, REGISTERED_LOCAL
from obstat.devices.mac_bulk import read_many
from obstat.devices.mac_registry import REGISTRAR, Block, merged, read_individual, read_large, read_numdb
from obstat.model.errors import InvalidValue

NEWER = Path(__file__).resolve().parents[3] / "shared" / "data" / "device_oui" / "oui_2026-08.csv"
"""A registry of a later month than the one that is shipped, beside the repository; elsewhere it is not compared."""
SMALL = (
    ("001882", "Large Maker"),
    ("0C5CB5", REGISTRAR),
    ("0C5CB51", "Medium Maker"),
    ("70B3D5", REGISTRAR),
    ("70B3D5123", "Small Maker"),
    ("0050C2", REGISTRAR),
    ("0050C2ABC", "Individual Maker"),
    ("AABBCC", "Private"),
    ("ACDE48", "Owner of the Rest"),
    ("ACDE482", "Owner of a Part"),
)


@pytest.fixture(scope="module")
def small() -> MacRegistry:
    return MacRegistry(SMALL)


@pytest.mark.parametrize(
    ("mac", "block"),
    [
        ("00:18:82:12:34:56", Block("001882", "Large Maker", 24)),
        ("0c-5c-b5-1f-00-00", Block("0c5cb51", "Medium Maker", 28)),
        ("70b3.d512.3fff", Block("70b3d5123", "Small Maker", 36)),
        ("0050C2ABC001", Block("0050c2abc", "Individual Maker", 36)),
        ("ac:de:48:2f:ff:ff", Block("acde482", "Owner of a Part", 28)),
        ("ac:de:48:3f:ff:ff", Block("acde48", "Owner of the Rest", 24)),
        ("0:18:82:1:2:3", Block("001882", "Large Maker", 24)),
        ("00:18:82:ff:fe:12:34:56", Block("001882", "Large Maker", 24)),
    ],
)
def test_the_longest_prefix_is_the_answer(small: MacRegistry, mac: str, block: Block) -> None:
    assert small.find(mac) == block
    assert small.why_none(mac) == ""


def test_the_registrar_of_a_divided_block_is_never_an_answer(small: MacRegistry) -> None:
    assert small.find("70:b3:d5:12:40:00") is None
    assert "divided among others" in small.why_none("70:b3:d5:12:40:00")
    assert "divided among others" in MacRegistry([]).why_none("40:d8:55:12:40:00")
    assert "No block that starts with 123456" in small.why_none("12:34:56:00:00:00")
    assert small.find_many(["70:b3:d5:12:40:00"]).tolist() == [-1]


def test_a_private_holder_names_nobody(small: MacRegistry) -> None:
    block = small.find("aa:bb:cc:00:00:00")
    assert block is not None
    assert not block.names_holder


def test_what_is_no_address_is_refused(small: MacRegistry) -> None:
    with pytest.raises(InvalidValue, match="prefix of a block"):
        small.find("00:18:82")


@pytest.mark.parametrize("prefix", ["00188", "00188212", "00-18-82", "00188g", "+01882", "00_882", "", "١٢٣٤٥٦"])
def test_a_prefix_of_another_size_is_refused(prefix: str) -> None:
    with pytest.raises(InvalidValue, match="6, 7 or 9 hexadecimal digits"):
        MacRegistry([("001882", "Large Maker"), (prefix, "x")])


def test_a_fresh_registry_goes_before_the_older(small: MacRegistry) -> None:
    fresh = MacRegistry([("001882", "New Owner"), ("70B3D5124", "New Small Maker"), ("AABBCC", REGISTRAR)], edition="b")
    both = merged(small, fresh)
    holders = [block.holder if block else None for block in map(both.find, ("001882000000", "70b3d5124000"))]
    assert holders == ["New Owner", "New Small Maker"]
    assert both.find("aa:bb:cc:00:00:00") is None
    assert both.find("70:b3:d5:12:3f:ff") == small.find("70:b3:d5:12:3f:ff")
    assert both.edition == "b"


def test_a_registry_can_be_built_from_its_own_pairs(small: MacRegistry) -> None:
    again = MacRegistry(small)
    assert sorted(again) == sorted(small)
    assert len(again) == len(small) == 7
    assert len(MacRegistry([])) == 0
    assert MacRegistry([]).find_many(["00:18:82:00:00:00"]).tolist() == [-1]


def test_the_nested_format_is_read_with_ranges_and_parts() -> None:
    text = (
        '# a comment\n000000-000002,0000AA o="One, Inc."\n001BC5\n 000 o="Two"\n 0A0-0A1,0A3 o="Three"\n'
        '0C5CB5\n 1 o="Four"\n'
    )
    assert read_numdb(text) == [
        ("000000", "One, Inc."),
        ("000001", "One, Inc."),
        ("000002", "One, Inc."),
        ("0000AA", "One, Inc."),
        ("001BC5", REGISTRAR),
        ("001BC5000", "Two"),
        ("001BC50A0", "Three"),
        ("001BC50A1", "Three"),
        ("001BC50A3", "Three"),
        ("0C5CB5", REGISTRAR),
        ("0C5CB51", "Four"),
    ]


def spellings(number: int) -> list[str]:
    digits = f"{number:012x}"
    pairs = [digits[i : i + 2] for i in range(0, 12, 2)]
    return [
        ":".join(pairs),
        "-".join(pairs).upper(),
        ".".join(digits[i : i + 4] for i in range(0, 12, 4)),
        "-".join(digits[i : i + 4] for i in range(0, 12, 4)),
        digits,
        ":".join(pair.lstrip("0") or "0" for pair in pairs),
        f" {digits} ",
    ]


def test_the_shipped_registry_finds_every_one_of_its_own_blocks() -> None:
    registry = default_registry()
    chance = random.Random(1)
    wanted, texts = [], []
    finer = {prefix[:size] for prefix, _ in registry for size in (6, 7) if len(prefix) > size}
    for prefix, holder in registry:
        if holder != REGISTRAR and prefix not in finer:
            rest = 4 * (12 - len(prefix))
            number = (int(prefix, 16) << rest) | chance.getrandbits(rest)
            texts.append(chance.choice(spellings(number)))
            wanted.append((prefix, holder))
    assert Counter(len(prefix) for prefix, _ in wanted).keys() == {6, 7, 9}
    assert len(wanted) > 50_000
    blocks = [registry.find(text) for text in texts]
    assert [(block.prefix, block.holder) for block in blocks if block] == wanted
    many = [registry.block(number) for number in registry.find_many(texts).tolist()]
    assert many == blocks
    assert "oui.dat of python-stdnum" in (registry.edition or "")


def test_individual_blocks_have_holders_and_their_own_registry() -> None:
    registry = default_registry()
    individual = [prefix for prefix, _ in registry if len(prefix) == 9 and prefix.startswith(INDIVIDUAL)]
    assert len(individual) == 4574  # the IEEE has given out none since 2014, and kept one of the 4,575 for itself
    blocks = [registry.find(prefix + "123") for prefix in individual]
    assert [(block.prefix, block.registry, bool(block.holder)) for block in blocks if block] == [
        (prefix, "IAB", True) for prefix in individual
    ]
    named = {mac: registry.find(mac) for mac in ("00:50:C2:00:10:00", "40:d8:55:11:cf:ff")}
    assert [block and block.holder for block in named.values()] == ["JMBS Developpements", "DEUTA-WERKE GmbH"]
    assert "iab.txt of netaddr" in (registry.edition or "")


def test_the_packages_with_the_tables_are_read_without_being_run() -> None:
    asked = "import sys, obstat.devices as d; d.default_registry(); print({'aiooui', 'netaddr'} & {*sys.modules})"
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


def test_the_newer_table_of_large_blocks_is_laid_over_the_complete_one() -> None:
    names = b"One, Inc.\nZw\xc3\xb6lf\n"
    table = struct.pack("<4sI3I3I", b"OUI1", 3, 0x1882, 0x1883, 0xAABBCC, 0, 10, 0) + names
    assert read_large(table) == [("001882", "One, Inc."), ("001883", "Zwölf"), ("aabbcc", "One, Inc.")]
    with pytest.raises(InvalidValue, match="install aiooui"):
        read_large(b"OUI2" + table[4:])
    assert "oui.data of aiooui" in (default_registry().edition or "")


def test_a_list_of_individual_blocks_is_read() -> None:
    text = (
        "OUI   Organization\nIAB Range   Organization\n            Address\n\n"
        "40-D8-55   (hex)\t\tOne, Inc. \n0D7000-0D7FFF   (base 16)\t\tOne, Inc.\n\t\tA street\n\t\tUS\n\n"
        "00-50-C2   (hex)\t\tTwo (Somewhere)\nF71000-F71FFF   (base 16)\t\tTwo\n\t\tDE\n"
    )
    assert read_individual(text) == [("40D8550D7", "One, Inc."), ("0050C2F71", "Two (Somewhere)")]


@pytest.mark.parametrize(
    ("prefix", "registry"), [("001882", "MA-L"), ("0c5cb51", "MA-M"), ("70b3d5123", "MA-S"), ("0050c2abc", "IAB")]
)
def test_a_block_says_which_registry_it_is_in(small: MacRegistry, prefix: str, registry: str) -> None:
    block = small.find(prefix.ljust(12, "0"))
    assert block is not None
    assert (block.prefix, block.registry) == (prefix, registry)


def test_the_registered_blocks_with_the_local_bit_are_those_we_name() -> None:
    local = {prefix[:6] for prefix, _ in default_registry() if int(prefix[1], 16) & 2}
    assert local == REGISTERED_LOCAL
    of_groups = [holder for prefix, holder in default_registry() if int(prefix[1], 16) & 1]
    assert set(of_groups) <= {"Private"}


NUMBERS = st.one_of(
    st.integers(0, 2**48 - 1),
    st.builds(
        lambda prefix, rest: (int(prefix, 16) << 4 * (12 - len(prefix))) | rest % (1 << 4 * (12 - len(prefix))),
        st.sampled_from([prefix for prefix, _ in SMALL]),
        st.integers(0, 2**24),
    ),
)


@given(st.lists(st.tuples(NUMBERS, st.integers(0, 6)), max_size=30))
def test_in_bulk_the_answers_are_those_of_one_by_one(rows: list[tuple[int, int]]) -> None:
    registry = MacRegistry(SMALL)
    texts = [spellings(number)[style] for number, style in rows]
    numbers = np.array([number for number, _ in rows], dtype=np.uint64)
    one_by_one = [registry.find(text) for text in texts]
    for found in (registry.find_many(texts), registry.find_many(numbers)):
        assert [registry.block(number) if number >= 0 else None for number in found.tolist()] == one_by_one
    read, is_read = read_many(texts)
    assert read.tolist() == numbers.tolist()
    assert is_read.all()


def in_buffer(texts: list[str], *, before: bytes = b"") -> tuple[np.ndarray, np.ndarray]:
    """Texts as Arrow holds a column of them, behind bytes of rows that a slice leaves out."""
    encoded = [text.encode() for text in texts]
    offsets = np.cumsum([len(before), *map(len, encoded)], dtype=np.int64)
    return np.frombuffer(before + b"".join(encoded) + b"rest", dtype=np.uint8), offsets


@given(
    st.lists(
        st.one_of(
            st.builds(lambda number, style: spellings(number)[style], NUMBERS, st.integers(0, 6)),
            st.text(alphabet="0123456789abcdefABCDEFgx:-._\u0661é\uff11 ", max_size=18),
            st.sampled_from(["", "00:18:82:12:34:5g", "0018.8212:3456", "00:18:82-12:34:56", "0 18:82:12:34:56 "]),
        ),
        max_size=20,
    ),
    st.binary(max_size=9),
)
def test_a_column_of_arrow_gives_what_one_by_one_gives(texts: list[str], before: bytes) -> None:
    registry = MacRegistry(SMALL)
    found = registry.find_in_buffer(*in_buffer(texts, before=before)).tolist()
    for text, number in zip(texts, found, strict=True):
        try:
            block = registry.find(text)
        except InvalidValue:
            block = None
        assert block == (registry.block(number) if number >= 0 else None), text


def test_a_column_of_polars_needs_no_string_of_each_row(small: MacRegistry) -> None:
    polars = pytest.importorskip("polars")
    column = polars.Series(["00:18:82:12:34:56", None, "70b3.d512.3fff", "é"] * 9000)
    data = np.frombuffer(column.str.join("").item().encode(), dtype=np.uint8)
    lengths = column.str.len_bytes().fill_null(0).to_numpy()
    offsets = np.concatenate(([0], np.cumsum(lengths))).astype(np.int64)
    assert small.find_in_buffer(data, offsets).tolist() == [0, -1, 4, -1] * 9000


def test_bytes_that_are_no_text_are_no_address(small: MacRegistry) -> None:
    data = np.frombuffer(b"\xff\xfe00:18:82:12:34:56", dtype=np.uint8)
    assert small.find_in_buffer(data, np.array([0, 2, 19], dtype=np.int64)).tolist() == [-1, 0]
    assert small.find_in_buffer(data, np.array([2], dtype=np.int64)).tolist() == []


@pytest.mark.parametrize("offsets", [[], [0, 20], [3, 1], [-1, 2]])
def test_offsets_that_do_not_fit_are_refused(small: MacRegistry, offsets: list[int]) -> None:
    with pytest.raises(InvalidValue, match="offsets"):
        small.find_in_buffer(np.zeros(19, dtype=np.uint8), np.array(offsets, dtype=np.int64))


@given(st.lists(st.text(alphabet="0123456789abcdefABCDEFgx:-.\u0661é ", max_size=18), max_size=20))
def test_what_bulk_reads_is_what_one_by_one_reads(texts: list[str]) -> None:
    registry = MacRegistry(SMALL)
    _, is_read = read_many(texts)
    found = registry.find_many(texts).tolist()
    for text, good, number in zip(texts, is_read.tolist(), found, strict=True):
        try:
            block = registry.find(text)
        except InvalidValue:
            assert not good
            assert number == -1
        else:
            assert good
            assert block == (registry.block(number) if number >= 0 else None)


def test_a_number_above_48_bits_is_nobodys(small: MacRegistry) -> None:
    assert small.find_many(np.array([2**48 | 0x001882000000, 2**64 - 1], dtype=np.uint64)).tolist() == [-1, -1]


@pytest.mark.skipif(not NEWER.exists(), reason="no newer registry beside the repository")
def test_most_of_a_newer_registry_is_known() -> None:
    registry = default_registry()
    with NEWER.open(encoding="utf-8", newline="") as file:
        rows = [(row["prefix"], row["organisation"]) for row in csv.DictReader(file)]
    rows = [(prefix, holder) for prefix, holder in rows if holder != REGISTRAR]
    found = registry.find_many([prefix.ljust(12, "0") for prefix, _ in rows]).tolist()
    known = Counter(len(prefix) for (prefix, _), number in zip(rows, found, strict=True) if number >= 0)
    every = Counter(len(prefix) for prefix, _ in rows)
    assert min(known[size] / every[size] for size in (6, 7, 9)) > 0.9
    fresh = MacRegistry(rows)
    again = merged(registry, fresh)
    holders = [again.holders[number] for number in again.find_many([prefix.ljust(12, "0") for prefix, _ in rows])]
    different = [prefix for (prefix, holder), found_holder in zip(rows, holders, strict=True) if holder != found_holder]
    assert all(any(finer != prefix and finer.startswith(prefix) for finer, _ in again) for prefix in different)


def test_a_hundred_thousand_addresses_are_a_matter_of_a_moment() -> None:
    registry = default_registry()
    numbers = np.arange(100_000, dtype=np.uint64) << np.uint64(29)
    start = time.perf_counter()
    registry.find_many(numbers)
    assert time.perf_counter() - start < 5
