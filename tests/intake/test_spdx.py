"""SPDX documents."""

from __future__ import annotations

import json
from pathlib import Path

from intake_files import given, texts, write

from obstat.intake import recognised, subjects

PACKAGES = [
    {
        "name": "fw",
        "versionInfo": "1.2",
        "supplier": "Organization: Acme Ltd. (info@example.org)",
        "originator": "Person: Ann",
        "summary": "Firmware",
        "externalRefs": [
            {"referenceType": "cpe23Type", "referenceLocator": "cpe:2.3:o:acme:fw:1.2:*:*:*:*:*:*:*"},
            {"referenceType": "purl", "referenceLocator": "pkg:generic/fw@1.2"},
        ],
    },
    {"name": "lib", "supplier": "NOASSERTION", "originator": "Organization: Huawei (China)"},
]
TAGS = """SPDXVersion: SPDX-2.3
DocumentName: firmware
Creator: Organization: Us

PackageName: fw
PackageVersion: 1.2
PackageSupplier: Organization: Acme Ltd. (info@example.org)
PackageOriginator: Person: Ann
PackageDescription: <text>Firmware
of the PackageName: router</text>
ExternalRef: SECURITY cpe23Type cpe:2.3:o:acme:fw:1.2:*:*:*:*:*:*:*

FileName: ./a.c
PackageName: lib
PackageSupplier: NOASSERTION
"""


def test_packages_in_json_are_subjects(tmp_path: Path) -> None:
    path = write(tmp_path, "a", json.dumps({"spdxVersion": "SPDX-2.3", "packages": [*PACKAGES, 7]}))
    assert recognised(path).code == "spdx"
    found = list(subjects(path))
    assert texts(found, "name") == ["Acme Ltd.\nAnn", "Huawei (China)", None]
    assert texts(found, "model") == ["fw", "lib", None]
    assert given(found[0], "cpe") == ["cpe:2.3:o:acme:fw:1.2:*:*:*:*:*:*:*"]
    assert texts(found, "description")[0] == "1.2 Firmware pkg:generic/fw@1.2"
    assert found[2].fault


def test_packages_of_tags_are_subjects(tmp_path: Path) -> None:
    path = write(tmp_path, "a", TAGS)
    assert recognised(path).code == "spdx-tags"
    found = list(subjects(path))
    assert texts(found, "name") == ["Acme Ltd.\nAnn", None]
    assert texts(found, "model") == ["fw", "lib"]
    assert texts(found, "description")[0] == "1.2 Firmware of the PackageName: router"
    assert [each.place.row for each in found] == [5, 14]
    assert given(found[0], "cpe") == ["cpe:2.3:o:acme:fw:1.2:*:*:*:*:*:*:*"]
