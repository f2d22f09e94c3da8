"""Programs that speak MCP: the inspector's command line, the protocol's own conformance scenarios and its library."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import anyio
from environments import node
from mcp import Client
from saying import check, finish

URL, BIN = f"{os.environ['OBSTAT_URL']}/mcp", Path(os.environ["OBSTAT_BIN"])
NODE = node("mcp", "@modelcontextprotocol/inspector@2.12.0", "@modelcontextprotocol/conformance@0.1.9")
TOOLS = ["check", "resolve", "screen", "timeline", "ties", "news"]
SCENARIOS = ("server-initialize", "tools-list", "ping")
"""Those of the scenarios that need no server made for them."""
ASKED = (
    ("check", {"text": "Huawei Mate 10 Pro", "on": "2018-01-30"}, ["Huawei Mate 10 Pro", "--on", "2018-01-30"]),
    ("resolve", {"name": "华为"}, ["华为"]),
    ("timeline", {"name": "Hikvision", "jurisdiction": "GB"}, ["Hikvision", "--in", "GB"]),
    ("ties", {"party": "ZTE Kangxun", "on": "2025-10-15"}, ["ZTE Kangxun", "--on", "2025-10-15"]),
)


def ran(*command: str | Path, folder: str | None = None) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        command, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=90, cwd=folder, check=False
    )
    if done.returncode:
        print(done.stdout[-2000:], done.stderr[-2000:], file=sys.stderr)
    return done


def inspected(where: list[str | Path], *method: str) -> Any:
    done = ran(NODE / "mcp-inspector", "--cli", *where, "--method", *method)
    return json.loads(done.stdout) if done.returncode == 0 else None


def over_both_ways() -> None:
    """The inspector over HTTP and on pipes; what a tool gives is what the command prints."""
    ways: tuple[tuple[str, list[str | Path]], ...] = (
        ("over HTTP", [URL, "--transport", "http"]),
        ("on pipes", [BIN / "obstat", "mcp"]),
    )
    for way, where in ways:
        listed = inspected(where, "tools/list")
        check(f"inspector {way}: tools/list", listed and [tool["name"] for tool in listed["tools"]] == TOOLS)
        for tool, given, command in ASKED[: 4 if way == "over HTTP" else 1]:
            arguments = [f"{name}={value}" for name, value in given.items()]
            told = inspected(where, "tools/call", "--tool-name", tool, "--tool-arg", *arguments)
            printed = ran(BIN / "obstat", tool, *command, "--format", "json").stdout
            same = told and told["content"][0]["text"] == printed and told["structuredContent"] == json.loads(printed)
            check(f"inspector {way}: {tool} as the command prints it", same)


def scenarios() -> None:
    with tempfile.TemporaryDirectory() as folder:  # it writes its results where it stands
        for name in SCENARIOS:
            done = ran(NODE / "conformance", "server", "--url", URL, "--scenario", name, folder=folder)
            check(f"conformance: {name}", done.returncode == 0 and "Passed: 1/1, 0 failed" in done.stdout)


async def library() -> None:
    """The protocol's own library for Python, in the older form of the protocol and the newer."""
    for mode in ("legacy", "auto"):
        async with Client(URL, mode=mode) as client:
            told = await client.call_tool("screen", {"rows": ["Huawei Mate 10 Pro", "Nokia 3310"]})
            content = told.structured_content or {}
            check(f"library, {mode}: screen", not told.is_error and content["rows_out"] == len(content["answers"]) == 2)
            refused = await client.call_tool("check", {"text": "ZTE", "activity": "sel"})
            check(f"library, {mode}: an error of a tool names the fix", refused.is_error)


over_both_ways()
scenarios()
anyio.run(library)
finish()
