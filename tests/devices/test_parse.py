"""One identifier in every way it is written: its canonical form, its keys, what it cannot tell, and what is refused."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from obstat.devices import Key, Parsed, explain, parse
from obstat.devices.imei import check_digit
from obstat.devices.parsed import REGISTRIES
from obstat.model.errors import InvalidValue, UnknownCode
from obstat.model.subject import SCHEMES, Given


def read(scheme: str, text: str, channel: str | None = None) -> Parsed:
    return parse(Given(scheme, text, channel))


def key_texts(parsed: Parsed, registry: str) -> list[str]:
    return [key.key for key in parsed.keys if key.registry == registry]


def said(parsed: Parsed) -> str:
    return " ".join(parsed.remarks)


MAC = "00:18:82:0a:0b:0c"
NOTATIONS = {
    "mac": (
        (MAC, MAC),
        ("00-18-82-0A-0B-0C", MAC),
        ("0018.820a.0b0c", MAC),
        ("0018-820A-0B0C", MAC),
        ("0018:820a:0b0c", MAC),
        ("0018820A0B0C", MAC),
        ("0x0018820a0b0c", MAC),
        ("001882-0a0b0c", MAC),
        ("00 18 82 0a 0b 0c", MAC),
        ("0:18:82:a:b:c", MAC),
        ("18.820a.b0c", "00:18:82:0a:0b:0c"),
        ("  00:18:82:0A:0b:0C\n", MAC),
        ("MAC: 00:18:82:0a:0b:0c", MAC),
        ("00\u201018\u201082\u20100a\u20100b\u20100c", MAC),
        ("００:18:82:0a:0b:0c", MAC),
        ("00:18:82:0a:0b:0c:0d:0e", "00:18:82:0a:0b:0c:0d:0e"),
        ("0018.82ff.fe0a.0b0c", "00:18:82:ff:fe:0a:0b:0c"),
        ("001882FFFE0A0B0C", "00:18:82:ff:fe:0a:0b:0c"),
        ("0018:82ff:fe0a:0b0c", "00:18:82:ff:fe:0a:0b:0c"),
        ("[00:18:82:0a:0b:0c]", MAC),
        ("<0018.820a.0b0c>;", MAC),
        ("'MAC: (00:18:82:0a:0b:0c)',", MAC),
        ("00_18_82_0a_0b_0c", MAC),
    ),
    "imei": (
        ("490154203237518", "490154203237518"),
        ("49-015420-323751-8", "490154203237518"),
        ("49 015420 323751 8", "490154203237518"),
        ("490154/20/323751/8", "490154203237518"),
        ("IMEI: 490154203237518", "490154203237518"),
        ("49015420323751", "490154203237518"),
        ("490154203237518.0", "490154203237518"),
        ("4901542032375101", "4901542032375101"),
        ("490154203237518/01", "490154203237518"),
        ("49-015420-323751-8 / 78", "490154203237518"),
        ("[490154203237518]", "490154203237518"),
        ("49015420", "49015420"),
    ),
    "fcc_id": (
        ("QISBLA-L09", "QISBLA-L09"),
        ("qisbla-l09", "QISBLA-L09"),
        ("FCC ID: QIS BLA-L09", "QISBLA-L09"),
        ("FCC ID QISBLA-L09", "QISBLA-L09"),
        ("FCCID:QISBLA-L09", "QISBLA-L09"),
        ("2ADTD-CAT5", "2ADTD-CAT5"),
        ("2ADTD - CAT5", "2ADTD-CAT5"),
        ("FCC ID No.: 2adtd cat5", "2ADTDCAT5"),
        ("QIS", "QIS"),
        ("FCC: QISBLA-L09,", "QISBLA-L09"),
        ("Contains FCC ID: [QISBLA-L09]", "QISBLA-L09"),
    ),
    "oid": (
        ("1.3.6.1.4.1.2011.2.23", "1.3.6.1.4.1.2011.2.23"),
        (".1.3.6.1.4.1.2011.2.23", "1.3.6.1.4.1.2011.2.23"),
        ("iso.3.6.1.4.1.2011.2.23", "1.3.6.1.4.1.2011.2.23"),
        ("iso.org.dod.internet.private.enterprises.2011.2.23", "1.3.6.1.4.1.2011.2.23"),
        ("SNMPv2-SMI::enterprises.2011.2.23", "1.3.6.1.4.1.2011.2.23"),
        ("enterprises.2011", "1.3.6.1.4.1.2011"),
        ("OID: .1.3.6.1.4.1.2011.2.23", "1.3.6.1.4.1.2011.2.23"),
        ("SNMPv2-MIB::sysObjectID.0 = OID: SNMPv2-SMI::enterprises.2011.2.23", "1.3.6.1.4.1.2011.2.23"),
        ("urn:oid:1.3.6.1.4.1.2011", "1.3.6.1.4.1.2011"),
        ("mib-2.1.2", "1.3.6.1.2.1.1.2"),
        ('STRING: ".1.3.6.1.4.1.2011"', "1.3.6.1.4.1.2011"),
        ("{iso(1) org(3) dod(6) internet(1) private(4) enterprise(1) 2011}", "1.3.6.1.4.1.2011"),
    ),
    "usb": (
        ("12d1:1506", "12d1:1506"),
        ("12D1:1506", "12d1:1506"),
        ("0x12d1:0x1506", "12d1:1506"),
        ("12d1 1506", "12d1:1506"),
        ("0x12d1, 0x1506", "12d1:1506"),
        ("0x12d1", "12d1"),
        ("12d1", "12d1"),
        ("0x5c6", "05c6"),
        ("12d1:", "12d1"),
        ("0x12d1:*", "12d1"),
        ("USB ID: 12d1:1506", "12d1:1506"),
        ("Vendor ID: 0x12d1, Product ID: 0x1506", "12d1:1506"),
        ("VID_12D1&PID_1506", "12d1:1506"),
        (r"USB\VID_12D1&PID_1506&MI_00\6&1A2B", "12d1:1506"),
        ("idVendor=12d1, idProduct=1506", "12d1:1506"),
        ("Bus 001 Device 004: ID 12d1:1506 Huawei Technologies Co., Ltd. Modem", "12d1:1506"),
        ("usb:v12D1p1506d0102dc00", "12d1:1506"),
    ),
    "pci": (
        ("19e5:1822", "19e5:1822"),
        ("VEN_19E5&DEV_1822", "19e5:1822"),
        (r"PCI\VEN_19E5&DEV_1822&SUBSYS_D13919E5&REV_45", "19e5:1822"),
        ("04:00.0 Ethernet controller [0200]: Huawei Hi1822 [19e5:1822] (rev 45)", "19e5:1822"),
        ("pci:v000019E5d00001822sv000019E5sd0000D139bc02", "19e5:1822"),
        ("0x19e5", "19e5"),
        ("19e5:", "19e5"),
        ("PCI vendor 19e5 device 1822", "19e5:1822"),
    ),
    "bluetooth": (
        ("0x027D", "0x027D"),
        ("0x27d", "0x027D"),
        ("027D", "0x027D"),
        ("637", "0x027D"),
        ("Company ID: 637", "0x027D"),
        ("Manufacturer: 0x027d", "0x027D"),
        ("637 (0x027D)", "0x027D"),
        ("0x027D Some Maker", "0x027D"),
        ("Company: Some Maker, Inc. (637)", "0x027D"),
    ),
    "pnp": (
        ("HWV", "HWV"),
        ("hwv2345", "HWV2345"),
        ("Monitor: HWV 2345", "HWV2345"),
        (r"MONITOR\HWV2345", "HWV2345"),
        (r"DISPLAY\HWV2345\4&1", "HWV2345"),
    ),
    "cpe": (
        ("cpe:/h:huawei:p30:-", r"cpe:2.3:h:huawei:p30:-:*:*:*:*:*:*:*"),
        ("cpe:2.3:h:Huawei:p30:-:*:*:*:*:*:*:*", r"cpe:2.3:h:huawei:p30:-:*:*:*:*:*:*:*"),
        ("cpe:/o:tp-link:archer_c7%2fv2", r"cpe:2.3:o:tp-link:archer_c7\/v2:*:*:*:*:*:*:*:*"),
        (r"cpe:2.3:o:tp\-link:archer\_c7:1\.0", "cpe:2.3:o:tp-link:archer_c7:1.0:*:*:*:*:*:*:*"),
        (r"cpe:2.3:a:a\\-b:\-:-", r"cpe:2.3:a:a\\-b:\-:-:*:*:*:*:*:*:*"),
        (r"cpe:2.3:a:some\:body:x:1.0:*:*:*:*:*:*:*", r"cpe:2.3:a:some\:body:x:1.0:*:*:*:*:*:*:*"),
    ),
    "model": ((" DS\u20112CD2042WD\u2011I ", "DS-2CD2042WD-I"), ("ＡＸ３", "AX3")),
    "banner": (("  DNVRS-Webs\r\n", "DNVRS-Webs"),),
    "serial": (("8XV7N18\x00", "8XV7N18"),),
    "dhcp_class": (("HUAWEI:android:ANE", "HUAWEI:android:ANE"),),
}


@pytest.mark.parametrize(
    ("scheme", "text", "value"), [(scheme, text, value) for scheme, cases in NOTATIONS.items() for text, value in cases]
)
def test_every_notation_gives_the_canonical_form(scheme: str, text: str, value: str) -> None:
    parsed = read(scheme, text)
    assert (parsed.value, parsed.given, parsed.scheme) == (value, text, scheme)
    assert read(scheme, value).value == value
    assert value in explain(parsed)


def test_every_scheme_is_read() -> None:
    assert set(NOTATIONS) == set(SCHEMES)
    with pytest.raises(UnknownCode, match="is not a known scheme"):
        read("telephone", "1")


@pytest.mark.parametrize(
    ("scheme", "text", "keys"),
    [
        ("mac", MAC, [("mac", "0018820a0"), ("mac", "0018820"), ("mac", "001882")]),
        ("imei", "490154203237518", [("tac", "49015420")]),
        ("fcc_id", "QISBLA", [("fcc_grantee", "QIS")]),
        ("fcc_id", "2ADTD-CAT5", [("fcc_grantee", "2ADTD")]),
        (
            "oid",
            "enterprises.2011.2.23",
            [
                ("snmp", "1.3.6.1.4.1.2011.2.23"),
                ("snmp", "1.3.6.1.4.1.2011.2"),
                ("snmp", "1.3.6.1.4.1.2011"),
                ("iana_pen", "2011"),
            ],
        ),
        ("usb", "12d1:1506", [("usb", "12d1:1506"), ("usb_vendor", "12d1")]),
        ("pci", "19e5", [("pci_vendor", "19e5")]),
        ("bluetooth", "637", [("bluetooth_company", "0x027D")]),
        ("pnp", "HWV2345", [("pnp_id", "HWV")]),
        ("cpe", "cpe:/o:tp-link:archer", [("cpe_vendor", "tp-link")]),
        ("model", "ds-2cd2042wd-i", [("model", "DS-2CD2042WD-I")]),
        ("dhcp_class", "HUAWEI:android", [("banner", "HUAWEI:android")]),
    ],
)
def test_keys_are_most_specific_first(scheme: str, text: str, keys: list[tuple[str, str]]) -> None:
    assert read(scheme, text).keys == tuple(Key(*key) for key in keys)


REFUSED = (
    ("mac", "", "empty"),
    ("mac", "00:18:82:0a:0b", "10 digits in 5 groups"),
    ("mac", "00:18:82", "prefix of a block"),
    ("mac", "001882A", "prefix of a block"),
    ("mac", "00:18:82:A0:00:00/28", "first 28 bits"),
    ("mac", "70B3D5123000 / 36", "first 36 bits"),
    ("mac", "00:18:82:0a:0b:0g", "'g', which is no hexadecimal digit"),
    ("mac", "00:18-82:0a:0b:0c", "mixes separators"),
    ("mac", "00:18::0a:0b:0c", "nothing between"),
    ("mac", "00:18:82:0a:0b:0c:0d", "14 digits in 7 groups"),
    ("imei", "490154203237517", "check digit of its first 14 digits is 8"),
    ("imei", "4.90154E+14", "rounded by a spreadsheet"),
    ("imei", "49015420323", "11 digits"),
    ("imei", "A0000012345678", "as a MEID has"),
    ("imei", "", "empty"),
    ("fcc_id", "QI", "grantee code"),
    ("fcc_id", "2ADT-CAT", "five if it is a digit"),
    ("fcc_id", "QIS" + "A" * 15, "at most 14"),
    ("fcc_id", "QIS_BLA", "'_'"),
    ("fcc_id", "QIS-", "ends in a hyphen"),
    ("oid", "1.3.6.1.4.1..2011", "two dots"),
    ("oid", "HUAWEI-MIB::hwProducts.1", "needs a MIB"),
    ("oid", "1.3.6.1.4.1.4294967296", "above 4294967295"),
    ("oid", "3.1", "does not exist"),
    ("mac", "[", "'['"),
    ("mac", "()", "empty"),
    ("oid", "1", "has 1 number"),
    ("oid", "2011", "is 1.3.6.1.4.1.2011"),
    ("bluetooth", "638 (0x027D)", "gives two numbers"),
    ("oid", "", "empty"),
    ("usb", "12d1:15066", "cannot be read"),
    ("usb", "12d", "cannot be read"),
    ("pci", "huawei", "cannot be read"),
    ("bluetooth", "0x1027D", "above 0xFFFF"),
    ("bluetooth", "0089", "write 0x0089 or 89"),
    ("bluetooth", "huawei", "no number"),
    ("pnp", "HW", "three letters"),
    ("cpe", "huawei:p30", "does not start"),
    ("cpe", "cpe:/x:huawei:p30", "part 'x'"),
    ("cpe", "cpe:2.3:h:a:b:c:d:e:f:g:h:i:j:k", "12 attributes"),
    ("model", " \u200b ", "empty"),
)


@pytest.mark.parametrize(("scheme", "text", "sentence"), REFUSED)
def test_what_is_malformed_is_refused_in_one_sentence(scheme: str, text: str, sentence: str) -> None:
    with pytest.raises(InvalidValue) as refused:
        read(scheme, text)
    assert sentence in str(refused.value)
    assert str(refused.value).endswith(".")
    assert "\n" not in str(refused.value)


NAMES_NOBODY = (
    ("mac", "02:00:00:12:34:56", "Locally administered"),
    ("mac", "da:a1:19:12:34:56", "Locally administered"),
    ("mac", "01:00:5e:00:00:fb", "Multicast"),
    ("mac", "00:0c:29:12:34:56", "VMware"),
    ("mac", "08:00:27:12:34:56", "VirtualBox"),
    ("mac", "00:15:5d:12:34:56", "Hyper-V"),
    ("mac", "52:54:00:12:34:56", "KVM"),
    ("mac", "00:16:3e:12:34:56", "Xen"),
    ("mac", "00:1c:42:12:34:56", "Parallels"),
    ("mac", "02:42:ac:11:00:02", "Docker"),
    ("mac", "00-00-5E-00-53-01", "documentation"),
    ("mac", "00-00-5E-00-01-01", "VRRP"),
    ("mac", "00-00-5E-12-34-56", "IANA"),
    ("mac", "00:00:00:00:00:00", "All zeros"),
    ("mac", "ff:ff:ff:ff:ff:ff", "broadcast"),
    ("imei", "00499901064000", "test"),
    ("oid", "1.3.6.1.2.1.1", "not below the enterprises"),
    ("oid", "1.3.6.1.4.1", "not below the enterprises"),
    ("oid", "1.3.6.1.4.1.8072.3.2.10", "Net-SNMP"),
    ("usb", "1d6b:0002", "Linux Foundation"),
    ("usb", "ffff:ffff", "nobody's"),
    ("pci", "15ad:07b0", "VMware"),
    ("bluetooth", "0xFFFF", "tests"),
    ("pnp", "PNP0C02", "any maker"),
    ("cpe", "cpe:2.3:h:*:p30:-:*:*:*:*:*:*:*", "no vendor"),
    ("serial", "To be filled by O.E.M.", "filler"),
    ("model", "Default string", "filler"),
)


@pytest.mark.parametrize(("scheme", "text", "why"), NAMES_NOBODY)
def test_where_nothing_can_be_concluded_it_says_why(scheme: str, text: str, why: str) -> None:
    parsed = read(scheme, text)
    assert not parsed.names_maker
    assert parsed.strength == "weak"
    assert why in said(parsed)
    assert "names no maker" in explain(parsed)


def test_a_block_registered_before_the_local_bit_still_names_its_registrant() -> None:
    parsed = read("mac", "02:60:8c:12:34:56")
    assert parsed.names_maker
    assert key_texts(parsed, "mac")[-1] == "02608c"
    assert "before that bit had a meaning" in said(parsed)


def test_a_local_address_has_no_registrant_to_look_up() -> None:
    assert read("mac", "06:18:82:12:34:56").keys == ()


def test_an_eui_64_says_which_address_it_was_made_from() -> None:
    assert "00:18:82:0a:0b:0c" in said(read("mac", "00:18:82:ff:fe:0a:0b:0c"))
    assert "interface is 00:18:82:0a:0b:0c" in said(read("mac", "02:18:82:ff:fe:0a:0b:0c"))


def test_a_reporting_body_is_where_a_number_was_allocated() -> None:
    first = "86012345678901"
    parsed = read("imei", first + check_digit(first))
    assert parsed.names_maker
    assert "Reporting body 86 is TAF (China): where the number was allocated, not who made it." in parsed.remarks
    assert "Before 2004" in said(read("imei", "49015420323751"))
    assert "no check digit" in said(read("imei", "8601234567890123"))


@pytest.mark.parametrize(
    ("text", "channel"), [("XMR201606EC21A", "contains"), ("Contains FCC ID: XMR201606EC21A", None)]
)
def test_the_fcc_id_of_a_part_names_the_maker_of_the_part(text: str, channel: str | None) -> None:
    parsed = read("fcc_id", text, channel)
    assert (parsed.value, parsed.role, parsed.strength) == ("XMR201606EC21A", "component_maker", "strong")
    assert read("fcc_id", "XMR201606EC21A").role == "grantee"


def test_numbers_of_laptop_makers_stand_on_cards_of_others() -> None:
    assert "laptop makers put their own USB ids" in said(read("usb", "413c:81d7"))
    assert "19e5 (subsystem)" in said(read("pci", r"PCI\VEN_8086&DEV_1572&SUBSYS_D13919E5"))


def test_an_enterprise_beyond_those_assigned_is_remarked() -> None:
    parsed = read("oid", "1.3.6.1.4.1.1004849.2")
    assert parsed.names_maker
    assert "made it up" in said(parsed)


ALPHABET = st.one_of(
    st.text(max_size=40),
    st.text(alphabet="0123456789abcdefABCDEFxX:-.&_/\\ *~%@?gIMEFCDVPN\u0660\u2011\u00ad", max_size=40),
)


@settings(max_examples=400)
@given(st.sampled_from(SCHEMES), ALPHABET)
def test_any_text_is_read_or_refused_and_its_value_stays(scheme: str, text: str) -> None:
    try:
        parsed = read(scheme, text)
    except InvalidValue as refused:
        assert str(refused).endswith(".")
        assert "\n" not in str(refused)
        return
    assert parse(Given(scheme, parsed.value)).value == parsed.value
    assert {key.registry for key in parsed.keys} <= set(REGISTRIES)
    assert parsed.names_maker or parsed.remarks
    assert explain(parsed)


@given(
    st.sampled_from(["cpe:/", "cpe:2.3:", "FCC ID: ", "enterprises.", "0x", "VID_", "MAC ", "IMEI "]),
    st.sampled_from(SCHEMES),
    ALPHABET,
)
def test_what_starts_well_is_read_or_refused_as_well(start: str, scheme: str, text: str) -> None:
    try:
        value = read(scheme, start + text).value
    except InvalidValue:
        return
    assert read(scheme, value).value == value


@given(st.integers(0, 10**14 - 1))
def test_one_wrong_digit_is_always_seen(number: int) -> None:
    digits = f"{number:014d}"
    right = check_digit(digits)
    assert read("imei", digits + right).value == digits + right
    with pytest.raises(InvalidValue, match=f"is {right};"):
        read("imei", digits + str((int(right) + 1) % 10))


def test_a_text_without_end_is_refused_at_once() -> None:
    for scheme in SCHEMES:
        for filling in ("1.", "a:", "[12d1:", "vid_", "\\", "~", "0 "):
            try:
                read(scheme, filling * 50_000)
            except InvalidValue as refused:
                assert len(str(refused)) < 300


def test_one_identifier_is_read_without_arrays() -> None:
    code = (
        "import sys, obstat.devices as d; from obstat.model.subject import Given;"
        "assert 'obstat.devices.mac' not in sys.modules;"
        "d.parse(Given('mac', '00:18:82:00:00:00')); d.default_registry().find('00:18:82:00:00:00');"
        "assert 'numpy' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
