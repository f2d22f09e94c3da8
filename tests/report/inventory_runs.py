"""A made-up inventory, screened: what the tests of every form of it are given."""

from __future__ import annotations

import polars as pl

from obstat.model.screened import COLUMNS, Behind, Reason, Screened

EVIL = '<script>alert(1)</script>" onload="x'
LISTS = ("rules", "findings", "parties", "products", "needs", "evidence", "notes")

HIKVISION = {
    "status": "prohibited",
    "because": "Prohibited: FCC Covered List: Hikvision bars selling new models since 2023-02-06.",
    "rules": ["us-fcc-covered-list/hikvision", "us-889/hikvision"],
    "findings": [
        "us-fcc-covered-list/hikvision prohibited prohibited hikvision 2023-02-06 -",
        "us-889/hikvision advisory advisory hikvision 2019-08-13 -",
    ],
    "parties": ["hikvision"],
    "products": ["hikvision-ds-2cd2143"],
    "evidence": ["MAC 44:19:b6 is registered to Hangzhou Hikvision (IEEE MA-L), interface registrant"],
}
HUAWEI = {
    "status": "undecided",
    "because": "Undecided: it depends on the device status whether FCC Covered List: Huawei bars selling it.",
    "rules": ["us-fcc-covered-list/huawei"],
    "findings": ["us-fcc-covered-list/huawei undecided prohibited huawei 2022-11-11 2026-07-01"],
    "parties": ["huawei", "futurewei"],
    "needs": ["device_status", "purpose"],
    "evidence": ["brand Huawei, maker"],
}
CISCO = {
    "status": "no_record",
    "because": "No record: no rule found that reaches Cisco Systems, Inc.",
    "parties": ["cisco"],
    "notes": ["The serial number names no maker."],
}
NOT_READ = {"status": None, "fault": "The line has 3 fields where the header has 6; add the missing ones."}


def rows_of(count: int = 60) -> list[dict[str, object]]:
    """Rows of an inventory, each with its own columns and ours."""
    rows: list[dict[str, object]] = []
    for n in range(count):
        kind = n % 10
        answer = HIKVISION if kind < 3 else HUAWEI if kind < 5 else CISCO
        brand, model = (
            ("Hikvision", "DS-2CD2143G2-I")
            if kind < 3
            else ("Huawei", "AR6120")
            if kind < 5
            else ("Cisco", "C9300-48P")
        )
        row = {
            "asset": f"A-{1000 + n}",
            "vendor": brand,
            "model": model,
            "mac": f"44:19:b6:00:00:{n % 256:02x}",
            "site": ("Lisbon", "Wien", "北京办事处")[n % 3],
            "price": 120.5 + n,
            "serial": 866123456789012 + n,
            **answer,
        }
        rows.append(row)
    if count >= 20:
        rows[7] |= {"vendor": "", "model": "", **dict.fromkeys(CISCO), **NOT_READ}
        rows[9] |= {"vendor": "杭州海康威视数字技术股份有限公司", "model": "网络摄像机 球机", **HIKVISION}
        rows[12] |= {"vendor": EVIL, "model": '=HYPERLINK("http://x")'}
        rows[15] |= {"model": "+1 555", "site": "@SUM(A1)"}
        rows[16] |= {"model": "-2+3", "site": "\tcmd", "vendor": "\rcmd"}
        rows[17] |= {"model": "bell\x07nul\x00", "vendor": "<r>unescaped & raw</r>"}
    return rows


def frame_of(rows: list[dict[str, object]]) -> pl.DataFrame:
    """The table of such rows."""
    own = [name for name in rows[0] if name not in COLUMNS]
    series = [pl.Series(name, [row.get(name) for row in rows], strict=False) for name in own]
    for name in COLUMNS:
        kind = pl.List(pl.String) if name in LISTS else pl.String
        empty = [] if name in LISTS else None
        series.append(pl.Series(f"obstat_{name}", [row.get(name) or empty for row in rows], dtype=kind))
    return pl.DataFrame(series)


def about(frame: pl.DataFrame, **other: object) -> Screened:
    """The summary of such a table."""
    codes = [code or "not_read" for code in frame["obstat_status"].to_list()]
    order = ("prohibited", "licence_required", "undecided", "conditional", "advisory", "not_restricted", "no_record")
    fields = {
        "file": "inventory-lisbon.csv",
        "asked": {"activity": "sell", "actor": None, "jurisdiction": "US", "on": "2026-06-01", "purpose": None},
        "on": "2026-06-01",
        "snapshot": "sha256:4f1d9c0a7be2",
        "engine": "0.1.0",
        "rows": frame.height,
        "statuses": {code: codes.count(code) for code in (*order, "not_read")},
        "reasons": (
            Reason(
                "us-fcc-covered-list/hikvision",
                "FCC Covered List: Hikvision",
                "prohibited",
                "FCC Public Safety and Homeland Security Bureau",
                "47 CFR 2.903; FCC 22-84",
                "2023-02-06",
                19,
                ("https://www.fcc.gov/supplychain/coveredlist", "FCC 22-84, paragraph 12"),
            ),
            Reason(
                "us-fcc-covered-list/huawei",
                "FCC Covered List: Huawei",
                "undecided",
                "FCC Public Safety and Homeland Security Bureau",
                "47 CFR 2.903",
                "2022-11-11",
                12,
                ("javascript:alert(1)", "https://docs.fcc.gov/public/attachments/FCC-22-84A1.pdf"),
            ),
            Reason(
                "us-889/hikvision",
                "Section 889: video surveillance equipment of Hikvision for public buyers",
                "advisory",
                "Federal Acquisition Regulatory Council",
                "Pub. L. 115-232, section 889(a)(1)(A); 48 CFR 52.204-25",
                "2019-08-13",
                19,
                ("https://www.acquisition.gov/far/52.204-25",),
            ),
        ),
        "parties": (
            Behind("cisco", "Cisco Systems, Inc.", "maker", 28),
            Behind("hikvision", "Hangzhou Hikvision Digital Technology Co., Ltd.", "maker", 19),
            Behind("huawei", "Huawei Technologies Co., Ltd.", "interface_registrant", 12),
        ),
        "columns": {
            "vendor": "the brand: its heading says vendor",
            "model": "the model: its heading says model",
            "mac": "MAC addresses: 60 of 60 values are",
            "site": "nothing: kept as it is",
        },
    }
    return Screened(**{**fields, **other})
