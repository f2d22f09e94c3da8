"""The endpoint that a user named: its address, its model and the key for it.

Invariant: only http and https; the key is in no text that this package gives, and goes in the clear only to this
machine or a private network.
"""

from __future__ import annotations

import ipaddress
import urllib.parse
from dataclasses import dataclass, field

from obstat.model.claim_words import shown
from obstat.model.errors import InvalidValue

_PORTS = {"http": 80, "https": 443}
_TAIL = "/chat/completions"
_NEAR = (".local", ".internal", ".lan", ".localhost", ".home.arpa")
_SECRET = 8
"""A key that is shorter may be part of any word, and is not sought in what comes back."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where stories are sent. `target` is the path, with a query where the user gave one."""

    scheme: str
    host: str
    port: int
    target: str = field(repr=False)
    model: str
    key: str | None = field(default=None, repr=False)

    @classmethod
    def read(cls, address: str, model: str, key: str | None = None) -> Endpoint:
        """The endpoint at the address of an API (``https://host/v1``). Raises `InvalidValue`."""
        name, key = " ".join(shown(model).split()), (key or "").strip() or None
        if not name:
            raise InvalidValue("The extractor needs the name of a model; give it with --model.")
        if key and not (key.isascii() and key.isprintable()):
            raise InvalidValue("OBSTAT_EXTRACTOR_KEY holds signs that no key has; set it to the key alone.")
        try:
            parts = urllib.parse.urlsplit(address.strip())
            host, port = parts.hostname, parts.port
        except ValueError:
            host, port, parts = None, None, urllib.parse.urlsplit("")
        if parts.scheme not in _PORTS or not host or any(sign.isspace() or not sign.isprintable() for sign in host):
            raise InvalidValue("The address of the extractor cannot be read; write it as https://host/v1.")
        if parts.username is not None or parts.password is not None:
            raise InvalidValue(
                "The address of the extractor holds a user or password; leave it out, and put the key into "
                "OBSTAT_EXTRACTOR_KEY."
            )
        if key and parts.scheme == "http" and not _is_near(host):
            raise InvalidValue(
                f"The key for {host} would be sent in the clear; use https, or leave OBSTAT_EXTRACTOR_KEY unset."
            )
        path = parts.path.rstrip("/").removesuffix(_TAIL) + _TAIL
        target = urllib.parse.quote(path, safe="/%:@!$&'()*+,;=~-._")
        if parts.query:
            target += "?" + urllib.parse.quote(parts.query, safe="/%:@!$&'()*+,;=~-._?")
        return cls(parts.scheme, host, port or _PORTS[parts.scheme], target, name, key)

    @property
    def shown(self) -> str:
        """Host and port, as a person is told them."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def near(self) -> bool:
        """Whether it is on this machine or in a private network."""
        return _is_near(self.host)

    def without_key(self, text: str) -> str:
        """A text that came back, without the key that was sent."""
        return text.replace(self.key, "…") if self.key and len(self.key) >= _SECRET else text


def _is_near(host: str) -> bool:
    """Whether a host is this machine or one of a private network."""
    try:
        address = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return "." not in host or host.endswith(_NEAR)
    return address.is_private or address.is_loopback or address.is_link_local
