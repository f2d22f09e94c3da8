"""A publisher proves its name; a proxy gets its password and nobody else does."""

from __future__ import annotations

import base64
import datetime
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import trustme

import publishers
from obstat.model.errors import DownloadError
from obstat.sources.download import Clock, Policy, fetch
from publishers import CSV, Network, Publisher, gives, redirects, served, status

PRIVATE = Policy(private=True, connect=10.0, read=10.0, longest=25.0)


@pytest.fixture
def secure(network: Network, trusted: trustme.CA) -> Iterator[Publisher]:
    """A publisher who proves to be ``lists.example``."""
    with Publisher(served(trusted, "lists.example")) as ours:
        yield ours


@pytest.fixture
def proxy(network: Network) -> Iterator[Publisher]:
    """A proxy, whose upstream a test sets."""
    with Publisher() as ours:
        yield ours


def through(proxy: Publisher, *, user: str = "", scheme: str = "http", **policy: object) -> Policy:
    server = f"{scheme}://{user}127.0.0.1:{proxy.port}"
    return replace(PRIVATE, private=False, proxy=server, **policy)  # type: ignore[arg-type]


def refused(address: str, into: Path, policy: Policy, clock: Clock) -> DownloadError:
    with pytest.raises(DownloadError) as caught:
        fetch(address, into, policy, clock=clock)
    assert str(caught.value).endswith(".") and "\n" not in str(caught.value)
    assert not into.exists()
    return caught.value


def test_a_publisher_who_proves_its_name_is_read(secure: Publisher, tmp_path: Path, clock: Clock) -> None:
    fetched = fetch(secure.at("/list.csv", gives(CSV)), tmp_path, PRIVATE, clock=clock)
    assert (fetched.path, fetched.size) == (tmp_path / "list.csv", len(CSV))
    assert secure.requests[0][1]["host"] == f"lists.example:{secure.port}"


def test_an_address_in_numbers_is_proved_too(network, trusted: trustme.CA, tmp_path: Path, clock: Clock) -> None:
    with Publisher(served(trusted, "127.0.0.1")) as publisher:
        address = publisher.at("/list.csv", gives(CSV), host="127.0.0.1")
        assert fetch(address, tmp_path, PRIVATE, clock=clock).size == len(CSV)


@pytest.mark.parametrize(
    ("name", "days", "known", "words"),
    [
        ("other.example", 1, True, "is for another name"),
        ("127.0.0.1", 1, True, "is for another name"),
        ("lists.example", -1, True, "has expired"),
        ("lists.example", 1, False, "does not trust"),
    ],
)
def test_who_does_not_prove_its_name_is_refused_at_once(
    network, trusted: trustme.CA, tmp_path: Path, clock: Clock, name: str, days: int, known: bool, words: str
) -> None:
    until = datetime.datetime.now(datetime.UTC) + datetime.timedelta(days=days)
    authority = trusted if known else trustme.CA()
    with Publisher(served(authority, name, not_after=until)) as publisher:
        error = refused(publisher.at("/list.csv", gives(CSV)), tmp_path / "into", PRIVATE, clock)
        assert words in str(error) and "SSL_CERT_FILE" in str(error)
        assert publisher.requests == []
    assert network.dialled == ["127.0.0.1"]


def test_a_redirect_to_plain_http_is_refused_even_where_plain_http_is_allowed(
    secure: Publisher, publisher: Publisher, tmp_path: Path, clock: Clock
) -> None:
    address = secure.at("/list.csv", redirects(publisher.at("/list.csv", gives(CSV))))
    error = refused(address, tmp_path / "into", replace(PRIVATE, plain_http=True), clock)
    assert "from https to plain http" in str(error)
    assert publisher.requests == []


def test_a_redirect_to_https_is_followed(secure: Publisher, publisher: Publisher, tmp_path: Path, clock: Clock) -> None:
    address = publisher.at("/list.csv", redirects(secure.at("/list.csv", gives(CSV))))
    fetched = fetch(address, tmp_path, replace(PRIVATE, plain_http=True), clock=clock)
    assert fetched.address == secure.at("/list.csv")


def test_who_drips_under_tls_is_stopped_at_the_time_limit(secure: Publisher, tmp_path: Path, clock: Clock) -> None:
    with publishers.quickly(6):
        address = secure.at("/list.csv", publishers.drips())
        assert "0.4 seconds" in str(refused(address, tmp_path / "into", replace(PRIVATE, longest=0.4), clock))


def test_a_body_cut_off_under_tls_is_tried_again(secure: Publisher, tmp_path: Path, clock: Clock, waits) -> None:
    address = secure.at("/list.csv", publishers.truncated(CSV), gives(CSV))
    assert fetch(address, tmp_path, PRIVATE, clock=clock).size == len(CSV)
    assert waits == [1.0]


def test_a_server_without_tls_is_no_publisher(publisher: Publisher, tmp_path: Path, clock: Clock) -> None:
    address = publisher.at("/list.csv", gives(CSV)).replace("http:", "https:")
    assert "broke" in str(refused(address, tmp_path / "into", PRIVATE, clock))


def test_a_proxy_is_asked_for_plain_http_by_the_whole_address(
    proxy: Publisher, publisher: Publisher, network, tmp_path: Path, clock: Clock
) -> None:
    proxy.upstream = publisher
    publisher.at("/list.csv", gives(CSV))
    proxy.at("http://lists.example/list.csv", publishers.forward)
    policy = through(proxy, user="user:p%40ss@", plain_http=True)
    assert fetch("http://lists.example/list.csv", tmp_path, policy, clock=clock).size == len(CSV)
    headers = proxy.requests[0][1]
    assert headers["host"] == "lists.example"
    assert base64.b64decode(headers["proxy-authorization"].removeprefix("Basic ")) == b"user:p@ss"
    assert "lists.example" not in network.asked


@pytest.mark.parametrize("encrypted", [False, True])
def test_a_tunnel_through_a_proxy_keeps_the_proof_and_the_password_apart(
    secure: Publisher, trusted: trustme.CA, network, tmp_path: Path, clock: Clock, encrypted: bool
) -> None:
    with Publisher(served(trusted, "127.0.0.1") if encrypted else None) as proxy:
        proxy.upstream = secure
        secure.at("/list.csv", gives(CSV))
        policy = through(proxy, user="user:p%C3%A4ss@", scheme="https" if encrypted else "http")
        fetched = fetch("https://lists.example/list.csv", tmp_path, policy, clock=clock)
        assert fetched.size == len(CSV)
        path, headers = proxy.requests[0]
    assert path == "lists.example:443"
    assert base64.b64decode(headers["proxy-authorization"].removeprefix("Basic ")) == "user:päss".encode()
    assert "proxy-authorization" not in secure.requests[0][1]
    assert "lists.example" not in network.asked


def test_a_proxy_cannot_pass_off_another_publisher(
    proxy: Publisher, secure: Publisher, tmp_path: Path, clock: Clock
) -> None:
    proxy.upstream = secure
    error = refused("https://other.example/list.csv", tmp_path / "into", through(proxy), clock)
    assert "The certificate of other.example is for another name" in str(error)


def test_a_proxy_that_does_not_prove_its_name_is_refused(trusted, network, tmp_path: Path, clock: Clock) -> None:
    with Publisher(served(trusted, "proxy.example")) as proxy:
        error = refused("https://lists.example/", tmp_path / "into", through(proxy, scheme="https"), clock)
    assert "The certificate of the proxy is for another" in str(error)


@pytest.mark.parametrize(("code", "tries"), [(407, 1), (403, 1), (502, 4), (503, 4)])
def test_what_a_proxy_answers_is_told_as_its_answer(
    proxy: Publisher, tmp_path: Path, clock: Clock, code: int, tries: int
) -> None:
    proxy.at("lists.example:443", status(code))
    policy = through(proxy, user="user:s3cret@")
    error = refused("https://lists.example/list.csv", tmp_path / "into", policy, clock)
    assert f"The proxy, asked for https://lists.example, answered {code}" in str(error)
    assert "s3cret" not in str(error)
    assert len(proxy.requests) == tries


def test_who_drips_before_the_tunnel_stands_is_stopped(proxy: Publisher, tmp_path: Path, clock: Clock) -> None:
    proxy.at("lists.example:443", publishers.drips(after=b"HTTP/1.1 200 OK\r\nX: "))
    with publishers.quickly(6):
        policy = through(proxy, longest=0.3)
        assert "0.3 seconds" in str(refused("https://lists.example/", tmp_path / "into", policy, clock))


def test_a_proxy_that_is_not_there(network, tmp_path: Path, clock: Clock, waits) -> None:
    policy = Policy(proxy="http://user:s3cret@198.41.0.4:3128")
    error = refused("https://lists.example/", tmp_path / "into", policy, clock)
    assert "The proxy does not answer" in str(error)
    assert "s3cret" not in str(error)
    assert waits == [1.0, 2.0, 4.0]


@pytest.mark.parametrize("proxy", ["socks5://127.0.0.1:1", "127.0.0.1:3128", "http://", "http://h:x", "http://[::1"])
def test_a_proxy_that_cannot_be_read(network, tmp_path: Path, clock: Clock, proxy: str) -> None:
    error = refused("https://lists.example/", tmp_path / "into", Policy(proxy=proxy), clock)
    assert "http://host:port" in str(error)
    assert network.dialled == []


@pytest.mark.parametrize(
    "host",
    [
        *("localhost", "LOCALHOST.", "a.localhost", "intranet", "db.internal", "printer.local", "router.home.arpa"),
        *("127.0.0.1", "127.1", "2130706433", "0x7f.1", "[::1]", "[fd00::1]", "metadata.google.internal", "0"),
    ],
)
def test_a_proxy_is_not_asked_for_what_is_local(
    proxy: Publisher, network, tmp_path: Path, clock: Clock, host: str
) -> None:
    assert " is refused because" in str(refused(f"https://{host}/", tmp_path / "into", through(proxy), clock))
    assert (proxy.requests, network.dialled) == ([], [])


def test_a_password_is_in_no_representation() -> None:
    assert "s3cret" not in repr(Policy(proxy="http://user:s3cret@proxy.example"))


def test_proxies_of_the_environment_are_not_used(
    publisher: Publisher, tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    address = publisher.at("/list.csv", gives(CSV))
    assert fetch(address, tmp_path, replace(PRIVATE, plain_http=True), clock=clock).size == len(CSV)
