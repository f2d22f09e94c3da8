"""The JSON of masscan and zgrab2: each record is a subject, also where commas and ends are missing."""

from __future__ import annotations

from pathlib import Path

import pytest
from reading import given, survives_anything, written

from obstat.intake.masscan import FORMATS, read

ONE = '{ "ip": "10.0.0.1", "timestamp": "1", "ports": [ {"port": 80, "proto": "tcp", "status": "open"} ] }'
TWO = (
    '{ "ip": "10.0.0.2", "timestamp": "1", "ports": [ {"port": 80, "proto": "tcp", '
    '"service": {"name": "http.server", "banner": "App-webs/"} } ] }'
)
ZGRAB = (
    '{"ip":"10.0.0.3","data":{"http":{"status":"success","protocol":"http","result":{"response":{'
    '"headers":{"server":["DNVRS-Webs"],"content_type":["text/html"]},'
    '"body":"<html><title>Web Client</title></html>"}}},'
    '"ssh":{"result":{"server_id":{"raw":"SSH-2.0-dropbear_2016"}}},'
    '"tls":{"result":{"certificate":{"parsed":{"subject_dn":"CN=x, O=HIKVISION"}}}}}}'
)


@pytest.mark.parametrize(
    "text",
    [
        f"[\n{ONE}\n,\n{TWO}\n]\n",
        f"[\n{ONE},\n{TWO},\n]\n",
        f"[\n{ONE},\n{TWO},\n{{finished: 1}}\n]\n",
        f"[{ONE},{TWO}]",
        f"{ONE}\n{TWO}\n",
        f"[\n{ONE},\n{TWO},\n",
        f"[\n{ONE.replace(',', chr(44) + chr(10))},\n{TWO.replace('{', '{' + chr(10))}\n]",
    ],
)
def test_each_record_is_a_subject_however_they_are_parted(tmp_path: Path, text: str) -> None:
    first, second = read(written(tmp_path, text))
    assert (first.facts["ip"], second.facts["ip"]) == ("10.0.0.1", "10.0.0.2")
    assert given(second, "banner") == ["App-webs/"] and second.given[0].channel == "http.server"
    assert FORMATS[0].signs(text.encode()) and not FORMATS[1].signs(text.encode())


def test_a_broken_record_is_a_fault_and_the_next_is_read(tmp_path: Path) -> None:
    broken, second = read(written(tmp_path, f"[\n{ONE[:50]}\n{TWO}\n]"))
    assert broken.fault and broken.place.row == 2
    assert second.facts["ip"] == "10.0.0.2"


def test_zgrab_gives_what_devices_say_of_themselves(tmp_path: Path) -> None:
    (host,) = read(written(tmp_path, ZGRAB + "\n"))
    said = {(one.text, one.channel) for one in host.given}
    assert ("DNVRS-Webs", "http server") in said
    assert ("Web Client", "http title") in said
    assert ("SSH-2.0-dropbear_2016", "ssh raw") in said
    assert ("CN=x, O=HIKVISION", "tls subject") in said
    assert FORMATS[1].signs(ZGRAB.encode()) and not FORMATS[0].signs(ZGRAB.encode())


def test_deep_nesting_is_no_trouble(tmp_path: Path) -> None:
    deep = '{"ip":"10.0.0.1","data":' + "[" * 100_000 + "]" * 100_000 + "}"
    (only,) = read(written(tmp_path, deep))
    assert only.fault


def test_anything_is_survived(tmp_path: Path) -> None:
    survives_anything(tmp_path, FORMATS, f"[\n{ONE},\n{TWO},\n]\n{ZGRAB}\n".encode())
