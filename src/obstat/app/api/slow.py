"""Work that takes long, done beside the requests of others and no longer than is allowed.

Invariant: at most `AT_ONCE` such things are under way, those given up on among them, so that they cannot pile up.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, TypeVar

import anyio
from anyio.to_thread import run_sync

from obstat.app.service.problems import Problem
from obstat.app.service.served import Service

Answer = TypeVar("Answer")
AT_ONCE = 4


async def aside(service: Service, work: Callable[..., Answer], *arguments: Any, **named: Any) -> Answer:
    """What `work` gives, from a thread of its own. Raises a `Problem` when it takes too long."""
    limiter: anyio.CapacityLimiter = service.kept.setdefault("slow work", anyio.CapacityLimiter(AT_ONCE))
    seconds = service.configuration.limits.seconds
    with anyio.move_on_after(seconds):
        return await run_sync(functools.partial(work, *arguments, **named), limiter=limiter, abandon_on_cancel=True)
    raise Problem(
        503, f"No answer was found in {seconds:g} seconds; ask for less, or later.", headers={"Retry-After": "30"}
    )
