"""Bills of materials in CycloneDX."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from intake_files import SHARED, given, texts, write

from obstat.intake import recognised, subjects
from obstat.model.errors import SourceError

HBOM = {
    "bomFormat": "CycloneDX",
    "specVersion": "1.6",
    "metadata": {"component": {"type": "device", "name": "router", "version": "2"}},
    "components": [
        {
            "type": "device",
            "name": "EC25",
            "version": "A",
            "manufacturer": {"name": "Acme Wireless"},
            "supplier": {"name": "Parts Inc."},
            "cpe": "cpe:2.3:h:acme:ec25:*:*:*:*:*:*:*:*",
            "purl": "pkg:generic/acme/ec25@A",
            "properties": [
                {"name": "cdx:device:serialNumber", "value": "A1"},
                {"name": "cdx:device:macAddress", "value": "00:1a:2b:3c:4d:5e"},
                {"name": "cdx:device:fccId", "value": "XMR123"},
                {"name": "cdx:device:imei", "value": "352099001761481"},
                {"name": "cdx:device:countryOfOrigin", "value": "CN"},
                {"name": "cdx:device:quantity", "value": "2"},
            ],
            "components": [{"type": "firmware", "name": "boot", "publisher": "Bolt"}],
        },
        {"type": "library", "name": "zlib", "author": "Ann"},
        "broken",
    ],
    "services": [{"name": "cloud", "provider": {"name": "Cloud Ltd."}, "services": [{"name": "store"}]}],
}
XML = """<?xml version="1.0"?>
<bom xmlns="http://cyclonedx.org/schema/bom/1.5" version="1">
  <metadata><component type="device"><name>router</name></component></metadata>
  <components>
    <component type="device">
      <supplier><name>Acme</name></supplier><name>EC25</name><version>A</version>
      <cpe>cpe:/h:acme:ec25</cpe>
      <components><component type="firmware"><publisher>Bolt</publisher><name>boot</name></component></components>
      <properties><property name="cdx:device:serial">A1</property></properties>
    </component>
  </components>
  <services><service><provider><name>Cloud Ltd.</name></provider><name>cloud</name></service></services>
</bom>
"""


def test_components_nested_ones_and_services_are_subjects(tmp_path: Path) -> None:
    path = write(tmp_path, "bom", json.dumps(HBOM))
    assert recognised(path).code == "cyclonedx"
    found = list(subjects(path))
    assert texts(found, "model") == ["router", "EC25", "boot", "zlib", None, "cloud", "store"]
    assert texts(found, "name") == [None, "Acme Wireless\nParts Inc.", "Bolt", "Ann", None, "Cloud Ltd.", None]
    assert [each.place.row for each in found] == [1, 2, 3, 4, 5, 6, 7]
    assert [bool(each.fault) for each in found] == [False, False, False, False, True, False, False]


def test_properties_of_a_device_are_identifiers_and_facts(tmp_path: Path) -> None:
    found = list(subjects(write(tmp_path, "bom", json.dumps(HBOM))))[1]
    assert [each.scheme for each in found.given] == ["cpe", "serial", "mac", "fcc_id", "imei"]
    assert found.facts == {"made_in": "CN", "quantity": "2"}
    assert found.texts["description"] == "A pkg:generic/acme/ec25@A"


def test_xml_says_the_same(tmp_path: Path) -> None:
    path = write(tmp_path, "bom", XML)
    assert recognised(path).code == "cyclonedx"
    found = list(subjects(path))
    assert texts(found, "model") == ["router", "EC25", "boot", "cloud"]
    assert texts(found, "name") == [None, "Acme", "Bolt", "Cloud Ltd."]
    assert given(found[1], "serial") == ["A1"]
    assert given(found[1], "cpe") == ["cpe:/h:acme:ec25"]


ABOUT = {
    "component": {
        "type": "device",
        "name": "camera",
        "swid": {"tagId": "a", "name": "Acme camera"},
        "evidence": {
            "identity": [
                {"field": "cpe", "concludedValue": "cpe:2.3:h:acme:camera:*:*:*:*:*:*:*:*"},
                {"field": "purl", "concludedValue": "pkg:generic/acme/camera"},
            ]
        },
        "pedigree": {"ancestors": [{"type": "device", "name": "older camera"}]},
        "components": [{"type": "device", "name": "lens"}],
    },
    "tools": {"components": [{"type": "application", "name": "writer"}]},
    "supplier": {"name": "Reseller"},
}


@pytest.mark.parametrize(
    ("version", "maker"), [("1.4", "manufacture"), ("1.5", "manufacture"), ("1.7", "manufacturer")]
)
def test_the_makers_of_the_whole_are_those_of_what_it_is_about(tmp_path: Path, version: str, maker: str) -> None:
    bom = {"bomFormat": "CycloneDX", "specVersion": version, "metadata": {**ABOUT, maker: {"name": "Acme"}}}
    camera, lens = subjects(write(tmp_path, "bom", json.dumps(bom)))
    assert camera.texts["name"] == "Acme\nReseller" and "name" not in lens.texts
    assert given(camera, "cpe") == ["cpe:2.3:h:acme:camera:*:*:*:*:*:*:*:*"]
    assert camera.texts["description"] == "Acme camera pkg:generic/acme/camera"


def test_one_identity_is_evidence_too_and_xml_says_the_same(tmp_path: Path) -> None:
    evidence = {"identity": {"field": "cpe", "concludedValue": "cpe:/h:acme:camera", "confidence": 1}}
    bom = {"bomFormat": "CycloneDX", "components": [{"name": "camera", "evidence": evidence}]}
    xml = (
        '<bom xmlns="http://cyclonedx.org/schema/bom/1.6"><metadata><component type="device"><name>camera</name>'
        '<swid tagId="a" name="Acme camera"/><evidence><identity><field>cpe</field><concludedValue>cpe:/h:acme:camera'
        "</concludedValue></identity></evidence></component><manufacturer><name>Acme</name></manufacturer></metadata></bom>"
    )
    (one,) = subjects(write(tmp_path, "bom.json", json.dumps(bom)))
    (same,) = subjects(write(tmp_path, "bom.xml", xml))
    assert given(one, "cpe") == given(same, "cpe") == ["cpe:/h:acme:camera"]
    assert same.texts == {"name": "Acme", "model": "camera", "description": "Acme camera"}


@pytest.mark.parametrize(
    "declared",
    [
        '<!DOCTYPE bom [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>',
        '<!DOCTYPE bom [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE bom SYSTEM "http://example.org/bom.dtd">',
    ],
)
def test_a_document_type_is_refused(tmp_path: Path, declared: str) -> None:
    text = XML.replace('<?xml version="1.0"?>', declared).replace("EC25", "&a;")
    with pytest.raises(SourceError, match="declares a document type or entities, which is refused"):
        list(subjects(write(tmp_path, "bom.xml", text)))


def test_what_is_cut_off_is_refused_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="is no XML that can be read"):
        list(subjects(write(tmp_path, "bom.xml", XML[:400])))
    with pytest.raises(SourceError, match="is no JSON that can be read"):
        list(subjects(write(tmp_path, "bom.json", json.dumps(HBOM)[:-40])))


@pytest.mark.skipif(not SHARED.exists(), reason="needs the shared data")
def test_published_bills_are_read_whole() -> None:
    for file in sorted((SHARED / "sbom_cyclonedx").rglob("bom.json")):
        found = list(subjects(file))
        assert len(found) == file.read_text(encoding="utf-8").count('"bom-ref"')
        assert not any(each.fault for each in found)
        assert all(each.texts.get("model") for each in found)
