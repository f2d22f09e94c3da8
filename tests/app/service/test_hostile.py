"""What a server does with clients that mean it ill, or cannot speak: the right code, a sentence, and it goes on."""

from __future__ import annotations

import contextlib
import re
import socket
import time

import pytest
from started_server import heard, started

LEAK = re.compile(r"Traceback|File \"|site-packages|/src/|\.py\b|root:|uvicorn|starlette|h11", re.I)


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with started(tmp_path_factory.mktemp("store"), "--idle-seconds", "1", "--seconds", "3") as server:
        yield server
        assert "Traceback" not in server.log, server.log


@pytest.fixture(autouse=True)
def goes_on(request, server):
    yield
    assert server.alive()


def told(answer, *statuses):
    """The status is one of these, and a sentence says what to do, and nothing else."""
    assert answer.status in statuses, answer.raw[:500]
    assert answer.problem["status"] == answer.status
    assert re.fullmatch(r"[A-Z].+[.]", answer.problem["detail"])
    assert not LEAK.search(answer.raw.decode("latin-1")), answer.raw
    assert "server" not in answer.headers
    assert answer.headers["x-content-type-options"] == "nosniff"
    return answer


HOST = b"Host: 127.0.0.1\r\n"


@pytest.mark.parametrize(
    "said",
    [
        b"hello\r\n\r\n",
        b"GET\r\n\r\n",
        b"GET /\x01 HTTP/1.1\r\n" + HOST + b"\r\n",
        b"GET / x HTTP/1.1\r\n" + HOST + b"\r\n",
        b"GET / HTTP/1.1\r\n: x\r\n" + HOST + b"\r\n",
        b"GET / HTTP/1.1\r\nHost : 127.0.0.1\r\n\r\n",
        b"GET / HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\n" + HOST + HOST + b"\r\n",
        b"GET / HTTP/1.0\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(40) + b"\r\n\r\n",
        b"\x00" * 300 + b"\r\n\r\n",
        b"GET / HTTP/1.1\r\nX: a\x00b\r\n" + HOST + b"\r\n",
        b"OPTIONS * HTTP/1.1\r\n" + HOST + b"\r\n",
        b"CONNECT 127.0.0.1:22 HTTP/1.1\r\n" + HOST + b"\r\n",
    ],
)
def test_what_is_no_request_is_told_so(server, said):
    told(server.say(said), 400)


@pytest.mark.parametrize("said", [b"GET / HTTP/9.9\r\n" + HOST + b"\r\n", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"])
def test_another_version_is_told_so(server, said):
    told(server.say(said), 505)


def test_a_method_nobody_knows(server):
    told(server.get("/", method="BREW"), 405)


@pytest.mark.parametrize(
    "path",
    [
        "/static/../../../../etc/passwd",
        "/static/..//etc/passwd",
        "/static/%2e%2e/%2e%2e/%2e%2e/etc/passwd",
        "/static/%2e%2e%2f%2e%2e%2fetc/passwd",
        "/static/..%5c..%5cetc/passwd",
        "/static/obstat.css%00.html",
        "/%00",
        "/static/%0d%0aSet-Cookie:x=1",
        "/..",
        "/./",
    ],
)
def test_paths_that_lead_out_are_refused(server, path):
    told(server.get(path), 400)


@pytest.mark.parametrize(
    "path",
    [
        "/static/",
        "/static",
        "/static//etc/passwd",
        "/static/%252e%252e/%252e%252e/etc/passwd",
        "//etc/passwd",
        "/.git/config",
        "/service/tokens.json",
        "/static/%ff%fe",
        "/static/" + "a" * 5000,
    ],
)
def test_no_folder_is_shown_and_nothing_outside_is_found(server, path):
    answer = server.get(path)
    assert answer.status in (307, 404)
    if answer.status == 404:
        told(answer, 404)
    else:
        assert answer.headers["location"].rstrip("/").endswith("/static")


def test_a_whole_url_is_answered_for_our_host_alone(server):
    ours = f"http://127.0.0.1:{server.port}/healthz"
    assert server.get(ours).status == 200
    told(server.get("http://example.org/healthz"), 421)
    told(server.get(f"http://127.0.0.1:{server.port}/static/../../etc/passwd"), 400)
    told(server.get("ftp://127.0.0.1/healthz"), 400)


@pytest.mark.parametrize(
    "host, status",
    [
        ("localhost", 200),
        ("LOCALHOST:1", 200),
        ("[::1]:8111", 200),
        ("127.0.0.1", 200),
        ("example.org", 421),
        ("127.0.0.1.example.org", 421),
        ("localhost.example.org:8111", 421),
        ("10.0.0.1", 421),
        ("169.254.169.254", 421),
        ("127.0.0.1@example.org", 400),
        ("127.0.0.1, example.org", 400),
        ("127.0.0.1/..", 400),
        ("[::1", 400),
        ("", 400),
    ],
)
def test_a_forged_host_is_refused(server, host, status):
    answer = server.say(f"GET /healthz HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode())
    assert answer.status == status
    if status != 200:
        told(answer, status)


@pytest.mark.parametrize(
    "framing, status",
    [
        (b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", 400),
        (b"Transfer-Encoding: chunked\r\nContent-Length: 5\r\n", 400),
        (b"Content-Length: 5\r\nContent-Length: 6\r\n", 400),
        (b"Content-Length: 5, 6\r\n", 400),
        (b"Content-Length: -5\r\n", 400),
        (b"Content-Length: +5\r\n", 400),
        (b"Content-Length: 0x5\r\n", 400),
        (b"Content-Length: 5 5\r\n", 400),
        (b"Content-Length: " + b"9" * 30 + b"\r\n", 400),
        (b"Transfer-Encoding: gzip, chunked\r\n", 501),
        (b"Transfer-Encoding: xchunked\r\n", 501),
        (b"Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n", 501),
        (b"Transfer-Encoding : chunked\r\n", 400),
        (b"Transfer-Encoding: chunked\r\n\r\nzz\r\nhello\r\n", 400),
        (b"Transfer-Encoding: chunked\r\n\r\n-1\r\nhello\r\n", 400),
        (b"Transfer-Encoding: chunked\r\n\r\n5\r\nhelloXX0\r\n\r\n", 400),
    ],
)
def test_a_body_with_two_ends_is_refused_and_what_follows_is_not_read(server, framing, status):
    smuggled = b"0\r\n\r\nGET /readyz HTTP/1.1\r\n" + HOST + b"\r\n"
    end = b"" if b"\r\n\r\n" in framing else b"\r\n"
    with server.connect() as sock:
        sock.sendall(b"POST /v1/check HTTP/1.1\r\n" + HOST + framing + end + smuggled)
        raw = b""
        while piece := sock.recv(65536):
            raw += piece
    assert raw.count(b"HTTP/1.1 ") == 1, raw
    assert raw.startswith(b"HTTP/1.1 %d " % status), raw
    assert not LEAK.search(raw.decode("latin-1"))


def test_headers_have_a_limit(server):
    told(server.get("/", "X: " + "a" * 40_000), 431)
    told(server.get("/", *[f"X-{n}: {'a' * 100}" for n in range(400)]), 431)
    told(server.say(b"GET / HTTP/1.1\r\n" + HOST + b"X: " + b"a" * 3_000_000), 431)
    told(server.get("/?text=" + "a" * 20_000), 414)


def test_a_body_is_refused_by_its_length_before_it_is_read(server):
    with server.connect() as sock:
        sock.sendall(b"POST /v1/check HTTP/1.1\r\n" + HOST + b"Content-Length: 1073741824\r\n\r\n")
        told(heard(sock), 413)


def test_a_client_that_asks_first_sends_nothing(server):
    with server.connect() as sock:
        sock.sendall(
            b"POST /v1/check HTTP/1.1\r\n" + HOST + b"Expect: 100-continue\r\nContent-Length: 1073741824\r\n\r\n"
        )
        told(heard(sock), 413)


@pytest.mark.parametrize("framing", [b"Transfer-Encoding: chunked\r\n", b"Content-Length: 1073741824\r\n"])
def test_a_gigabyte_is_refused_in_flat_memory(server, framing):
    piece = b"a" * (1 << 20)
    if framing.startswith(b"T"):
        piece = b"100000\r\n" + piece + b"\r\n"
    before = server.memory()
    with server.connect() as sock:
        sock.sendall(b"POST /login HTTP/1.1\r\n" + HOST + framing + b"Content-Type: text/plain\r\n\r\n")
        sent = 0
        try:
            for _ in range(1024):
                sock.sendall(piece)
                sent += 1
        except (ConnectionResetError, BrokenPipeError):
            pass
        assert sent < 300  # the connection is closed long before
    assert server.memory() - before < 16


def test_a_body_without_length_is_counted(server):
    body = b"".join(b"10000\r\n" + b"a" * 65536 + b"\r\n" for _ in range(17)) + b"0\r\n\r\n"
    head = b"Transfer-Encoding: chunked\r\nContent-Type: application/x-www-form-urlencoded\r\n\r\n"
    told(server.say(b"POST /login HTTP/1.1\r\n" + HOST + head + body), 413)


def test_a_body_in_crumbs_is_refused_before_it_costs_much(server):
    crumbs = b"1\r\na\r\n" * 1_000_000
    with server.connect() as sock:
        sock.sendall(b"POST /login HTTP/1.1\r\n" + HOST + b"Transfer-Encoding: chunked\r\n\r\n")
        begun = time.monotonic()
        with contextlib.suppress(OSError):
            sock.sendall(crumbs)
        assert heard(sock).status in (400, 401)  # nobody wants this body, and not in such crumbs
        assert server.alive() and time.monotonic() - begun < 60
    with server.connect() as sock:
        sock.sendall(b"POST /login HTTP/1.1\r\n" + HOST + b"Content-Type: application/x-www-form-urlencoded\r\n")
        with contextlib.suppress(OSError):
            sock.sendall(b"Transfer-Encoding: chunked\r\n\r\n" + crumbs)
        told(heard(sock), 400)
        assert server.alive() and time.monotonic() - begun < 120


def test_a_body_in_small_chunks_is_read(server):
    chunks = b"".join(b"10\r\n" + b"a" * 16 + b"\r\n" for _ in range(20_000)) + b"0\r\n\r\n"
    head = b"Transfer-Encoding: chunked\r\nContent-Type: application/x-www-form-urlencoded\r\n\r\n"
    assert server.say(b"POST /login HTTP/1.1\r\n" + HOST + head + chunks).status == 401


def test_a_client_that_reads_nothing_is_let_go(server):
    with server.connect() as sock:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        sock.settimeout(1)
        begun = time.monotonic()
        with pytest.raises(OSError):
            while time.monotonic() - begun < 10:
                try:
                    sock.sendall((b"GET /v1/check?text=Huawei HTTP/1.1\r\n" + HOST + b"\r\n") * 100)
                except TimeoutError:
                    continue
        assert time.monotonic() - begun < 30


def test_after_a_refused_body_that_ends_the_connection_goes_on(server):
    request = b"POST /login HTTP/1.1\r\n" + HOST + b"Content-Length: 2000000\r\n\r\n"
    with server.connect() as sock:
        sock.sendall(request)
        told(heard(sock), 413)
        sock.sendall(b"a" * 2_000_000 + b"GET /healthz HTTP/1.1\r\n" + HOST + b"\r\n")
        assert heard(sock).status == 200
        sock.sendall(b"GET /healthz HTTP/1.1\r\n" + HOST + b"\r\n")
        assert heard(sock).status == 200


def test_slow_headers(server):
    with server.connect() as sock:
        sock.sendall(b"GET / HTTP/1.1\r\n")
        begun = time.monotonic()
        with pytest.raises(OSError):
            for n in range(100):
                sock.sendall(b"X-%d: a\r\n" % n)
                time.sleep(0.1)
                if n == 15:
                    told(heard(sock), 408)
        assert time.monotonic() - begun < 30


def test_slow_headers_of_a_second_request(server):
    with server.connect() as sock:
        sock.sendall(b"GET /healthz HTTP/1.1\r\n" + HOST + b"\r\n")
        assert heard(sock).status == 200
        sock.sendall(b"GET /healthz HTTP/1.1\r\n")
        told(heard(sock), 408)


def test_a_slow_body(server):
    with server.connect() as sock:
        sock.sendall(b"POST /login HTTP/1.1\r\n" + HOST + b"Content-Type: application/x-www-form-urlencoded\r\n")
        sock.sendall(b"Content-Length: 500\r\n\r\na")
        told(heard(sock), 408)


def test_a_body_that_drips(server):
    with server.connect() as sock:
        sock.sendall(b"POST /login HTTP/1.1\r\n" + HOST + b"Content-Type: application/x-www-form-urlencoded\r\n")
        sock.sendall(b"Content-Length: 500\r\n\r\n")
        begun = time.monotonic()
        for _ in range(40):  # one byte a third of a second: never silent for long
            sock.sendall(b"a")
            time.sleep(0.3)
            sock.setblocking(False)
            try:
                sock.recv(1, socket.MSG_PEEK)
                break
            except BlockingIOError:
                continue
            finally:
                sock.settimeout(10)
        told(heard(sock), 408)
        assert 2 < time.monotonic() - begun < 30


def test_silence_is_ended(server):
    with server.connect() as sock:
        assert sock.recv(1) == b""


def test_half_closed_clients_get_their_answer(server):
    with server.connect() as sock:
        sock.sendall(b"GET /healthz HTTP/1.1\r\n" + HOST + b"\r\n")
        sock.shutdown(socket.SHUT_WR)
        assert heard(sock).status == 200


def test_requests_one_behind_the_other(server):
    with server.connect() as sock:
        sock.sendall((b"GET /healthz HTTP/1.1\r\n" + HOST + b"\r\n") * 50)
        raw = b""
        while raw.count(b'"status"') < 50:
            piece = sock.recv(65536)
            assert piece
            raw += piece


def test_a_client_that_leaves_in_the_middle(server):
    for end in (b"", b"\r\nabc", b"Content-Length: 100\r\n\r\nabc", b"Transfer-Encoding: chunked\r\n\r\n5\r\nab"):
        with server.connect() as sock:
            sock.sendall(b"POST /login HTTP/1.1\r\n" + HOST + end)


@pytest.mark.parametrize("value", ["'; DROP TABLE x", "\xff\xfe", "a" * 9000, "%00", "%ff", "\u202e"])
def test_odd_questions_are_answered_or_refused(server, value):
    answer = server.get(f"/v1/check?on={value}".replace(" ", "%20"))
    assert 400 <= answer.status < 500
    assert not LEAK.search(answer.raw.decode("latin-1"))


def test_a_proxy_in_front_of_a_server_for_this_machine_is_told_so(server):
    answer = told(server.get("/healthz", "X-Forwarded-For: 203.0.113.9"), 403)
    assert "--public-url" in answer.problem["detail"]
