"""Signing in with a token, and out again.

Invariant: a browser gets a cookie in exchange for a token; the token is not kept in it.
"""

from __future__ import annotations

import datetime

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from obstat.app.service.served import Service

_WRONG = "This token is not known; use one that 'obstat token create' has shown."


def routes(service: Service) -> list[BaseRoute]:
    """The page on which one signs in, and the address at which one signs out."""
    from obstat.app.web.rendering import page

    async def login(request: Request) -> Response:
        tokens, sessions = service.kept["access"]
        secure = request.state.secure
        onward = _ours(request.query_params.get("next", "/"))
        wrong = None
        if request.method == "POST":
            form = await request.form(max_files=0, max_fields=10)
            token = tokens.of(str(form.get("token", "")).strip())
            if token is not None and token.holds(datetime.datetime.now(datetime.UTC)):
                cookie = {"Set-Cookie": sessions.begin(token, secure)}
                return RedirectResponse(onward, 303, headers=cookie)
            wrong = _WRONG if token is None else f"This token ended on {token.expires}; ask for another."
        elif service.configuration.local:
            return RedirectResponse(onward, 303)
        values = {"title": "Sign in", "wrong": wrong, "unsafe": secure and request.url.scheme != "https"}
        return page(request, service, "login.html", 401 if wrong else 200, **values)

    async def logout(request: Request) -> Response:
        _, sessions = service.kept["access"]
        return RedirectResponse("/login", 303, headers={"Set-Cookie": sessions.end(request.state.secure)})

    return [Route("/login", login, methods=["GET", "POST"]), Route("/logout", logout, methods=["POST"])]


def _ours(target: str) -> str:
    """An address of this server, never one of another."""
    fit = target.startswith("/") and not target.startswith(("//", "/\\")) and target.isprintable()
    return target if fit and "\\" not in target else "/"
