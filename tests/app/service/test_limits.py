"""What a request may cost."""

from __future__ import annotations

import asyncio
import contextlib
import time

import anyio
import pytest
from starlette.requests import Request
from starlette.responses import PlainTextResponse, StreamingResponse

from obstat.app.service.configuration import Limits
from obstat.app.service.doors import door
from obstat.app.service.limits import Bounded, Rates, address_key
from obstat.app.service.problems import Problem
from obstat.app.service.running import most_connections

# --- how many --------------------------------------------------------------------------------------------------------


def test_so_many_at_once_and_then_so_many_a_minute(monkeypatch):
    now = 1000.0
    monkeypatch.setattr(time, "monotonic", lambda: now)
    rates = Rates(60)
    assert [rates.wait("a") for _ in range(60)] == [0.0] * 60
    assert rates.wait("a") == pytest.approx(1)
    assert rates.wait("b") == 0  # another has his own
    now += 1.01
    assert rates.wait("a") == 0 and rates.wait("a") > 0
    now += 3600
    assert [rates.wait("a") for _ in range(61)].count(0.0) == 60


def test_workers_count_together(tmp_path):
    shared = tmp_path / "service" / "rates"
    Rates.prepare(shared)
    first, second = Rates(10, shared), Rates(10, shared)
    assert sum(one.wait("a") == 0 for one in (first, second) * 10) == 10
    Rates.prepare(shared)
    assert Rates(10, shared).wait("a") == 0


def test_a_damaged_file_of_rates_is_done_without(tmp_path):
    (tmp_path / "rates").write_bytes(b"x")
    assert Rates(10, tmp_path / "rates").wait("a") == 0


def test_a_customer_of_ipv6_is_one():
    assert address_key("2001:db8::1") == address_key("2001:db8::ffff") != address_key("2001:db8:0:1::1")
    assert address_key("::ffff:192.0.2.1") == "192.0.2.1" == address_key("192.0.2.1")
    assert address_key("testclient") == "testclient"


# --- how large, how long ---------------------------------------------------------------------------------------------


def ask(app, pieces, limits, *, path="/v1/check", method="POST", headers=(), pause=0.0):
    """Call an application behind the guard with the pieces of a body; the statuses and bodies that it sent."""
    sent: list = []
    left = list(pieces)

    async def receive():
        if not left:
            await anyio.sleep_forever()
        await anyio.sleep(pause)
        body = left.pop(0)
        return {"type": "http.request", "body": body, "more_body": bool(left)}

    async def send(message):
        sent.append(message)

    async def call():
        scope = {"type": "http", "method": method, "path": path, "headers": list(headers), "query_string": b""}
        await Bounded(app, limits)({**scope, "state": {"door": door(method, path)}}, receive, send)

    asyncio.run(call())
    return sent


async def reading(scope, receive, send):
    body = await Request(scope, receive).body()
    await PlainTextResponse(str(len(body)))(scope, receive, send)


def test_a_body_within_its_size():
    assert ask(reading, [b"ab", b"c"], Limits(body=3))[1]["body"] == b"3"


def test_a_body_beyond_its_size_is_refused_before_and_while_it_is_read():
    for pieces, headers in (([], [(b"content-length", b"4")]), ([b"ab", b"cd"], [])):
        with pytest.raises(Problem) as refused:
            ask(reading, pieces, Limits(body=3), headers=headers)
        assert refused.value.status == 413 and "3 bytes" in refused.value.detail


def test_each_address_has_its_size():
    limits = Limits(body=1, story=2, upload=3)
    for path, size in (("/v1/check", 1), ("/v1/news", 2), ("/v1/screen", 3), ("/screen", 3), ("/story", 2)):
        assert ask(reading, [b"a" * size], limits, path=path)[1]["body"] == str(size).encode()
        with pytest.raises(Problem):
            ask(reading, [b"a" * (size + 1)], limits, path=path)


def test_a_silent_client():
    with pytest.raises(Problem) as refused:
        ask(reading, [b"a", b"b"], Limits(idle_seconds=0.05), pause=0.2)
    assert refused.value.status == 408


def test_a_dripping_client():
    with pytest.raises(Problem) as refused:
        ask(reading, [b"a"] * 100, Limits(idle_seconds=1, seconds=0.1), pause=0.02)
    assert refused.value.status == 408


def test_time_in_which_the_client_sends_is_not_counted():
    assert ask(reading, [b"a" * 1024] * 5, Limits(seconds=0.1, idle_seconds=1), pause=0.06)[1]["body"] == b"5120"


async def slow(scope, receive, send):
    await anyio.sleep(30)


async def slow_and_deaf(scope, receive, send):
    with contextlib.suppress(asyncio.CancelledError):
        await anyio.sleep(30)
    await PlainTextResponse("late")(scope, receive, send)


async def slow_thread(scope, receive, send):
    await anyio.to_thread.run_sync(time.sleep, 0.5)
    await PlainTextResponse("late")(scope, receive, send)


@pytest.mark.parametrize("app", [slow, slow_and_deaf, slow_thread])
def test_an_answer_that_takes_too_long(app):
    sent = ask(app, [b""], Limits(seconds=0.1))
    assert [message["type"] for message in sent] == ["http.response.start", "http.response.body"]
    assert sent[0]["status"] == 503 and b"0.1 s" in sent[1]["body"]
    assert (b"retry-after", b"10") in sent[0]["headers"]


def test_a_stream_that_has_begun_may_go_on():
    async def pieces():
        for _ in range(3):
            yield b"a"
            await anyio.sleep(0.1)

    async def app(scope, receive, send):
        async def drop(message):
            await send(message)

        response = StreamingResponse(pieces())
        await response.stream_response(drop)

    assert sum(len(message.get("body", b"")) for message in ask(app, [b""], Limits(seconds=0.05))) == 3


@pytest.mark.parametrize(("files", "connections"), [(20_000, 15_904), (8192, 4096), (1024, 480), (64, 16), (16, 16)])
def test_files_are_left_for_other_things_than_connections(files, connections):
    assert most_connections(files) == connections
