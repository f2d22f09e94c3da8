"""Inventories in blocks, in processes, and gone on with after an interruption."""

from __future__ import annotations

import dataclasses
import signal
import subprocess
import sys
import time

import polars as pl
import pytest

from obstat.model.errors import InvalidValue
from obstat.screening.asking import Answer, Asking, subject_of
from obstat.screening.inventory import Screening
from obstat.screening.kept import Kept
from obstat.screening.workers import Workers

ROLES = {"supplier": "name", "model": "model", "mac": "mac", "ids": "given", "made": "made_in", "unreadable": "fault"}
ASKED = {"activity": "procure_public", "on": "2026-11-20"}
MACS = ("44:19:b6:01:02:03", "4419.b601.0203", "44-19-B6-00-00-00", "02:11:22:33:44:55", "3c:22:fb:00:00:01",
        "00:50:c2:00:10:01", "zz", "ff:ff:ff:ff:ff:ff", "0011223344556677", None)  # fmt: skip
NAMES = ("Hikvision", "Acme Widgets", "Huawei", None, "n/a", "ZTE Corporation", "Kaspersky", "Bolt & Co")


@pytest.fixture
def frame():
    rows = [
        {
            "supplier": NAMES[at % len(NAMES)],
            "model": "DS-2CD2043G2-I" if at % 7 == 0 else None,
            "mac": MACS[at % len(MACS)],
            "ids": f"mac {MACS[at % 3]}" if at % 3 else f"mac {MACS[4]}\nfcc_id 2ADTD-X",
            "made": "CN" if at % 5 else None,
            "unreadable": "Cut off." if at % 11 == 10 else None,
            "note": str(at),
        }
        for at in range(160)
    ]
    return pl.DataFrame(rows, schema=dict.fromkeys(rows[0], pl.String))


def plain(frame, roles=ROLES):
    """The answers of the rows, asked one by one."""
    import obstat

    asking = Asking(obstat.open(), ASKED)
    used = [name for name in frame.columns if name in roles]
    return [
        asking.answer(subject_of(dict(zip(used, row, strict=True)), roles)) for row in frame.select(used).iter_rows()
    ]


def test_each_row_has_the_answer_that_it_would_have_alone(ob, frame):
    with Screening(ob, ASKED, ROLES) as screening:
        found = pl.concat([screening.block(frame[at : at + 37]) for at in range(0, frame.height, 37)])
    assert found.select(frame.columns).equals(frame)
    for row, answer in zip(found.iter_rows(named=True), plain(frame), strict=True):
        for name in ("status", "fault"):
            assert row[f"obstat_{name}"] == getattr(answer, name)
        for name in ("rules", "findings", "parties", "products", "needs"):
            assert tuple(row[f"obstat_{name}"]) == getattr(answer, name), row
        assert len(row["obstat_evidence"]) == len(answer.evidence)
        assert len(row["obstat_notes"]) == len(answer.notes)


def test_an_address_is_told_by_its_block(ob):
    frame = pl.DataFrame({"mac": ["44:19:b6:01:02:03", "3c:22:fb:00:00:01"]})
    with Screening(ob, ASKED, {"mac": "mac"}) as screening:
        found = screening.block(frame)
    assert "mac 44:19:b6… " in found["obstat_evidence"][0][0]
    assert "3c:22:fb… (Apple, Inc.)" in found["obstat_notes"][1][0]


def test_processes_give_what_one_gives(ob, frame):
    used = list(ROLES)
    subjects = list(frame.select(used).iter_rows())
    workers = Workers(ob.snapshot.folder, ASKED, used, ROLES, 2)
    try:
        assert list(workers.answers(subjects)) == plain(frame)
    finally:
        workers.close()
    assert Workers(ob.snapshot.folder, ASKED, used, ROLES, 1).answers(subjects) is None


def test_what_is_forgotten_is_asked_again(ob, frame, monkeypatch):
    with Screening(ob, ASKED, ROLES) as screening:
        whole = screening.block(frame)
    monkeypatch.setattr("obstat.screening.inventory._MOST_SUBJECTS", 10)
    with Screening(ob, ASKED, ROLES) as screening:
        parts = [screening.block(frame[at : at + 20]) for at in range(0, frame.height, 20)]
    assert pl.concat(parts).equals(whole)


def test_progress_comes_to_the_rows(ob, frame):
    told = []
    with Screening(ob, ASKED, ROLES) as screening:
        screening.block(frame, told.append)
        screening.block(frame, told.append)
    assert sum(told) == pytest.approx(2 * frame.height)


def test_columns_that_say_nothing_are_an_error_that_names_the_way_out(ob):
    with pytest.raises(InvalidValue, match="--column COLUMN=ROLE"):
        Screening(ob, ASKED, {"note": "hostname"})


ANSWER = Answer("prohibited", "Because.", None, ("r",), ("r prohibited",), ("p",), (), ("actor",), ("e", "f"), ())


def test_answers_are_found_again_by_the_same_run_only(tmp_path):
    output, run = tmp_path / "out.csv", {"asked": {"on": "2026-11-20"}, "snapshot": "sha256:1"}
    kept = Kept(output, run)
    kept.put(("a", None), ANSWER)
    kept.put(("b", "c"), dataclasses.replace(ANSWER, status=None, fault="No."))
    kept.close(finished=False)
    assert list(tmp_path.iterdir()) == []  # nothing is written in the first seconds
    kept.save()
    kept.close(finished=False)
    again = Kept(output, run)
    assert (again.found, again.get(("a", None)), again.get(("a", "None"))) == (2, ANSWER, None)
    assert again.get(("b", "c")).fault == "No."
    again.close(finished=False)
    other = Kept(output, {**run, "snapshot": "sha256:2"})
    assert (other.found, other.get(("a", None))) == (0, None)
    other.close(finished=True)
    assert list(tmp_path.iterdir()) == []


def test_a_run_does_not_disturb_another_on_the_same_output(tmp_path):
    first = Kept(tmp_path / "out.csv", {"asked": 1})
    first.put(("a",), ANSWER)
    first.save()
    with pytest.raises(InvalidValue, match="Another run is at work"):
        Kept(tmp_path / "out.csv", {"asked": 1})
    first.close(finished=True)


def test_a_damaged_file_is_thrown_away(tmp_path):
    (tmp_path / ".out.csv.unfinished").write_bytes(b"no database" * 1000)
    assert Kept(tmp_path / "out.csv", {"asked": 1}).found == 0


def test_a_run_that_is_killed_goes_on(tmp_path):
    rows = 3_000
    source, target, whole = tmp_path / "in.csv", tmp_path / "out.parquet", tmp_path / "whole.parquet"
    lines = (f"Supplier {at} Huawei Trading {at % 977} Ltd,{at}" for at in range(rows))
    source.write_text("Supplier,Amount\n" + "\n".join(lines) + "\n", encoding="utf-8")
    command = [sys.executable, "-m", "obstat", "screen", str(source), "--on", "2026-11-20", "--format", "json"]
    running = subprocess.Popen([*command, "-o", str(target)], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    unfinished = tmp_path / ".out.parquet.unfinished"
    ends = time.monotonic() + 120
    while not unfinished.exists() and running.poll() is None and time.monotonic() < ends:
        time.sleep(0.05)
    time.sleep(1)
    running.send_signal(signal.SIGKILL)
    running.communicate()
    assert unfinished.exists() and not target.exists()
    again = subprocess.run([*command, "-o", str(target)], capture_output=True, text=True, check=True)
    assert "Going on with a run that was interrupted" in again.stderr
    subprocess.run([*command, "-o", str(whole)], capture_output=True, check=True)
    assert pl.read_parquet(target).equals(pl.read_parquet(whole))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.csv", "out.parquet", "whole.parquet"]


def test_blocks_that_an_imported_registry_gives_otherwise_do_not_stop_a_run(ob, monkeypatch):
    signals = ob.identifier.signals
    odd = {("mac", "aabbcc0/25"): "Half a block", ("mac", "44:19:b7"): "Other signs", ("mac", "aabbccd"): "A block"}
    monkeypatch.setattr(signals, "_assigned", odd, raising=False)
    prefixes = list(signals.mac_prefixes())
    assert "aabbccd" in prefixes and not {"aabbcc0/25", "44:19:b7"} & set(prefixes)
    with Screening(ob, ASKED, {"mac": "mac"}) as screening:
        assert screening.block(pl.DataFrame({"mac": ["aa:bb:cc:0d:00:01"]})).height == 1
