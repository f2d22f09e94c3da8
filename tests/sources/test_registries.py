"""Registries give assignments: MAC prefixes, enterprise numbers, USB and PCI ids, each once and whole."""

from __future__ import annotations

import functools
from collections import Counter
from pathlib import Path

import malformed
import pytest

from obstat.model.errors import SourceError
from obstat.sources import hardware_ids, iana_pen, ieee, manuf, registry
from obstat.sources.entry import Assignment, Detail

FIXTURES = Path(__file__).parent / "fixtures"
SHARED = Path(__file__).resolve().parents[3] / "shared"
DATA = SHARED / "data"
needs_data = pytest.mark.skipif(not SHARED.exists(), reason="needs the shared data")
MODULES = (ieee, manuf, iana_pen, hardware_ids)
FORMATS = {form.code: form for module in MODULES for form in module.FORMATS}
FILES = {
    "ieee-csv": "ieee_oui.csv",
    "ieee-text": "ieee_oui.txt",
    "wireshark-manuf": "manuf",
    "iana-pen": "enterprise-numbers.txt",
    "usb-ids": "usb.ids",
    "pci-ids": "pci.ids",
}
REAL = {
    "ieee-csv": DATA / "device_oui" / "oui_2026-08.csv",
    "iana-pen": DATA / "device_iana_pen" / "enterprises.tsv",
    "usb-ids": DATA / "device_usb_pci_ids" / "usb.ids",
    "pci-ids": DATA / "device_usb_pci_ids" / "pci.ids",
}
SOURCE_OF = {"ieee-csv": "ieee-oui"}


def read(code: str, **parts: Path) -> list[Assignment]:
    found = list(FORMATS[code].read(parts, code))
    assignments = [statement for statement in found if isinstance(statement, Assignment)]
    assert len(assignments) == len(found)
    return assignments


def fixture(code: str) -> list[Assignment]:
    return read(code, list=FIXTURES / FILES[code])


@functools.cache
def real(code: str) -> list[Assignment]:
    return read(code, list=REAL[code])


def test_every_row_of_the_ieee_is_an_assignment_one_assigned_twice_is_there_twice() -> None:
    found = fixture("ieee-csv")
    assert [(each.value, each.holder) for each in found] == [
        ("a1b2c3", "Fjordlink Networks, Inc"),
        ("a1b2c3d4e", "Polder Radio B.V."),
        ("a1b2c3d", "Private"),
        ("a1b2c3", "CERES LAB"),
        ("0050c2f71", "Kowloon Signal Ltd"),
    ]
    assert {each.scheme for each in found} == {"mac"}
    assert found[0].details == (Detail("registry", "MA-L"),)
    assert found[0].at == "line 2"
    assert found[2].address is None


@pytest.mark.parametrize(
    ("address", "country"),
    [
        ("12 Harbour Street Wilmington DE US 19801", "US"),  # Delaware is not Germany
        ("1 Lake Road Springfield IL US 62701-1234", "US"),
        ("Dijkweg 3 Delft NL 5611 BE", "NL"),  # a post code that ends like Belgium
        ("7 Maple Lane Ottawa ON CA K1A 0B1", "CA"),
        ("9/F Harbour Centre Kowloon HK", "HK"),
        ("9/F Harbour Centre Kowloon HK NA", "HK"),  # no post code, not Namibia
        ("Via Lunga 5 Ivrea IT Torino", "IT"),
        ("No. 5 Fourth Road Shenzhen Guangdong CN 518057", "CN"),
        ("5 High Street London GB SW1A 1AA", "GB"),
        ("4-21 Minami", None),
        ("", None),
    ],
)
def test_the_country_stands_before_the_post_code_at_the_end(address: str, country: str | None) -> None:
    assert ieee.country_in(address) == country


def test_several_registries_are_one_edition_and_say_which_file_a_line_is_of(tmp_path: Path) -> None:
    small = tmp_path / "mam.csv"
    small.write_text(
        "Registry,Assignment,Organization Name,Organization Address\nMA-M,0011223,Kiln Ltd,1 Way Oslo NO 0150\n"
    )
    found = read("ieee-csv", **{"list": FIXTURES / "ieee_oui.csv", "ma-m": small})
    assert [each.at for each in found][-2:] == ["line 6", "ma-m line 2"]
    assert read("ieee-csv", **{"ma-m": small})[0].country == "NO"
    with pytest.raises(SourceError, match="no file"):
        read("ieee-csv")


def test_a_table_of_prefixes_is_read_and_a_country_it_does_not_name_is_a_detail(tmp_path: Path) -> None:
    path = tmp_path / "prefixes.csv"
    path.write_text(
        "prefix,organisation,country,note\nA1-B2-C3,Kiln Ltd,Norway,old\nA1B2C4,Dust,Springfield IL,\nxyz,E,,\n"
    )
    kiln, dust, broken = read("ieee-csv", list=path)
    assert (kiln.value, kiln.country, kiln.left) == ("a1b2c3", "NO", (Detail("note", "old"),))
    assert (dust.country, dust.details) == (None, (Detail("country", "Springfield IL"),))
    assert (broken.value, broken.left) == ("xyz", (Detail("assignment", "xyz"),))


def test_in_the_text_a_range_lengthens_the_prefix_and_the_last_line_is_the_country() -> None:
    fjord, polder, private = fixture("ieee-text")
    assert (fjord.value, fjord.country) == ("a1b2c3", "US")
    assert fjord.address == "12 Harbour Street, Wilmington DE 19801, US"
    assert (polder.value, polder.country) == ("a1b2c3d4e", "NL")
    assert polder.address == "Dijkweg 3, Delft 5611 BE, NL"  # across an empty line
    assert (private.value, private.address, private.country) == ("1100aa", None, None)
    assert all(each.left == () for each in (fjord, polder, private))


def test_a_line_of_the_text_before_the_first_record_is_left(tmp_path: Path) -> None:
    path = tmp_path / "oui.txt"
    path.write_text("OUI/MA-L  Organization\n\nA1-B2-C (hx) Lost\n\nA1-B2-C4   (hex)\t\tKiln Ltd\n")
    (kiln,) = read("ieee-text", list=path)
    assert kiln.left == (Detail("line 3", "A1-B2-C (hx) Lost"), Detail("prefix without its base 16", "A1B2C4"))


def test_wireshark_has_the_bits_that_count_and_a_short_name() -> None:
    fjord, polder, multicast, fuji, host = fixture("wireshark-manuf")
    assert (fjord.value, fjord.holder, fjord.details) == (
        "a1b2c3",
        "Fjordlink Networks, Inc",
        (Detail("short name", "Fjordlin"),),
    )
    assert polder.value == "a1b2c3d4e"
    assert (multicast.value, multicast.holder) == ("01005e0/25", "IPv4mcast")
    assert (fuji.holder, fuji.details) == ("FUJI LAB", (Detail("short name", "Fuji"),))
    assert (host.value, host.holder) == ("a1b2c3d40001", "One-Host")


def test_an_enterprise_number_has_its_organisation_and_its_contact_as_details() -> None:
    reserved, fjord, digits = fixture("iana-pen")
    assert (reserved.value, reserved.holder) == ("0", "Reserved")
    assert reserved.details == (Detail("contact", "Numbers Office"), Detail("e-mail", "office&example.org"))
    assert (fjord.holder, fjord.details) == ("Fjordlink Networks", (Detail("contact", "(formerly 'Fjord')"),))
    assert (digits.value, digits.holder, digits.details) == ("70002", "42", ())  # an organisation of digits


def test_a_table_of_enterprise_numbers_is_read_by_the_same_reader() -> None:
    found = read("iana-pen", list=FIXTURES / "enterprises.tsv")
    assert [(each.value, each.holder) for each in found] == [
        ("0", "Reserved"),
        ("70001", "Fjordlink Networks"),
        ("70003", "Polder Radio"),
    ]


def test_usb_devices_stand_below_their_vendor_and_classes_apart() -> None:
    found = fixture("usb-ids")
    assert [(each.scheme, each.value, each.holder) for each in found] == [
        ("usb", "a1b2", "Fjordlink Networks"),
        ("usb", "a1b2:0001", "Router One"),
        ("usb", "a1b2:00ff", "Router Two"),
        ("usb", "c3d4", "Polder Radio"),
        ("usb_class", "c 02", "Communications"),
        ("usb_class", "c 02:02", "Abstract (modem)"),
        ("usb_class", "c 02:02:01", "AT-commands"),
        ("usb_class", "hut 01", "Desktop"),
        ("usb_class", "hut 01:001", "Pointer"),
        ("usb_class", "l 0407", "German"),
    ]
    assert found[1].details == (Detail("comment", "relabelled"), Detail("interface 00", "Management"))
    assert found[0].details == ()  # what stands above an empty line is about the file


def test_pci_subsystems_are_details_of_the_device() -> None:
    vendor, device, *classes = fixture("pci-ids")
    assert vendor.value == "a1b2"
    assert device.details == (
        Detail("subsystem c3d4:0002", "Router One OEM"),
        Detail("subsystem a1b2:0003", "Router One Plus"),
    )
    assert [each.value for each in classes] == ["c 02", "c 02:00"]


def test_a_line_that_cannot_be_read_is_left_with_the_next_record(tmp_path: Path) -> None:
    path = tmp_path / "usb.ids"
    path.write_text("a1b2  Fjordlink\n\tzz  broken\n\t0001  Router\n???\n")
    _, router = read("usb-ids", list=path)
    assert router.left == (Detail("line 2", "zz broken"), Detail("line 4", "???"))


@pytest.mark.parametrize("code", FILES)
@pytest.mark.parametrize("what", malformed.NO_EDITIONS)
def test_what_is_no_edition_is_refused_in_a_sentence(code: str, what: str, tmp_path: Path) -> None:
    assert malformed.refuses(FORMATS[code], tmp_path / FILES[code], malformed.NO_EDITIONS[what], code)


@pytest.mark.parametrize("code", FILES)
def test_the_edition_of_another_registry_is_refused(code: str, tmp_path: Path) -> None:
    other = "ieee_oui.csv" if code != "ieee-csv" else "enterprise-numbers.txt"
    assert malformed.refuses(FORMATS[code], tmp_path / "other", (FIXTURES / other).read_bytes(), code)


@pytest.mark.parametrize("code", FILES)
def test_damaged_files_are_read_or_refused(code: str, tmp_path: Path) -> None:
    malformed.survives(FORMATS[code], tmp_path / FILES[code], (FIXTURES / FILES[code]).read_bytes(), code)


def test_every_source_of_a_registry_states_how_it_is_read() -> None:
    for module in MODULES:
        for source in module.SOURCES:
            assert registry.source(source.code).format in FORMATS
            assert source.licence
            assert set(source.addresses) <= set(FORMATS[source.format].parts)


@needs_data
@pytest.mark.parametrize(
    ("code", "counts"),
    [
        ("ieee-csv", {"mac": 53_730}),
        ("iana-pen", {"pen": 62_240}),
        ("usb-ids", {"usb": 3_427 + 20_528, "usb_class": 1_650}),
        ("pci-ids", {"pci": 2_325 + 17_616, "pci_class": 210}),
    ],
)
def test_the_registries_are_read_whole_and_nothing_is_left(code: str, counts: dict[str, int]) -> None:
    found = real(code)
    assert Counter(each.scheme for each in found) == counts
    assert not [each for each in found if each.left or not each.holder]
    assert len({(each.scheme, each.value) for each in found}) == len(found)
    assert registry.source(SOURCE_OF.get(code, code)).expectations.faults(found) == []


@needs_data
def test_every_line_of_the_hardware_files_is_in_an_assignment() -> None:
    for code in ("usb-ids", "pci-ids"):
        lines = [line for line in REAL[code].read_text().split("\n") if line.strip() and not line.startswith("#")]
        inner = [d for each in real(code) for d in each.details if d.label.startswith(("subsystem", "interface"))]
        assert len(real(code)) + len(inner) == len(lines)


@needs_data
def test_hardly_any_prefix_is_without_a_country() -> None:
    without = [each for each in real("ieee-csv") if each.country is None]
    assert len(without) == 280
    assert Counter(each.holder for each in without)["Private"] > 200


@needs_data
@pytest.mark.parametrize(
    ("code", "scheme", "value", "holder"),
    [
        ("ieee-csv", "mac", "00000c", "Cisco Systems, Inc"),
        ("ieee-csv", "mac", "00000a", "OMRON TATEISI ELECTRONICS CO."),
        ("ieee-csv", "mac", "fcf738", "HUAWEI TECHNOLOGIES CO.,LTD"),
        ("ieee-csv", "mac", "fcfa21", "zte corporation"),
        ("ieee-csv", "mac", "fcffaa", "IEEE Registration Authority"),
        ("iana-pen", "pen", "0", "Reserved"),
        ("iana-pen", "pen", "9", "ciscoSystems"),
        ("iana-pen", "pen", "2011", "HUAWEI Technology Co.,Ltd"),
        ("iana-pen", "pen", "62331", "Watermark Auto Group"),
        ("iana-pen", "pen", "62312", "Cloonar e.U."),
        ("usb-ids", "usb", "0001", "Fry's Electronics"),
        ("usb-ids", "usb", "0001:7778", "Counterfeit flash drive [Kingston]"),
        ("usb-ids", "usb", "12d1", "Huawei Technologies Co., Ltd."),
        ("usb-ids", "usb", "19d2", "ZTE WCDMA Technologies MSM"),
        ("usb-ids", "usb", "ffee:0100", "Card Reader Controller RTS5101/RTS5111/RTS5116"),
        ("usb-ids", "usb_class", "c 02:02:01", "AT-commands (v.25ter)"),
        ("usb-ids", "usb_class", "hut 01:002", "Mouse"),
        ("pci-ids", "pci", "0010:8139", "AT-2500TX V3 Ethernet"),
        ("pci-ids", "pci", "19e5", "Huawei Technologies Co., Ltd."),
        ("pci-ids", "pci_class", "c 01:06:01", "AHCI 1.0"),
    ],
)
def test_what_stands_in_the_file_is_in_the_assignment(code: str, scheme: str, value: str, holder: str) -> None:
    (found,) = [each for each in real(code) if (each.scheme, each.value) == (scheme, value)]
    assert found.holder == holder


@needs_data
def test_details_of_the_real_files() -> None:
    relabelled = next(each for each in real("pci-ids") if each.value == "0010:8139")
    assert relabelled.details == (Detail("comment", "This is a relabelled RTL-8139"),)
    peak = next(each for each in real("pci-ids") if each.value == "001c:0001")
    assert peak.details[0] == Detail("subsystem 001c:0004", "2 Channel CAN Bus SJC1000")
    huawei = next(each for each in real("ieee-csv") if each.value == "fcf738")
    assert huawei.country == "CN"
