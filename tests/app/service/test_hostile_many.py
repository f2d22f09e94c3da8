"""Many connections, several workers, tokens over the wire, and the end of a server."""

from __future__ import annotations

import json
import os
import resource
import signal
import socket
import statistics
import threading
import time

import pytest
from started_server import call, heard, running, started

from obstat.knowledge.compile import build
from obstat.knowledge.store import Store

HOST = b"Host: 127.0.0.1\r\n"


@pytest.fixture(scope="module")
def many_files():
    """As many open files as this process may have."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    yield hard
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def test_thousands_of_idle_connections_keep_nobody_out(tmp_path, many_files):
    count = min(10_000, many_files // 2 - 500)
    with started(tmp_path, "--idle-seconds", "60") as server:
        before = server.memory()
        held = [server.connect() for _ in range(count)]
        try:
            begun = time.monotonic()
            assert server.alive()
            assert time.monotonic() - begun < 20
            assert server.memory() - before < 400
        finally:
            for sock in held:
                sock.close()
        assert server.alive()


def test_beyond_the_limit_the_longest_idle_makes_room(tmp_path):
    with started(tmp_path, "--connections", "50", "--idle-seconds", "60") as server:
        held = [server.connect() for _ in range(200)]
        for _ in range(100):
            assert server.alive()
        held[0].settimeout(5)
        with pytest.raises(OSError):
            held[0].sendall(b"GET / HTTP/1.1\r\n")
            time.sleep(0.1)
            held[0].sendall(HOST)
            assert held[0].recv(1)
            raise OSError
        for sock in held:
            sock.close()
        assert "Traceback" not in server.log


def test_on_an_address_of_others_it_starts_only_with_a_token(tmp_path):
    for options in (["--host", "0.0.0.0"], ["--public-url", "https://obstat.example.org"]):
        refused = call(tmp_path, "serve", "--port", "0", *options)
        assert refused.returncode == 2
        assert refused.stderr.count("\n") == 1 and "obstat token create" in refused.stderr
    assert call(tmp_path, "token", "create", "old", "--days", "0.000001").returncode == 0
    time.sleep(1)
    assert call(tmp_path, "serve", "--port", "0", "--host", "0.0.0.0").returncode == 2


@pytest.mark.parametrize(
    "options, word",
    [
        (["--port", "x"], "--port"),
        (["--port", "70000"], "65535"),
        (["--host", "256.1.1.1"], "token"),
        (["--workers", "0"], "--workers"),
        (["--public-url", "obstat.example.org"], "--public-url"),
        (["--seconds", "nan"], "--seconds"),
        (["--body", "-1"], "--body"),
        (["--access-log", "maybe"], "yes or no"),
    ],
)
def test_settings_that_cannot_be_used(tmp_path, options, word):
    refused = call(tmp_path, "serve", *options)
    assert refused.returncode == 2
    assert refused.stderr.count("\n") == 1 and word in refused.stderr, refused.stderr


def test_a_port_in_use_is_told(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        refused = call(tmp_path, "serve", "--port", str(taken.getsockname()[1]))
    assert refused.returncode == 2 and "--port" in refused.stderr and refused.stderr.count("\n") == 1


def test_tokens_over_the_wire(tmp_path):
    made = json.loads(call(tmp_path, "token", "create", "reader", "--format", "json").stdout)
    with started(tmp_path, "--host", "0.0.0.0", "--per-minute", "100000") as server:
        right = f"Authorization: Bearer {made['token']}"
        none, good = server.get("/v1/check?text=Huawei"), server.get("/v1/check?text=Huawei", right)
        assert (none.status, good.status) == (401, 200)
        assert none.headers["www-authenticate"].startswith("Bearer")
        wrong_id = made["token"].replace(made["id"], "0" * len(made["id"]))
        wrong_secret = made["token"][:-8] + "AAAAAAAA"
        first, second, third = (
            server.get("/v1/check?text=Huawei", f"Authorization: Bearer {text}")
            for text in (wrong_id, wrong_secret, "x")
        )
        assert first.status == second.status == third.status == 401
        assert first.body == second.body == third.body
        assert call(tmp_path, "token", "revoke", "reader").returncode == 0
        assert server.get("/v1/check?text=Huawei", right).status == 401
        assert made["token"] not in server.log and "Huawei" not in server.log
        assert f" {made['id']} GET /v1/check 200 " in server.log


def test_wrong_tokens_take_the_same_time_over_the_wire(tmp_path):
    made = json.loads(call(tmp_path, "token", "create", "reader", "--format", "json").stdout)
    tokens = {
        "id": made["token"].replace(made["id"], "0" * len(made["id"])),
        "secret": made["token"][:-8] + "AAAAAAAA",
        "form": "x" * len(made["token"]),
    }
    with started(tmp_path, "--host", "0.0.0.0", "--per-minute", "1000000", "--access-log", "no") as server:
        times: dict[str, list[float]] = {kind: [] for kind in tokens}
        with server.connect() as sock:
            for _ in range(400):
                for kind, text in tokens.items():
                    begun = time.perf_counter()
                    sock.sendall(
                        f"GET /v1/check HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {text}\r\n\r\n".encode()
                    )
                    assert heard(sock).status == 401
                    times[kind].append(time.perf_counter() - begun)
    middle = [statistics.median(each) for each in times.values()]
    assert max(middle) < 1.8 * min(middle), middle


def test_too_many_requests(tmp_path):
    made = json.loads(call(tmp_path, "token", "create", "reader", "--format", "json").stdout)
    with started(tmp_path, "--host", "0.0.0.0", "--per-minute", "30", "--workers", "2") as server:
        statuses = [server.get("/v1/rules", f"Authorization: Bearer {made['token']}").status for _ in range(40)]
        refused = server.get("/v1/rules", f"Authorization: Bearer {made['token']}")
        assert statuses.count(429) >= 8 and statuses[0] != 429  # counted over both workers
        assert refused.status == 429 and 1 <= int(refused.headers["retry-after"]) <= 3
        assert refused.problem["detail"].endswith(".")


def test_answers_under_way_are_finished_when_it_is_told_to_stop(tmp_path):
    with started(tmp_path) as server, server.connect() as sock, server.connect():
        sock.sendall(b"POST /login HTTP/1.1\r\n" + HOST + b"Content-Type: application/x-www-form-urlencoded\r\n")
        sock.sendall(b"Content-Length: 7\r\n\r\ntok")
        time.sleep(0.3)
        server.process.send_signal(signal.SIGTERM)
        time.sleep(0.5)
        with pytest.raises(OSError):
            server.connect()
        sock.sendall(b"en=x")
        answer = heard(sock)
        assert answer.status == 401 and b"not known" in answer.body
        assert server.process.wait(10) == 0
        assert "Traceback" not in server.log and "ERROR" not in server.log


def test_a_stream_without_end_does_not_hold_the_stop_up_and_an_answer_is_waited_for(tmp_path):
    with started(tmp_path, part="slow_part") as server, server.connect() as stream, server.connect() as slow:
        stream.sendall(b"GET /endless HTTP/1.1\r\n" + HOST + b"\r\n")
        slow.sendall(b"GET /slow HTTP/1.1\r\n" + HOST + b"\r\n")
        assert b"beat" in stream.recv(65536) + stream.recv(65536)
        begun = time.monotonic()
        assert server.stop() == 0
        assert time.monotonic() - begun < 30
        assert heard(slow).body == b"done"
        assert "Traceback" not in server.log and "ERROR" not in server.log


def test_an_answer_that_takes_too_long_is_given_up(tmp_path):
    with started(tmp_path, "--seconds", "0.5", part="slow_part") as server, server.connect() as sock:
        for _ in range(2):  # and the connection goes on
            sock.sendall(b"GET /stuck HTTP/1.1\r\n" + HOST + b"\r\n")
            answer = heard(sock)
            assert answer.status == 503 and "0.5 s" in answer.problem["detail"] and "retry-after" in answer.headers
        assert server.alive() and "Traceback" not in server.log


def test_several_workers_share_a_socket_and_one_that_dies_is_replaced(tmp_path):
    with started(tmp_path, "--workers", "2") as server:
        first = server.workers()
        assert len(first) == 2
        os.kill(first[0], signal.SIGKILL)
        until = time.monotonic() + 20
        while time.monotonic() < until and (len(server.workers()) < 2 or first[0] in server.workers()):
            time.sleep(0.2)
        assert len(server.workers()) == 2 and first[0] not in server.workers()
        assert all(server.alive() for _ in range(20))
        workers = server.workers()
        assert server.stop() == 0
        assert not any(running(pid) for pid in workers)


def test_workers_end_with_their_parent_however_that_ends(tmp_path):
    with started(tmp_path, "--workers", "2") as server:
        workers = server.workers()
        server.process.kill()
        server.process.wait()
        until = time.monotonic() + 20
        while time.monotonic() < until and any(running(pid) for pid in workers):
            time.sleep(0.1)
        assert not any(running(pid) for pid in workers)


def test_each_worker_takes_up_a_new_snapshot_without_a_restart(tmp_path, small_pack):
    kept = tmp_path / "kept"
    with started(kept, "--workers", "2") as server:
        workers = server.workers()
        old = server.get("/readyz").body
        store = Store(kept)
        with store.writing() as room:
            identity = build(room / "new", small_pack.folder)
            store.switch(room / "new", identity, {}, room)
        time.sleep(2)
        server.get("/readyz")  # a worker looks when it is asked
        seen = {server.get("/readyz").body for _ in range(40)}
        assert len(seen) == 1 and old not in seen and identity.encode() in seen.pop()
        assert server.workers() == workers


def test_many_bad_clients_at_once(tmp_path):
    with started(tmp_path, "--idle-seconds", "2") as server:
        said = [
            b"x" * 100_000,
            b"GET / HTTP/1.1\r\n",
            b"POST /login HTTP/1.1\r\n" + HOST + b"Content-Length: 9\r\n\r\n",
            b"",
        ]

        def trouble(number: int) -> None:
            for n in range(25):
                try:
                    with server.connect() as sock:
                        sock.sendall(said[(number + n) % len(said)])
                except OSError:
                    pass

        threads = [threading.Thread(target=trouble, args=(number,)) for number in range(16)]
        for thread in threads:
            thread.start()
        assert all(server.alive() for _ in range(20))
        for thread in threads:
            thread.join()
        assert server.alive()
        assert "Traceback" not in server.log
