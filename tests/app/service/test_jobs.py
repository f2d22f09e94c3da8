"""Uploads screened by a server: the same answers as the command, through jobs that a restart does not lose."""

from __future__ import annotations

import io
import json
import os
import time
import zipfile

import polars as pl
import pytest
from job_calls import ASKED, LEDGER, done, ended, refused, sent
from listening import listening

from obstat.app.service import problems
from obstat.app.service.configuration import Configuration, Limits
from obstat.app.service.jobs import arriving, exploring, running
from obstat.app.service.jobs.job import Job, shown_name
from obstat.app.service.jobs.kept import Jobs
from obstat.app.service.jobs.progress import Progress
from obstat.app.service.served import Service

OPTIONS = ("--activity", "spend_public_funds", "--on", "2026-11-20")


@pytest.fixture
def service(tmp_path):
    return Service(Configuration(tmp_path / "store", limits=Limits(upload=1 << 20, rows=1000)))


@pytest.fixture
def client(service):
    with listening(service) as client:
        yield client


def test_the_result_is_what_the_command_writes_in_every_form(client, run, tmp_path):
    (tmp_path / "ledger.csv").write_text(LEDGER, encoding="utf-8")
    status = done(client)
    assert status["rows"] == {"done": 4, "total": 4}
    assert status["statuses"] == {"prohibited": 1, "undecided": 1, "no_record": 2}
    assert status["columns"]["Manufacturer"].startswith("name (")
    for form in ("csv", "jsonl", "html", "parquet", "xlsx"):
        ran = run(
            "screen", str(tmp_path / "ledger.csv"), *OPTIONS, "-o", str(tmp_path / f"o.{form}"), "--format", "json"
        )
        answer = client.get(status["links"][f"result.{form}"])
        assert answer.status_code == 200
        assert answer.headers["content-disposition"] == f'attachment; filename="ledger-screened.{form}"'
        expected = (tmp_path / f"o.{form}").read_bytes()
        if form == "parquet":
            assert pl.read_parquet(io.BytesIO(answer.content)).equals(pl.read_parquet(io.BytesIO(expected)))
        elif form == "xlsx":
            mine, theirs = (zipfile.ZipFile(io.BytesIO(data)) for data in (answer.content, expected))
            for name in theirs.namelist():
                assert name == "docProps/core.xml" or mine.read(name) == theirs.read(name), name
        else:
            assert answer.content == expected
    assert client.get(status["links"]["summary"]).json() == ran.json


def test_a_file_is_named_in_the_address(client):
    answer = client.post("/v1/screen?name=a.csv&in=DE&activity=sell", content=LEDGER.encode())
    assert (answer.status_code, answer.json()["file"], answer.json()["question"]["jurisdiction"]) == (
        202,
        "a.csv",
        "DE",
    )
    assert ended(client, answer.json()["id"])["state"] == "done"
    form = client.post("/v1/screen?name=b.csv&hold=yes", files={"file": ("a.csv", LEDGER)})
    assert (form.status_code, form.json()["file"]) == (202, "b.csv")


def test_events_tell_of_true_progress_until_the_end_and_go_on_from_the_last_one(client):
    rows = "Manufacturer;Model\n" + "".join(f"Maker{n};Model {n}\n" for n in range(900))
    id = sent(client, rows).json()["id"]
    with client.stream("GET", f"/v1/screen/{id}/events") as answer:
        assert answer.headers["content-type"].startswith("text/event-stream")
        told = [json.loads(line[6:]) for line in answer.iter_lines() if line.startswith("data: ")]
    counts = [each["rows"]["done"] for each in told]
    assert counts == sorted(counts) and counts[-1] == 900
    assert [each["revision"] for each in told] == sorted({each["revision"] for each in told})
    assert told[-1]["state"] == "done"
    last = {"Last-Event-ID": str(told[-1]["revision"])}
    assert client.get(f"/v1/screen/{id}/events", headers=last).status_code == 204
    again = client.get(f"/v1/screen/{id}/events", headers={"Last-Event-ID": "1"}).text
    assert again.count("event: end") == 1


def test_columns_are_corrected_before_the_job_runs(client):
    table = "A;B\nHikvision;5\nCisco;6\n"
    status = sent(client, table, hold="yes").json()
    assert (status["state"], status["held"]) == ("waiting", True)
    seen = client.get(status["links"]["columns"]).json()
    assert [each["column"] for each in seen["columns"]] == ["A", "B"]
    assert seen["columns"][0]["samples"] == ["Hikvision", "Cisco"]
    assert "mac" in seen["roles"]
    wrong = client.post(status["links"]["columns"], json={"columns": {"A": "nmae"}})
    assert "name" in refused(wrong, 422)
    assert "A, B" in refused(client.post(status["links"]["columns"], json={"columns": {"C": "name"}}), 422)
    assert "JSON" in refused(client.post(status["links"]["columns"], content=b"[1"), 422)
    time.sleep(0.7)
    assert client.get(status["links"]["self"]).json()["held"]
    answer = client.post(status["links"]["columns"], json={"columns": {"A": "name", "B": None}})
    assert answer.status_code == 202
    ended_as = ended(client, status["id"])
    assert (ended_as["state"], ended_as["columns"]) == ("done", {"A": "name (as you said)", "B": "- (as you said)"})


def test_a_job_that_knew_no_column_runs_again_with_one_that_is_told(client):
    status = sent(client, "Zahl;Wert\n1;2\n3;4\n4;5\n").json()
    failed = ended(client, status["id"])
    assert failed["state"] == "failed"
    assert "column" in failed["message"] and "--" not in failed["message"]
    assert client.post(status["links"]["columns"], json={"columns": {"Zahl": "model"}}).status_code == 202
    again = ended(client, status["id"])
    assert (again["state"], again["columns"]["Zahl"]) == ("done", "model (as you said)")
    assert again["revision"] > failed["revision"]


def test_rows_are_paged_filtered_searched_and_grouped(client):
    rows = "Manufacturer;Model;Place\n" + "".join(f"{m};X{n};{n % 3}\n" for n in range(90) for m in ("Huawei", "Cisco"))
    here = done(client, rows)["links"]["rows"]
    page = client.get(here, params={"offset": 170, "limit": 20}).json()
    assert (page["total"], page["matching"], [row["row"] for row in page["rows"]]) == (180, 180, list(range(171, 181)))
    only = client.get(here, params={"status": "prohibited", "limit": 5}).json()
    assert (only["matching"], [row["row"] for row in only["rows"]]) == (90, [1, 3, 5, 7, 9])
    assert only["rows"][0]["cells"]["Manufacturer"] == "Huawei" and only["rows"][0]["findings"]
    found = client.get(here, params={"q": "hUAWEI", "group": "Place"}).json()
    assert found["groups"] == [{"value": str(n), "rows": 30} for n in range(3)]
    by_rule = client.get(here, params={"group": "parties", "where": "Place=1"}).json()
    assert {"value": "huawei", "rows": 30} in by_rule["groups"]
    assert client.get(here, params={"where": "parties=huawei"}).json()["matching"] == 90
    assert client.get(here, params={"q": "(.*[\\"}).json()["matching"] == 0
    assert "status" in refused(client.get(here, params={"status": "bad"}), 422)
    assert "column" in refused(client.get(here, params={"group": "nothing"}), 422)
    for wrong in ({"limit": "x"}, {"limit": "5000"}, {"offset": "-1"}, {"ofset": "1"}, {"where": "x"}):
        refused(client.get(here, params=wrong), 422)


def test_the_name_of_a_scan_stands_in_its_rows(client):
    scan = "? (10.0.0.7) at 44:19:b6:01:02:03 [ether] on eth0\n? (10.0.0.8) at <incomplete> on eth0\n"
    status = done(client, scan, "a/../b\\neigh bours")
    rows = client.get(status["links"]["rows"]).json()["rows"]
    assert {row["cells"]["file"] for row in rows} == {"neigh bours"}
    assert status["statuses"] == {"undecided": 1, "not_read": 1}


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (os.urandom(3000), "format"),
        (b"\x89PNG\r\n\x1a\n" + bytes(500), "format"),
        (b"   \n\n", "empty"),
        ("Zahl;Wert\n1;2\n3;4\n4;5\n", "column"),
        (b"PK\x03\x04 broken", ""),
        ("Manufacturer;Model\n" + "a;b\n" * 1001, "1,000"),
    ],
)
def test_what_cannot_be_screened_fails_with_a_sentence(client, data, word):
    status = ended(client, sent(client, data, "my file.csv").json()["id"])
    assert (status["state"], "my file.csv" in status["message"]) == ("failed", True)
    assert word in status["message"] and "the-uploaded-file" not in status["message"]
    assert "my file.csv" in refused(client.get(status["links"]["result.csv"]), 409)


def test_a_table_without_rows_has_a_result_without_rows(client):
    status = done(client, "Manufacturer;Model\n", format="xlsx")
    assert status["rows"]["done"] == 0
    assert client.get(status["links"]["rows"]).json()["rows"] == []
    for form in ("csv", "xlsx", "html", "jsonl"):
        assert client.get(status["links"][f"result.{form}"]).status_code == 200


def test_another_encoding_is_read(client):
    status = done(client, "Hersteller;Menge\nHikvision Münchén;5\n".encode("cp1252"))
    assert client.get(status["links"]["rows"]).json()["rows"][0]["cells"]["Hersteller"] == "Hikvision Münchén"


def test_two_uploads_of_one_file_are_two_jobs(client):
    one, two = (sent(client, LEDGER).json()["id"] for _ in range(2))
    assert one != two and ended(client, one)["statuses"] == ended(client, two)["statuses"]


@pytest.mark.parametrize(
    ("fields", "word"),
    [
        ({"activity": "sel"}, "sell"),
        ({"on": "2026-13-01"}, "2026-13-01"),
        ({"format": "pdf"}, "csv"),
        ({"column": "Manufacturer"}, "Manufacturer=name"),
        ({"column": "Manufacturer=nmae"}, "name"),
        ({"hold": "maybe"}, "yes or no"),
        ({"input_format": "xyz"}, "nmap"),
        ({"jurisdicton": "US"}, "jurisdiction"),
    ],
)
def test_a_wrong_field_is_told_and_leaves_nothing(client, service, fields, word):
    assert word in refused(sent(client, LEDGER, **fields), 422)
    assert word in refused(client.post("/v1/screen", params={"name": "a", **ASKED, **fields}, content=b"x"), 422)
    assert not [each for each in (service.configuration.folder / "jobs").glob("*") if each.is_dir()]


def test_uploads_that_are_too_large_wrong_or_none_leave_nothing(client, service):
    big = b"a;b\n" * (1 << 19)
    assert "split" in refused(sent(client, big), 413)
    assert "split" in refused(client.post("/v1/screen?name=x", content=iter([big])), 413)
    assert "file" in refused(client.post("/v1/screen", data={"activity": "sell"}), 422)
    assert "empty" in refused(client.post("/v1/screen?name=x", content=b""), 422)
    assert "empty" in refused(sent(client, b""), 422)
    form = {"Content-Type": "multipart/form-data; boundary=b"}
    cut = b'--b\r\nContent-Disposition: form-data; name="file"; filename="x.csv"\r\n\r\na;b\r\n'
    refused(client.post("/v1/screen", content=cut, headers=form), 400)
    refused(client.post("/v1/screen", content=b"rubbish", headers=form), 400)
    refused(client.post("/v1/screen", content=cut, headers={"Content-Type": "multipart/form-data"}), 400)
    two = [("file", ("a", b"a;b\n1;2")), ("file", ("b", b"a;b\n"))]
    assert ".zip" in refused(client.post("/v1/screen", files=two), 422)
    assert not [each for each in (service.configuration.folder / "jobs").glob("*") if each.is_dir()]


def test_a_full_disk_is_told(client, service, monkeypatch):
    class Full:
        free = 0

    monkeypatch.setattr(arriving.shutil, "disk_usage", lambda path: Full)
    assert "room" in refused(sent(client, LEDGER), 507)


@pytest.mark.parametrize("id", ["x", "..", "%2e%2e", "..%2f..%2fetc", "a" * 22, "-" * 22, "a" * 5000, "%00" * 22])
def test_an_id_that_nobody_has_is_not_found(client, id):
    for end in ("", "/events", "/columns", "/rows", "/result.csv", "/summary"):
        answer = client.get(f"/v1/screen/{id}{end}")
        assert answer.status_code in (400, 404, 405) and "root" not in answer.text
    assert client.delete(f"/v1/screen/{id}").status_code in (400, 404, 405)


def test_what_is_not_done_has_no_result_and_an_unknown_form_is_told(client):
    status = sent(client, LEDGER, hold="yes").json()
    for name in ("rows", "summary", "result.csv"):
        assert "waiting" in refused(client.get(status["links"][name]), 409)
    assert "csv" in refused(client.get(f"{status['links']['self']}/result.exe"), 422)


def test_a_deleted_job_is_gone_from_the_disk_even_while_it_runs(client, service):
    rows = "Manufacturer;Model\n" + "".join(f"Maker{n};Model {n}\n" for n in range(900))
    id = sent(client, rows).json()["id"]
    while client.get(f"/v1/screen/{id}").json()["state"] == "waiting":
        time.sleep(0.05)
    assert client.delete(f"/v1/screen/{id}").status_code == 204
    assert client.get(f"/v1/screen/{id}").status_code == 404
    end = time.monotonic() + 30
    while (service.configuration.folder / "jobs" / id).exists() and time.monotonic() < end:
        time.sleep(0.1)
    assert not (service.configuration.folder / "jobs" / id).exists()


def test_a_job_is_there_only_for_who_made_it(service):
    jobs = Jobs.of(service)
    id = "a" * 22
    folder = jobs.folder / id
    folder.mkdir(parents=True)
    Job(id, "token-1", "x", "csv", {}, {}, None, "", "", 1, 0.0).write(folder)
    assert jobs.found(id, "token-1").id == id
    for other in ("token-2", None):
        with pytest.raises(problems.Problem) as told:
            jobs.found(id, other)
        assert told.value.status == 404


def test_names_of_files_are_words_not_paths():
    assert shown_name("../../etc/passwd") == "passwd"
    assert shown_name("C:\\x\\inv\u202egpj.csv\x00") == "invgpj.csv"
    assert shown_name("..") == shown_name("") == shown_name("a/") == "upload"
    assert len(shown_name("x" * 5000)) == 200


def test_the_folders_of_jobs_are_private(client, service):
    id = sent(client, LEDGER, hold="yes").json()["id"]
    for folder in (service.configuration.folder / "jobs", service.configuration.folder / "jobs" / id):
        assert folder.stat().st_mode & 0o777 == 0o700


def test_a_stopped_server_goes_on_with_its_jobs_when_it_is_started_again(tmp_path):
    configuration = Configuration(tmp_path / "store", limits=Limits(rows=200_000))
    rows = "Manufacturer;Model\n" + "".join(f"Huawei;Model {n}\n" for n in range(2_000))
    with listening(Service(configuration)) as client:
        id = sent(client, rows).json()["id"]
        end = time.monotonic() + 60
        while client.get(f"/v1/screen/{id}").json()["rows"]["done"] < 600 and time.monotonic() < end:
            time.sleep(0.05)
    stopped = Progress.read(configuration.folder / "jobs" / id)
    assert (stopped.state, "started again" in stopped.message) == ("stopped", True)
    with listening(Service(configuration)) as client:
        end = time.monotonic() + 200
        while (status := client.get(f"/v1/screen/{id}").json())["state"] != "done" and time.monotonic() < end:
            assert status["state"] in ("running", "stopped"), status
            time.sleep(0.05)
        assert status["rows"]["done"] == 2_000
        assert Progress.read(configuration.folder / "jobs" / id).begun == 2


def test_a_job_that_ends_with_its_server_each_time_is_told_as_failed(tmp_path):
    folder = tmp_path / ("a" * 22)
    folder.mkdir()
    (folder / "queued").write_text("1")
    Progress(state="running", begun=4).write(folder)
    running.Runner(tmp_path, 1)._begin_job(folder)
    assert (Progress.read(folder).state, (folder / "queued").exists()) == ("failed", False)


def test_a_process_that_dies_is_told(tmp_path):
    folder = tmp_path / ("a" * 22)
    folder.mkdir()
    (folder / "queued").write_text("1")
    Progress(state="running", begun=1, done=5).write(folder)
    running.Runner(tmp_path, 1)._ended(folder, -9)
    told = Progress.read(folder)
    assert (told.state, told.done, (folder / "queued").exists()) == ("failed", 5, False)
    assert "memory" in told.message


def test_old_jobs_and_uploads_that_broke_off_are_swept(tmp_path):
    old, new, off = tmp_path / ("a" * 22), tmp_path / ("b" * 22), tmp_path / f".arriving-{'c' * 22}"
    for folder in (old, new, off):
        folder.mkdir()
        (folder / "job.json").write_text("{}")
    for path in (old / "job.json", off):
        os.utime(path, (0, 0))
    running.Runner(tmp_path, 1)._sweep()
    arriving._swept(tmp_path, time.time() - 3600)
    assert [each.name for each in tmp_path.iterdir()] == [new.name]


def test_a_file_may_be_as_large_as_is_said_whatever_its_form_takes(client, service):
    most = service.configuration.limits.upload
    assert sent(client, b"a;b\n" * (most // 4)).status_code == 202
    assert "split" in refused(sent(client, b"a;b\n" * (most // 4) + b"x"), 413)
    exact = {"name": "a.csv", **ASKED}
    assert client.post("/v1/screen", params=exact, content=b"a;b\n" * (most // 4)).status_code == 202
    assert "split" in refused(client.post("/v1/screen", params=exact, content=b"a;b\n" * (most // 4) + b"x"), 413)


def test_a_result_is_looked_through_by_a_process_that_is_begun_anew_when_it_ended(client):
    status = done(client)
    address = f"/v1/screen/{status['id']}/rows"
    first = client.get(address).json()
    exploring._IDLE[-1].kill()
    exploring._IDLE[-1].wait()
    assert client.get(address).json() == first and first["total"] == 4
    assert client.get(address, params={"group": "nothing"}).status_code == 422
    exploring.let_go()
    assert client.get(address).json() == first


def test_a_job_that_is_deleted_while_a_form_is_made_is_gone(client, service, monkeypatch):
    status = done(client)
    jobs = Jobs.of(service)

    async def slow(folder, task, patience, *more):
        (folder / "gone").touch()

    monkeypatch.setattr(jobs.runner, "aside", slow)
    assert client.get(f"/v1/screen/{status['id']}/result.xlsx").status_code == 404
