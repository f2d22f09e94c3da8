"""Names of countries and territories as lists write them, as ISO 3166-1 codes (``XK`` for Kosovo).

The names are in `countries.txt`, one line a country: ``CN = China; PRC; Mainland China``.
"""

from __future__ import annotations

import functools
import unicodedata
from pathlib import Path

_TABLE = Path(__file__).parent / "countries.txt"


def country(name: str | None) -> str | None:
    """The code of a country by its name or code; None where it names no country, or one that is no more."""
    return _codes().get(_key(name)) if name else None


@functools.cache
def _codes() -> dict[str, str]:
    codes: dict[str, str] = {}
    for line in _TABLE.read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        code, _, names = line.partition(" = ")
        codes[code.lower()] = code
        for name in names.split("; "):
            codes[_key(name)] = code
    return codes


@functools.lru_cache(maxsize=4096)
def _key(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name.casefold())
    return " ".join("".join(c if c.isalnum() else " " for c in plain if unicodedata.category(c) != "Mn").split())
