"""The HTTP API under ``/v1``: JSON in, JSON out, the same answers as the commands.

Invariant: what is printed is what the command prints; a route reads a request and writes an answer, and decides
nothing.
"""

from __future__ import annotations

import contextlib
import functools
import gc
import itertools
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from starlette.routing import BaseRoute

from obstat.app.service.served import Service

if TYPE_CHECKING:
    from obstat.app.api.operations import Operation


def routes(service: Service) -> list[BaseRoute]:
    """All routes of the API."""
    from obstat.app.api.answering import route

    return [route(service, list(own)) for _, own in itertools.groupby(table(), lambda operation: operation.path)]


@functools.cache
def table() -> tuple[Operation, ...]:
    """The table of operations; those of one address stand together, an address before one that would take it too."""
    from obstat.app.api import described, jobs, parties, questions, rules, snapshots, state, stories
    from obstat.app.protocols import export

    tables = (questions, parties, export, rules, stories, jobs, snapshots, state, described)
    return tuple(operation for table in tables for operation in table.OPERATIONS)


@asynccontextmanager
async def lifespan(service: Service) -> AsyncIterator[None]:
    """What is loaded once stays, and need not be looked through whenever memory is cleared of what is not used; where
    there are several workers, each tells the others its figures. Jobs are run."""
    from obstat.app.api import figures, metrics, screen

    gc.collect()
    gc.freeze()
    async with contextlib.AsyncExitStack() as stack:
        if service.configuration.workers > 1:
            shared = service.kept["figures"] = figures.Shared(service.configuration.folder)
            await stack.enter_async_context(figures.telling(shared, lambda: metrics.own(service, service.ob)))
        await stack.enter_async_context(screen.running(service))
        yield
    gc.unfreeze()
