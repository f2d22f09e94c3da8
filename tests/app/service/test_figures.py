"""The figures of several workers are told as those of one server, whichever of them is asked."""

from __future__ import annotations

import json
import os
import re
import signal
import time

from started_server import started

from obstat.app.api import figures
from obstat.app.api.figures import Figures, Shared, added

ASKED = 40
LINE = re.compile(r'^obstat_requests_total{route="/v1/rules/{id}",method="GET",status="404"} (\d+)$', re.M)


def seen(server):
    """How many of our requests the worker that happens to answer tells of, and how many workers."""
    text = server.get("/metrics").body.decode()
    counted, workers = LINE.search(text), re.search(r"^obstat_processes (\d+)$", text, re.M)
    return int(counted[1]) if counted else 0, int(workers[1]), text


def test_two_workers_are_added_up_and_what_one_counted_outlives_it(tmp_path):
    with started(tmp_path, "--workers", "2") as server:
        for _ in range(ASKED):
            assert server.get("/v1/rules/nothing-of-it").status == 404
        until, told, workers = time.monotonic() + 15, [0], 0
        while (told[-1] < ASKED or workers < 2) and time.monotonic() < until:
            counted, workers, _ = seen(server)
            told.append(counted)
            time.sleep(0.05)
        told += [seen(server)[0] for _ in range(10)]
        assert told == sorted(told) and told[-1] == ASKED
        _, workers, text = seen(server)
        assert workers == 2 and text.count("obstat_snapshot_info{") == 2
        assert all(f'process="{pid}"' in text for pid in server.workers())
        (buckets,) = re.findall(r'^obstat_request_seconds_count{route="/v1/rules/{id}"} (\d+)$', text, re.M)
        assert int(buckets) == ASKED
        first = server.workers()[0]
        files = list((tmp_path / "service" / "figures" / str(server.process.pid)).glob("*.json"))
        assert len(files) == 2 and all(file.stat().st_mode & 0o777 == 0o600 for file in files)
        os.kill(first, signal.SIGKILL)
        until = time.monotonic() + 20
        while first in server.workers() or len(server.workers()) < 2:
            assert time.monotonic() < until
            time.sleep(0.1)
        assert all(seen(server)[0] == ASKED for _ in range(5))
        assert server.stop() == 0
        assert not any((tmp_path / "service" / "figures").iterdir())


def test_of_those_that_have_ended_only_what_they_counted_is_added():
    first = Figures({"GET 200 /x": 2}, {"/x": [1, 1]}, {"/x": 0.5}, 3, 10, 1, 100, 50.0, False, {"1": "a"})
    second = Figures({"GET 200 /x": 5, "GET 404 /y": 1}, {"/x": [5, 0], "/y": [0, 1]}, {"/x": 1.0, "/y": 2.0}, 4, 20,
                     2, 200, 40.0, True, {"2": "b"})  # fmt: skip
    whole = added([(first, True), (second, False)])
    assert whole.requests == {"GET 200 /x": 7, "GET 404 /y": 1}
    assert whole.seconds == {"/x": [6, 1], "/y": [0, 1]} and whole.total == {"/x": 1.5, "/y": 2.0}
    assert (whole.kept_found, whole.kept_bytes, whole.memory, whole.under_way) == (7, 10, 100, 1)
    assert (whole.started, whole.refused, whole.snapshots) == (50.0, False, {"1": "a"})


def test_what_a_killed_server_left_is_removed_and_a_file_that_cannot_be_read_is_none(tmp_path):
    left, running = tmp_path / "figures" / "1", tmp_path / "figures" / "2"
    for folder in (left, running):
        folder.mkdir(parents=True)
        (folder / "3-1.json").write_text(json.dumps({"kept_found": 1}))
    os.utime(left / "3-1.json", (0, 0))
    (running / "4-1.json").write_text("{")
    with figures.shared_by_workers(tmp_path):
        assert not left.exists()
        assert [one.kept_found for one, _ in Shared(tmp_path, 2).all()] == [1]
    assert running.exists()
