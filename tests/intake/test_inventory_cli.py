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


MODULES = (
    "Mod Ports Card Type                 Model          Serial No.\n"
    "---+-----+-------------------------+--------------+-----------\n"
    "1   48   48-Port POE+ 10/100/1000  C9400-LC-48P     JAE00000001\n"
    "Mod MAC addresses                    Hw\n"
    "---+--------------------------------+----\n"
    "1   707D.B900.0001 to 707D.B900.0030 0.6\n"
)
PLATFORM = (
    "Node    Type        State      Config State\n" + "-" * 60 + "\n"
    "0/RSP0/CPU0     A9K-RSP-4G(Active)        IOS XR RUN       PWR,NSHUT,MON\n"
)


def test_the_rule_under_the_titles_says_where_they_are_cut(tmp_path: Path) -> None:
    board, addresses = read(written(tmp_path, MODULES))
    assert given(board, "serial") == ["JAE00000001"] and board.fault is None
    assert given(addresses, "mac") == ["707D.B900.0001", "707D.B900.0030"]


def test_as_many_cells_as_titles_are_each_under_its_own(tmp_path: Path) -> None:
    (node,) = read(written(tmp_path, PLATFORM))
    assert node.texts["model"] == "A9K-RSP-4G(Active)"


def test_a_row_that_fits_under_no_titles_is_a_fault(tmp_path: Path) -> None:
    table = "Slot  Model        Serial Number  Rev   State\n1     AB-12        S000001        A     on\n"
    row, odd = read(written(tmp_path, table + "x  AB-13  S000002  A  on  ok  B99\n"))
    assert row.texts["model"] == "AB-12"
    assert odd.fault and "titles" in odd.fault


def test_a_row_further_left_than_the_titles_is_read(tmp_path: Path) -> None:
    first, second = read(
        written(tmp_path, "  Slot   Board Name    Serial Number\n  0      H901      S0001\n1      H902      S0002\n")
    )
    assert [first.texts["model"], second.texts["model"]] == ["H901", "H902"]
    assert given(second, "serial") == ["S0002"]


@pytest.mark.parametrize(
    ("text", "model"),
    [
        ("Arista DCS-7010T-48-R\nHardware version: 12.03\nSerial number: JPE00000001\n", "Arista DCS-7010T-48-R"),
        ("ZXR10 5250-52TM\nZTE ZXR10 Software, Version: 5250 V2.05, Release software\n", "ZXR10 5250-52TM"),
        ("TiMOS-C-14.0.R1 cpm/hops64 Nokia 7750 SR Copyright (c) 2000-2016 Nokia.\n", "7750 SR"),
        (
            "Version: FortiGate-100F v7.2.1,build1,220101 (GA)\nSerial-Number: FG100F0000000001\nHostname: f\n",
            "FortiGate-100F",
        ),
    ],
)
def test_a_model_without_a_label(tmp_path: Path, text: str, model: str) -> None:
    (device,) = read(written(tmp_path, text))
    assert device.texts["model"] in (model, model.removeprefix("Arista "))
    assert FORMATS[0].signs(text.encode())


def test_units_of_a_stack(tmp_path: Path) -> None:
    text = (
        "  HW: Stackable ICX7150-48-POEF\n=======================\nUNIT 1: SL 1: ICX7150-48PF POE 48-port Module\n"
        "      Serial  #:FEE0000Q001\n=======================\nUNIT 2: SL 1: ICX7150-24P POE 24-port Module\n"
        "      Serial  #:FEE0000Q002\n"
    )
    units = [one for one in read(written(tmp_path, text)) if given(one, "serial")]
    assert [one.texts["model"] for one in units] == ["ICX7150-48PF", "ICX7150-24P"]


def test_two_labels_in_a_line_and_words_before_a_label(tmp_path: Path) -> None:
    text = "  Version : K.15   Base MAC Addr      : 487b6b-010203\n  ROM : K.15   Serial Number   : AB0000001\n"
    (switch,) = read(written(tmp_path, text))
    assert given(switch, "mac") == ["487b6b-010203"] and given(switch, "serial") == ["AB0000001"]
    (ont,) = read(written(tmp_path, "Ont EquipmentID   : EG8145X6\nVendorID  : HWTC\nHW S/N : 487B6B010203\n"))
    assert ont.texts == {"model": "EG8145X6", "brand": "HWTC"}
    assert given(ont, "serial") == ["487B6B010203"] and not given(ont, "mac")


def test_paragraphs_that_begin_alike_are_records(tmp_path: Path) -> None:
    one = (
        "IPv6 Address : FC00:1::{0}\nLink-layer   : 0025-9e01-02{0}a                     State   : STALE\nVLAN : 35\n\n"
    )
    text = one.format(1) + one.format(2) + one.format(3)
    assert FORMATS[0].signs(text.encode())
    assert [given(each, "mac") for each in read(written(tmp_path, text))] == [[f"0025-9e01-02{n}a"] for n in "123"]


def test_a_table_with_separators_is_no_terminal_output() -> None:
    for text in ("Vendor\tModel\tSerial Number\nHuawei\tP30\tX\n", "Vendor,Model,Serial Number\nHuawei,P30,X\n"):
        assert not FORMATS[0].signs(text.encode())
