"""Runs in the environment of `reconciler`: a column is reconciled as its documentation does it."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pandas
from reconciler import reconcile

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from saying import check, finish

ADDRESS = os.environ["OBSTAT_URL"] + "/reconcile"
names = ["Huawei", "ZTE", "Hikvision", "Dahua Technology", "Hytera", "华为", "Quectel", "Example Fishery of Nowhere"]
table = pandas.DataFrame({"vendor": [*names, *(f"Nobody {n}" for n in range(15))], "country": ["China"] * 23})

found = reconcile(table["vendor"], type_id="organisation", reconciliation_endpoint=ADDRESS)
by_name = dict(zip(found["input_value"], found["id"], strict=True))
check("a column of 23 names, in three batches", len(found) == 23)
check("Huawei under two names", by_name["Huawei"] == by_name["华为"] == "huawei")
check("five others", [by_name[name] for name in names[1:5]] == ["zte", "hikvision", "dahua", "hytera"])
check("nobody for an invented name", pandas.isna(by_name["Example Fishery of Nowhere"]))
check("types are told", set(found["type_id"].dropna()) == {"organisation"})

placed = reconcile(
    table["vendor"][:4],
    property_mapping={"country": table["country"][:4]},
    top_res="all",
    reconciliation_endpoint=ADDRESS,
)
check("with a property as evidence", set(placed[placed["match"].astype(bool)]["id"]) >= {"huawei", "zte", "hikvision"})
finish()
