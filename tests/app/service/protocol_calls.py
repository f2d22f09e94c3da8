"""A server of the shipped snapshot, asked without a network."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import httpx

from obstat.app.service.application import application
from obstat.app.service.configuration import Configuration
from obstat.app.service.served import Service


class Asked:
    """Requests in this process; each gives the answer."""

    def __init__(self, store: Path) -> None:
        self._app = application(Service(Configuration(store)))

    def ask(self, method: str, path: str, **how: Any) -> httpx.Response:
        """The answer to one request; redirects are not followed."""

        async def call() -> httpx.Response:
            transport = httpx.ASGITransport(self._app, raise_app_exceptions=False)
            async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8111") as client:
                return await client.request(method, path, **how)

        return asyncio.run(call())

    def get(self, path: str, **how: Any) -> httpx.Response:
        """A GET."""
        return self.ask("GET", path, **how)

    def post(self, path: str, **how: Any) -> httpx.Response:
        """A POST."""
        return self.ask("POST", path, **how)
