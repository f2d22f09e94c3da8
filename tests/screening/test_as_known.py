"""An answer from what was known on a day tells nothing that was published later."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("asked", "rule", "until"),
    [
        (("ZTE", "export_to", "US", "2018-06-01", "2018-06-01"), "us-bis-zte-denial-2018", "2025-03-14"),
        (("Huawei", "operate_in_network", "GB", "2021-06-01", "2021-06-01"), "gb-2020-07-decision", None),
    ],
)
def test_an_end_brought_later_is_not_told(ob, asked, rule, until):
    text, activity, place, on, known = asked
    finding = next(
        f
        for f in ob.check(text, activity=activity, jurisdiction=place, on=on, as_known=known).findings
        if f.rule == rule
    )
    assert (finding.until, finding.note, finding.state_note) == (until, None, None)
    today = next(f for f in ob.check(text, activity=activity, jurisdiction=place, on=on).findings if f.rule == rule)
    assert today.until not in (None, until)


def test_lists_of_later_editions_are_not_named_as_searched(ob):
    def kinds(known):
        return {w.kind for w in ob.check("Xiaomi", on="2018-06-01", as_known=known).warnings}

    assert "checked_not_listed" not in kinds("2018-06-01")
    assert "checked_not_listed" in kinds(None) & kinds("2026-11-22")
