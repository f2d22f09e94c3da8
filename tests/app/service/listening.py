"""The application listening on a free port of this machine, in a thread of the tests."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Iterator

import httpx
import uvicorn

from obstat.app.service.application import application
from obstat.app.service.served import Service


@contextlib.contextmanager
def listening(service: Service) -> Iterator[httpx.Client]:
    """A client of the server; when the context ends, it is stopped as by a signal."""
    with socket.create_server(("127.0.0.1", 0)) as sock:
        port = sock.getsockname()[1]
        server = uvicorn.Server(
            uvicorn.Config(application(service), log_level="warning", ws="none", timeout_graceful_shutdown=5)
        )
        thread = threading.Thread(target=server.run, kwargs={"sockets": [sock]})
        thread.start()
        try:
            while not server.started and thread.is_alive():
                time.sleep(0.01)
            with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=90) as client:
                yield client
        finally:
            server.should_exit = True
            thread.join(30)
