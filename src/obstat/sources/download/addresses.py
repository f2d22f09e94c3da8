"""The address of a file: read strictly, written for requests and for people.

Invariant: an `Address` has no user, password or fragment, its host is ASCII in lower case, and its scheme is one that
the policy allows.
"""

from __future__ import annotations

import re
import urllib.parse
from dataclasses import dataclass

from obstat.sources.download.failures import Failed
from obstat.sources.download.policy import Policy

PORTS = {"http": 80, "https": 443}
_HOST = re.compile(r"[a-z0-9_-]+(?:\.[a-z0-9_-]+)*\.?|[0-9a-f:.]*:[0-9a-f:.]*(?:%[a-z0-9._~-]+)?")
_KEPT = "!#$%&'()*+,/:;=?@[]~"
"""Characters of an address that stay as they are (RFC 3986, section 2); others are percent-encoded."""


@dataclass(frozen=True, slots=True)
class Address:
    """An http or https address; `host` without brackets; `target` is the path with the query."""

    scheme: str
    host: str
    port: int
    target: str

    @property
    def origin(self) -> str:
        """Scheme, host and port, the port only where it is not the scheme's own."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}" + ("" if self.port == PORTS[self.scheme] else f":{self.port}")

    @property
    def text(self) -> str:
        return self.origin + self.target

    @property
    def shown(self) -> str:
        """Without the query, which may hold a key or a signature."""
        return self.origin + self.target.partition("?")[0]


def read(text: str, policy: Policy) -> Address:
    """Raises `DownloadError` for what is no web address, or one that the policy forbids."""
    shown = redacted(text)
    # urlsplit drops tabs and newlines without a word, and browsers take a backslash for a slash
    if re.search(r"[\x00-\x1f\x7f\\]", text) or text != text.strip():
        raise Failed("The address has a control character, a backslash or outer spaces", "write it without them")
    try:
        parts = urllib.parse.urlsplit(text)
        port = parts.port
    except ValueError:
        raise Failed(f"'{shown}' is no web address", "check its host and port") from None
    if parts.scheme not in PORTS:
        raise Failed(f"'{shown}' is not an https address", "give one that begins with https://, or import a local file")
    if "@" in parts.netloc:
        raise Failed(f"{shown} holds a user or password, which obstat does not send", "give the address without it")
    host = (parts.hostname or "").lower()
    if not _HOST.fullmatch(host) or port == 0:
        raise Failed(f"'{shown}' has no host that can be asked", "write it in ASCII (xn--…), with a port above 0")
    if parts.scheme == "http" and not policy.plain_http:
        raise Failed(f"{shown} is not encrypted", "give its https:// address, or allow plain http in the settings")
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Address(parts.scheme, host, port or PORTS[parts.scheme], urllib.parse.quote(target, safe=_KEPT))


def redirected(start: Address, location: str, policy: Policy) -> Address:
    """Where a ``Location`` leads from `start` (RFC 9110, section 10.2.2). Raises `DownloadError` as `read` does.

    `location` is a header as read: its bytes as Latin-1.
    """
    tidy = urllib.parse.quote(location.strip().encode("latin-1", "replace"), safe=_KEPT)
    try:
        joined = urllib.parse.urljoin(start.text, tidy)
        scheme = urllib.parse.urlsplit(joined).scheme
    except ValueError:
        raise Failed(f"{start.shown} redirects to no web address", "check the address in a browser") from None
    if (start.scheme, scheme) == ("https", "http"):
        raise Failed(f"{start.shown} redirects from https to plain http", "ask the publisher for an https address")
    return read(joined, policy)


def redacted(text: str) -> str:
    """An address that was not read, as a message may show it: without query and fragment, at most 200 characters.

    With an ``@`` anywhere only the scheme is left, because nothing tells where a password ends.
    """
    if "@" in text:
        scheme, divider, _ = text.partition("://")
        return f"{scheme}://…" if divider and scheme.isalpha() else "…"
    return re.split(r"[?#]", text, maxsplit=1)[0][:200]
