"""What the real outputs' own tables say is in them, and how much of that a reader finds."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import yaml
from reading import DATA, given

from obstat.model.subject import Subject

_MAC = re.compile(r"(?:[0-9a-f]{4}[.-]){2}[0-9a-f]{4}|(?:[0-9a-f]{1,2}[:-]){5}[0-9a-f]{1,2}", re.I)


def plain(mac: str) -> str:
    return re.sub("[^0-9a-f]", "", mac.lower())


def recall(pattern: str, wanted: Callable[[str, str], bool], found: Callable[[Subject], list[str]], read) -> float:  # type: ignore[no-untyped-def]
    """The share of the wanted values of all files whose command matches `pattern` that `read` finds."""
    hit = total = 0
    for table in sorted(DATA.glob("*cli*ntc/**/*.yml")):
        raw = table.with_suffix(".raw")
        if not re.search(pattern, table.parent.name) or not raw.exists():
            continue
        known = {value for key, value in _values(table) if wanted(key, value)}
        said = {value for subject in read(raw) for value in found(subject)}
        hit += len({value for value in known if plain(value) in said or any(value in one for one in said)})
        total += len(known)
    assert total > 25
    return hit / total


def _values(table: Path) -> Iterator[tuple[str, str]]:
    for record in yaml.safe_load(table.read_text()).get("parsed_sample", []):
        for key, value in record.items():
            for one in value if isinstance(value, list) else [value]:
                if isinstance(one, str) and one not in ("", "-", "N/A"):
                    yield key, one


def is_mac(_: str, value: str) -> bool:
    return _MAC.fullmatch(value) is not None


def macs(subject: Subject) -> list[str]:
    return [plain(mac) for mac in given(subject, "mac")]
