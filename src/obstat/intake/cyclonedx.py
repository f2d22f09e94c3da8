"""CycloneDX 1.4 to 1.7, JSON and XML: software, hardware, services.

Invariant: each component, nested ones too, each device and each service is one subject, numbered in the order of the
file; components from which one was derived (its pedigree) and the tools that wrote the file are none. A document type
in XML, with whatever entities it declares, is refused.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from obstat.intake.format import Format
from obstat.intake.tables.encoding import encoding, text_of
from obstat.model.errors import MissingExtra, SourceError
from obstat.model.subject import Given, Place, Subject

_WHOLE: Final = 1 << 30
_JSON: Final = re.compile(r'"bomFormat"\s*:\s*"CycloneDX"|"\$schema"\s*:\s*"[^"]*cyclonedx', re.IGNORECASE)
_XML: Final = re.compile(r"<(?:\w+:)?bom\b[^>]*cyclonedx\.org/schema/bom|cyclonedx\.org/schema/bom", re.IGNORECASE)
_GIVEN: Final = {"serial": "serial", "serialnumber": "serial", "sn": "serial", "mac": "mac", "macaddress": "mac",
                 "imei": "imei", "fccid": "fcc_id", "fcc": "fcc_id", "oid": "oid", "sysobjectid": "oid", "usbid": "usb",
                 "pciid": "pci"}  # fmt: skip
_FACTS: Final = {"quantity": "quantity", "countryoforigin": "made_in", "madein": "made_in", "origin": "made_in",
                 "countryofmanufacture": "made_in", "country": "made_in", "ip": "ip", "ipaddress": "ip",
                 "hostname": "hostname", "os": "os", "operatingsystem": "os"}  # fmt: skip
_TEXTS: Final = {"model": "model", "modelnumber": "model", "partnumber": "model", "sku": "model", "brand": "brand"}
_NAMES: Final = ("manufacturer", "manufacture", "supplier", "provider", "publisher", "author")
_MAKERS: Final = ("manufacturer", "manufacture", "supplier")
"""Who made or supplied the thing that the whole bill is about; version 1.6 renamed the second to the first."""
_PEOPLE: Final = ("authors",)
_LISTS: Final = ("components", "services")


def _signs(head: bytes) -> bool:
    text = text_of(head)
    start = text.lstrip()[:1]
    return bool((start == "{" and _JSON.search(text)) or (start == "<" and _XML.search(text)))


def read(path: Path) -> Iterator[Subject]:
    """The components and services of a bill of materials; the thing it is about comes first."""
    if path.stat().st_size > _WHOLE:
        raise SourceError(f"{path.name} is larger than {_WHOLE >> 30} GiB; give the bill of materials in parts.")
    data = path.read_bytes()
    bom = _json(data, path.name) if data.lstrip(b"\xef\xbb\xbf\xff\xfe\0 \t\r\n")[:1] == b"{" else _xml(data, path.name)
    for row, component in enumerate(_components(bom), 1):
        yield _subject(component, Place(path.name, row))


def _json(data: bytes, name: str) -> Any:
    try:
        return json.loads(data.decode(encoding(data[:65_536]), "replace"))
    except (ValueError, RecursionError) as error:
        raise SourceError(f"{name} is no JSON that can be read ({error}); write it again.") from None


def _components(bom: Any) -> Iterator[Any]:
    if not isinstance(bom, dict):
        return
    metadata = bom.get("metadata")
    about = metadata.get("component") if isinstance(metadata, dict) else None
    if isinstance(about, dict) and isinstance(metadata, dict):
        about = {**{key: metadata[key] for key in _MAKERS if key in metadata}, **about}
    stack = [each for key in reversed(_LISTS) for each in reversed(_listed(bom.get(key)))]
    if about:
        stack.append(about)
    while stack:
        component = stack.pop()
        yield component
        if isinstance(component, dict):
            stack += (each for key in reversed(_LISTS) for each in reversed(_listed(component.get(key))))


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _subject(component: Any, place: Place) -> Subject:
    if not isinstance(component, dict):
        return Subject(place, fault="This component is no object; write it as CycloneDX says.")
    texts: dict[str, str] = {}
    given: list[Given] = []
    facts: dict[str, str] = {}
    people = [_named(each) for key in _PEOPLE for each in _listed(component.get(key))]
    names = list(dict.fromkeys(filter(None, (*(_named(component.get(key)) for key in _NAMES), *people))))
    if names:
        texts["name"] = "\n".join(names)
    if called := _text(component.get("name")):
        texts["model"] = called
    told = _evidence(component.get("evidence"))
    described = [
        *(_text(component.get(key)) for key in ("version", "group", "description")),
        _named(component.get("swid")),
        *dict.fromkeys(filter(None, (_text(component.get("purl")), *told.get("purl", ())))),
        *told.get("name", ()),
    ]
    described = [each for each in described if each != called]
    given += (Given("cpe", each) for each in dict.fromkeys((_text(component.get("cpe")), *told.get("cpe", ()))) if each)
    for each in _listed(component.get("properties")):
        if isinstance(each, dict) and (value := _text(each.get("value"))):
            _property(_text(each.get("name")), value, (texts, facts, given, described))
    if description := " ".join(dict.fromkeys(filter(None, described))):
        texts["description"] = description
    fault = None if texts or given else "This component has no name; give it one."
    return Subject(place, texts, tuple(given), facts, fault)


def _evidence(value: Any) -> dict[str, list[str]]:
    """What an analysis took the component for, by field: one identity until version 1.5, several since."""
    identity = value.get("identity") if isinstance(value, dict) else None
    told: dict[str, list[str]] = {}
    for each in [identity] if isinstance(identity, dict) else _listed(identity):
        if isinstance(each, dict) and (concluded := _text(each.get("concludedValue"))):
            told.setdefault(_text(each.get("field")), []).append(concluded)
    return told


def _property(name: str, value: str, into: tuple[dict[str, str], dict[str, str], list[Given], list[str]]) -> None:
    """One property, by the last words of its name: ``cdx:device:macAddress``."""
    texts, facts, given, described = into
    key = re.sub(r"[^a-z]", "", re.split(r"[:/]", name)[-1].lower())
    if key in _GIVEN:
        given.append(Given(_GIVEN[key], value, "contains" if "contains" in name.lower() else None))
    elif key in _FACTS:
        facts.setdefault(_FACTS[key], value)
    elif key in _TEXTS:
        if _TEXTS[key] in texts:
            described.append(value)
        else:
            texts[_TEXTS[key]] = value
    elif key in ("manufacturer", "vendor", "supplier"):
        if value not in texts.get("name", "").split("\n"):
            texts["name"] = f"{texts['name']}\n{value}" if "name" in texts else value
    elif key == "function":
        described.append(value)


def _named(value: Any) -> str:
    if isinstance(value, dict):
        return _text(value.get("name"))
    return _text(value)


def _text(value: Any) -> str:
    return " ".join(str(value).split())[:20_000] if isinstance(value, (str, int, float)) else ""


def _xml(data: bytes, name: str) -> dict[str, Any]:
    try:
        from defusedxml import DefusedXmlException
        from defusedxml.ElementTree import ParseError, fromstring
    except ImportError:
        raise MissingExtra("Reading XML", "intake") from None
    try:
        root = fromstring(data, forbid_dtd=True)
    except DefusedXmlException:
        raise SourceError(
            f"{name} declares a document type or entities, which is refused; write it without them."
        ) from None
    except (ParseError, ValueError, LookupError) as error:
        raise SourceError(f"{name} is no XML that can be read ({error}); write it again.") from None
    metadata = _child(root, "metadata")
    about = _child(metadata, "component") if metadata is not None else None
    makers = _element(metadata) if metadata is not None else {}
    makers = {key: makers[key] for key in _MAKERS if key in makers}
    return {"metadata": {**makers, "component": _element(about)} if about is not None else {},
            **{key: _elements(_child(root, key)) for key in _LISTS}}  # fmt: skip


def _element(element: Any) -> dict[str, Any]:
    """An element as the same component is written in JSON."""
    found: dict[str, Any] = {}
    for child in element:
        tag = _tag(child)
        if tag in (*_MAKERS, "provider"):
            found[tag] = {"name": _child_text(child, "name")}
        elif tag == "authors":
            found[tag] = [{"name": _child_text(each, "name")} for each in child]
        elif tag == "properties":
            found[tag] = [{"name": each.get("name"), "value": each.text or ""} for each in child]
        elif tag in _LISTS:
            found[tag] = _elements(child)
        elif tag == "swid":
            found[tag] = {"name": child.get("name", "")}
        elif tag == "evidence":
            found[tag] = {"identity": [_element(each) for each in child if _tag(each) == "identity"]}
        elif len(child) == 0:
            found.setdefault(tag, child.text or "")
    return found


def _elements(parent: Any) -> list[Mapping[str, Any]]:
    return [] if parent is None else [_element(each) for each in parent if _tag(each) in ("component", "service")]


def _child(element: Any, tag: str) -> Any:
    return next((child for child in element if _tag(child) == tag), None)


def _child_text(element: Any, tag: str) -> str:
    child = _child(element, tag)
    return "" if child is None else (child.text or "")


def _tag(element: Any) -> str:
    return element.tag.rsplit("}", 1)[-1] if isinstance(element.tag, str) else ""


FORMATS = (Format("cyclonedx", "a CycloneDX bill of materials, JSON or XML", _signs, read),)
