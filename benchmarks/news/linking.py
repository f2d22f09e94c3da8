"""Whether two names mean the same: after linking to ids, else by their words.

Invariant: names that are linked are the same only when their ids are; a party of the pack is nobody who is not linked
to it or called almost as it is. Other words are the same when `obstat.names.compare` says so, or when one holds all the
words of the other, whatever their number (``smartphone`` and ``smartphones``). Words are linked by the mentions that
`obstat.news` finds where they are a known name from end to end, and by the names of the pack.
"""

from __future__ import annotations

import functools
import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from obstat.knowledge.snapshot import Snapshot
from obstat.names import MATCH, compare
from obstat.names.normal import normal, without_legal_form

_ARTICLE = re.compile(r"^(?:the|an?)\s+|['’]s?$", re.IGNORECASE)
_PLURAL = re.compile(r"(?<=[^\W\d_]{3})(?<!s)s$")


class Names:
    """The names of a snapshot. `same` is the question; it remembers its answers."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._ids: dict[str, set[str]] = defaultdict(set)
        self._parties: dict[str, list[str]] = defaultdict(list)
        for name, party in known_names(snapshot):
            self._parties[party].append(name)
            self._ids[normal(_bare(name))].add(party)
            self._ids[without_legal_form(normal(name))].add(party)
        self._products = {product.id for product in snapshot.table("products")}
        self._mentions = _mentions(snapshot)
        self.same = functools.lru_cache(maxsize=None)(self._same)
        self.link = functools.lru_cache(maxsize=None)(self._link)

    def _link(self, name: str) -> str | None:
        """The id of a name, or None for words by which nobody is known."""
        if name in self._parties or name in self._products:
            return name
        ids = self._ids.get(normal(_bare(name)), set())
        return self._mentioned(_bare(name)) or (next(iter(ids)) if len(ids) == 1 else None)

    def _mentioned(self, bare: str) -> str | None:
        if self._mentions is None:
            return None
        finder, sentences = self._mentions
        for mention in finder.find(bare, sentences(bare)):
            unknown = mention.refers or mention.kind == "organization" or mention.id == mention.text
            if mention.span == (0, len(bare)) and not unknown:
                return str(mention.id)
        return None

    def _same(self, one: str, other: str) -> bool:
        first, second = self.link(one), self.link(other)
        if one == other or (first or one) == (second or other):
            return True
        if first and second:
            return False
        for id_, name in ((first, other), (second, one)):
            if id_ in self._parties:
                return any(_alike(known, name) for known in self._parties[id_])
        a, b = words(one), words(other)
        return bool(a and b) and (a <= b or b <= a or _alike(_bare(one), _bare(other)))


def known_names(snapshot: Snapshot) -> Iterator[tuple[str, str]]:
    """Every name of the parties of a snapshot, with its party."""
    for party in snapshot.table("parties"):
        for name in dict.fromkeys((party.name, *(name.text for name in party.names))):
            yield name, party.id


def words(name: str) -> frozenset[str]:
    """The words of a name without case, article and plural."""
    return frozenset(_PLURAL.sub("", word) for word in re.findall(r"\w+", _bare(name).casefold()))


def _mentions(snapshot: Snapshot) -> tuple[Any, Any] | None:
    """What finds mentions and sentences; None where this version of obstat has neither."""
    try:
        from obstat.news.mentions import Mentions
        from obstat.news.sentences import sentences
    except ModuleNotFoundError:
        return None
    return Mentions(snapshot), sentences


def _alike(one: str, other: str) -> bool:
    return compare(one, other, kind="organization").score >= MATCH


def _bare(name: str) -> str:
    return _ARTICLE.sub("", name.strip()).strip()
