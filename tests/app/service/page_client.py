"""A client that asks an application in this process, without a socket."""

from __future__ import annotations

from typing import Any

import anyio
import httpx


class Client:
    """Asks by GET; no script runs, nothing leaves the process."""

    def __init__(self, app: Any) -> None:
        self.app = app

    def get(self, address: str, **more: Any) -> httpx.Response:
        async def ask() -> httpx.Response:
            transport = httpx.ASGITransport(app=self.app, raise_app_exceptions=False)
            async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
                return await client.get(address, **more)

        return anyio.run(ask)
