"""OpenSanctions: entities of FollowTheMoney as JSON lines, and as statements in CSV.

- ``entities.ftm.json`` and ``targets.nested.json``: an object on each line with id, schema, properties (lists of values
  by name; of nested files, objects where others hold ids), caption, datasets, referents, target, first_seen, last_seen,
  last_change. See https://www.opensanctions.org/docs/entities/.
- ``statements.csv``: a row for each value, with canonical_id, entity_id, prop, prop_type, schema, value, dataset,
  origin, lang, original_value, external, first_seen, last_seen, id. See https://www.opensanctions.org/docs/statements/.

Invariant: an entity is one entry or part of one (`obstat.sources.ftm_entries`); the list of a record is that of its
dataset. A statement that is marked external is what a third database says: it is kept as a detail and never as a name.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from obstat.model.errors import SourceError
from obstat.sources.entry import Entry
from obstat.sources.fields import folded
from obstat.sources.ftm_entity import REFERENCES, Entities, Entity, entities_of
from obstat.sources.ftm_entries import entries
from obstat.sources.ftm_properties import DEPTH, words
from obstat.sources.opensanctions_datasets import ACTS, LISTS
from obstat.sources.source import Expectations, Format, Parts, Source, single

_DATES = ("first_seen", "last_seen", "last_change")
_COLUMNS = ("canonical_id", "entity_id", "prop", "schema", "value", "dataset")
_TRUE = ("t", "true", "1", "yes")


def _from_json(parts: Parts, list_code: str) -> Iterator[Entry]:
    path = single(parts)
    with entities_of(path) as store:
        for number, line in _lines(path):
            if not line.strip():
                continue
            for entity, nested in _unnested(_object(path, number, line), f"line {number}", store):
                store.add(entity, nested=nested)
        store.finish()
        yield from entries(store, list_code)


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    """The lines of a file. Raises `SourceError` where one is no text, or none holds anything."""
    number, found = 0, False
    with path.open("rb") as file:
        for number, data in enumerate(file, 1):
            try:
                line = data.decode("utf-8-sig" if number == 1 else "utf-8")
            except UnicodeDecodeError:
                raise SourceError(f"{path.name} is not UTF-8 at line {number}; fetch it again.") from None
            found = found or bool(line.strip())
            yield number, line
    if not found:
        raise SourceError(f"{path.name} is empty; fetch it again.")


def _object(path: Path, number: int, line: str) -> dict[str, Any]:
    try:
        data = json.loads(line)
    except (ValueError, RecursionError):
        data = None
    if not isinstance(data, dict) or not isinstance(data.get("properties"), dict) or not data.get("id"):
        raise SourceError(
            f"{path.name} has no entity of FollowTheMoney at line {number}; it is cut off or another format: "
            "give entities.ftm.json."
        )
    return data


def _unnested(
    data: Mapping[str, Any], at: str, store: Entities, *, nested: bool = False
) -> Iterator[tuple[Entity, bool]]:
    """The entity of an object behind those nested in it, each with whether it is nested."""
    own = _text(data.get("id"))
    properties: dict[str, list[str]] = {}
    for name, values in data["properties"].items():
        for value in values if isinstance(values, list) else [values]:
            if not (isinstance(value, dict) and isinstance(value.get("properties"), dict) and value.get("id")):
                properties.setdefault(name, []).append(_text(value))
                continue
            yield from _unnested(value, at, store, nested=True)
            back = any(own in values for values in value["properties"].values() if isinstance(values, list))
            if name in REFERENCES or not back:  # otherwise it is the way back of what the nested entity says
                properties.setdefault(name, []).append(_text(value["id"]))
    yield _entity(data, own, at, properties, store), nested


def _entity(
    data: Mapping[str, Any], own: str, at: str, properties: Mapping[str, Sequence[str]], store: Entities
) -> Entity:
    rest = {name: value for name, value in data.items() if name not in ("id", "properties") and value not in (None, [])}
    schema, caption = _text(rest.pop("schema", "Thing")), rest.pop("caption", None)
    datasets, target = rest.pop("datasets", []), rest.pop("target", None)
    referents = [_text(each) for each in _list(rest.pop("referents", []))]
    for referent in referents:
        store.alias(referent, own)
    details = [(words(name).replace("_", " "), _text(rest.pop(name))) for name in _DATES if name in rest]
    details += (("referent", referent) for referent in referents if referent != own)
    details += (("origin", _text(each)) for each in _list(rest.pop("origin", [])))
    if not isinstance(target, bool):
        details += [("target", _text(target))] if target is not None else []
        target = None
    return Entity(
        id=own,
        schema=schema,
        at=at,
        properties={name: list(dict.fromkeys(values)) for name, values in properties.items()},
        caption=_text(caption) if caption is not None else None,
        datasets=[_text(each) for each in _list(datasets)],
        target=target,
        details=details,
        left=[(name, _text(value)) for name, value in rest.items()],
    )


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _text(value: Any) -> str:
    """A value as text that can be written as UTF-8."""
    text: str = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if text.isascii() else text.encode("utf-8", "replace").decode()


def _from_statements(parts: Parts, list_code: str) -> Iterator[Entry]:
    path = single(parts)
    with entities_of(path) as store:
        reader = csv.reader(line for _, line in _lines(path))
        try:
            header = [folded(cell) for cell in next(reader, [])]
            if missing := [column for column in _COLUMNS if column not in header]:
                raise SourceError(f"{path.name} lacks the column '{missing[0]}'; give statements.csv of OpenSanctions.")
            for row in reader:
                names = [*header, *(f"column {at + 1}" for at in range(len(header), len(row)))]
                told = {name: _text(value) for name, value in zip(names, row, strict=False) if value}
                store.say(reader.line_num, told.get("canonical_id") or told.get("entity_id") or "", told)
                store.alias(told.get("entity_id", ""), told.get("canonical_id", ""))
        except csv.Error as error:
            raise SourceError(
                f"{path.name} is no table from line {reader.line_num} on ({error}); fetch it again."
            ) from None
        for canonical, line, statements in store.said():
            store.add(_stated(canonical, f"line {line}", statements))
        store.finish()
        yield from entries(store, list_code)


def _stated(canonical: str, at: str, statements: Sequence[Mapping[str, str]]) -> Entity:
    """The entity of which these are the statements, the first of them `at` a line."""
    properties: dict[str, dict[str, None]] = {}
    languages: dict[str, str] = {}
    details: dict[tuple[str, str], None] = {}
    left: list[tuple[str, str]] = []
    own = [told for told in statements if not _external(told)] or statements
    for told in statements:
        name, value = told.get("prop", ""), told.get("value", "")
        if own is not statements and _external(told):
            details[f"external {words(name)}", value] = None
        elif name != "id":
            properties.setdefault(name, {})[value] = None
        if language := told.get("lang"):
            languages[value] = language
        original = told.get("original_value")
        if original and original != value:
            details[f"original {words(name)}", original] = None
        if (known := told.get("entity_id")) and known != canonical:
            details["referent", known] = None
        if origin := told.get("origin"):
            details["origin", origin] = None
        left += ((column, text) for column, text in told.items() if column not in _STATED)
    for column, choose in (("first_seen", min), ("last_seen", max)):
        if days := [told[column] for told in statements if told.get(column)]:
            details[column.replace("_", " "), choose(days)] = None
    schemata = dict.fromkeys(told["schema"] for told in own if told.get("schema"))
    return Entity(
        id=canonical,
        schema=max(schemata, key=lambda schema: DEPTH.get(schema, 2), default="Thing"),
        at=at,
        properties={name: list(values) for name, values in properties.items()},
        datasets=list(dict.fromkeys(told["dataset"] for told in own if told.get("dataset"))),
        details=list(details),
        left=left,
        languages=languages,
    )


def _external(told: Mapping[str, str]) -> bool:
    """Whether a statement is of a third database."""
    return told.get("external", "").lower() in _TRUE


_STATED = frozenset([*_COLUMNS, "prop_type", "origin", "lang", "original_value", "external", *_DATES, "id", "target"])

FORMATS = (
    Format(
        code="opensanctions-ftm",
        text="OpenSanctions and other data of FollowTheMoney as JSON lines",
        read=_from_json,
        parts={"list": (".ftm.json", ".json", ".jsonl")},
    ),
    Format(
        code="opensanctions-statements",
        text="OpenSanctions as statements in CSV",
        read=_from_statements,
        parts={"list": ("statements.csv", ".csv")},
    ),
)

_LICENCE = "CC BY-NC 4.0 (OpenSanctions); use in a business needs a licence of theirs, see opensanctions.org/licensing"
_SIZES = {"sanctions": (20_000, 2_000_000), "us_ofac_sdn": (8_000, 200_000), "us_trade_csl": (5_000, 200_000)}
_NAMES = {"sanctions": "all sanctions lists", ACTS: "acts of Congress"}


def _source(dataset: str) -> Source:
    return Source(
        code=f"opensanctions-{dataset.replace('_', '-')}",
        list=LISTS.get(dataset, dataset),
        name=f"OpenSanctions: {_NAMES.get(dataset, dataset)}",
        publisher="OpenSanctions Datenbanken GmbH",
        addresses={"list": f"https://data.opensanctions.org/datasets/latest/{dataset}/entities.ftm.json"},
        licence=_LICENCE,
        format="opensanctions-ftm",
        cadence=7,
        expectations=Expectations(*_SIZES.get(dataset, (1, 200_000))),
        upkeep=(
            "The readers were written from the published model and descriptions of the formats; no edition was at "
            "hand, so the bounds are wide, and the address was never fetched by us. When a dataset that repeats an "
            "official list is added or renamed, add it to `opensanctions_datasets`; when the model has new properties, "
            "records say so in what is left: add them to `ftm_properties`. The publisher's own edition of a list goes "
            "before."
        ),
        persons=True,
        usual=False,
    )


SOURCES = tuple(_source(dataset) for dataset in ("sanctions", ACTS, *LISTS))
