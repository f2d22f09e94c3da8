"""A server, started and stopped.

Invariant: it stops when it is told to, after the requests under way have been answered.
"""

from __future__ import annotations

from obstat.app.service.configuration import Configuration


def run(configuration: Configuration) -> None:
    """Serve until told to stop. Raises `ObstatError` where the snapshot cannot be opened."""
    import uvicorn

    from obstat.app.service.application import application
    from obstat.app.service.served import Service

    uvicorn.run(
        application(Service(configuration)),
        host=configuration.host,
        port=configuration.port,
        log_level="warning",
        server_header=False,
        timeout_graceful_shutdown=10,
    )
