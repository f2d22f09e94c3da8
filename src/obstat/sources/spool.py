"""A temporary table on the disk, for the records of a large edition that refer to each other in any order.

Invariant: what was put under a kind and a key comes back in the order in which it was put; memory does not grow with
the edition, and the table is gone when the reading ends.
"""

from __future__ import annotations

import contextlib
import json
import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from obstat.model.errors import SourceError

_TABLES = """
    CREATE TABLE rows (n INTEGER PRIMARY KEY, kind TEXT, key TEXT, body TEXT);
    CREATE TABLE claims (kind TEXT, key TEXT, at TEXT, PRIMARY KEY (kind, key)) WITHOUT ROWID;
"""


class Spool:
    """Rows by kind and key. Put all of them, then `finish`, then ask."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database
        database.executescript(_TABLES)
        database.execute("BEGIN")

    def put(self, kind: str, key: str, body: Any) -> None:
        """Keep `body`, which JSON can hold."""
        told = json.dumps(body, ensure_ascii=True)
        self._database.execute("INSERT INTO rows (kind, key, body) VALUES (?, ?, ?)", (kind, key, told))

    def claim(self, kind: str, key: str, at: str) -> str | None:
        """Where the key of a kind was claimed before; None, and it is claimed for `at`, where it was not."""
        taken = self._database.execute("INSERT OR IGNORE INTO claims VALUES (?, ?, ?)", (kind, key, at))
        return None if taken.rowcount else self.claimed(kind, key)

    def claimed(self, kind: str, key: str) -> str | None:
        """Where the key of a kind was claimed."""
        found = self._database.execute("SELECT at FROM claims WHERE kind = ? AND key = ?", (kind, key)).fetchone()
        return str(found[0]) if found else None

    def finish(self) -> None:
        """Make the rows ready to be asked for."""
        self._database.execute("CREATE INDEX rows_key ON rows (kind, key, n)")

    def of(self, kind: str, key: str) -> list[Any]:
        """What was put under a key."""
        asked = "SELECT body FROM rows WHERE kind = ? AND key = ? ORDER BY n"
        return [json.loads(body) for (body,) in self._database.execute(asked, (kind, key)).fetchall()]

    def first(self, kind: str, key: str) -> Any | None:
        """What was put under a key first; None where nothing was."""
        asked = "SELECT body FROM rows WHERE kind = ? AND key = ? ORDER BY n LIMIT 1"
        found = self._database.execute(asked, (kind, key)).fetchone()
        return json.loads(found[0]) if found else None

    def all(self, kind: str) -> Iterator[tuple[str, Any]]:
        """Everything of a kind, each with its key."""
        for key, body in self._database.execute("SELECT key, body FROM rows WHERE kind = ? ORDER BY n", (kind,)):
            yield key, json.loads(body)

    def keys(self, kind: str) -> Iterator[str]:
        """The keys of a kind, in the order in which they came first."""
        asked = "SELECT key FROM rows WHERE kind = ? GROUP BY key ORDER BY min(n)"
        for (key,) in self._database.execute(asked, (kind,)):
            yield str(key)


@contextlib.contextmanager
def database(name: str) -> Iterator[sqlite3.Connection]:
    """A database that is gone afterwards. `name` is the file that it is for.

    Raises `SourceError` when the disk cannot hold it.
    """
    with tempfile.TemporaryDirectory(prefix="obstat-") as folder:
        opened = sqlite3.connect(Path(folder) / "rows", isolation_level=None)
        try:
            opened.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")
            yield opened
        except sqlite3.Error as error:
            raise SourceError(
                f"{name} cannot be put into a temporary database ({error}); make room in the folder for temporary "
                "files, and run it again."
            ) from None
        finally:
            opened.close()


@contextlib.contextmanager
def spool_of(name: str) -> Iterator[Spool]:
    """An empty table for the records of an edition. Raises `SourceError` when the disk cannot hold it."""
    with database(name) as opened:
        yield Spool(opened)
