"""A browser that has signed in: a cookie instead of the token.

Invariant: a cookie names a token and holds no secret of it; it ends after half a day, and with its token.
"""

from __future__ import annotations

import functools
import hashlib
import hmac
import secrets
import time
from http.cookies import CookieError, SimpleCookie
from pathlib import Path

from obstat.app.service.tokens import Token, Tokens, private, write_private

LASTS = 12 * 3600
"""Seconds for which a browser stays signed in."""
NAME = "obstat"
SECURE_NAME = "__Host-obstat"
"""Behind TLS: a browser takes this name only with Secure, for the whole address and for this host alone."""


class Sessions:
    """Cookies, signed with a key that the workers of a server share."""

    def __init__(self, folder: Path, tokens: Tokens) -> None:
        self._folder, self._tokens = folder, tokens
        self._key: bytes | None = None

    def begin(self, token: Token, secure: bool) -> str:
        """The value of ``Set-Cookie`` for a browser whose user has shown this token."""
        ends = str(int(time.time()) + LASTS)
        value = f"{token.id}.{ends}.{self._signed(token, ends)}"
        return f"{_name(secure)}={value}; {_kept(secure)}; Max-Age={LASTS}"

    def end(self, secure: bool) -> str:
        """The value of ``Set-Cookie`` that signs a browser out."""
        return f"{_name(secure)}=; {_kept(secure)}; Max-Age=0"

    def of(self, cookies: str, secure: bool) -> Token | None:
        """The token by which the sender of these cookies signed in."""
        read: SimpleCookie = SimpleCookie()
        try:
            read.load(cookies)
        except CookieError:
            return None
        if (morsel := read.get(_name(secure))) is None:
            return None
        key, ends, signature = [*morsel.value.split("."), "", "", ""][:3]
        token = self._tokens.find(key)
        if token is None or not ends.isdecimal() or not ends.isascii() or len(ends) > 12 or int(ends) < time.time():
            return None
        return token if hmac.compare_digest(signature.encode(), self._signed(token, ends).encode()) else None

    def _signed(self, token: Token, ends: str) -> str:
        if self._key is None:
            self._key = shared_key(self._folder / "session.key")
        return hmac.new(self._key, f"{token.id}.{token.sha256}.{ends}".encode(), hashlib.sha256).hexdigest()


@functools.lru_cache(maxsize=8)
def shared_key(path: Path) -> bytes:
    """The key; the first who asks makes it."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        private(path.parent)
        made = path.with_name(f"session.{secrets.token_hex(4)}")
        write_private(made, secrets.token_bytes(32))
        try:
            path.hardlink_to(made)
        except FileExistsError:
            pass  # another worker was first: its key is the one
        finally:
            made.unlink()
        return path.read_bytes()


def _name(secure: bool) -> str:
    return SECURE_NAME if secure else NAME


def _kept(secure: bool) -> str:
    return f"Path=/; HttpOnly; SameSite=Strict{'; Secure' if secure else ''}"
