"""ARP and neighbour tables of any system, by one reader."""

from __future__ import annotations

from pathlib import Path

import pytest
from reading import DATA, given, survives_anything, written

from obstat.intake import switches
from obstat.intake.arp import FORMATS, read
from obstat.intake.mac_text import addresses

LINUX = "? (192.168.1.1) at 48:7b:6b:01:02:03 [ether] on eth0\nnas (192.168.1.9) at <incomplete> on eth0\n"
BSD = "router.lan (192.168.1.1) at 48:7b:6b:1:2:3 on en0 ifscope [ethernet]\n"
WINDOWS = (
    "\r\nSchnittstelle: 192.168.1.5 --- 0x4\r\n  Internetadresse       Physische Adresse     Typ\r\n"
    "  192.168.1.1           48-7b-6b-01-02-03     dynamisch \r\n"
)
NEIGH = "192.168.1.1 dev eth0 lladdr 48:7b:6b:01:02:03 REACHABLE\n192.168.1.7 dev eth0  FAILED\n"
IOS = (
    "sw1#show arp\nProtocol  Address          Age (min)  Hardware Addr   Type   Interface\n"
    "Internet  192.168.1.1            -   487b.6b01.0203  ARPA   Vlan10\n"
)
JUNOS = (
    "MAC Address       Address         Name                      Interface               Flags\n"
    "48:7b:6b:01:02:03 192.168.1.1     rtr.example               ge-0/0/1.0              none\n"
)
HUAWEI = (
    "<sw>display arp\nIP ADDRESS      MAC ADDRESS     EXPIRE(M) TYPE        INTERFACE   VPN-INSTANCE\n"
    "192.168.1.1     487b-6b01-0203            I -         Vlanif10\n"
)
MIKROTIK = " 0 DC address=192.168.1.1 mac-address=48:7B:6B:01:02:03 interface=bridge1\n"


@pytest.mark.parametrize("text", [LINUX, BSD, WINDOWS, NEIGH, IOS, JUNOS, HUAWEI, MIKROTIK])
def test_a_line_gives_address_and_mac_on_any_system(tmp_path: Path, text: str) -> None:
    first, *_ = read(written(tmp_path, text))
    assert first.fault is None and first.facts["ip"] == "192.168.1.1"
    digits = [part.zfill(2) for part in given(first, "mac")[0].lower().replace("-", ":").replace(".", ":").split(":")]
    assert "".join(digits) == "487b6b010203"
    assert FORMATS[0].signs(text.encode()) and not switches.FORMATS[0].signs(text.encode())


def test_names_interfaces_and_vlans_are_kept(tmp_path: Path) -> None:
    assert next(read(written(tmp_path, BSD))).facts["hostname"] == "router.lan"
    assert next(read(written(tmp_path, JUNOS))).facts["interface"] == "ge-0/0/1.0"
    assert next(read(written(tmp_path, JUNOS))).facts["hostname"] == "rtr.example"
    assert next(read(written(tmp_path, HUAWEI))).facts["vlan"] == "10"


@pytest.mark.parametrize("text", [LINUX, NEIGH])
def test_who_did_not_answer_is_a_fault(tmp_path: Path, text: str) -> None:
    last = list(read(written(tmp_path, text)))[-1]
    assert last.fault and "did not answer" in last.fault and last.facts["ip"]


@pytest.mark.parametrize(
    "text",
    ["001a.2b3c.4d5e", "001A-2B3C-4D5E", "00:1a:2b:3c:4d:5e", "00-1A-2B-3C-4D-5E", "001a2b3c4d5e",
     "0:1a:2b:3c:4d:5e",
     "001a2b-3c4d5e", "0x001a2b3c4d5e", "00 1a 2b 3c 4d 5e", "001a:2b3c:4d5e"],
)  # fmt: skip
def test_notations_of_a_mac_address(text: str) -> None:
    for line in (text, f"x  {text},", f"mac={text}", f"[{text}]", f"|{text}|", f"MAC:{text}"):
        assert [(hit.text, hit.whole) for hit in addresses(line)] == [(text, True)]


@pytest.mark.parametrize(
    "text",
    ["2001:db8:0:1:aaaa:bbbb:cccc:dddd", "fe80::21a:2bff:fe3c:4d5e", "2001:db8::abcd:ef01:2345",
     "12:30:59", "2024-01-02",
     "10.0.0.1", "1.3.6.1.4.1.2011", "00000000-0000-0000-0000-001a2b3c4d5e", "15.2.3", "123456789012"],
)  # fmt: skip
def test_what_is_no_mac_address(text: str) -> None:
    assert not [hit for hit in addresses(f"a {text} b") if hit.whole]


@pytest.mark.parametrize("text", ["00:1a:2b:3c:4d", "001a.2b3c", "001a.2b3c.4d"])
def test_half_a_mac_address_is_a_fault(tmp_path: Path, text: str) -> None:
    (only,) = read(written(tmp_path, f"10.0.0.1   {text}\n"))
    assert only.fault and "half a MAC" in only.fault and only.facts["ip"] == "10.0.0.1"


def test_anything_is_survived(tmp_path: Path) -> None:
    survives_anything(tmp_path, FORMATS, (LINUX + WINDOWS + IOS + JUNOS).encode())


@pytest.mark.skipif(not DATA.exists(), reason="needs the shared data")
def test_real_tables_are_known_for_what_they_are() -> None:
    raws = [raw for raw in DATA.glob("*ntc/*/show*arp*/*.raw") if "<" not in raw.read_text()[:1]]
    assert sum(FORMATS[0].signs(raw.read_bytes()) for raw in raws) >= len(raws) - 1
