"""Jobs that sum a column, and jobs that screen a result again, as the command does."""

from __future__ import annotations

import io
from pathlib import Path

import polars as pl
import pytest
from job_calls import ASKED, LEDGER, done, ended, refused, sent
from listening import listening

from obstat.app.service.configuration import Configuration
from obstat.app.service.served import Service

FIXTURES = Path(__file__).resolve().parents[2] / "sources" / "fixtures" / "ofac_csv"
IMPORT = ("import", str(FIXTURES / "cons_prim.csv"), "--format", "ofac-csv", "--source", "ofac-consolidated", "--force")
INVESTED = ("--activity", "invest_in_securities", "--actor", "us_person", "--on", "2026-11-20")
NAMES = ["Guanglian Test Telecom Group", "GUANGLIAN TEST TELECOM", "Willowbrook Stationery", "", "Huawei"]


@pytest.fixture
def client(tmp_path):
    """Of a server whose store is that of the commands."""
    with listening(Service(Configuration(tmp_path / "data" / "obstat"))) as client:
        yield client


@pytest.mark.parametrize("role", ["spend", "quantity", "Amount"])
def test_a_column_is_summed_as_by_the_command(client, run, tmp_path, role):
    (tmp_path / "ledger.csv").write_text(LEDGER, encoding="utf-8")
    options = [f"--{name.replace('_', '-')}={value}" for name, value in ASKED.items()]
    ran = run("screen", str(tmp_path / "ledger.csv"), *options, "--exposure", role, "--format", "json")
    assert ran.json["exposure"]
    status = done(client, exposure=role)
    assert status["exposure"] == role
    assert client.get(status["links"]["summary"]).json() == ran.json


def test_a_column_that_is_not_there_cannot_be_summed(client):
    status = ended(client, sent(client, LEDGER, exposure="colour").json()["id"])
    assert status["state"] == "failed"
    assert "colour" in status["message"] and "--" not in status["message"]


@pytest.fixture
def first(run, tmp_path):
    """A result of the shipped snapshot, before a list was imported."""
    pl.DataFrame({"supplier": NAMES, "spend": range(5)}).write_csv(tmp_path / "suppliers.csv")
    output = tmp_path / "first.parquet"
    assert (
        run("screen", str(tmp_path / "suppliers.csv"), "--column", "supplier", *INVESTED, "-o", str(output)).code == 0
    )
    assert run(*IMPORT).code == 0
    return output


def again(client, first, **fields):
    return client.post("/v1/screen", files={"file": ("first.parquet", first.read_bytes())}, data=fields)


@pytest.mark.parametrize("form", ["parquet", "csv"])
def test_a_result_is_screened_again_as_by_the_command(run, first, client, tmp_path, form):
    output = tmp_path / f"second.{form}"
    ran = run("screen", "--since", "embedded", str(first), "--on", "2026-11-20", "-o", str(output), "--format", "json")
    assert ran.json["changed"]
    for since in ("embedded", ran.json["since"][:19]):
        answer = again(client, first, since=since, on="2026-11-20", format=form)
        assert answer.status_code == 202, answer.text
        status = ended(client, answer.json()["id"])
        assert (status["state"], status["since"], status["rows"]["done"]) == ("done", ran.json["since"], 5)
        assert client.get(status["links"]["summary"]).json() == ran.json
        result = client.get(status["links"][f"result.{form}"]).content
        if form == "csv":
            assert result == output.read_bytes()
        else:
            assert pl.read_parquet(io.BytesIO(result)).equals(pl.read_parquet(output))
    rows = client.get(status["links"]["rows"], params={"status": "prohibited"}).json()
    assert [row["cells"]["supplier"] for row in rows["rows"]][:1] == NAMES[:1]
    assert "obstat_keys" not in rows["columns"] and "result.xlsx" not in status["links"]
    assert "csv or parquet" in refused(client.get(f"{status['links']['self']}/result.xlsx"), 422)
    assert "columns" in refused(client.get(status["links"]["columns"]), 422)
    page = client.get(f"/screen/{status['id']}")
    assert page.status_code == 200 and "Screened again" in page.text


@pytest.mark.parametrize(
    ("fields", "word"),
    [
        ({"activity": "sell"}, "leave 'activity' out"),
        ({"exposure": "spend"}, "leave 'exposure' out"),
        ({"column": "supplier=name"}, "leave 'column' out"),
        ({"hold": "yes"}, "leave 'hold' out"),
        ({"format": "xlsx"}, "csv or parquet"),
        ({"since": "0123456789"}, "snapshot"),
        ({"since": "../../etc"}, "snapshot"),
        ({"since": "", "exposure": "x" * 501}, "500 characters"),
    ],
)
def test_what_cannot_be_said_beside_since_is_told(client, fields, word):
    answer = client.post("/v1/screen", files={"file": ("a.parquet", b"x")}, data={"since": "embedded"} | fields)
    assert word in refused(answer, 422)


def test_what_is_no_such_result_fails_with_a_sentence(client, run, first, tmp_path):
    status = ended(client, again(client, tmp_path / "suppliers.csv", since="embedded").json()["id"])
    assert (status["state"], "first.parquet is no result" in status["message"]) == ("failed", True)
    now = run("snapshot", "show", "--format", "json").json["snapshot"]
    status = ended(client, again(client, first, since=now[:19]).json()["id"])
    assert status["state"] == "failed"
    assert "say since=sha256:" in status["message"] and "--" not in status["message"]
