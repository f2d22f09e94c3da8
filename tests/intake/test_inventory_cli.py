"""What devices say of themselves: models, serials, software, on any platform."""

from __future__ import annotations

from pathlib import Path

import pytest
from reading import DATA, given, survives_anything, written
from recall import recall

from obstat.intake.inventory_cli import FORMATS, read

INVENTORY = (
    'NAME: "Chassis",  DESCR: "Nexus9000, C9396PX Chassis"\nPID: N9K-C9396PX         ,  VID: V02 ,  SN: SAL1819S6LU\n\n'
    'NAME: "Fan 1",  DESCR: "Fan Module"\nPID: N9K-C9300-FAN2      ,  VID: V01 ,  SN: N/A\n'
)
VRP = (
    "<sw>display version\nHuawei Versatile Routing Platform Software\n"
    "VRP (R) software, Version 8.180 (NE40E V800R011C00SPC200)\nCopyright (C) 2012-2018 Huawei Technologies Co., Ltd.\n"
    "HUAWEI NE40E-X2-M8A uptime is 161 days, 0 hour, 20 minutes\n"
)
DEVICE = (
    "-----------------------------------------------------\n"
    "Slot  Card   Type                Online   Power Register\n"
    "-----------------------------------------------------\n"
    "1     -      CE6850-48S4Q-EI     Present  On    Registered\n"
    "      FAN1   FAN-40SA-B          Present  On    Registered\n"
)
IOS = (
    "Cisco IOS Software, C3750 Software (C3750-IPBASE-M), Version 12.2(55)SE\nROM: Bootstrap program\n"
    "cisco WS-C3750-48TS (PowerPC405) processor (revision M0) with 131072K bytes of memory.\n"
    "Processor board ID CAT1017\nBase ethernet MAC Address       : 00:1A:2B:3C:4D:5E\n"
)
ONT = "Manufacturer     = Huawei Technologies Co., Ltd\nModelName        = HG8310M\nSN = 48575443AABBCCDD\n"


def test_inventory_records(tmp_path: Path) -> None:
    chassis, fan = read(written(tmp_path, INVENTORY))
    assert chassis.texts == {"model": "N9K-C9396PX", "description": "Nexus9000, C9396PX Chassis"}
    assert given(chassis, "serial") == ["SAL1819S6LU"]
    assert fan.texts["model"] == "N9K-C9300-FAN2" and not given(fan, "serial")


def test_versions(tmp_path: Path) -> None:
    (huawei,) = read(written(tmp_path, VRP))
    assert huawei.texts["model"] == "NE40E-X2-M8A"
    assert given(huawei, "banner")[0].startswith("Huawei Versatile Routing Platform")
    (cisco,) = read(written(tmp_path, IOS))
    assert cisco.texts["model"] == "WS-C3750-48TS"
    assert given(cisco, "serial") == ["CAT1017"] and given(cisco, "mac") == ["00:1A:2B:3C:4D:5E"]
    (ont,) = read(written(tmp_path, ONT))
    assert ont.texts == {"brand": "Huawei Technologies Co., Ltd", "model": "HG8310M"}


def test_boards_in_a_table(tmp_path: Path) -> None:
    assert [one.texts["model"] for one in read(written(tmp_path, DEVICE))] == ["CE6850-48S4Q-EI", "FAN-40SA-B"]


@pytest.mark.parametrize("text", [INVENTORY, VRP, DEVICE, IOS, ONT])
def test_the_signs(text: str) -> None:
    assert FORMATS[0].signs(text.encode())


def test_anything_is_survived(tmp_path: Path) -> None:
    survives_anything(tmp_path, FORMATS, (INVENTORY + VRP + DEVICE + IOS + ONT).encode())


@pytest.mark.skipif(not DATA.exists(), reason="needs the shared data")
def test_real_outputs_give_their_serials_and_models() -> None:
    def is_serial(key: str, _: str) -> bool:
        return key in ("sn", "serial", "serial_number")

    def is_model(key: str, _: str) -> bool:
        return key in ("pid", "hardware", "model")

    commands = "inventory|version|display_device"
    assert recall(commands, is_serial, lambda subject: given(subject, "serial"), read) >= 0.97
    assert recall(commands, is_model, lambda subject: [subject.texts.get("model", "")], read) >= 0.9


def test_a_table_with_separators_is_no_terminal_output() -> None:
    for text in ("Vendor\tModel\tSerial Number\nHuawei\tP30\tX\n", "Vendor,Model,Serial Number\nHuawei,P30,X\n"):
        assert not FORMATS[0].signs(text.encode())
