"""Files screened on pages, without a script: upload, columns, progress, rows, results."""

from __future__ import annotations

import time

import pytest
from listening import listening
from read_page import page

from obstat.app.service.configuration import Configuration
from obstat.app.service.served import Service

EVIL = "<script>alert(1)</script>"
LEDGER = f"""Supplier,Item,{EVIL},Made
Huawei Technologies,Mate 10 Pro,1,CN
Hikvision,Camera,2,CN
"{EVIL}",Box,3,
Nokia,Radio,{EVIL},FI
""".encode()
FIELDS = {"actor": "", "activity": "sell", "jurisdiction": "US", "on": "2026-11-20", "purpose": "", "equipment": ""}


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    with listening(Service(Configuration(tmp_path_factory.mktemp("screen") / "store"))) as client:
        client.follow_redirects = True
        yield client


def upload(client, data=LEDGER, name=f"{EVIL}.csv", **fields):
    return client.post("/screen", files={"file": (name, data)}, data={**FIELDS, "hold": "yes", **fields})


def ended(client, address, seconds=90):
    """The page when the job has ended, as a browser without scripts gets there: it loads it anew."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        answer = client.get(address)
        found = page(answer)
        if 'http-equiv="refresh"' not in answer.text:
            return found
        time.sleep(0.3)
    raise AssertionError("The job did not end.")


@pytest.fixture(scope="module")
def done(client):
    """The address of a file that was screened."""
    answer = upload(client)
    found = page(answer)
    assert "What the columns were taken for" in found.text
    assert EVIL in found.text
    assert found.forms[0]["action"] == f"{answer.url.path}/columns"
    ended(client, page(client.post(f"{answer.url.path}/columns", data={"role-0": "name", "role-3": "made_in"})).address)
    return answer.url.path


def test_a_file_goes_from_upload_over_its_columns_to_its_rows(client, done):
    found = page(client.get(done))
    assert "4 rows in, 4 rows out" in found.text
    assert EVIL in found.text
    assert "/parties/huawei" in found.links
    assert "/rules/us-fcc-cl-huawei" in found.links
    told = client.get(f"/v1/screen{done.removeprefix('/screen')}").json()
    assert told["statuses"]["prohibited"] == 1
    assert done in page(client.get("/screen")).links


@pytest.mark.parametrize(
    ("query", "rows"),
    [
        ("status=prohibited", 1),
        ("q=hikvis", 1),
        ("q=%3Cscript", 2),
        ("where=Supplier=Nokia", 1),
        ("where=parties=huawei", 1),
        ("group=rules", 4),
        ("group=Supplier&status=no_record", 2),
        ("offset=3", 1),
        ("q=nothing-like-it", 0),
    ],
)
def test_rows_are_filtered_searched_and_counted(client, done, query, rows):
    found = page(client.get(f"{done}?{query}"))
    assert len([one for one in found.ids if one.startswith("row-")]) == rows
    assert rows or "No row is like that" in found.text


@pytest.mark.parametrize("query", ["status=eat", "group=nothing", "where=nothing", "offset=x"])
def test_a_filter_that_cannot_be_meant_says_so_and_shows_the_rows(client, done, query):
    found = page(client.get(f"{done}?{query}"))
    assert len([one for one in found.ids if one.startswith("row-")]) == 4
    assert query.rpartition("=")[2] in found.text


@pytest.mark.parametrize("where", ["nothing=x", "=x", "%F3%B8%B5%AA=x"])
def test_a_column_that_is_not_there_is_the_fault_of_who_asks(client, done, where):
    answer = client.get(f"/v1/screen{done.removeprefix('/screen')}/rows?where={where}")
    assert (answer.status_code, answer.json()["code"]) == (422, "unknown_code")
    assert "Supplier" in answer.json()["detail"]


@pytest.mark.parametrize("form", ["csv", "xlsx", "parquet", "jsonl", "html"])
def test_every_form_of_the_result_is_downloaded(client, done, form):
    answer = client.get(f"{done}/result.{form}")
    assert answer.status_code == 200
    assert answer.content
    assert answer.headers["content-disposition"].startswith("attachment")
    assert client.get(f"{done}/result.exe").status_code == 404


@pytest.mark.parametrize(
    ("data", "fields", "status", "told"),
    [
        (b"", {}, 422, "empty"),
        (LEDGER, {"activity": "eat"}, 422, "'eat'"),
        (LEDGER, {"on": "soon"}, 422, "soon"),
    ],
)
def test_what_is_not_taken_is_told_beside_the_form(client, data, fields, status, told):
    found = page(upload(client, data, **fields), status)
    assert told in found.text
    assert found.forms[0]["action"] == "/screen"


def test_a_file_that_cannot_be_read_says_so_and_can_be_removed(client):
    answer = upload(client, bytes(range(256)) * 20, name="x.bin")
    found = page(answer)
    assert "The columns cannot be read" in found.text
    page(client.post(f"{answer.url.path}/delete"))
    assert client.get(answer.url.path).status_code == 404


def test_a_job_is_nobody_elses(client):
    browser = {"accept": "text/html"}
    assert page(client.get("/screen/AAAAAAAAAAAAAAAAAAAAAA", headers=browser), 404)
    tricked = client.get("/screen/..%2f..%2fetc", headers=browser)
    assert page(tricked, tricked.status_code).status in (400, 404)
