"""One request over urllib3: directly to a checked address, or through the proxy of the policy.

Invariant: TLS is always verified, for the name in the address; nothing is followed, retried, decoded or read ahead
here; what urllib3 raises comes out as `Failed`. Only this module imports urllib3.
"""

from __future__ import annotations

import base64
import http.client
import re
import socket
import ssl
import urllib.parse
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

import urllib3
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError, ProxyError

from obstat.sources.download import networks
from obstat.sources.download.addresses import PORTS, Address
from obstat.sources.download.dial import dial, refused
from obstat.sources.download.failures import LATER, Failed, answered, certificate
from obstat.sources.download.policy import Policy
from obstat.sources.download.watch import Watch

_Dial = Callable[[], socket.socket]
_Pools = dict[str, type[urllib3.HTTPConnectionPool]]


@contextmanager
def opened(
    address: Address, policy: Policy, headers: Mapping[str, str], watch: Watch
) -> Iterator[urllib3.BaseHTTPResponse]:
    """The answer to a GET, its body not yet read. Raises `DownloadError`, also for what fails inside the context."""
    timeout = urllib3.Timeout(connect=policy.connect, read=policy.read)
    try:
        with _manager(address, policy, watch) as manager:
            response = manager.urlopen(
                "GET",
                address.text,
                headers=dict(headers),
                timeout=timeout,
                retries=False,
                redirect=False,
                preload_content=False,
                decode_content=False,
            )
            try:
                yield response
            finally:
                response.close()
    except HTTPError as error:
        raise _failed(error, address, policy) from None


def _manager(address: Address, policy: Policy, watch: Watch) -> urllib3.PoolManager:
    # reading the authorities this machine trusts takes a while
    context = ssl.create_default_context() if address.scheme == "https" else None
    if policy.proxy is None:

        def direct() -> socket.socket:
            return dial(address, private=policy.private, seconds=policy.connect, watch=watch)

        manager = urllib3.PoolManager(ssl_context=context)
        manager.pool_classes_by_scheme = _pools(watch, direct)
        return manager
    if why := networks.name_refusal(address.host, private=policy.private):
        raise refused(address, address.host, why)
    server, authorization = _proxy(policy.proxy)
    own = ssl.create_default_context() if server.startswith("https") else None
    manager = urllib3.ProxyManager(server, proxy_headers=authorization, proxy_ssl_context=own, ssl_context=context)
    manager.pool_classes_by_scheme = _pools(watch, None)
    return manager


def _pools(watch: Watch, direct: _Dial | None) -> _Pools:
    """urllib3's pools over connections that are watched and, without a proxy, dialled by us."""

    class Plain(HTTPConnection):
        def _new_conn(self) -> socket.socket:
            watch.over(self)
            return direct() if direct else super()._new_conn()

        def connect(self) -> None:
            super().connect()
            watch.connected(self.sock)

    class Secure(HTTPSConnection):
        def _new_conn(self) -> socket.socket:
            watch.over(self)
            return direct() if direct else super()._new_conn()

        def connect(self) -> None:
            super().connect()
            watch.connected(self.sock)

    class PlainPool(urllib3.HTTPConnectionPool):
        ConnectionCls = Plain

    class SecurePool(urllib3.HTTPSConnectionPool):
        ConnectionCls = Secure

    return {"http": PlainPool, "https": SecurePool}


def _proxy(text: str) -> tuple[str, dict[str, str]]:
    """The proxy's address without user and password, and the header that carries them to the proxy only."""
    try:
        parts = urllib.parse.urlsplit(text)
        host, port = parts.hostname, parts.port
    except ValueError:
        host = port = None
    if not host or parts.scheme not in PORTS:
        raise Failed("The proxy's address cannot be read", "write it as http://host:port or https://host:port")
    server = f"{parts.scheme}://{f'[{host}]' if ':' in host else host}:{port or PORTS[parts.scheme]}"
    if parts.username is None:
        return server, {}
    user = f"{urllib.parse.unquote(parts.username)}:{urllib.parse.unquote(parts.password or '')}"
    return server, {"Proxy-Authorization": f"Basic {base64.b64encode(user.encode()).decode()}"}


def _failed(error: HTTPError, address: Address, policy: Policy) -> Failed:
    """What urllib3 raised, in the words of this package."""
    chain = list(_chain(error))
    through = any(isinstance(each, ProxyError) for each in chain)
    for each in chain:
        if isinstance(each, ssl.SSLCertVerificationError):
            return certificate("the proxy" if through else address.host, each)
    refusal = re.search(r"Tunnel connection failed: (\d{3})", " ".join(str(each) for each in chain))
    if refusal:
        return answered(f"The proxy, asked for {address.origin},", int(refusal[1]))
    if through:
        return Failed("The proxy does not answer", f"check its address in the settings, {LATER}", again=True)
    if any(isinstance(each, (urllib3.exceptions.TimeoutError, TimeoutError)) for each in chain):
        return Failed(f"{address.shown} sent nothing for {policy.read:g} seconds", LATER, again=True)
    if any(isinstance(each, http.client.IncompleteRead) for each in chain):
        return Failed(f"{address.shown} ended before the file was whole", LATER, again=True)
    return Failed(f"The connection to {address.origin} broke", LATER, again=True)


def _chain(error: BaseException) -> Iterator[BaseException]:
    """The error and those it came from, as causes and arguments; a context may be the caller's own error."""
    seen: list[BaseException] = [error]
    for each in seen:
        yield each
        for nested in (each.__cause__, *each.args):
            if isinstance(nested, BaseException) and not any(nested is known for known in seen):
                seen.append(nested)
