"""Reading the YAML of a pack with the line of every key, so that a fault can be named as ``file:line: sentence``.

Invariant: nothing is repaired. A file either becomes the form it should have or a fault that a person can act on.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, TypeAdapter, ValidationError

from obstat.knowledge import schema

Form = TypeVar("Form")
Path_ = tuple[str | int, ...]

PACK = Path(__file__).parent / "pack"
"""The curated pack."""

try:
    from yaml import CSafeLoader as _SafeLoader
except ImportError:  # PyYAML built without libyaml
    from yaml import SafeLoader as _SafeLoader  # type: ignore[assignment]


class _Loader(_SafeLoader):
    """YAML 1.2 truth values only, and days as text: ``on``, ``yes`` and ``NO`` are words, 2023-02-30 waits for us."""


_KEPT = ("tag:yaml.org,2002:bool", "tag:yaml.org,2002:timestamp")
_Loader.yaml_implicit_resolvers = {
    first: [
        (tag, pattern)
        for tag, pattern in resolvers
        if tag not in _KEPT or (tag.endswith("bool") and first in ("t", "T", "f", "F"))
    ]
    for first, resolvers in _SafeLoader.yaml_implicit_resolvers.items()
}


@dataclass(frozen=True)
class Source:
    """A parsed file that still knows on which line each of its keys and items stands."""

    path: Path
    name: str
    data: Any
    node: yaml.Node | None

    def line(self, at: Path_) -> int:
        """The line of the deepest part of `at` that exists in the file, counted from 1."""
        node, line = self.node, 1
        for step in at:
            if node is None:
                break
            line = node.start_mark.line + 1
            if isinstance(node, yaml.MappingNode):
                key, node = next(((k, v) for k, v in node.value if k.value == str(step)), (None, None))
                line = key.start_mark.line + 1 if key is not None else line
            elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
                node = node.value[step]
                line = node.start_mark.line + 1
            else:
                break
        return line

    def fault(self, at: Path_, sentence: str) -> str:
        return f"{self.name}:{self.line(at)}: {sentence}"


@dataclass
class Pack:
    """Every form of a pack with the file it came from."""

    folder: Path
    vocabulary: schema.Vocabulary | None = None
    rule_files: list[tuple[Source, schema.RuleFile]] = field(default_factory=list)
    parties: list[tuple[Source, int, schema.Party]] = field(default_factory=list)
    ties: list[tuple[Source, int, schema.Tie]] = field(default_factory=list)
    products: list[tuple[Source, int, schema.Product]] = field(default_factory=list)
    identifiers: list[tuple[Source, schema.IdentifierFile]] = field(default_factory=list)
    networks: tuple[Source, schema.NetworkFile] | None = None
    market: list[tuple[Source, int, schema.MarketDecision]] = field(default_factory=list)
    cases: tuple[Source, schema.CaseFile] | None = None
    vocabulary_source: Source | None = None
    faults: list[str] = field(default_factory=list)


def read(folder: Path = PACK) -> Pack:
    """Read every file of the pack in `folder`. Faults of form are collected in `Pack.faults`."""
    pack = Pack(folder)
    if not (folder / "vocabulary.yaml").is_file():
        pack.faults.append(f"{folder}:1: no vocabulary.yaml here; name the folder that holds a pack.")
        return pack
    for source in _sources(folder, pack, "vocabulary.yaml"):
        pack.vocabulary, pack.vocabulary_source = _form(pack, source, schema.Vocabulary), source
    for source in _sources(folder, pack, "rules/**/*.yaml"):
        if rule_file := _form(pack, source, schema.RuleFile):
            pack.rule_files.append((source, rule_file))
    pack.parties = _lists(pack, folder, "parties/*.yaml", schema.Party)
    pack.ties = _lists(pack, folder, "ties/*.yaml", schema.Tie)
    pack.products = _lists(pack, folder, "products/*.yaml", schema.Product)
    pack.market = _lists(pack, folder, "market.yaml", schema.MarketDecision)
    for source in _sources(folder, pack, "identifiers/*.yaml"):
        if identifiers := _form(pack, source, schema.IdentifierFile):
            pack.identifiers.append((source, identifiers))
    for source in _sources(folder, pack, "networks.yaml"):
        if networks := _form(pack, source, schema.NetworkFile):
            pack.networks = source, networks
    for source in _sources(folder, pack, "cases.yaml"):
        if cases := _form(pack, source, schema.CaseFile):
            pack.cases = source, cases
    return pack


def read_situations(folder: Path = PACK) -> tuple[list[tuple[str, schema.Situation]], list[str]]:
    """The situations of a pack, each with ``file:line``, and the faults of form found in them."""
    pack = Pack(folder)
    found = _lists(pack, folder, "situations/**/*.yaml", schema.Situation)
    return [(f"{source.name}:{source.line((row,))}", situation) for source, row, situation in found], pack.faults


def _sources(folder: Path, pack: Pack, pattern: str) -> Iterator[Source]:
    for path in sorted(folder.glob(pattern)):
        name = path.relative_to(folder).as_posix()
        try:
            loader = _Loader(path.read_text(encoding="utf-8"))
            node = loader.get_single_node()
            source = Source(path, name, loader.construct_document(node) if node else None, node)
        except UnicodeDecodeError as error:
            line = path.read_bytes()[: error.start].count(b"\n") + 1
            pack.faults.append(f"{name}:{line}: not UTF-8; save the file in that encoding.")
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            line = mark.line + 1 if mark else 1
            pack.faults.append(f"{name}:{line}: not YAML ({getattr(error, 'problem', error)}); mend the syntax there.")
        else:
            pack.faults += [f"{name}:{line}: the key '{key}' is given twice; keep one." for key, line in _twice(node)]
            yield source


def _twice(node: yaml.Node | None) -> Iterator[tuple[str, int]]:
    """Keys that a mapping gives more than once, with the line of the repetition."""
    if isinstance(node, yaml.MappingNode):
        seen = set()
        for key, value in node.value:
            if key.value in seen:
                yield key.value, key.start_mark.line + 1
            seen.add(key.value)
            yield from _twice(value)
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _twice(item)


def _form(pack: Pack, source: Source, form: type[Form]) -> Form | None:
    return _validated(pack, source, form, source.data, ())


def _lists(pack: Pack, folder: Path, pattern: str, form: type[Form]) -> list[tuple[Source, int, Form]]:
    found = []
    for source in _sources(folder, pack, pattern):
        if not isinstance(source.data, list):
            pack.faults.append(source.fault((), f"this file must be a list of {form.__name__} items."))
            continue
        for row, item in enumerate(source.data):
            if (value := _validated(pack, source, form, item, (row,))) is not None:
                found.append((source, row, value))
    return found


def _validated(pack: Pack, source: Source, form: type[Form], data: Any, at: Path_) -> Form | None:
    try:
        return TypeAdapter(form).validate_python(data)
    except ValidationError as error:
        for item in error.errors():
            where = (*at, *item["loc"])
            if item["type"] == "extra_forbidden":
                valid = ", ".join(_keys(form, item["loc"][:-1]))
                sentence = f"unknown key '{item['loc'][-1]}'" + (f"; use one of: {valid}." if valid else "; remove it.")
            else:
                key = ".".join(str(step) for step in item["loc"])
                sentence = f"{key}: {item['msg'][0].lower()}{item['msg'][1:]} (found {str(item['input'])[:60]!r})."
            pack.faults.append(source.fault(where, sentence))
    return None


def _keys(form: Any, at: Path_) -> list[str]:
    """The keys that the form has at a place inside it, for the message about an unknown one."""
    for step in at:
        if isinstance(step, int):
            continue
        fields = getattr(form, "model_fields", {})
        found = next((f for name, f in fields.items() if step in (name, f.alias)), None)
        form = next((kind for kind in _models(found.annotation) if found), None) if found else None
    return [f.alias or name for name, f in form.model_fields.items()] if form else []


def _models(annotation: Any) -> Iterator[Any]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in getattr(annotation, "__args__", ()):
        yield from _models(part)
