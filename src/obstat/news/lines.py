"""A brand's whole line, told by its noun: ``DJI drones``, ``Kaspersky's antivirus software``.

Invariant: only brands that the snapshot has as one product, and only beside the name of whoever makes it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from obstat.knowledge.snapshot import Snapshot
from obstat.news.named import Named

_NOTES = re.compile(r"\s*\([^)]*\)|\s+(?:announced|until|after|since|before)\b.*$")


class Lines:
    """The lines of a snapshot's brands, by party."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._lines: dict[str, list[tuple[str, tuple[str, ...], re.Pattern[str]]]] = {}
        for product in snapshot.products.values():
            noun = _NOTES.sub("", product.name).rpartition(" ")[2]
            if product.kind not in ("brand", "brand_period") or not noun.islower() or product.until is not None:
                continue
            stem = re.escape(noun.removesuffix("s"))
            pattern = re.compile(rf"(?:'s?)? (?:[a-z][\w-]* )?({stem}s?)\b")
            brands = tuple(re.split(r"\s*/\s*", product.brand))
            self._lines.setdefault(product.maker, []).append((product.id, brands, pattern))

    def find(self, text: str, named: Iterable[tuple[int, Named]]) -> Iterator[tuple[str, int, int]]:
        """The id and passage of each line beside its maker; `named` are the ends of names."""
        for end, one in named:
            for id, brands, pattern in self._lines.get(one.id, ()) if one.kind == "party" else ():
                if any(text.endswith(brand, 0, end) for brand in brands) and (match := pattern.match(text, end)):
                    yield id, *match.span(1)
                    break
