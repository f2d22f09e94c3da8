"""Files sent to ``/v1/screen``, and waited for."""

from __future__ import annotations

import time

LEDGER = """Supplier;Manufacturer;Model;MAC Address;Qty;Amount;Country of origin
CDW;Hikvision;DS-2CD2043G2-I;44:19:B6:01:02:03;12;1.234,50 €;China
Bechtle;Cisco;Catalyst 9300;00:1B:0D:11:22:33;2;8.000,00 €;Mexico
Alza;Huawei;AR651;;1;450,00;
Nobody Ltd;Acme;=cmd|' /C calc'!A0;n/a;1;5;Atlantis
"""
ASKED = {"activity": "spend_public_funds", "on": "2026-11-20"}


def sent(client, data, name="ledger.csv", **fields):
    return client.post("/v1/screen", files={"file": (name, data)}, data={**ASKED, **fields})


def ended(client, id, seconds=60):
    """The status of a job when it has ended."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        status = client.get(f"/v1/screen/{id}").json()
        if status["state"] in ("done", "failed"):
            return status
        time.sleep(0.1)
    raise AssertionError(f"The job does not end: {status}")


def done(client, data=LEDGER, name="ledger.csv", **fields):
    answer = sent(client, data, name, **fields)
    assert answer.status_code == 202, answer.text
    status = ended(client, answer.json()["id"])
    assert status["state"] == "done", status
    return status


def refused(answer, code):
    assert (answer.status_code, answer.headers["content-type"]) == (code, "application/problem+json")
    sentence = answer.json()["detail"]
    assert sentence.endswith((".", ")")) and "\n" not in sentence and "/tmp" not in sentence
    return sentence
