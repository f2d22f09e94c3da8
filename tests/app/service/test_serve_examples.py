"""The calls that the page on serving shows are made as they stand, but for the address of the server."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from job_calls import LEDGER, ended
from listening import listening

from obstat.app.service.configuration import Configuration
from obstat.app.service.served import Service

PAGE = Path(__file__).resolve().parents[3] / "docs" / "howto" / "serve.md"
HERE = "http://127.0.0.1:8111"
BLOCKS = re.findall(r"^```sh\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), re.S | re.M)
CALLS = [
    shlex.split(line, comments=True) for block in BLOCKS for line in block.splitlines() if line.startswith("curl ")
]
STORY = "Huawei phone deal is off\n\nWASHINGTON, Jan 8, 2018 (Reuters) - AT&T has walked away from a deal.\n"
WITH_CURL = pytest.param("curl", marks=pytest.mark.skipif(not shutil.which("curl"), reason="curl is not installed"))


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    with listening(Service(Configuration(tmp_path_factory.mktemp("store")))) as client:
        yield client


def by_curl(call, folder):
    """The status and body of a call that curl makes."""
    more = ["-sS", "--max-time", "60", "-w", "\n%{http_code}"]
    told = subprocess.run([*call, *more], cwd=folder, capture_output=True, check=True).stdout
    body, _, status = told.rpartition(b"\n")
    return int(status), body


def by_httpx(call, folder):
    """The status and body of the call that curl would make of these arguments."""
    method, address, headers, fields, how, output = None, "", {}, [], {}, None
    words = iter(call[1:])
    for word in words:
        match word:
            case "-H":
                name, _, value = next(words).partition(": ")
                headers[name] = value
            case "-d" | "--data-binary":
                value = next(words)
                how["content"] = (folder / value[1:]).read_bytes() if value.startswith("@") else value.encode()
            case "-F":
                fields.append(next(words).partition("=")[::2])
            case "-X":
                method = next(words)
            case "-o":
                output = folder / next(words)
            case "-N":
                pass
            case _ if not word.startswith("-"):
                address = word
            case _:
                raise AssertionError(f"The test does not know curl's {word}.")
    if fields:
        how["files"] = [(n, (v[1:], (folder / v[1:]).read_bytes())) for n, v in fields if v.startswith("@")]
        how["data"] = {n: v for n, v in fields if not v.startswith("@")}
    answer = httpx.request(method or ("POST" if how else "GET"), address, headers=headers, timeout=60, **how)
    if output:
        output.write_bytes(answer.content)
    return answer.status_code, b"" if output else answer.content


@pytest.mark.parametrize("tool", [WITH_CURL, "httpx"])
def test_every_call_of_the_page_is_answered(client, tmp_path, tool):
    made = {"curl": by_curl, "httpx": by_httpx}[tool]
    (tmp_path / "inventory.csv").write_text(LEDGER, encoding="utf-8")
    (tmp_path / "story.txt").write_text(STORY, encoding="utf-8")
    assert len(CALLS) >= 12
    id = None
    for call in CALLS:
        assert any(word.startswith(f"{HERE}/") for word in call), call
        words = [re.sub(r"/ID\b", f"/{id}", word.replace(HERE, str(client.base_url))) for word in call]
        status, body = made(words, tmp_path)
        created = urlsplit(call[-1]).path == "/v1/screen"
        assert status == (202 if created else 204 if "DELETE" in call else 200), (call, body)
        if created:
            id = httpx.Response(202, content=body).json()["id"]
            assert ended(client, id)["state"] == "done"
        if "-o" in call:
            assert (tmp_path / call[call.index("-o") + 1]).read_bytes().startswith(b"PK")
    assert client.get(f"/v1/screen/{id}").status_code == 404
