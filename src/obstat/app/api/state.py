"""Whether the server lives and is ready, and its figures."""

from __future__ import annotations

from obstat.app.api import metrics
from obstat.app.api.operations import Asked, Example, Operation
from obstat.app.api.printing import printed
from obstat.app.api.shapes import open_object

_REFUSED = "The newest snapshot cannot be used; run 'obstat snapshot verify' on the server."
_STATE = open_object("status")


async def alive(_asked: Asked) -> bytes:
    """That requests are answered."""
    return printed({"status": "ok"})


async def ready(asked: Asked) -> bytes:
    """Which snapshot answers, and whether a newer one cannot be used; why, names folders, and is not told here."""
    told = {"status": "ok", "snapshot": asked.ob.snapshot.id}
    return printed(told | ({"refused": _REFUSED} if asked.service.refused else {}))


async def figures(asked: Asked) -> bytes:
    """Figures for Prometheus."""
    return metrics.text(asked.service, asked.ob).encode("utf-8")


OPERATIONS = (
    Operation(
        "alive", "/healthz", "Whether the server lives.", alive, _STATE, tag="state", tagged=False,
        examples=(Example("asked"),),
    ),
    Operation(
        "ready", "/readyz", "Whether the server can answer, and from which snapshot.", ready, _STATE, tag="state",
        tagged=False, examples=(Example("asked"),),
    ),
    Operation(
        "metrics", "/metrics", "Figures in Prometheus's text format, of all workers.", figures,
        {"type": "string"}, media_type=metrics.MEDIA_TYPE, tag="state", tagged=False, examples=(Example("asked"),),
    ),
)  # fmt: skip
