"""The pages in a real browser: every screen's main path, with scripts and without, and what axe finds in each.

It uses the system's Chromium (``CHROMIUM`` names another). Where there is none, or no Node, this is told and nothing
tested. A request to another host, a complaint in the console and a violation of WCAG 2.2 AA are failures.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from environments import node, not_there
from serving import own_store, served

BROWSER = Path(__file__).resolve().parent / "browser"
LIST = BROWSER.parents[1] / "tests" / "sources" / "fixtures" / "ofac_csv" / "cons_prim.csv"
PACKAGES = ("playwright-core@1.57.0", "axe-core@4.11.0")
_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def tools() -> dict[str, str]:
    """The variables that tell the scripts where Chromium and their packages are; ends the run where one is missing."""
    named = os.environ.get("CHROMIUM")
    chromium = shutil.which(named) if named else next(filter(None, map(shutil.which, _NAMES)), None)
    if chromium is None:
        not_there(
            f"there is no Chromium ({named or 'none of ' + ', '.join(_NAMES)}); install it, or name one in CHROMIUM"
        )
    if shutil.which("node") is None or shutil.which("npm") is None:
        not_there("there is no Node with npm; install both")
    return {"CHROMIUM": str(chromium), "OBSTAT_NODE": str(node("browser", *PACKAGES))}


@contextlib.contextmanager
def guarded(commands: Path) -> Iterator[Mapping[str, str]]:
    """A server that others can reach, so that it wants a token, with an imported list; its address and the token."""
    with own_store() as environment:
        take = [commands / "obstat", "import", LIST, "--format", "ofac-csv", "--source", "ofac-consolidated", "--force"]
        subprocess.run(take, env=environment, capture_output=True, check=True)
        create = [commands / "obstat", "token", "create", "browser", "--role", "admin", "--format", "json"]
        made = subprocess.run(create, env=environment, capture_output=True, text=True, check=True).stdout
        options = ("--host", "0.0.0.0", "--names", "127.0.0.1")
        with served(environment, commands / "obstat", *options) as address:
            yield {"OBSTAT_GUARDED_URL": address, "OBSTAT_TOKEN": json.loads(made)["token"]}


def main() -> int:
    told = os.environ | tools()
    with guarded(Path(os.environ["OBSTAT_BIN"])) as access:
        return subprocess.run(["node", BROWSER / "run.mjs", *sys.argv[1:]], env=told | access, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
