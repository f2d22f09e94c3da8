"""A list in pages, and the address of each.

Invariant: a page that is not there is the nearest one that is; the address of a page keeps what else was asked.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request

SIZE = 50


@dataclass(frozen=True, slots=True)
class Paged:
    """The items of one page out of `total`; `asked` is what the address says beside the page."""

    items: Sequence[Any]
    total: int
    page: int
    pages: int
    path: str
    asked: Mapping[str, str]

    @property
    def first(self) -> int:
        """The number of the first item, from 1."""
        return (self.page - 1) * SIZE + 1

    def address(self, page: int) -> str:
        asked = {name: value for name, value in self.asked.items() if value and name != "page"}
        return f"{self.path}?{urlencode(asked | ({'page': str(page)} if page > 1 else {}))}".rstrip("?")


def paged(request: Request, found: Sequence[Any], size: int = SIZE) -> Paged:
    """The page of `found` that the request asks for."""
    pages = max(1, -(-len(found) // size))
    page = min(max(1, number(request.query_params.get("page"), 1)), pages)
    start = (page - 1) * size
    return Paged(found[start : start + size], len(found), page, pages, request.url.path, dict(request.query_params))


def number(text: str | None, otherwise: int) -> int:
    """A whole number as it may stand in an address; anything else is `otherwise`."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else otherwise
