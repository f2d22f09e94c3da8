"""The public client of yente, unchanged: its library and its command line."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from environments import python
from saying import check, finish

HERE = Path(__file__).resolve().parent
BIN = python("yente", "yente-client[cli]==0.2.0", "httpx<1")
OWN = {name: value for name, value in os.environ.items() if name != "OPENSANCTIONS_API_KEY"}
OWN["YENTE_BASE_URL"] = os.environ["OBSTAT_URL"]


def cli(*arguments: str) -> subprocess.CompletedProcess[str]:
    """The client's command."""
    return subprocess.run([BIN / "yente-cli", *arguments], env=OWN, capture_output=True, text=True, timeout=60)


library = subprocess.run([BIN / "python", HERE / "clients" / "yente_library.py"], env=OWN, timeout=90)
check("the library's script", library.returncode == 0)

status = cli("status", "-f", "json")
check("yente-cli status", status.returncode == 0 and json.loads(status.stdout)["api"]["readiness"]["status"] == "ok")
match = cli("match", "-s", "Company", "-p", "name=Huawei", "-p", "country=cn", "-f", "json")
check("yente-cli match", match.returncode == 0 and "huawei" in match.stdout)
search = cli("search", "Hikvision", "-f", "json")
check("yente-cli search", search.returncode == 0 and "hikvision" in search.stdout)
fetch = cli("fetch", "zte", "-f", "json")
check("yente-cli fetch", fetch.returncode == 0 and json.loads(fetch.stdout)["id"] == "zte")
for one in (status, match, search, fetch):
    if one.returncode:
        print(one.stderr, file=sys.stderr)

with tempfile.TemporaryDirectory() as folder:
    asked, answered = Path(folder, "vendors.csv"), Path(folder, "hits.csv")
    asked.write_text("no,vendor,country\n1,Huawei,cn\n2,Example Fishery of Nowhere,\n3,ZTE Corporation,cn\n")
    screen = cli("screen", str(asked), str(answered), "-s", "Company", "-i", "vendor=name", "-i", "country=country")
    rows = list(csv.DictReader(answered.open())) if answered.exists() else []
    print(screen.stderr, file=sys.stderr)
    check("yente-cli screen ends with 0", screen.returncode == 0)
    check(
        "it finds Huawei and ZTE",
        {row["match_id"] for row in rows if row["match"].lower() == "true"} >= {"huawei", "zte"},
    )
    check("it finds nobody for the invented name", not any(row["no"] == "2" for row in rows))
finish()
