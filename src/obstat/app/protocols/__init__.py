"""What other programs of the field ask: reconciliation (OpenRefine), the calls of yente, FollowTheMoney.

Invariant: a protocol changes the form of an answer and never the answer: identity is that of `resolve`, verdicts are
those of `check`.
"""

from __future__ import annotations

from starlette.routing import BaseRoute

from obstat.app.service.served import Service


def routes(service: Service) -> list[BaseRoute]:
    """All routes of the protocols; the export is an operation of the API, by `obstat.app.api.table`."""
    from obstat.app.protocols import reconcile, yente

    return [*reconcile.routes(service), *yente.routes(service)]
