"""The exports of inventory tools, by small tables written in their layouts."""

from __future__ import annotations

from pathlib import Path

import pytest
from intake_files import write

from obstat.intake import exports, subjects

TABLES = {
    "ServiceNow": (
        "Name,Manufacturer,Model ID,Class,Company,Serial number,MAC Address,IP Address\n"
        "sw-core-1,Acme,Acme X1,Switch,Our Own Company,A1,00:1a:2b:3c:4d:5e,10.0.0.1\n",
        {"name": "Acme", "model": "Acme X1"},
        {"hostname": "sw-core-1", "ip": "10.0.0.1"},
        ["serial", "mac"],
    ),
    "Intune": (
        "Device name,Manufacturer,Model,Serial number,IMEI,Wi-Fi MAC,Ethernet MAC,OS,Phone number\n"
        "ann-phone,Acme,X1,A1,352099001761481,001A2B3C4D5E,,Android,+100\n",
        {"name": "Acme", "model": "X1"},
        {"hostname": "ann-phone", "os": "Android"},
        ["serial", "imei", "mac"],
    ),
    "Jamf": (
        "Computer Name,Make,Model,Serial Number,MAC Address,Operating System Version,Username\n"
        "ann-mac,Apple,MacBook Air,A1,00:1a:2b:3c:4d:5e,14.5,ann\n",
        {"brand": "Apple", "model": "MacBook Air"},
        {"hostname": "ann-mac", "os": "14.5"},
        ["serial", "mac"],
    ),
    "Meraki": (
        "Description,MAC address,Manufacturer,OS,IPv4 address,Last seen\n"
        "gate,00:1a:2b:3c:4d:5e,Acme,Linux,10.0.0.1,2024-01-01\n",
        {"description": "gate", "name": "Acme"},
        {"os": "Linux", "ip": "10.0.0.1"},
        ["mac"],
    ),
    "UniFi": (
        '[{"mac": "00:1a:2b:3c:4d:5e", "oui": "Acme", "hostname": "cam", "ip": "10.0.0.1", "model": "X1"}]',
        {"name": "Acme", "model": "X1"},
        {"hostname": "cam", "ip": "10.0.0.1"},
        ["mac"],
    ),
    "LibreNMS": (
        '{"status": "ok", "devices": [{"hostname": "r1", "sysObjectID": ".1.3.6.1.4.1.2011.2.224", "hardware": "X1", '
        '"sysDescr": "Acme router", "os": "vrp", "serial": "A1"}]}',
        {"model": "X1"},
        {"hostname": "r1", "os": "vrp"},
        ["oid", "banner", "serial"],
    ),
    "NetBox": (
        "Name,Status,Tenant,Site,Rack,Role,Manufacturer,Type,IP Address,Serial number,Platform\n"
        "r1,Active,Us,North,R1,Router,Acme,X1,10.0.0.1/24,A1,VRP\n",
        {"name": "Acme", "model": "X1"},
        {"hostname": "r1", "ip": "10.0.0.1/24", "os": "VRP", "equipment": "Router"},
        ["serial"],
    ),
    "Lansweeper": (
        "AssetName,AssetTypename,IPAddress,Mac,Manufacturer,Model,Serialnumber,Lastseen\n"
        "cam1,Camera,10.0.0.1,00:1A:2B:3C:4D:5E,Acme,X1,A1,2024-01-01\n",
        {"name": "Acme", "model": "X1"},
        {"hostname": "cam1", "ip": "10.0.0.1", "equipment": "Camera"},
        ["mac", "serial"],
    ),
    "runZero": (
        '{"names": ["cam1"], "addresses": ["10.0.0.1"], "type": "IP Camera", "hw_vendor": "Acme", "hw_product": "X1", '
        '"os": "Linux", "os_vendor": "Other", "newest_mac": "00:1a:2b:3c:4d:5e", "newest_mac_vendor": "Third", '
        '"macs": ["00:1a:2b:3c:4d:5e"]}\n' * 2,
        {"name": "Acme", "model": "X1"},
        {"hostname": "cam1", "ip": "10.0.0.1", "os": "Linux", "equipment": "IP Camera"},
        ["mac"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("tool", TABLES)
def test_the_export_of_a_tool_is_read(tmp_path: Path, tool: str) -> None:
    text, texts, facts, schemes = TABLES[tool]
    found = next(iter(subjects(write(tmp_path, "export", text))))
    assert found.texts == texts
    assert found.facts == facts
    assert [each.scheme for each in found.given] == schemes


def test_every_export_names_a_page_and_known_roles() -> None:
    from obstat.intake.roles import NOTHING, ROLES

    for export in exports.exports():
        assert export.source.startswith("https://")
        assert set(export.roles.values()) <= {*ROLES, NOTHING}
