"""lsusb and lspci: each device by its numbers."""

from __future__ import annotations

from pathlib import Path

from reading import given, survives_anything, written

from obstat.intake.bus_lists import FORMATS, read

USB = (
    "Bus 001 Device 003: ID 2c7c:0125 Quectel Wireless Solutions Co., Ltd. EC25 LTE modem\n"
    "Bus 001 Device 001: ID 1d6b:0002\n"
)
VERBOSE = USB + "  iManufacturer           1 Quectel, Incorporated\n  iSerial                 3 A1B2\n"
PCI = (
    "00:1f.0 ISA bridge [0601]: Intel Corporation Device [8086:a30d] (rev 10)\n"
    "        Subsystem: Huawei Technologies Co., Ltd. Device [19e5:3e10]\n"
    "0000:01:00.0 Ethernet controller [0200]: Huawei Technologies Co., Ltd. Hi1822 Family [19e5:1822] (rev 45)\n"
)
BARE = "00:1f.0 0601: 8086:a30d (rev 10)\n01:00.0 0200: 19e5:1822 (rev 45)\n"
MACHINE = '01:00.0 "Ethernet controller [0200]" "Huawei [19e5]" "Hi1822 [1822]" -r45 "Huawei [19e5]" "Device [d139]"\n'
WORDS = "01:00.0 Ethernet controller: Huawei Technologies Co., Ltd. Hi1822 Family (rev 45)\n"


def test_usb_devices(tmp_path: Path) -> None:
    modem, hub = read(written(tmp_path, VERBOSE))
    assert given(modem, "usb") == ["2c7c:0125"] and "EC25" in modem.texts["description"]
    assert given(hub, "usb") == ["1d6b:0002"] and given(hub, "serial") == ["A1B2"]
    assert FORMATS[0].signs(USB.encode()) and not FORMATS[1].signs(USB.encode())


def test_pci_devices_in_each_form(tmp_path: Path) -> None:
    bridge, card = read(written(tmp_path, PCI))
    assert given(bridge, "pci") == ["8086:a30d", "19e5:3e10"] and bridge.given[1].channel == "subsystem"
    for text in (PCI, BARE, MACHINE):
        assert given(list(read(written(tmp_path, text)))[-1], "pci")[0] == "19e5:1822"
        assert FORMATS[1].signs(text.encode()) and not FORMATS[0].signs(text.encode())
    (named,) = read(written(tmp_path, WORDS))
    assert named.texts["description"].startswith("Huawei Technologies") and not named.given
    assert card.place.row == 3


def test_a_cut_line_is_a_fault(tmp_path: Path) -> None:
    *_, last = read(written(tmp_path, USB + "Bus 001 Device 0"))
    assert last.fault
    *_, last = read(written(tmp_path, PCI + "02:00.0 Ether"))
    assert last.fault


def test_anything_is_survived(tmp_path: Path) -> None:
    survives_anything(tmp_path, FORMATS, (VERBOSE + PCI + BARE + MACHINE).encode())
