"""The API, called in this process as a client calls a server."""

from __future__ import annotations

import json

import anyio
import httpx

from obstat.app.service.application import application
from obstat.app.service.configuration import Configuration
from obstat.app.service.served import Service


class Api:
    """A server without a socket."""

    def __init__(self, folder, **settings):
        self.service = Service(Configuration(folder, **settings))
        self.app = application(self.service)

    def __call__(self, method, path, body=None, media_type="application/json", **headers):
        content = body if isinstance(body, bytes | None) else json.dumps(body).encode()
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        if content is not None and media_type:
            named["content-type"] = media_type
        return anyio.run(self._asked, method, path, content, named)

    async def _asked(self, method, path, content, headers):
        transport = httpx.ASGITransport(self.app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8111") as client:
            return await client.request(method, path, content=content, headers=headers)

    def get(self, path, **headers):
        return self("GET", path, **headers)

    def post(self, path, body=None, media_type="application/json", **headers):
        return self("POST", path, body, media_type, **headers)


def problem(response, status):
    """The sentence of a problem, which has the form that all of them have."""
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    told = response.json()
    assert {"type", "title", "status", "detail"} <= told.keys() and told["status"] == status
    assert told["detail"].endswith(".") and "Traceback" not in told["detail"]
    return told["detail"]
