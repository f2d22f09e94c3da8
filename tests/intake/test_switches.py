"""MAC address tables of any switch, by one reader."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

import pytest
from reading import DATA, given, survives_anything, written
from recall import is_mac, macs, recall

from obstat.intake import arp, inventory_cli
from obstat.intake.mac_text import addresses
from obstat.intake.switches import FORMATS, read

NXOS = (
    "Legend:\n        * - primary entry, G - Gateway MAC\n"
    "   VLAN     MAC Address      Type      age     Secure NTFY Ports\n"
    "---------+-----------------+--------+---------+------+----+------------------\n"
    "* 10       487b.6b01.0203   dynamic  0         F      F    Eth1/1\n"
)
HUAWEI = (
    "-------------------------------------------------------------------------------\n"
    "MAC Address    VLAN/VSI/BD                       Learned-From        Type      \n"
    "-------------------------------------------------------------------------------\n"
    "487b-6b01-0203 10/-/-                            GE0/0/1             dynamic   \n"
    "Total items displayed = 1\n"
)
JUNOS = (
    "Ethernet switching table : 1 entries, 1 learned\n"
    "    Vlan                MAC                 MAC         Age    Logical                NH        RTR\n"
    "    name                address             flags              interface              Index     ID\n"
    "    v10                 48:7b:6b:01:02:03   D             -   ge-0/0/1.0             0         0\n"
)
PROCURVE = "  MAC Address   Port  VLAN\n  ------------- ----- ----\n  487b6b-010203 24    10\n"
ZTE = "MAC            VLAN  Port                 Type\n487b.6b01.0203 10    gei-0/1/0/1          Dynamic\n"


@pytest.mark.parametrize("text", [NXOS, HUAWEI, JUNOS, PROCURVE, ZTE])
def test_a_line_gives_mac_and_port_on_any_platform(tmp_path: Path, text: str) -> None:
    (entry,) = read(written(tmp_path, text))
    assert entry.fault is None
    assert "".join(character for character in given(entry, "mac")[0] if character.isalnum()) == "487b6b010203"
    assert entry.facts["interface"] in ("Eth1/1", "GE0/0/1", "ge-0/0/1.0", "24", "gei-0/1/0/1")
    claims = [form.code for form in (*FORMATS, *arp.FORMATS, *inventory_cli.FORMATS) if form.signs(text.encode())]
    assert claims == ["mac_table"]


def test_the_vlan_is_found_under_its_title(tmp_path: Path) -> None:
    for text in (NXOS, PROCURVE, ZTE):
        assert next(read(written(tmp_path, text))).facts["vlan"] == "10"


def test_a_table_without_addresses_is_not_silent(tmp_path: Path) -> None:
    (only,) = read(written(tmp_path, "Vlan    Mac Address       Type        Ports\n"))
    assert only.fault and "No MAC address" in only.fault


def test_a_table_of_any_length_streams(tmp_path: Path) -> None:
    path = written(tmp_path, "10 487b.6b01.0203 dynamic Gi1/0/1\n" * 100_000)
    assert len(list(islice(read(path), 5))) == 5


def test_anything_is_survived(tmp_path: Path) -> None:
    survives_anything(tmp_path, FORMATS, (NXOS + HUAWEI + JUNOS).encode())


@pytest.mark.skipif(not DATA.exists(), reason="needs the shared data")
def test_every_mac_address_of_real_tables_is_found() -> None:
    assert recall("mac-?_?address|arp|ipv6_neighbors", is_mac, macs, read) == 1.0


def test_rows_that_were_seen_before_say_what_they_say_alone(tmp_path: Path) -> None:
    head = "Vlan    Mac Address       Type        Ports\n"
    cells = [(10, "Gi1/0/1"), (10, "24"), (4094, "Gi1/0/1"), (10, "24"), (1, "Po1"), (10, "Gi1/0/1")]
    rows = [f"{vlan:4}    487b.6b01.{n:04x}    DYNAMIC     {port}\n" for n, (vlan, port) in enumerate(cells)]
    together = [(one.given, one.facts) for one in read(written(tmp_path, head + "".join(rows)))]
    apart = [next((one.given, one.facts) for one in read(written(tmp_path, head + row))) for row in rows]
    assert together == apart
    assert together[1][1] == {"interface": "24", "vlan": "10"}


def test_commas_of_a_legend_make_no_csv() -> None:
    legend = "Flags: X - disabled, I - invalid, D - dynamic\n #   ADDRESS   MAC-ADDRESS       INTERFACE\n"
    assert arp.FORMATS[0].signs(f"{legend} 0 D 10.0.0.1  48:7B:6B:01:02:03 ether1\n".encode())


def test_a_column_of_lists_makes_no_csv() -> None:
    text = "Unicast Entries\n vlan     mac address     type        protocols               port\n" + (
        "  10      487b.6b01.0203   dynamic ip,ipx,assigned,other Port-channel15\n" * 3
    )
    assert FORMATS[0].signs(text.encode())


def test_boards_with_addresses_are_no_table_of_addresses() -> None:
    titles, row = (
        "Switch  Ports  Model       Serial No.   MAC address",
        " 1       28    C9200L-24T  ABC00000001  487b.6b01.0203",
    )
    text = f"{titles}\n{row}\n".encode()
    assert not FORMATS[0].signs(text) and inventory_cli.FORMATS[0].signs(text)


def test_a_dump_of_bytes_is_no_address() -> None:
    assert [hit.text for hit in addresses("48 7b 6b 01 02 03")] == ["48 7b 6b 01 02 03"]
    assert not list(addresses("0x10: 48 7b 6b 01 02 03 04 2e"))
