"""An entity of FollowTheMoney as it is written, and a store of entities that refer to each other.

Files of many gigabytes are read in one pass into a temporary database on the disk, and entries are made from it in a
second: what refers to a thing may stand before or behind it. Memory does not grow with the file, the disk needs about
twice its size; the database is gone when the reading ends.

Invariant: every entity that was added is given back once, in the order of the file. Ids by which an entity was known
before it was merged lead to it.
"""

from __future__ import annotations

import contextlib
import functools
import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from obstat.sources.ftm_properties import EDGES, HOLDERS, THINGS
from obstat.sources.spool import database

REFERENCES = frozenset(
    [*THINGS, "addressEntity", *HOLDERS.values(), *(name for edge in EDGES.values() for name in edge[:2])]
)
"""Properties whose values are ids of other entities."""
_BATCH = 2_000
_TABLES = """
    CREATE TABLE entities (n INTEGER PRIMARY KEY, id TEXT, nested INTEGER, body TEXT);
    CREATE TABLE links (n INTEGER, name TEXT, target TEXT);
    CREATE TABLE aliases (id TEXT PRIMARY KEY, canonical TEXT);
    CREATE TABLE statements (n INTEGER PRIMARY KEY, canonical TEXT, body TEXT);
"""
_FINISH = """
    CREATE INDEX entities_id ON entities (id, n);
    DELETE FROM aliases WHERE id IN (SELECT id FROM entities);
    UPDATE links SET target = (SELECT canonical FROM aliases WHERE aliases.id = target)
        WHERE target IN (SELECT id FROM aliases);
    DELETE FROM entities WHERE nested = 1 AND EXISTS (
        SELECT 1 FROM entities AS other WHERE other.id = entities.id AND (other.nested, other.n) < (1, entities.n));
    CREATE INDEX links_target ON links (target, n, name);
"""


@dataclass(frozen=True, slots=True)
class Entity:
    """An entity: its schema, and the values of each property."""

    id: str
    schema: str
    at: str
    properties: Mapping[str, Sequence[str]]
    caption: str | None = None
    datasets: Sequence[str] = ()
    target: bool | None = None
    """Whether the publisher lists it for itself, None where it does not say."""
    details: Sequence[tuple[str, str]] = ()
    left: Sequence[tuple[str, str]] = ()
    languages: Mapping[str, str] = field(default_factory=dict)
    """The language of values, by value."""
    number: int = 0
    """Its place in the store; the last of the fields."""


_STORED = tuple(each.name for each in fields(Entity) if each.name != "number")


class Entities:
    """The entities of a file. Add all of them, then `finish`, then ask."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database
        self._waiting: list[tuple[str, int, str]] = []
        self._links: list[tuple[int, str, str]] = []
        self._count = 0
        self._repeated: set[str] = set()
        database.executescript(_TABLES)
        database.execute("BEGIN")
        self.get = functools.lru_cache(maxsize=20_000)(self._get)

    def add(self, entity: Entity, *, nested: bool = False) -> None:
        """Take an entity; a `nested` one counts only where it is not in the file for itself."""
        self._count += 1
        body = json.dumps([getattr(entity, name) for name in _STORED], ensure_ascii=False)
        self._waiting.append((entity.id, int(nested), body))
        for name in REFERENCES & entity.properties.keys():
            self._links += ((self._count, name, target) for target in entity.properties[name])
        if len(self._waiting) >= _BATCH:
            self._flush()

    def alias(self, known: str, canonical: str) -> None:
        """That the entity `canonical` was once called `known`."""
        if known != canonical:
            self._database.execute("INSERT OR IGNORE INTO aliases VALUES (?, ?)", (known, canonical))

    def say(self, number: int, canonical: str, body: Mapping[str, Any]) -> None:
        """Take a statement on an entity."""
        told = json.dumps(body, ensure_ascii=False)
        self._database.execute("INSERT INTO statements VALUES (?, ?, ?)", (number, canonical, told))

    def said(self) -> Iterator[tuple[str, int, list[dict[str, Any]]]]:
        """Each entity, the number of the first statement on it, and all of them in the order of the file."""
        self._database.execute("CREATE INDEX statements_canonical ON statements (canonical, n)")
        first = "SELECT canonical, min(n) AS n FROM statements GROUP BY canonical"
        for canonical, number in self._database.execute(f"{first} ORDER BY n"):
            rows = self._database.execute("SELECT body FROM statements WHERE canonical = ? ORDER BY n", (canonical,))
            yield canonical, number, [json.loads(body) for (body,) in rows]

    def finish(self) -> None:
        """Make the entities ready to be asked for."""
        self._flush()
        self._database.executescript(_FINISH)
        repeated = self._database.execute("SELECT id FROM entities GROUP BY id HAVING count(*) > 1")
        self._repeated = {str(entity_id) for (entity_id,) in repeated}

    def __iter__(self) -> Iterator[Entity]:
        for number, body in self._database.execute("SELECT n, body FROM entities ORDER BY n"):
            yield _loaded(number, body)

    def repeats(self, entity: Entity) -> int:
        """How many entities before this one have its id."""
        if entity.id not in self._repeated:
            return 0
        asked = "SELECT count(*) FROM entities WHERE id = ? AND n < ?"
        (count,) = self._database.execute(asked, (entity.id, entity.number)).fetchone()
        return int(count)

    def referring(self, entity_id: str) -> Iterator[tuple[Entity, set[str]]]:
        """The entities that refer to this one, each with the properties by which it does."""
        asked = (
            "SELECT entities.n, body, group_concat(name) FROM links JOIN entities ON entities.n = links.n "
            "WHERE target = ? GROUP BY entities.n ORDER BY entities.n"
        )
        for number, body, names in self._database.execute(asked, (entity_id,)).fetchall():
            yield _loaded(number, body), set(names.split(","))

    def resolve(self, entity_id: str) -> str:
        """The id by which the entity is known now."""
        found = self._database.execute("SELECT canonical FROM aliases WHERE id = ?", (entity_id,)).fetchone()
        return str(found[0]) if found else entity_id

    def _get(self, entity_id: str) -> Entity | None:
        asked = "SELECT n, body FROM entities WHERE id = ? ORDER BY n LIMIT 1"
        found = self._database.execute(asked, (self.resolve(entity_id),)).fetchone()
        return _loaded(*found) if found else None

    def _flush(self) -> None:
        insert = "INSERT INTO entities (id, nested, body) VALUES (?, ?, ?)"
        self._database.executemany(insert, self._waiting)
        self._database.executemany("INSERT INTO links VALUES (?, ?, ?)", self._links)
        self._waiting, self._links = [], []


def _loaded(number: int, body: str) -> Entity:
    return Entity(**dict(zip(_STORED, json.loads(body), strict=True)), number=number)


@contextlib.contextmanager
def entities_of(path: Path) -> Iterator[Entities]:
    """An empty store for the entities of a file. Raises `SourceError` when the disk cannot hold it."""
    with database(path.name) as opened:
        yield Entities(opened)
