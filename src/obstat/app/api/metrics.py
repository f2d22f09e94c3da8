"""Counts of what was asked and how long it took, in `Prometheus's text format
<https://prometheus.io/docs/instrumenting/exposition_formats/>`_.

Invariant: labels are routes, methods and statuses that the server knows; what a client sends is never one.
"""

from __future__ import annotations

import bisect
import os
import resource
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from obstat._version import __version__
from obstat.app.api.figures import Figures, Shared, added
from obstat.app.service.served import Service

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from obstat.app.api.kept import Kept
    from obstat.screening.check import Obstat

MEDIA_TYPE = "text/plain; version=0.0.4"
SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0, 60.0)
_METHODS = frozenset({"GET", "HEAD", "POST", "DELETE", "OPTIONS", "PUT", "PATCH"})


class Counts:
    """What one process has answered."""

    def __init__(self) -> None:
        self.requests: Counter[tuple[str, str, int]] = Counter()
        """By route, method and status."""
        self.seconds: dict[str, list[int]] = {}
        """By route, how many took no longer than each of `SECONDS`, and how many longer than all."""
        self.total: Counter[str] = Counter()
        self.under_way = 0

    def count(self, route: str, method: str, status: int, seconds: float) -> None:
        """Count one answer."""
        self.requests[route, method if method in _METHODS else "other", status] += 1
        steps = self.seconds.setdefault(route, [0] * (len(SECONDS) + 1))
        steps[bisect.bisect_left(SECONDS, seconds)] += 1
        self.total[route] += seconds  # type: ignore[assignment]


class Counted:
    """Counts the answers of an application; outermost, so that what others refuse is counted too."""

    def __init__(self, app: ASGIApp, service: Service) -> None:
        self._app, self._counts = app, counts(service)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        status = 500

        async def noted(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        begun = time.perf_counter()
        self._counts.under_way += 1
        try:
            await self._app(scope, receive, noted)
        finally:
            self._counts.under_way -= 1
            route = getattr(scope.get("route"), "path", None) or "other"
            self._counts.count(route, scope["method"], status, time.perf_counter() - begun)


def counts(service: Service) -> Counts:
    """Those of this process."""
    found: Counts = service.kept.setdefault("counts", Counts())
    return found


def own(service: Service, ob: Obstat) -> Figures:
    """The figures of this process."""
    held = counts(service)
    kept: Kept | None = service.kept.get("answers")
    return Figures(
        {f"{method} {status} {route}": number for (route, method, status), number in held.requests.items()},
        {route: list(steps) for route, steps in held.seconds.items()},
        dict(held.total),
        kept.found if kept else 0,
        kept.held if kept else 0,
        held.under_way,
        memory(),
        service.started,
        bool(service.refused),
        {str(os.getpid()): ob.snapshot.id},
    )


def text(service: Service, ob: Obstat) -> str:
    """All figures: those of this process, or of all workers where there are several."""
    mine = own(service, ob)
    found = [(mine, True)]
    shared: Shared | None = service.kept.get("figures")
    if shared is not None:
        shared.tell(mine)
        found = shared.all() or found
    lines = _lines(added(found), sum(alive for _, alive in found), len(ob.snapshot.rules))
    return "".join(f"{line}\n" for line in lines)


def _lines(told: Figures, processes: int, rules: int) -> Iterator[str]:
    yield from _family("requests_total", "counter", "Answers by route, method and status.")
    for key, number in sorted(told.requests.items()):
        method, status, route = key.split(" ", 2)
        yield f"obstat_requests_total{_labels(route=route, method=method, status=status)} {number}"
    yield from _family("request_seconds", "histogram", "How long answers took.")
    for route, steps in sorted(told.seconds.items()):
        yield from _histogram(route, steps, told.total[route])
    for name, kind, words, value in (
        ("requests_under_way", "gauge", "Requests that are being answered.", told.under_way),
        ("kept_answers_found_total", "counter", "Answers that were kept, and given again.", told.kept_found),
        ("kept_answers_bytes", "gauge", "Bytes of the answers that are kept.", told.kept_bytes),
        ("uptime_seconds", "gauge", "Since the first process began to serve.", round(time.time() - told.started, 3)),
        ("memory_bytes", "gauge", "Resident memory of all processes that serve.", told.memory),
        ("processes", "gauge", "Processes that serve.", processes),
        ("snapshot_refused", "gauge", "1 where the newest snapshot cannot be used.", int(told.refused)),
    ):
        yield from _family(name, kind, words)
        yield f"obstat_{name} {value}"
    yield from _family("snapshot_info", "gauge", "The snapshot that answers, by process.")
    for process, snapshot in sorted(told.snapshots.items()):
        yield f"obstat_snapshot_info{_labels(snapshot=snapshot, engine=__version__, process=process)} 1"
    yield from _family("snapshot_rules", "gauge", "Rules of the snapshot.")
    yield f"obstat_snapshot_rules {rules}"


def _family(name: str, kind: str, words: str) -> tuple[str, str]:
    return f"# HELP obstat_{name} {words}", f"# TYPE obstat_{name} {kind}"


def _histogram(route: str, steps: Iterable[int], total: float) -> Iterator[str]:
    reached = 0
    for bound, number in zip((*SECONDS, "+Inf"), steps, strict=True):
        reached += number
        yield f"obstat_request_seconds_bucket{_labels(route=route, le=bound)} {reached}"
    yield f"obstat_request_seconds_sum{_labels(route=route)} {total:.6f}"
    yield f"obstat_request_seconds_count{_labels(route=route)} {reached}"


def _labels(**values: object) -> str:
    pairs = ",".join(f'{name}="{_escaped(str(value))}"' for name, value in values.items())
    return f"{{{pairs}}}"


def _escaped(value: str) -> str:
    return value.replace("\\", r"\\").replace("\n", r"\n").replace('"', r"\"")


def memory() -> int:
    """Bytes of this process that are in memory; where the system does not tell, the most that were."""
    try:
        with open("/proc/self/statm", encoding="ascii") as file:  # noqa: PTH123
            return int(file.read().split()[1]) * resource.getpagesize()
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
