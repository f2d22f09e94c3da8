"""A client of an application in this process, that keeps cookies as a browser does."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx


class Client:
    """Asks an application under an address."""

    def __init__(self, app: Any, base_url: str = "http://testserver") -> None:
        self._app, self.base_url, self.cookies = app, base_url, httpx.Cookies()

    def ask(self, method: str, path: str, **how: Any) -> httpx.Response:
        async def call() -> httpx.Response:
            transport = httpx.ASGITransport(self._app)
            async with httpx.AsyncClient(transport=transport, base_url=self.base_url, cookies=self.cookies) as client:
                answer = await client.request(method, path, **how)
                self.cookies = client.cookies
                return answer

        return asyncio.run(call())

    def get(self, path: str, **how: Any) -> httpx.Response:
        return self.ask("GET", path, **how)

    def post(self, path: str, **how: Any) -> httpx.Response:
        return self.ask("POST", path, **how)

    def options(self, path: str, **how: Any) -> httpx.Response:
        return self.ask("OPTIONS", path, **how)
