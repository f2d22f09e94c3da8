"""Which rows of a table of results a change may concern, told from the columns of the table.

Invariant: a row is asked again for a reason that can be told; no text is looked up to find out.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from obstat.identity.wording import readings
from obstat.model.records import Provision
from obstat.names.bulk import needed
from obstat.names.relation import Traces, could_be, related
from obstat.screening.check import Obstat
from obstat.screening.delta import Delta
from obstat.screening.rows import traces

if TYPE_CHECKING:
    import polars

_MOST_NAMES = 20_000
"""Names that changed, beyond which asking every row again costs no more than finding out which."""
_WORDS, _CHARACTERS = 6, 8
"""Words, or Chinese characters, that a brand before a product has at most (`obstat.identity.lookup`)."""


class Affected:
    """Finds the rows whose answer may be another, with the reason."""

    def __init__(self, before: Obstat, after: Obstat, frame: polars.DataFrame, delta: Delta) -> None:
        self._before, self._after, self._frame, self._delta = before, after, frame, delta

    def reasons(self) -> dict[int, str]:
        """By place in the table, why the answer may be another."""
        if len(self._delta.names) > _MOST_NAMES:
            return dict.fromkeys(range(self._frame.height), "so many names changed that every row was asked")
        if self._delta.everything:
            return dict.fromkeys(range(self._frame.height), self._delta.everything)
        found: dict[int, str] = {}
        for place, reason in itertools.chain(
            self._holding("parties", self._delta.parties),
            self._holding("products", {**self._delta.products, **self._brands()}),
            self._widely(),
            self._named(),
            self._branded(),
        ):
            found.setdefault(place, reason)
        return found

    def _holding(self, column: str, wanted: Mapping[str, str]) -> list[tuple[int, str]]:
        """The rows with one of these ids in a column."""
        if not wanted:
            return []
        pl = needed("polars")
        frame = self._frame.select(pl.col(f"obstat_{column}").alias("id")).with_row_index("place")
        frame = frame.filter(pl.col("id").list.len() > 0).explode("id").filter(pl.col("id").is_in(list(wanted)))
        return [(place, wanted[identity]) for place, identity in frame.iter_rows()]

    def _brands(self) -> dict[str, str]:
        """Products whose brand names others than before."""
        brands = sorted({product.brand for product in self._after.snapshot.products.values() if product.brand})
        found = self._pairs(brands)
        changed = {
            brand: reason
            for brand, reason in ((brands[place], reason) for place, reason in found)
            if _ids(self._before, brand) != _ids(self._after, brand)
        }
        products = self._after.snapshot.products.values()
        return {product.id: changed[product.brand] for product in products if product.brand in changed}

    def _widely(self) -> list[tuple[int, str]]:
        """The rows that a rule on a class or an origin may reach: of its activity and place, with a class of thing."""
        pl = needed("polars")
        if not self._delta.wide:
            return []
        asked = {text: json.loads(text) for text in self._frame["obstat_asked"].unique().to_list()}
        reached = {}
        for text, question in asked.items():
            reason = next((why for p, why in self._delta.wide if self._may_reach(p, question)), None)
            if reason:
                reached[text] = reason
        classed = [text for text in reached if asked[text].get("equipment")]
        frame = self._frame.with_row_index("place").filter(
            pl.col("obstat_asked").is_in(list(reached))
            & ((pl.col("obstat_parties").list.len() > 0) | pl.col("obstat_asked").is_in(classed))
        )
        return [(place, reached[text]) for place, text in frame.select("place", "obstat_asked").iter_rows()]

    def _may_reach(self, provision: Provision, question: Mapping[str, str]) -> bool:
        words = self._after.snapshot.vocabulary
        place = words.jurisdiction(question.get("jurisdiction", "US"))
        everywhere = bool(provision.abroad_item or provision.abroad_actor)
        same = provision.activity == words.activity(question.get("activity", "sell")).code
        return same and (everywhere or words.can_apply_in(provision.jurisdiction, place))

    def _named(self) -> list[tuple[int, str]]:
        """The rows whose text may be taken for one of the names that changed."""
        names = list(self._delta.names)
        if not names:
            return []
        frame = self._frame
        letters = frame["obstat_letters"].explode().drop_nulls().to_list()
        sizes = frame["obstat_sizes"].explode().drop_nulls().to_numpy().astype(np.int64)
        counts = frame["obstat_letters"].list.len().to_numpy()
        flat = frame["obstat_features"].explode().drop_nulls().to_numpy()
        kept = Traces(letters, flat, np.concatenate(([0], np.cumsum(sizes))).astype(np.int64))
        owners = np.repeat(np.arange(frame.height), counts)
        firsts = np.concatenate(([0], np.cumsum(counts)))
        found, texts = [], frame["obstat_text"]
        for at, number in zip(*(column.tolist() for column in related(kept, names)), strict=True):
            place = int(owners[at])
            reading = next(itertools.islice(readings(texts[place]), int(at - firsts[place]), None))
            name = names[number]
            kind = "person" if name in self._delta.persons else "organization"
            if could_be(reading.text, name, kind):
                found.append((place, self._delta.names[name]))
        return found

    def _branded(self) -> Iterator[tuple[int, str]]:
        """The rows with a name in their text that begins with a name of a party of the pack that changed."""
        wanted = self._delta.brands
        if not wanted:
            return
        pl = needed("polars")
        joined = {name.replace(" ", ""): reason for name, reason in wanted.items()}
        words = pl.col("key").str.split(" ")
        heads = [words.list.head(size).list.join(" ") for size in range(1, _WORDS + 1)]
        heads += [pl.col("key").str.slice(0, size) for size in range(2, _CHARACTERS + 1)]
        keys = self._frame.select(pl.col("obstat_keys").alias("key")).with_row_index("place").explode("key")
        for head in heads:
            bare = head.str.replace_all(" ", "", literal=True)
            found = keys.select("place", bare.alias("head")).filter(pl.col("head").is_in(list(joined)))
            yield from ((place, joined[name]) for place, name in found.iter_rows())

    def _pairs(self, texts: Sequence[str]) -> list[tuple[int, str]]:
        """Of a few texts, the places of those that may be taken for one of the names that changed."""
        names = list(self._delta.names)
        owners = [place for place, text in enumerate(texts) for _ in traces(text)]
        kept = Traces.of([trace for text in texts for trace in traces(text)])
        pairs = zip(*(column.tolist() for column in related(kept, names)), strict=True)
        return [(owners[at], self._delta.names[names[number]]) for at, number in pairs]


def _ids(ob: Obstat, brand: str) -> list[tuple[str, str]]:
    return [(match.id, match.band) for match in ob.identifier.lookup.find(brand)]
