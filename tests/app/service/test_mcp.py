"""The tools for programs that speak MCP: what they take and give, in this process, over HTTP and on pipes."""

from __future__ import annotations

import functools
import importlib.util
import io
import json
import subprocess
import sys
import time

import anyio
import jsonschema
import pytest
from mcp import Client
from starlette.testclient import TestClient

from obstat.app.mcp import arguments, server, tools
from obstat.app.mcp.tools import Reach
from obstat.app.service.application import application
from obstat.app.service.configuration import Configuration
from obstat.app.service.served import Service
from obstat.app.service.tokens import Tokens
from obstat.knowledge.pack_files import read_situations
from obstat.screening import situations

ALONE, MANY = Reach(files=True), Reach(files=False)
STORY = "AT&T walked away from a deal to sell Huawei phones on 8 January 2018, people familiar told Reuters."
TOOLS = ["check", "resolve", "screen", "timeline", "ties", "news"]
HEADERS = {"accept": "application/json, text/event-stream", "host": "127.0.0.1:8111"}


@pytest.fixture(scope="module")
def service(tmp_path_factory):
    return Service(Configuration(tmp_path_factory.mktemp("store"), snapshot="embedded"))


@pytest.fixture
def call(service):
    """Call a tool through a client in this process."""

    def called(tool, reach=ALONE, /, **given):
        async def asked():
            async with Client(server.server(service, reach)) as client:
                return await client.call_tool(tool, given)

        return anyio.run(asked)

    return called


@pytest.fixture
def http(service):
    """Send a request of the protocol to ``/mcp``."""
    client = TestClient(application(service), base_url="http://127.0.0.1:8111", raise_server_exceptions=False)

    def sent(method, params=None, **headers):
        message = {"jsonrpc": "2.0", "id": 1, "method": method, "params": params or {}}
        return client.post("/mcp", json=message, headers={**HEADERS, **headers})

    sent.client = client
    return sent


def listed(service, reach):
    async def asked():
        async with Client(server.server(service, reach)) as client:
            return (await client.list_tools()).tools

    return {tool.name: tool for tool in anyio.run(asked)}


def refusal(result):
    """The one sentence of a tool that could not answer."""
    assert result.is_error and result.structured_content is None
    (content,) = result.content
    assert content.text.endswith(".") and "\n" not in content.text and "Traceback" not in content.text
    return content.text


# What there is


def test_the_tools_say_what_they_take_and_give_and_that_they_change_nothing(service):
    found = listed(service, ALONE)
    assert list(found) == TOOLS
    for tool in found.values():
        assert tool.title and tool.description and tool.annotations.read_only_hint
        assert not tool.annotations.destructive_hint and not tool.annotations.open_world_hint
        for schema in (tool.input_schema, tool.output_schema):
            assert schema["type"] == "object"
            jsonschema.Draft202012Validator.check_schema(schema)
        assert tool.input_schema["additionalProperties"] is False
        assert all(one["description"] for one in tool.input_schema["properties"].values())
    assert "procure_public" in found["check"].input_schema["properties"]["activity"]["description"]
    assert found["check"].input_schema["properties"]["actor"]["type"] == "string"


def test_paths_are_taken_on_the_users_own_machine_alone(service, call):
    assert "path" in listed(service, ALONE)["screen"].input_schema["properties"]
    for name, tool in listed(service, MANY).items():
        assert "path" not in tool.input_schema["properties"], name
        if name in ("screen", "news"):
            assert "'path' is not a known argument" in refusal(call(name, MANY, path="/etc/passwd"))


# The same as the command

ASKED = [
    ("check", {"text": "Huawei Mate 10 Pro", "on": "2018-01-30"}, ["Huawei Mate 10 Pro", "--on", "2018-01-30"]),
    (
        "check",
        {"text": "ZTE", "activity": "procure_public", "actor": "government_body", "as_known": "2018-01-30"},
        ["ZTE", "--activity", "procure_public", "--actor", "government_body", "--as-known", "2018-01-30"],
    ),
    (
        "check",
        {"text": "IP camera", "fcc_id": "2ADTD-DS2CD2043", "mac": ["44:19:b6:01:02:03", "28:6F:B9:12:34:56"]},
        [
            *("IP camera", "--fcc-id", "2ADTD-DS2CD2043"),
            *("--mac", "44:19:b6:01:02:03", "--mac", "28:6F:B9:12:34:56"),
        ],
    ),
    ("check", {"text": "Nobody & Sons Ltd", "jurisdiction": "DE"}, ["Nobody & Sons Ltd", "--in", "DE"]),
    ("resolve", {"name": "华为"}, ["华为"]),
    ("resolve", {"name": "HIKVISION USA INC", "explain": True}, ["HIKVISION USA INC", "--explain"]),
    (
        "resolve",
        {"name": "Nobody & Sons", "country": "DE", "limit": 1},
        *[["Nobody & Sons", "--country", "DE", "--limit", "1"]],
    ),
    ("timeline", {"name": "Hikvision", "jurisdiction": "GB"}, ["Hikvision", "--in", "GB"]),
    ("timeline", {"name": "Huawei Mate 10 Pro"}, ["Huawei Mate 10 Pro"]),
    ("ties", {"party": "ZTE Kangxun", "test": "aggregate-50"}, ["ZTE Kangxun", "--test", "aggregate-50"]),
    (
        "ties",
        {"party": "Hikvision", "depth": 1, "on": "2025-10-15"},
        ["Hikvision", "--depth", "1", "--on", "2025-10-15"],
    ),
]


@pytest.mark.parametrize(("tool", "given", "command"), ASKED)
def test_a_tool_gives_what_its_command_prints(call, run, service, tool, given, command):
    printed = run(tool, *command, "--format", "json", "--snapshot", "embedded").out
    result = call(tool, **given)
    assert not result.is_error
    assert result.content[0].text == printed
    assert result.structured_content == json.loads(printed)
    jsonschema.validate(result.structured_content, tools.TOOLS[tool].shape())


def test_situations_of_the_pack_are_answered_as_the_schema_says(service):
    schema = jsonschema.Draft202012Validator(tools.TOOLS["check"].shape())
    found, _ = read_situations()
    for _, situation in found[:: len(found) // 60]:
        schema.validate(service.ob.answer(situations.question(service.ob, situation)).to_dict())


def test_news_gives_what_its_command_prints(call, run, monkeypatch, tmp_path):
    story = tmp_path / "story.txt"
    story.write_text(STORY, encoding="utf-8")
    printed = run("news", str(story), "--format", "json", "--snapshot", "embedded").out
    assert call("news", path=str(story)).content[0].text == printed

    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(STORY.encode()), encoding="utf-8"))
    printed = run("news", "-", "--format", "json", "--snapshot", "embedded").out
    result = call("news", MANY, text=STORY)
    assert result.content[0].text == printed and result.structured_content["claims"]
    jsonschema.validate(result.structured_content, tools.TOOLS["news"].shape())


def test_several_stories_are_given_as_a_list_of_stories(call, run, tmp_path):
    for name in ("one.txt", "two.txt"):
        (tmp_path / name).write_text(STORY, encoding="utf-8")
    result = call("news", path=str(tmp_path))
    assert result.structured_content["stories"] == run("news", str(tmp_path), "--format", "json").json
    jsonschema.validate(result.structured_content, tools.TOOLS["news"].shape())


def test_screen_gives_what_its_command_prints_and_the_answer_of_each_row(call, run, tmp_path):
    file = tmp_path / "inventory.csv"
    file.write_text("vendor,model\nHuawei,Mate 10 Pro\nNokia,3310\nHikvision,DS-2CD2043G2-I\n", encoding="utf-8")
    out = tmp_path / "out.jsonl"
    options = ["--on", "2026-11-22", "--format", "json", "--snapshot", "embedded"]
    printed = run("screen", str(file), "-o", str(out), *options).json
    for detail in ("short", "full", "none"):
        told = call("screen", path=str(file), on="2026-11-22", detail=detail).structured_content
        jsonschema.validate(told, tools.TOOLS["screen"].shape())
        answers, left_out = told.pop("answers"), told.pop("answers_left_out")
        assert told == printed
        assert left_out == (3 if detail == "none" else 0)
        if detail == "full":
            assert answers == [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
        if detail == "short":
            assert [answer["row"] for answer in answers] == [1, 2, 3]
            assert answers[0]["status"] == "prohibited" and answers[0]["because"]


def test_rows_in_are_rows_out_whatever_they_hold(call):
    rows = ["Huawei Mate 10 Pro", "", {"vendor": "Hikvision", "mac": "zz"}, {}, {"model": None}, {"vendor": 7}, "=1+1"]
    told = call("screen", MANY, rows=rows).structured_content
    assert told["rows_in"] == told["rows_out"] == len(rows) == sum(told["statuses"].values())
    assert [answer["row"] for answer in told["answers"]] == list(range(1, len(rows) + 1))
    assert told["answers"][0]["parties"][0] == "huawei"
    assert all(answer["status"] or answer["fault"] for answer in told["answers"])


def test_a_row_is_answered_as_check_answers_it(call):
    rows = ["Huawei Mate 10 Pro", "ZTE", "Nokia 3310", "44:19:b6:01:02:03"]
    told = call("screen", MANY, rows=rows, detail="full", on="2026-11-22").structured_content
    for row, answer in zip(rows, told["answers"], strict=True):
        alone = call("check", MANY, text=row, on="2026-11-22").structured_content
        assert answer["status"] == alone["status"] and answer["findings"] == alone["findings"]


def test_answers_can_be_paged_through_and_none_is_dropped_in_silence(call):
    rows = [f"ZTE {number}" for number in range(9)]
    pages = [call("screen", MANY, rows=rows, limit=4, offset=offset).structured_content for offset in (0, 4, 8, 12)]
    assert [[answer["row"] for answer in page["answers"]] for page in pages] == [[1, 2, 3, 4], [5, 6, 7, 8], [9], []]
    assert [page["answers_left_out"] for page in pages] == [5, 5, 8, 9]


def test_what_the_user_settled_is_asked_unless_the_caller_says_otherwise(call):
    settled = Reach(files=True, settled={"actor": "consumer", "jurisdiction": "GB", "purpose": None})
    assert call("check", settled, text="ZTE").structured_content["question"]["jurisdiction"] == "GB"
    told = call("check", settled, text="ZTE", jurisdiction="DE").structured_content["question"]
    assert (told["jurisdiction"], told["actor"]) == ("DE", "consumer")


# What cannot be answered


@pytest.mark.parametrize(
    ("tool", "given", "sentence"),
    [
        ("check", {}, "The subject is empty"),
        ("check", {"text": "x", "activty": "sell"}, "'activty' is not a known argument; use one of: activity"),
        ("check", {"text": 5}, "The argument 'text' cannot be used"),
        ("check", {"text": "ZTE", "activity": "sel"}, "'sel' is not a known activity; use one of: sell"),
        ("check", {"text": "ZTE", "on": "yesterday"}, "yesterday"),
        ("check", {"mac": ["zz"]}, "MAC address 'zz'"),
        ("check", {"mac": ["44:19:b6:01:02:03"] * 101}, "The argument 'mac' cannot be used"),
        ("check", {"text": "x" * 501}, "500"),
        ("resolve", {}, "The argument 'name' is missing"),
        ("resolve", {"name": "ZTE", "limit": 0}, "The argument 'limit' cannot be used"),
        ("resolve", {"name": "ZTE", "limit": "5"}, "The argument 'limit' cannot be used"),
        ("timeline", {"name": "Nobody & Sons"}, "Nobody here knows"),
        ("ties", {"party": "Huawei", "test": "half"}, "half"),
        ("screen", {}, "Give 'rows'"),
        ("screen", {"rows": []}, "There are no rows"),
        ("screen", {"rows": [{}]}, "The rows are empty"),
        ("screen", {"rows": ["x"] * 1001}, "More than 1,000 rows"),
        ("screen", {"rows": [[1]]}, "The argument 'rows' cannot be used"),
        ("screen", {"rows": ["x"], "columns": {"nme": "name"}}, "nme"),
        ("screen", {"rows": [{"a": "x"}], "columns": {"a": "nam"}}, "nam"),
        (
            "screen",
            {"rows": [{"a": "9"}], "columns": {"a": "quantity"}},
            "say which does with 'columns', as {COLUMN: ROLE}",
        ),
        ("news", {}, "Give the 'text' of a story."),
    ],
)
def test_what_cannot_be_answered_is_said_in_a_sentence(call, tool, given, sentence):
    assert sentence in refusal(call(tool, MANY, **given))


@pytest.mark.parametrize("path", ["-", "", "/nowhere", "a\0b", "~nobody/x", "x" * 5000])
@pytest.mark.parametrize("tool", ["screen", "news"])
def test_a_file_that_is_not_there_is_said_and_standard_input_is_never_read(call, tool, path):
    refusal(call(tool, path=path))


def test_a_file_that_cannot_be_read_is_said(call, tmp_path):
    picture = tmp_path / "picture.png"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20)
    refusal(call("screen", path=str(picture)))
    refusal(call("screen", path=str(tmp_path)))
    refusal(call("news", path=str(picture)))


def test_a_tool_that_is_not_there_is_an_error_of_the_protocol(call):
    with pytest.raises(ExceptionGroup) as raised:
        call("chek")
    assert "There is no tool 'chek'; use one of check" in repr(raised.value)


def test_an_answer_that_takes_too_long_is_given_up(call, monkeypatch):
    monkeypatch.setitem(tools.TOOLS, "check", slow("check", lambda *_: time.sleep(0.5)))
    assert "longer than 0.05 seconds" in refusal(call("check", Reach(files=False, seconds=0.05), text="ZTE"))


def test_a_failure_inside_is_not_told_but_written_to_the_log(call, monkeypatch, caplog):
    def fails(*_):
        raise RuntimeError("/secret/path")

    monkeypatch.setitem(tools.TOOLS, "check", slow("check", fails))
    assert "secret" not in refusal(call("check", text="ZTE"))
    assert "/secret/path" in caplog.text


def slow(name, answer):
    import dataclasses

    return dataclasses.replace(tools.TOOLS[name], answer=answer)


# Over HTTP


def test_each_request_is_answered_for_itself_with_json(http, call):
    begun = http("initialize", {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": CLIENT})
    assert begun.headers["content-type"] == "application/json" and "mcp-session-id" not in begun.headers
    assert begun.json()["result"]["serverInfo"]["name"] == "obstat"
    assert "Not legal advice" in begun.json()["result"]["instructions"]
    assert http("ping").json()["result"] == {}
    assert [tool["name"] for tool in http("tools/list").json()["result"]["tools"]] == TOOLS
    given = {"text": "Huawei Mate 10 Pro", "on": "2018-01-30"}
    told = http("tools/call", {"name": "check", "arguments": given}).json()["result"]
    assert told["structuredContent"] == call("check", **given).structured_content


CLIENT = {"name": "test", "version": "1"}


def test_other_methods_are_refused_as_problems(http):
    for method in ("get", "delete", "put", "patch"):
        answer = getattr(http.client, method)("/mcp", headers=HEADERS)
        assert answer.status_code == 405 and answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "evil.example:8111", "[::1", "", "a@b"])
def test_a_name_that_is_not_the_servers_is_refused(http, host):
    answer = http("ping", host=host)
    assert answer.status_code in (400, 421) and answer.json()["detail"].endswith(".")


@pytest.mark.parametrize("host", ["127.0.0.1:8111", "localhost:9", "LOCALHOST", "[::1]:8111", "localhost."])
def test_names_of_this_machine_are_taken(http, host):
    assert http("ping", host=host).status_code == 200


@pytest.mark.parametrize(
    "origin",
    ["http://evil.example", "null", "https://127.0.0.1:8111", "http://127.0.0.1:9", "http://127.0.0.1:8111/", ""],
)
def test_a_page_of_another_site_is_refused(http, origin):
    assert http("ping", origin=origin).status_code == 403


def test_a_page_of_this_site_may_ask(http):
    assert http("ping", origin="http://127.0.0.1:8111").status_code == 200


def test_the_public_address_is_a_name_too(tmp_path, service):
    configuration = Configuration(tmp_path, host="0.0.0.0", public_url="https://obstat.example:8443/")
    served = Service.__new__(Service)
    served.__dict__ = {**service.__dict__, "configuration": configuration}
    client = TestClient(application(served), base_url="http://127.0.0.1:8111", raise_server_exceptions=False)
    _, text = Tokens(configuration.folder).create("reader", "read", None)
    message = {"jsonrpc": "2.0", "id": 1, "method": "ping"}
    bearer = {**HEADERS, "authorization": f"Bearer {text}"}
    for host, origin, code in [
        ("obstat.example:8443", "https://obstat.example:8443", 200),
        ("obstat.example", "https://obstat.example:8443", 200),
        ("obstat.example", "https://evil.example", 403),
        ("evil.example", "https://evil.example", 421),
    ]:
        answer = client.post("/mcp", json=message, headers={**bearer, "host": host, "origin": origin})
        assert answer.status_code == code


def test_a_body_that_is_no_message_is_refused(http):
    sent = functools.partial(http.client.post, "/mcp", headers={**HEADERS, "content-type": "application/json"})
    for body in (b"", b"{", b"[]", b"null", b"\xff", b"[" * 100_000, b'{"jsonrpc":"2.0","id":1,"method":"a"', b"\0"):
        answer = sent(content=body)
        assert answer.status_code == 400
        said = answer.json()["error"]["message"]
        assert said.endswith(".") and "\n" not in said and "validation" not in said
    assert sent(content=b" " * (2 << 20)).status_code == 413
    assert http("ping", **{"content-type": "text/plain"}).status_code == 400
    text = b'{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"check","arguments":{"text":"\\ud800"}}}'
    assert sent(content=text).status_code == 400


def test_a_token_without_the_role_may_not_screen(tmp_path):
    served = Service(Configuration(tmp_path, host="0.0.0.0"))
    _, text = Tokens(served.configuration.folder).create("reader", "read", None)
    client = TestClient(application(served), base_url="http://127.0.0.1:8111")
    headers = {**HEADERS, "authorization": f"Bearer {text}"}
    for name, arguments_, allowed in [("check", {"text": "ZTE"}, True), ("screen", {"rows": ["ZTE"]}, False)]:
        params = {"name": name, "arguments": arguments_}
        message = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": params}
        told = client.post("/mcp", json=message, headers=headers).json()["result"]
        assert bool(told.get("isError")) is not allowed
        assert allowed or "role screen" in told["content"][0]["text"]


def test_without_the_libraries_the_address_says_what_to_install(http, monkeypatch):
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    answer = http("ping")
    assert answer.status_code == 503 and "pip install 'obstat[mcp]'" in answer.json()["detail"]


def test_the_libraries_are_loaded_when_they_are_asked_for(service):
    said = (
        "import sys, obstat.app.service.application, obstat.app.mcp, obstat.app.mcp.http; print('mcp' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", said], capture_output=True, text=True, check=True).stdout == "False\n"


# On standard input and output


def test_on_pipes_there_are_messages_and_nothing_else(tmp_path):
    messages = [
        {
            "id": 1,
            "method": "initialize",
            "params": {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": CLIENT},
        },
        {"method": "notifications/initialized"},
        {"id": 2, "method": "tools/call", "params": {"name": "resolve", "arguments": {"name": "华为"}}},
        {"id": 3, "method": "tools/call", "params": {"name": "screen", "arguments": {"path": "-"}}},
    ]
    said = "from obstat.app.cli.main import main; main()"
    with subprocess.Popen(
        [sys.executable, "-c", said, "mcp", "--snapshot", "embedded"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={"PATH": "", "HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path)},
    ) as running:
        for message in messages:
            running.stdin.write(json.dumps({"jsonrpc": "2.0", **message}).encode() + b"\n")
            running.stdin.flush()
        told = {}
        while len(told) < 3:
            answer = json.loads(running.stdout.readline())
            told[answer["id"]] = answer["result"]
        rest, errors = running.communicate(timeout=20)
    assert running.returncode == 0 and rest == b"" and errors == b""
    assert told[2]["structuredContent"]["candidates"][0]["id"] == "huawei"
    assert told[3]["isError"]


def test_the_command_without_the_libraries_says_what_to_install(run, monkeypatch):
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    told = run("mcp")
    assert (
        told.code == 1
        and told.err == "Error: The Model Context Protocol needs more libraries: run pip install 'obstat[mcp]'.\n"
    )


def test_arguments_are_those_of_the_question():
    from obstat.screening.check import IDENTIFIERS, Asked

    assert set(arguments.Check.model_fields) == {*Asked.__annotations__, "text"} - {"given"}
    assert set(IDENTIFIERS) <= set(arguments.Check.model_fields)
