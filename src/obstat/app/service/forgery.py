"""Requests that a page of another host sends in a user's name.

Invariant: what changes something is taken from a browser only where the browser says that our own page sent it. Every
browser since 2020 sends ``Origin`` with a POST, and a page cannot set it. Where one hides it (``null``, or not sent
though it sends cookies of ours), the address of the form must hold what `Forms` has signed for the cookie of that
browser, which a page of another host can neither read nor set.
"""

from __future__ import annotations

import hashlib
import hmac
import html
import re
import secrets
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from starlette.datastructures import Headers
from starlette.requests import cookie_parser

from obstat.app.service.problems import Problem
from obstat.app.service.sessions import shared_key

FIELD = "_form"
"""What is signed, in the query of the address that a form is sent to."""
_FORM = re.compile(r"""<form\b[^>]*\bmethod="post"[^>]*>""")
_ACTION = re.compile(r"""\baction="([^"]*)\"""")
_LASTS = 12 * 3600
_ID = re.compile(r"[\w-]{22}", re.ASCII)


class Forms:
    """Signs the addresses of forms for the browser that they are shown in."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "forms.key"

    def signed(self, page: str, here: str, cookies: str, secure: bool) -> tuple[str, str | None]:
        """A page whose forms are signed, and the ``Set-Cookie`` that goes with it, where the browser has none yet."""
        if not _FORM.search(page):
            return page, None
        name = _name(secure)
        known = cookie_parser(cookies).get(name, "")
        browser = known if _ID.fullmatch(known) else secrets.token_urlsafe(16)
        ends = str(int(time.time()) + _LASTS)
        mark = f"{FIELD}={ends}.{self._mac(browser, ends)}"

        here = re.sub(rf"[?&]{FIELD}=[^&]*", "", here)

        def marked(found: re.Match[str]) -> str:
            tag = found.group()
            action = _ACTION.search(tag)
            to = action[1] if action else html.escape(here)
            to = f'action="{to}{"&amp;" if "?" in to else "?"}{mark}"'
            return _ACTION.sub(lambda _: to, tag) if action else f"<form {to}{tag[5:]}"

        cookie = None if browser == known else f"{name}={browser}; Path=/; HttpOnly; SameSite=Strict"
        return _FORM.sub(marked, page), f"{cookie}; Secure" if cookie and secure else cookie

    def holds(self, query: str, cookies: str, secure: bool) -> bool:
        """Whether the address of a request was signed for the browser that sends it."""
        browser = cookie_parser(cookies).get(_name(secure), "")
        ends, _, mac = parse_qs(query, max_num_fields=1000).get(FIELD, [""])[-1].partition(".")
        fits = _ID.fullmatch(browser) and ends.isascii() and ends.isdecimal() and len(ends) < 12
        if not fits or int(ends) < time.time():
            return False
        return hmac.compare_digest(mac.encode(), self._mac(browser, ends).encode())

    def _mac(self, browser: str, ends: str) -> str:
        return hmac.new(shared_key(self._path), f"{browser}.{ends}".encode(), hashlib.sha256).hexdigest()


def _name(secure: bool) -> str:
    return "__Host-obstat-form" if secure else "obstat-form"


def refuse(headers: Headers, public_url: str | None, signed: Callable[[], bool]) -> None:
    """Raise `Problem` where these are the headers of a request that another host's page sent.

    `signed` says whether the address was signed for this browser; it is asked only where the headers say nothing.
    """
    site, origin = headers.get("sec-fetch-site"), headers.get("origin")
    if site is not None:
        ours = site in ("same-origin", "none")
    elif origin is not None and origin != "null":
        public = public_url is not None and origin.casefold() == public_url.casefold()
        ours = public or _same(origin, headers.get("host", ""))
    elif origin is None and "cookie" not in headers:
        return  # no browser in which somebody has signed in
    else:
        ours = signed()
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
