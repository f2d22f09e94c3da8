"""SNMP walks in three ways of writing them: the device, its parts, and whom it knows."""

from __future__ import annotations

import bz2
import gzip
from pathlib import Path

import pytest
from reading import DATA, given, survives_anything, written

from obstat.intake.snmp_walk import FORMATS, read

RECORDED = (
    "#a switch\n"
    "1.3.6.1.2.1.1.1.0|4x|5a54452053776974636820\n"
    "1.3.6.1.2.1.1.2.0|6|1.3.6.1.4.1.3902.3.100.614\n"
    "1.3.6.1.2.1.1.5.0|4|sw1\n"
    "1.3.6.1.2.1.2.2.1.6.1|4x|001262b06622\n"
    "1.3.6.1.2.1.2.2.1.6.2|4x|001262b06622\n"
    "1.3.6.1.2.1.2.2.1.6.3|4x|000000000000\n"
    "1.3.6.1.2.1.4.22.1.2.5.10.0.0.9|4x|487b6b010203\n"
)
NUMERIC = (
    '.1.3.6.1.2.1.1.1.0 = STRING: "ZTE Switch"\n'
    ".1.3.6.1.2.1.1.2.0 = OID: .1.3.6.1.4.1.3902.3.100.614\n"
    '.1.3.6.1.2.1.1.5.0 = STRING: "sw1"\n'
    ".1.3.6.1.2.1.2.2.1.6.1 = Hex-STRING: 00 12 62 B0 66 22 \n"
    ".1.3.6.1.2.1.4.22.1.2.5.10.0.0.9 = Hex-STRING: 48 7B 6B 01 02 03 \n"
)
NAMED = (
    "SNMPv2-MIB::sysDescr.0 = STRING: ZTE Switch\n"
    "SNMPv2-MIB::sysObjectID.0 = OID: SNMPv2-SMI::enterprises.3902.3.100.614\n"
    "SNMPv2-MIB::sysName.0 = STRING: sw1\n"
    "IF-MIB::ifPhysAddress.1 = STRING: 0:12:62:b0:66:22\n"
    "IP-MIB::ipNetToMediaPhysAddress.5.10.0.0.9 = STRING: 48:7b:6b:1:2:3\n"
)
PARTS = (
    "SNMPv2-MIB::sysDescr.0 = STRING: S5720 \n"
    "Huawei Versatile Routing Platform Software\n"
    " VRP (R) software,Version 5.160\n"
    "ENTITY-MIB::entPhysicalDescr.1 = STRING: HUAWEI S5720\n"
    "ENTITY-MIB::entPhysicalDescr.2 = STRING: Board slot\n"
    "ENTITY-MIB::entPhysicalDescr.3 = STRING: 10G optics\n"
    "ENTITY-MIB::entPhysicalClass.1 = INTEGER: chassis(3)\n"
    "ENTITY-MIB::entPhysicalSerialNum.1 = STRING: 2102359\n"
    "ENTITY-MIB::entPhysicalSerialNum.3 = STRING: X1\n"
    "ENTITY-MIB::entPhysicalMfgName.1 = STRING: Huawei\n"
    "ENTITY-MIB::entPhysicalMfgName.3 = STRING: Finisar\n"
    "ENTITY-MIB::entPhysicalModelName.1 = STRING: S5720-36C\n"
    "ENTITY-MIB::entPhysicalModelName.3 = STRING: FTLX\n"
)


@pytest.mark.parametrize("text", [RECORDED, NUMERIC, NAMED])
@pytest.mark.parametrize("packed", [bytes, bz2.compress, gzip.compress])
def test_the_same_device_however_it_is_written_and_packed(tmp_path: Path, text: str, packed) -> None:  # type: ignore[no-untyped-def]
    content = packed(text.encode())
    device, neighbour = read(written(tmp_path, content))
    assert given(device, "oid") == ["1.3.6.1.4.1.3902.3.100.614"]
    assert given(device, "banner") == ["ZTE Switch"] and device.facts == {"hostname": "sw1"}
    assert [mac.zfill(17).replace("0:12", "00:12")[-14:] for mac in given(device, "mac")] == ["12:62:b0:66:22"]
    assert neighbour.facts == {"ip": "10.0.0.9"} and given(neighbour, "mac")
    assert FORMATS[0].signs(content)


def test_parts_with_a_model_are_subjects_and_empty_slots_are_not(tmp_path: Path) -> None:
    device, optics = read(written(tmp_path, PARTS))
    assert device.texts == {"brand": "Huawei", "model": "S5720-36C", "description": "HUAWEI S5720"}
    assert given(device, "serial") == ["2102359"]
    assert given(device, "banner")[0].endswith("VRP (R) software,Version 5.160")
    assert optics.texts["brand"] == "Finisar" and given(optics, "serial") == ["X1"]


def test_a_camera_without_a_system_group_shows_its_makers_tree(tmp_path: Path) -> None:
    text = "1.3.6.1.4.1.39165.1.1.0|4|DS-2CD4C36\n1.3.6.1.4.1.39165.1.4.0|4|94-e1-ac-01-02-03\n"
    (camera,) = read(written(tmp_path, text))
    assert ("oid", "1.3.6.1.4.1.39165", "subtree") in [(one.scheme, one.text, one.channel) for one in camera.given]
    assert given(camera, "banner") == ["DS-2CD4C36"] and given(camera, "mac") == ["94-e1-ac-01-02-03"]


def test_two_walks_in_one_file_are_two_devices(tmp_path: Path) -> None:
    assert len(list(read(written(tmp_path, NAMED + NAMED.replace("ZTE", "Other"))))) == 4


def test_no_answer_is_a_fault(tmp_path: Path) -> None:
    (only,) = read(written(tmp_path, "Timeout: No Response from 10.0.0.1\n"))
    assert only.fault and "did not answer" in only.fault


def test_a_cut_archive_gives_what_was_read_and_a_fault(tmp_path: Path) -> None:
    whole = gzip.compress((NUMERIC * 40).encode(), 1)
    subjects = list(read(written(tmp_path, whole[:-30])))
    assert any(subject.fault and "damaged or cut" in subject.fault for subject in subjects)


def test_anything_is_survived(tmp_path: Path) -> None:
    survives_anything(tmp_path, FORMATS, (RECORDED + NUMERIC + NAMED + PARTS).encode())


@pytest.mark.skipif(not DATA.exists(), reason="needs the shared data")
def test_real_walks_name_their_maker() -> None:
    for name, enterprise in (("huawei-s5720", 2011), ("hikvision", 39165), ("huawei-gse200m", 2011)):
        path = DATA / "device_snmp_walks" / f"{name}.snmprec.bz2"
        device = next(read(path))
        assert FORMATS[0].signs(path.read_bytes()[: 1 << 16])
        assert any(oid.startswith(f"1.3.6.1.4.1.{enterprise}") for oid in given(device, "oid"))


@pytest.mark.parametrize(
    "text",
    [
        ".iso.org.dod.internet.mgmt.mib-2.system.sysDescr.0 = STRING: x\n"
        ".iso.org.dod.internet.mgmt.mib-2.system.sysObjectID.0 = OID: "
        ".iso.org.dod.internet.private.enterprises.1004849.2\n",
        '.1.3.6.1.2.1.1.1.0 "x"\n.1.3.6.1.2.1.1.2.0 .1.3.6.1.4.1.1004849.2\n',
        "SNMPv2-MIB::sysDescr.0 x\nSNMPv2-MIB::sysObjectID.0 SNMPv2-SMI::enterprises.1004849.2\n",
    ],
)
def test_an_identifier_is_a_number_however_the_walk_wrote_it(tmp_path: Path, text: str) -> None:
    (device,) = read(written(tmp_path, text))
    assert given(device, "oid") == ["1.3.6.1.4.1.1004849.2"]


@pytest.mark.parametrize("shown", ["50001", "8072.3.2.10"])
def test_a_number_that_is_not_the_makers_does_not_hide_the_makers_tree(tmp_path: Path, shown: str) -> None:
    text = (
        f".1.3.6.1.2.1.1.1.0 = STRING: Linux\n.1.3.6.1.2.1.1.2.0 = OID: .1.3.6.1.4.1.{shown}\n"
        '.1.3.6.1.4.1.39165.1.1.0 = STRING: "DS-7608NI"\n'
    )
    (device,) = read(written(tmp_path, text))
    assert given(device, "oid") == [f"1.3.6.1.4.1.{shown}", "1.3.6.1.4.1.39165"]
    assert "DS-7608NI" in given(device, "banner")
