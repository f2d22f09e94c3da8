"""What devices say of their neighbours, by LLDP and CDP, on any platform."""

from __future__ import annotations

from pathlib import Path

import pytest
from reading import DATA, given, survives_anything, written
from recall import is_mac, macs, recall

from obstat.intake import inventory_cli
from obstat.intake.neighbors import FORMATS, read

VRP = (
    "GigabitEthernet0/0/1 has 1 neighbor(s):\n\nNeighbor index :1\nChassis type   :MAC address\n"
    "Chassis ID     :487b-6b01-0203\nPort ID        :GE0/0/2\nSystem name         :sw2\n"
    "System description  :Huawei Switch S6730\nHuawei Versatile Routing Platform Software\n"
    "System capabilities supported   :bridge router\nManagement address value :10.0.0.2\n\n"
    "GigabitEthernet0/0/2 has 1 neighbor(s):\n\nNeighbor index :1\nChassis ID     :487b-6b01-0204\nSystem name :cam\n"
)
CDP = (
    "-------------------------\nDevice ID: sw3\nEntry address(es):\n  IP address: 10.0.0.3\n"
    "Platform: cisco WS-C2960-8TC-L,  Capabilities: Switch IGMP\n"
    "Interface: GigabitEthernet1/0/16,  Port ID (outgoing port): GigabitEthernet0/1\n\nVersion :\n"
    "Cisco IOS Software, C2960 Software, Version 12.2(55)SE9\nTechnical Support: http://x\n\nadvertisement version: 2\n"
    "-------------------------\nDevice ID: phone\nPlatform: Cisco IP Phone 7961,  Capabilities: Host\n"
)
DOTS = (
    "Local port1.0.1:\n  Chassis ID Type .................. MAC address\n"
    "  Chassis ID ....................... 487b.6b01.0203\n"
    "  System Name ...................... [not advertised]\n  Manufacturer Name ................ Hikvision\n"
    "  Model Name ....................... DS-2CD\n  Serial Number .................... D123\n"
)
TABLE = (
    "Device ID         Local Intrfce Holdtme    Capability   Platform   Port ID\n"
    "R1-PBX            Gig 1/0/10    144          R S I      2811       Fas 0/0\n"
    "a-very-long-name.example.com\n                  Gig 1/0/2     125          H P        CISCO2911  Port 1\n"
)


def test_lldp_blocks(tmp_path: Path) -> None:
    switch, camera = read(written(tmp_path, VRP))
    assert given(switch, "mac") == ["487b-6b01-0203"]
    assert switch.given[-1].channel == "lldp" and "Versatile Routing" in switch.given[-1].text
    assert switch.facts == {"hostname": "sw2", "interface": "GigabitEthernet0/0/1", "ip": "10.0.0.2"}
    assert given(camera, "mac") == ["487b-6b01-0204"] and camera.facts["hostname"] == "cam"


def test_cdp_blocks(tmp_path: Path) -> None:
    switch, phone = read(written(tmp_path, CDP))
    assert switch.texts["model"] == "cisco WS-C2960-8TC-L" and switch.facts["ip"] == "10.0.0.3"
    assert switch.given[-1].channel == "cdp" and switch.given[-1].text.startswith("Cisco IOS Software, C2960")
    assert phone.texts["model"] == "Cisco IP Phone 7961" and not given(phone, "banner")


def test_labels_with_dots_and_values_that_say_nothing(tmp_path: Path) -> None:
    (camera,) = read(written(tmp_path, DOTS))
    assert camera.texts == {"brand": "Hikvision", "model": "DS-2CD"} and given(camera, "serial") == ["D123"]
    assert "hostname" not in camera.facts


def test_tables_of_neighbours_also_where_a_name_is_too_long(tmp_path: Path) -> None:
    first, second = read(written(tmp_path, TABLE))
    assert (first.facts["hostname"], first.texts["model"]) == ("R1-PBX", "2811")
    assert (second.facts["hostname"], second.texts["model"]) == ("a-very-long-name.example.com", "CISCO2911")


JUNOS = (
    "Local Interface    Parent Interface    Chassis Id          Port info          System Name\n"
    "ge-0/0/1           -                   2c:6b:f5:01:02:03   ge-0/0/1           core1\n"
)
HUMPS = (
    "LocalPort    RemoteDevice     RemotePortID    Capability    RemotePortDescr\n"
    "-----------  ---------------  --------------  ------------  -----------------\n"
    "Ethernet0    spine01          fortyGigE0/20   BR            Ethernet20\n"
)


def test_titles_with_one_space_between_them(tmp_path: Path) -> None:
    text = (
        "Device-ID          Local Intrfce  Hldtme Capability  Platform      Port ID\n"
        "edge-1              mgmt0          179    R S I     WS-C3750-48TS Fas1/0/9\n"
        "edge-2 Eth1/17 165 S I s N5K-C5010P-BF Eth1/19\n"
    )
    assert [one.texts["model"] for one in read(written(tmp_path, text))] == ["WS-C3750-48TS", "N5K-C5010P-BF"]


@pytest.mark.parametrize(("text", "name", "port"), [(JUNOS, "core1", "ge-0/0/1"), (HUMPS, "spine01", "Ethernet0")])
def test_titles_tell_a_table_of_neighbours(tmp_path: Path, text: str, name: str, port: str) -> None:
    assert FORMATS[0].signs(text.encode())
    (neighbour,) = read(written(tmp_path, text))
    assert neighbour.facts == {"hostname": name, "interface": port}


@pytest.mark.parametrize("text", [VRP, CDP, DOTS, TABLE])
def test_the_signs(text: str) -> None:
    assert FORMATS[0].signs(text.encode()) and not inventory_cli.FORMATS[0].signs(text.encode())


def test_anything_is_survived(tmp_path: Path) -> None:
    survives_anything(tmp_path, FORMATS, (VRP + CDP + DOTS + TABLE).encode())


@pytest.mark.skipif(not DATA.exists(), reason="needs the shared data")
def test_real_outputs_are_read() -> None:
    assert recall("lldp|cdp|isdp", is_mac, macs, read) >= 0.99

    def is_model(key: str, _: str) -> bool:
        return key == "platform"

    assert recall("cdp", is_model, lambda subject: [subject.texts.get("model", "")], read) >= 0.75
