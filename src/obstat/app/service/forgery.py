"""Requests that a page of another host sends in a user's name.

Invariant: what changes something is taken from a browser only where the browser says that our own page sent it. No
secret in forms is needed for that: every browser since 2020 sends ``Origin`` with a POST, and a page cannot set it.
What sends neither header is no browser.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.datastructures import Headers

from obstat.app.service.problems import Problem


def refuse(headers: Headers, public_url: str | None) -> None:
    """Raise `Problem` where these are the headers of a request that another host's page sent."""
    site, origin = headers.get("sec-fetch-site"), headers.get("origin")
    if site is not None:
        ours = site in ("same-origin", "none")
    elif origin is not None:
        public = public_url is not None and origin.casefold() == public_url.casefold()
        ours = public or _same(origin, headers.get("host", ""))
    else:
        return
    if not ours:
        raise Problem(
            403,
            "A page of another host may not send this; open the form on this server, or send the request with a token.",
            code="cross_site",
        )


def _same(origin: str, host: str) -> bool:
    try:
        return urlsplit(origin).netloc.casefold() == host.casefold() != ""
    except ValueError:
        return False
