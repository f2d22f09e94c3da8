"""The exports of inventory tools, by small tables written in their layouts."""

from __future__ import annotations

import csv
import io
import random
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


MAC, OTHER = "00:1a:2b:3c:4d:5e", "00:1a:2b:3c:4d:99"
DOCUMENTED: dict[str, tuple[dict[str, str], dict[str, str], dict[str, str], list[str]]] = {
    "Intune": (
        {"Device ID": "7f2", "Device name": "pc1", "Enrollment date": "2024-01-01", "OS version": "10.0",
         "OS": "Windows",
         "Serial number": "A1", "Manufacturer": "Acme", "Model": "X1", "IMEI": "352099001761481", "Wi-Fi MAC": MAC,
         "Subscriber carrier": "Other", "Total storage": "1024", "Management name": "ann_Windows", "Category": "Lab",
         "Primary user UPN": "ann@example.org", "WiFiIPv4Address": "10.0.0.1", "EthernetMAC": OTHER,
         "SkuFamily": "Enterprise", "Managed by": "Intune", "Phone number": "+100", "ICCID": "8944"},
        {"name": "Acme", "model": "X1"}, {"hostname": "pc1", "ip": "10.0.0.1"}, ["imei", "mac", "mac", "serial"],
    ),
    "Intune in Graph": (
        {"id": "7f2", "deviceName": "pc1", "managedDeviceOwnerType": "company", "operatingSystem": "Windows",
         "manufacturer": "Acme", "model": "X1", "serialNumber": "A1", "imei": "352099001761481", "wiFiMacAddress": MAC,
         "ethernetMacAddress": OTHER, "managedDeviceName": "ann_Windows", "deviceCategoryDisplayName": "Lab"},
        {"name": "Acme", "model": "X1"}, {"hostname": "pc1", "os": "Windows"}, ["imei", "mac", "mac", "serial"],
    ),
    "Jamf": (
        {"Serial Number": "A1", "Device Type": "Computer", "Username": "ann", "Full Name": "Ann Other",
         "Vendor": "Acme", "PO Date": "2024-01-01",
         "AppleCare ID": "77", "Purchase Price": "12.50",
         "Purchasing Contact": "Ben Other",
         "Asset Tag": "4711", "Life Expectancy": "4"},
        {"name": "Acme"}, {"equipment": "Computer", "date": "2024-01-01", "spend": "12.50"}, ["serial"],
    ),
    "Meraki": (
        {"id": "k7", "mac": MAC, "description": "gate", "ip": "10.0.0.1", "user": "ann", "vlan": "10",
         "manufacturer": "Acme", "os": "Linux", "recentDeviceMac": OTHER, "recentDeviceName": "ap1",
         "recentDeviceSerial": "Q2", "ssid": "x", "deviceTypePrediction": "X1", "dhcpHostname": "cam1",
         "notes": "Other"},
        {"name": "Acme", "model": "X1", "description": "gate"}, {"hostname": "cam1", "ip": "10.0.0.1", "os": "Linux"},
        ["mac"],
    ),
    "Meraki devices": (
        {"name": "ap1", "serial": "Q2", "mac": MAC, "model": "MR36", "lanIp": "10.0.0.1", "firmware": "wireless-30",
         "productType": "wireless", "address": "1 High Street", "networkId": "N_1", "notes": "Other"},
        {"model": "MR36"}, {"hostname": "ap1", "ip": "10.0.0.1", "os": "wireless-30", "equipment": "wireless"},
        ["mac", "serial"],
    ),
    "UniFi": (
        {"_id": "5f", "mac": MAC, "oui": "Acme", "hostname": "cam1", "ip": "10.0.0.1", "is_wired": "false",
         "ap_mac": OTHER, "bssid": OTHER, "sw_mac": OTHER, "gw_mac": OTHER, "essid": "Other", "site_id": "5e"},
        {"name": "Acme"}, {"hostname": "cam1", "ip": "10.0.0.1"}, ["mac"],
    ),
    "LibreNMS": (
        {"device_id": "1", "hostname": "r1", "ip": "10.0.0.1", "sysObjectID": ".1.3.6.1.4.1.2011.2.224",
         "sysDescr": "Acme router", "sysContact": "Other", "hardware": "X1", "os": "vrp", "location": "Here",
         "serial": "A1", "purpose": "core of the branch", "type": "network", "icon": "acme.svg"},
        {"model": "X1", "description": "core of the branch"},
        {"hostname": "r1", "ip": "10.0.0.1", "os": "vrp", "equipment": "network"}, ["banner", "oid", "serial"],
    ),
    "Lansweeper": (
        {"AssetID": "1", "AssetName": "cam1", "AssetTypename": "Camera", "IPAddress": "10.0.0.1", "Mac": MAC,
         "Manufacturer": "Acme", "Model": "X1", "Serialnumber": "A1", "Domain": "OTHER", "Location": "Here",
         "Lastseen": "2024-01-01", "icon": "camera.png"},
        {"name": "Acme", "model": "X1"}, {"hostname": "cam1", "ip": "10.0.0.1", "equipment": "Camera"},
        ["mac", "serial"],
    ),
    "ServiceNow": (
        {"sys_class_name": "cmdb_ci_netgear", "name": "sw1", "manufacturer": "Acme", "model_id": "X1",
         "company": "Other", "owned_by": "Ann", "serial_number": "A1", "mac_address": MAC, "ip_address": "10.0.0.1",
         "subcategory": "Switch"},
        {"name": "Acme", "model": "X1"}, {"hostname": "sw1", "ip": "10.0.0.1", "equipment": "Switch"},
        ["mac", "serial"],
    ),
    "NetBox": (
        {"name": "r1", "status": "active", "tenant": "Other", "site": "North", "device_role": "Router",
         "serial": "A1", "manufacturer": "Acme", "device_type": "X1", "platform": "VRP", "virtual_chassis": "Other",
         "asset_tag": "4711"},
        {"name": "Acme", "model": "X1"}, {"hostname": "r1", "os": "VRP", "equipment": "Router"}, ["serial"],
    ),
    "runZero": (
        {"id": "7f", "names": "cam1", "addresses": "10.0.0.1", "type": "IP Camera", "hw_vendor": "Acme",
         "hw_product": "X1", "os_vendor": "Other", "newest_mac": MAC, "newest_mac_vendor": "Other",
         "org_name": "Other"},
        {"name": "Acme", "model": "X1"}, {"hostname": "cam1", "ip": "10.0.0.1", "equipment": "IP Camera"}, ["mac"],
    ),
}  # fmt: skip
"""Rows with the headers that the tools' documentation names; what is `Other` belongs to somebody else."""


@pytest.mark.parametrize("tool", DOCUMENTED)
@pytest.mark.parametrize("seed", range(3))
def test_a_documented_export_is_read_in_whatever_order_its_columns_stand(tmp_path: Path, tool: str, seed: int) -> None:
    row, texts, facts, schemes = DOCUMENTED[tool]
    headers = random.Random(seed).sample(sorted(row), len(row))
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(headers)
    writer.writerow([row[header] for header in headers])
    (found,) = subjects(write(tmp_path, "export", out.getvalue()))
    assert found.texts == texts
    assert facts.items() <= found.facts.items()
    assert sorted(each.scheme for each in found.given) == schemes
    assert "Other" not in found.texts.values()
    assert schemes.count("mac") != 1 or MAC in [each.text for each in found.given]


def test_every_export_names_a_page_and_known_roles() -> None:
    from obstat.intake.roles import NOTHING, ROLES

    for export in exports.exports():
        assert export.source.startswith("https://")
        assert set(export.roles.values()) <= {*ROLES, NOTHING}
