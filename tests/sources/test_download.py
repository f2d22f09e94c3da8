"""A file is kept only when it came whole, of a wanted type and within the limits; nothing else is left behind."""

from __future__ import annotations

import gzip
import hashlib
import socket
import subprocess
import sys
import zlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

import publishers
from obstat.model.errors import DownloadError, StoreError
from obstat.sources.download import Clock, Fetched, Policy, fetch
from publishers import CSV, PAGE, Answer, Publisher, gives, redirects, status

LOOSE = Policy(plain_http=True, private=True, connect=10.0, read=10.0, longest=25.0)
Get = Callable[..., Fetched]


@pytest.fixture
def into(tmp_path: Path) -> Path:
    return tmp_path / "editions"


@pytest.fixture
def get(into: Path, clock: Clock) -> Get:
    """`fetch` into the folder, without waiting between tries."""

    def call(address: str, policy: Policy = LOOSE, **options: object) -> Fetched:
        return fetch(address, into, policy, clock=clock, **options)  # type: ignore[arg-type]

    return call


def refused(get: Get, into: Path, address: str, policy: Policy = LOOSE, **options: object) -> DownloadError:
    """The error of a fetch, which is one sentence and leaves no file."""
    with pytest.raises(DownloadError) as caught:
        get(address, policy, **options)
    sentence = str(caught.value)
    assert sentence.endswith(".") and "\n" not in sentence and "; " in sentence
    assert not into.exists() or list(into.iterdir()) == []
    return caught.value


def test_a_file_is_kept_under_its_name_with_what_tells_its_edition(publisher: Publisher, get: Get, into: Path) -> None:
    answer = gives(CSV, Content_Type="text/csv", ETag='"7"', Last_Modified="Thu, 01 Jan 2026 00:00:00 GMT")
    address = publisher.at("/a/list.csv?edition=7", answer)
    fetched = get(address, wanted=(".csv",))
    assert fetched == Fetched(
        path=into / "list.csv",
        address=address,
        size=len(CSV),
        sha256=hashlib.sha256(CSV).hexdigest(),
        etag='"7"',
        last_modified="Thu, 01 Jan 2026 00:00:00 GMT",
        content_type="text/csv",
    )
    assert [file.name for file in into.iterdir()] == ["list.csv"]
    assert (into / "list.csv").read_bytes() == CSV
    headers = publisher.requests[0][1]
    assert headers.keys() == {"host", "user-agent", "accept", "accept-encoding"}
    assert headers["host"] == f"lists.example:{publisher.port}"


@pytest.mark.parametrize(
    ("path", "wanted", "name"),
    [
        ("/download/sdn", (".csv",), "sdn.csv"),
        ("/download/", ("el.csv", ".csv"), "el.csv"),
        ("/download/LIST.CSV", (".csv",), "LIST.CSV"),
        ("/", (), "download"),
        ("/..%2F..%2Fetc%2F.profile", (".csv",), "etc_.profile.csv"),
        ("/api?file=.csv", ("text/csv",), "api"),
        ("/" + "a" * 300 + ".csv", (".csv",), "a" * 96 + ".csv"),
    ],
)
def test_the_name_is_harmless_and_has_a_wanted_ending(
    publisher: Publisher, get: Get, into: Path, path: str, wanted: tuple[str, ...], name: str
) -> None:
    assert get(publisher.at(path, gives(CSV)), wanted=wanted).path == into / name


def test_an_edition_at_hand_is_not_fetched_again(publisher: Publisher, get: Get, into: Path) -> None:
    address = publisher.at("/list.csv", status(304, ETag='"7"'))
    fetched = get(address, etag='"7"', last_modified="Thu, 01 Jan 2026 00:00:00 GMT")
    assert (fetched.path, fetched.size, fetched.etag) == (None, 0, '"7"')
    assert fetched.last_modified == "Thu, 01 Jan 2026 00:00:00 GMT"
    headers = publisher.requests[0][1]
    assert headers["if-none-match"] == '"7"'
    assert headers["if-modified-since"] == "Thu, 01 Jan 2026 00:00:00 GMT"
    assert not into.exists()


def test_a_changed_edition_takes_the_place_of_the_old(publisher: Publisher, get: Get, into: Path) -> None:
    into.mkdir()
    (into / "list.csv").write_bytes(b"old")
    assert get(publisher.at("/list.csv", gives(CSV)), etag='"6"').path == into / "list.csv"
    assert (into / "list.csv").read_bytes() == CSV


def test_not_modified_is_an_error_for_who_has_no_edition(publisher: Publisher, get: Get, into: Path) -> None:
    assert "304" in str(refused(get, into, publisher.at("/list.csv", status(304))))
    assert len(publisher.requests) == 1


def test_a_condition_that_is_no_header_is_not_sent(publisher: Publisher, get: Get) -> None:
    get(publisher.at("/list.csv", gives(CSV)), etag='"a"\r\nX-Evil: 1', last_modified="")
    assert not publisher.requests[0][1].keys() & {"if-none-match", "if-modified-since", "x-evil"}


@pytest.mark.parametrize("code", [400, 401, 403, 404, 410, 451, 501, 204, 206, 300])
def test_other_answers_are_final(publisher: Publisher, get: Get, into: Path, code: int) -> None:
    error = refused(get, into, publisher.at("/list.csv", status(code), gives(CSV)))
    assert f"answered {code}" in str(error)
    assert len(publisher.requests) == 1


FLEETING: dict[str, Answer] = {
    **{str(code): status(code) for code in (429, 500, 502, 503, 504)},
    "closed at once": publishers.raw(b""),
    "cut in the headers": publishers.raw(b"HTTP/1.1 200 OK\r\nContent-Le"),
    "cut in the body": publishers.truncated(CSV),
    "chunks without an end": publishers.chunked(CSV, end=False),
    "a chunk cut off": publishers.raw(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nff\r\nabc"),
    "no HTTP": publishers.raw(b"220 smtp.example ready\r\n"),
    "a gzip body cut off": gives(gzip.compress(CSV * 9)[:-9], Content_Encoding="gzip"),
    "a gzip body without a byte": gives(b"", Content_Encoding="gzip"),
    "a damaged gzip body": gives(b"\x1f\x8b\x08" + bytes(50), Content_Encoding="gzip"),
    "an empty file": gives(b""),
}


@pytest.mark.parametrize("what", FLEETING)
def test_what_may_pass_is_tried_again(
    publisher: Publisher, get: Get, into: Path, waits: list[float], what: str
) -> None:
    address = publisher.at("/list.csv", FLEETING[what], FLEETING[what], gives(CSV))
    assert get(address, wanted=(".csv",)).size == len(CSV)
    assert waits == [1.0, 2.0]
    (into / "list.csv").unlink()
    address = publisher.at("/never.csv", FLEETING[what])
    error = refused(get, into, address, wanted=(".csv",))
    assert error.transient
    assert "at the last of 4 tries" in str(error)
    assert publisher.paths().count("/never.csv") == 4


def test_chance_shortens_a_wait_by_up_to_half(publisher: Publisher, into: Path, waits: list[float]) -> None:
    clock = Clock(sleep=waits.append, chance=lambda: 1.0)
    with pytest.raises(DownloadError):
        fetch(publisher.at("/list.csv", status(503)), into, replace(LOOSE, tries=3), clock=clock)
    assert waits == [0.5, 1.0]


@pytest.mark.parametrize(
    ("asked", "waited"),
    [
        ("7", 7.0),
        ("0", 1.0),
        ("Fri, 02 Jan 2026 00:00:09 GMT", 9.0),
        ("Thu, 01 Jan 2026 00:00:00 GMT", 1.0),
        ("soon", 1.0),
        ("", 1.0),
    ],
)
def test_the_wait_that_a_publisher_asks_for_is_kept(
    publisher: Publisher, get: Get, waits: list[float], asked: str, waited: float
) -> None:
    get(publisher.at("/list.csv", status(429, Retry_After=asked), gives(CSV)), replace(LOOSE, longest=60))
    assert waits == [waited]


@pytest.mark.parametrize("asked", ["121", "999999999", "99999999999999999999", "Fri, 02 Jan 2099 00:00:09 GMT"])
def test_who_asks_for_too_long_a_wait_is_not_asked_again(
    publisher: Publisher, get: Get, into: Path, waits: list[float], asked: str
) -> None:
    address = publisher.at("/list.csv", status(503, Retry_After=asked), gives(CSV))
    error = refused(get, into, address, replace(LOOSE, longest=1e12))
    assert (len(publisher.requests), waits) == (1, [])
    assert error.transient


def test_no_wait_goes_beyond_the_limit_of_the_whole(
    publisher: Publisher, get: Get, into: Path, waits: list[float]
) -> None:
    refused(get, into, publisher.at("/list.csv", status(503, Retry_After="30")), LOOSE)
    assert waits == []


def test_a_redirect_is_followed_and_its_query_is_not_told(publisher: Publisher, get: Get, into: Path) -> None:
    publisher.at("/signed list.csv".replace(" ", "%20") + "?signature=s3cret", gives(CSV))
    publisher.at("/b/c", redirects("../signed list.csv?signature=s3cret", 307))
    address = publisher.at("/a.csv", redirects("/b/c#part", 301))
    fetched = get(address, wanted=(".csv",), etag='"1"')
    assert fetched.path == into / "a.csv"
    assert fetched.address == publisher.at("/signed%20list.csv")
    assert publisher.paths() == ["/a.csv", "/b/c", "/signed%20list.csv?signature=s3cret"]
    assert all(headers["if-none-match"] == '"1"' for _, headers in publisher.requests)


@pytest.mark.parametrize(
    ("location", "words"),
    [
        ("http://10.0.0.7/list.csv", "private"),
        ("http://169.254.169.254/latest/meta-data/", "metadata"),
        ("http://[::ffff:127.0.0.1]/", "loopback"),
        ("http://inside.example/", "leads to 192.168.1.1"),
        ("http://user:s3cret@lists.example/", "user or password"),
        ("ftp://lists.example/list.csv", "https address"),
        ("file:///etc/passwd", "https address"),
        ("http://[::1", "no web address"),
        ("", "without saying where"),
    ],
)
def test_a_redirect_is_checked_as_the_first_address_is(
    publisher: Publisher, get: Get, into: Path, network, monkeypatch, location: str, words: str
) -> None:
    network.names["inside.example"] = ["192.168.1.1"]
    _as_if_public(monkeypatch, "127.0.0.1")
    address = publisher.at("/list.csv", redirects(location))
    error = refused(get, into, address, replace(LOOSE, private=False))
    assert words in str(error)
    assert "s3cret" not in str(error)
    assert network.dialled == ["127.0.0.1"]


def _as_if_public(monkeypatch: pytest.MonkeyPatch, numeric: str) -> None:
    """Let the rules hold for all addresses but that of the publisher of the test."""
    from obstat.sources.download import networks

    real = networks.refusal
    monkeypatch.setattr(
        networks, "refusal", lambda text, *, private: None if text == numeric else real(text, private=private)
    )


def test_a_circle_of_redirects_ends(publisher: Publisher, get: Get, into: Path) -> None:
    publisher.at("/b", redirects("/a"))
    assert "in a circle" in str(refused(get, into, publisher.at("/a", redirects("/b"))))
    assert publisher.paths() == ["/a", "/b"]


def test_redirects_without_end_end(publisher: Publisher, get: Get, into: Path) -> None:
    for number in range(9):
        publisher.at(f"/{number}", redirects(f"/{number + 1}"))
    error = refused(get, into, publisher.at("/0"), replace(LOOSE, redirects=3))
    assert "more than 3 times" in str(error)
    assert publisher.paths() == ["/0", "/1", "/2", "/3"]


@pytest.mark.parametrize(
    "answer",
    [
        publishers.endless,
        publishers.bomb(64 * 1024 * 1024),
        gives(CSV, Content_Length="99999999999999999999999"),
        gives(b"a" * 1_000_001),
        publishers.chunked(b"a" * 600_000, b"a" * 600_000),
    ],
    ids=["endless", "bomb", "announced", "long", "chunked"],
)
def test_a_file_beyond_the_limit_is_stopped(publisher: Publisher, get: Get, into: Path, answer: Answer) -> None:
    error = refused(get, into, publisher.at("/list.csv", answer), replace(LOOSE, largest=1_000_000))
    assert "larger than 1,000,000 bytes" in str(error)
    assert not error.transient
    assert len(publisher.requests) == 1


def test_a_file_as_large_as_the_limit_is_kept(publisher: Publisher, get: Get) -> None:
    assert get(publisher.at("/list.csv", gives(b"a" * 70_000)), replace(LOOSE, largest=70_000)).size == 70_000


@pytest.mark.parametrize(
    "answer",
    [
        publishers.drips(),
        publishers.drips(after=b"HTTP/1.1 200 OK\r\nX: "),
        publishers.drips(after=b"HTTP/1.1 200 OK\r\n\r\n"),
        publishers.drips(after=b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"),
        publishers.drips(after=b"", byte=b"HTTP/1.1 100 Continue\r\n\r\n"),
        publishers.silent,
    ],
    ids=["body", "headers", "body without length", "chunk size", "continue", "silent"],
)
def test_who_drips_is_stopped_at_the_time_limit(publisher: Publisher, get: Get, into: Path, answer: Answer) -> None:
    with publishers.quickly(6):
        error = refused(get, into, publisher.at("/list.csv", answer), replace(LOOSE, longest=0.3))
    assert "0.3 seconds" in str(error)
    assert error.transient


def test_who_falls_silent_is_tried_again(publisher: Publisher, get: Get) -> None:
    policy = replace(LOOSE, read=0.2)
    assert get(publisher.at("/list.csv", publishers.silent, gives(CSV)), policy).size == len(CSV)


@pytest.mark.parametrize(
    ("body", "encoding"),
    [
        (gzip.compress(CSV * 9_000), "gzip"),
        (gzip.compress(CSV * 4_000) + gzip.compress(CSV * 5_000), "X-GZip"),
        (gzip.compress(CSV * 9_000) + bytes(20), "gzip, identity"),
        (zlib.compress(CSV * 9_000), "deflate"),
        (zlib.compress(CSV * 9_000)[2:-4], "deflate"),
        (CSV * 9_000, "identity"),
    ],
    ids=["gzip", "two members", "padded", "zlib", "raw", "identity"],
)
def test_an_encoded_body_is_decoded_however_it_is_cut(
    publisher: Publisher, get: Get, into: Path, body: bytes, encoding: str
) -> None:
    blocks = [body[:1], *(body[at : at + 999] for at in range(1, len(body), 999))]
    for answer in (gives(body, Content_Encoding=encoding), publishers.chunked(*blocks, Content_Encoding=encoding)):
        assert get(publisher.at("/list.csv", answer)).size == len(CSV * 9_000)
        assert (into / "list.csv").read_bytes() == CSV * 9_000


@pytest.mark.parametrize("headers", [{"Content_Encoding": "br"}, {"Content_Encoding": "gzip, gzip"}], ids=str)
def test_an_encoding_that_was_not_asked_for_is_refused(
    publisher: Publisher, get: Get, into: Path, headers: dict[str, str]
) -> None:
    assert "not asked for" in str(refused(get, into, publisher.at("/list.csv", gives(CSV, **headers))))


def test_a_page_in_place_of_a_table_is_refused_before_it_is_whole(publisher: Publisher, get: Get, into: Path) -> None:
    def page(handler: publishers.Handler) -> None:
        handler.begin(Content_Type="text/csv")
        handler.wfile.write(PAGE)
        publishers.endless(handler)

    error = refused(get, into, publisher.at("/list.csv", page), wanted=(".csv",))
    assert "a web page where .csv was wanted" in str(error)
    assert len(publisher.requests) == 1


def test_a_name_that_is_not_there(get: Get, into: Path, network) -> None:
    assert "could not be found" in str(refused(get, into, "https://nowhere.example/list.csv"))
    assert network.asked == ["nowhere.example"]


def test_a_resolver_that_asks_for_patience_is_asked_again(get: Get, into: Path, monkeypatch, waits) -> None:
    def later(*args: object, **options: object) -> None:
        raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")

    monkeypatch.setattr(socket, "getaddrinfo", later)
    assert refused(get, into, "https://lists.example/list.csv").transient
    assert waits == [1.0, 2.0, 4.0]


def test_a_publisher_who_does_not_answer_is_tried_again(get: Get, into: Path, network, waits) -> None:
    network.names["lists.example"] = ["198.41.0.4", "2001:500:2::c"]
    assert "does not answer" in str(refused(get, into, "https://lists.example/list.csv", Policy(tries=2)))
    assert network.dialled == ["198.41.0.4", "2001:500:2::c"] * 2
    assert waits == [1.0]


def test_the_next_address_of_a_name_is_tried_when_one_does_not_answer(
    publisher: Publisher, get: Get, network, waits
) -> None:
    network.names["lists.example"] = ["198.41.0.4", "127.0.0.1"]
    assert get(publisher.at("/list.csv", gives(CSV))).size == len(CSV)
    assert (network.dialled, waits) == (["198.41.0.4", "127.0.0.1"], [])


def test_a_name_with_one_forbidden_address_is_refused(publisher: Publisher, get: Get, into: Path, network) -> None:
    network.names["lists.example"] = ["198.41.0.4", "127.0.0.1"]
    address = publisher.at("/list.csv", gives(CSV))
    error = refused(get, into, address, replace(LOOSE, private=False))
    assert "leads to 127.0.0.1" in str(error)
    assert network.dialled == []


def test_a_name_that_changes_its_address_leads_nowhere_else(
    publisher: Publisher, get: Get, into: Path, network, monkeypatch
) -> None:
    turns = iter(["198.41.0.4"])

    def rebound(host: str, port: int, *args: object, **options: object) -> list[object]:
        network.names["rebound.example"] = [next(turns, "127.0.0.1")]
        return network.getaddrinfo("rebound.example", port)

    monkeypatch.setattr(socket, "getaddrinfo", rebound)
    address = publisher.at("/list.csv", gives(CSV), host="rebound.example")
    assert "does not answer" in str(refused(get, into, address, replace(LOOSE, private=False, tries=1)))
    assert network.dialled == ["198.41.0.4"]
    assert "leads to 127.0.0.1" in str(refused(get, into, address, replace(LOOSE, private=False)))
    assert publisher.requests == []


def test_a_socket_that_ends_up_elsewhere_is_closed_before_anything_is_sent(
    publisher: Publisher, get: Get, into: Path, network, monkeypatch
) -> None:
    network.names["lists.example"] = ["198.41.0.4"]
    connect = socket.socket.connect
    monkeypatch.setattr(socket.socket, "connect", lambda sock, place: connect(sock, ("127.0.0.1", place[1])))
    address = publisher.at("/list.csv", gives(CSV))
    assert "loopback" in str(refused(get, into, address, replace(LOOSE, private=False)))
    assert publisher.requests == []


def test_an_interrupt_leaves_nothing_behind(publisher: Publisher, get: Get, into: Path, monkeypatch) -> None:
    from obstat.sources.download.partial import Partial

    def interrupted(self: Partial, block: bytes) -> None:
        assert len(list(into.iterdir())) == 1
        raise KeyboardInterrupt

    monkeypatch.setattr(Partial, "write", interrupted)
    with pytest.raises(KeyboardInterrupt):
        get(publisher.at("/list.csv", gives(CSV)))
    assert list(into.iterdir()) == []


def test_a_connection_that_breaks_after_the_first_block_leaves_nothing_and_keeps_the_old_edition(
    publisher: Publisher, get: Get, into: Path
) -> None:
    into.mkdir()
    (into / "list.csv").write_bytes(b"old")
    with pytest.raises(DownloadError):
        get(publisher.at("/list.csv", publishers.truncated(CSV * 9_000)), wanted=(".csv",))
    assert [file.name for file in into.iterdir()] == ["list.csv"]
    assert (into / "list.csv").read_bytes() == b"old"


def test_a_folder_that_cannot_be_written_is_said_at_once(publisher: Publisher, tmp_path: Path, clock: Clock) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="cannot be written to"):
        fetch(publisher.at("/list.csv", gives(CSV)), tmp_path / "file", LOOSE, clock=clock)
    assert len(publisher.requests) == 1


def test_nothing_is_loaded_before_the_first_fetch() -> None:
    code = "import obstat, obstat.sources.download, sys; obstat.sources.download.Policy(); print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert "obstat.sources.download.fetch" in loaded
    assert not {"urllib3", "ssl", "http.client"} & set(loaded)
