"""SPDX 2.2 and 2.3, JSON and tag-value: each package is a subject.

Invariant: a package is one subject whoever wrote it; files and snippets are no subjects.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from obstat.intake.format import Format
from obstat.intake.tables.encoding import encoding, text_of
from obstat.intake.tables.lines import lines
from obstat.model.errors import SourceError
from obstat.model.subject import Given, Place, Subject

_WHOLE: Final = 1 << 30
_ACTOR: Final = re.compile(r"^(Organization|Person|Tool)\s*:\s*", re.IGNORECASE)
_MAIL: Final = re.compile(r"\s*\([^()]*\)\s*$")
_NONE: Final = ("", "NOASSERTION", "NONE")
_TAG: Final = re.compile(r"^\s*([A-Za-z]+):\s?(.*)$")
_OTHER: Final = ("FileName", "SnippetSPDXID", "LicenseID", "Relationship", "Annotator", "Reviewer")
_KEYS: Final = {"PackageName": "name", "PackageVersion": "versionInfo", "PackageSupplier": "supplier",
                "PackageOriginator": "originator", "PackageDescription": "description", "PackageSummary": "summary",
                "PackageComment": "comment", "PackageFileName": "packageFileName"}  # fmt: skip


def _signs_json(head: bytes) -> bool:
    text = text_of(head)
    return text.lstrip()[:1] == "{" and re.search(r'"spdxVersion"\s*:', text) is not None


def _signs_tags(head: bytes) -> bool:
    return re.search(r"^SPDXVersion:\s*SPDX-", text_of(head), re.MULTILINE) is not None


def read_json(path: Path) -> Iterator[Subject]:
    """The packages of a document in JSON."""
    if path.stat().st_size > _WHOLE:
        raise SourceError(f"{path.name} is larger than {_WHOLE >> 30} GiB; give the document in parts.")
    data = path.read_bytes()
    try:
        document = json.loads(data.decode(encoding(data[:65_536]), "replace"))
    except (ValueError, RecursionError) as error:
        raise SourceError(f"{path.name} is no JSON that can be read ({error}); write it again.") from None
    packages = document.get("packages") if isinstance(document, dict) else None
    for row, package in enumerate(packages if isinstance(packages, list) else [], 1):
        if isinstance(package, dict):
            yield _subject(package, Place(path.name, row))
        else:
            yield Subject(Place(path.name, row), fault="This package is no object; write it as SPDX says.")


def read_tags(path: Path) -> Iterator[Subject]:
    """The packages of a document of tags and values; a row is the line where a package begins."""
    package: dict[str, Any] | None = None
    begun = 0
    text: tuple[str, list[str]] | None = None
    for row, (line, _) in enumerate(lines(path), 1):
        if text is not None:
            key, held = text
            held.append(line.split("</text>")[0].strip())
            if "</text>" in line:
                if package is not None and key:
                    package.setdefault(key, " ".join(held))
                text = None
            continue
        if not (found := _TAG.match(line)):
            continue
        tag, value = found[1], found[2].strip()
        if tag == "PackageName" or tag in _OTHER:
            if package is not None:
                yield _subject(package, Place(path.name, begun))
            package, begun = ({}, row) if tag == "PackageName" else (None, 0)
        key = _KEYS.get(tag, "")
        if value.startswith("<text>"):
            if "</text>" not in value:
                text = (key, [value.removeprefix("<text>").strip()])
                continue
            value = value.removeprefix("<text>").split("</text>")[0].strip()
        if package is not None and key:
            package.setdefault(key, value)
        elif package is not None and tag == "ExternalRef":
            kind = value.split(None, 2)
            if len(kind) == 3:
                package.setdefault("externalRefs", []).append({"referenceType": kind[1], "referenceLocator": kind[2]})
    if package is not None:
        yield _subject(package, Place(path.name, begun))


def _subject(package: dict[str, Any], place: Place) -> Subject:
    texts: dict[str, str] = {}
    given: list[Given] = []
    names = list(dict.fromkeys(filter(None, (_actor(package.get(key)) for key in ("supplier", "originator")))))
    if names:
        texts["name"] = "\n".join(names)
    if called := _text(package.get("name")):
        texts["model"] = called
    described = [_text(package.get(key)) for key in ("versionInfo", "summary", "description")]
    references = package.get("externalRefs")
    for reference in references if isinstance(references, list) else []:
        if not isinstance(reference, dict):
            continue
        kind, locator = _text(reference.get("referenceType")).lower(), _text(reference.get("referenceLocator"))
        if kind.rsplit("/", 1)[-1].startswith("cpe") and locator:
            given.append(Given("cpe", locator))
        elif kind.rsplit("/", 1)[-1] == "purl":
            described.append(locator)
    if description := " ".join(dict.fromkeys(filter(None, described))):
        texts["description"] = description
    return Subject(
        place, texts, tuple(given), fault=None if texts or given else "This package has no name; give it one."
    )


def _actor(value: Any) -> str:
    text = _text(value)
    if text.startswith("Tool:"):
        return ""
    return _MAIL.sub("", _ACTOR.sub("", text)) if "@" in text or text.endswith("()") else _ACTOR.sub("", text)


def _text(value: Any) -> str:
    text = " ".join(str(value).split())[:20_000] if isinstance(value, (str, int, float)) else ""
    return "" if text in _NONE else text


FORMATS = (
    Format("spdx", "an SPDX document in JSON", _signs_json, read_json),
    Format("spdx-tags", "an SPDX document of tags and values", _signs_tags, read_tags),
)
