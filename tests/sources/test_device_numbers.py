"""Tables of type allocation codes and FCC grantees."""

from __future__ import annotations

from pathlib import Path

import pytest

from obstat.model.errors import SourceError
from obstat.sources import registry
from obstat.sources.entry import Assignment, Refused

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data" / "device_imei_tac" / "tacdb_osmocom_25171.csv"


def read(path, code):
    found = list(registry.format_(code).read({"list": path}, code))
    return [s for s in found if isinstance(s, Assignment)], [s for s in found if isinstance(s, Refused)]


def test_codes_below_a_notice_are_read_with_their_brand(tmp_path):
    path = tmp_path / "tac.csv"
    path.write_text(
        "A notice of rights\ntac,name,name,comment\n86673003,Huawei,Mate 10 Pro,\n866730,Huawei,,\n86673004,,,\n"
    )
    taken, refused = read(path, "tac-csv")
    assert [(one.scheme, one.value, one.holder) for one in taken] == [("tac", "86673003", "Huawei")]
    assert [(one.at, one.why.split(";")[0]) for one in refused] == [
        ("line 4", "'866730' is no such code"),
        ("line 5", "The code 86673004 has no holder"),
    ]


def test_grantees_are_read(tmp_path):
    path = tmp_path / "grantees.csv"
    path.write_text('grantee_code,grantee_name,state\nQIS,"Huawei Technologies Co., Ltd",\n2ADTD,Hikvision,CA\nAB,X,\n')
    taken, refused = read(path, "fcc-grantees")
    assert [(one.value, one.holder) for one in taken] == [
        ("qis", "Huawei Technologies Co., Ltd"),
        ("2adtd", "Hikvision"),
    ]
    assert len(refused) == 1


def test_a_table_without_the_columns_is_refused(tmp_path):
    path = tmp_path / "other.csv"
    path.write_text("a,b\n1,2\n")
    with pytest.raises(SourceError, match="'tac' and 'brand'"):
        read(path, "tac-csv")


@pytest.mark.skipif(not SHARED.exists(), reason="needs ../shared")
def test_every_row_of_a_real_table_is_taken_or_refused():
    taken, refused = read(SHARED, "tac-csv")
    assert len(taken) + len(refused) == len(SHARED.read_text(encoding="utf-8").splitlines()) - 2
    assert len(refused) < 50
