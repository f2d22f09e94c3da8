"""A name that nobody knows, but that is near one of ours: told, never decided on."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("text", "party"), [("HIKVISION USA INC", "hikvision"), ("Osmo", "dji"), ("Huawei Widgets of Nowhere", "huawei")]
)
def test_a_name_that_is_only_near_one_of_ours_is_told_and_decides_nothing(ob, text, party):
    verdict = ob.check(text, activity="contract_while_using", on="2026-11-22")
    name = ob.snapshot.parties[party].name
    assert verdict.status.code == "no_record" and not verdict.parties
    assert [w.party for w in verdict.warnings if w.kind == "near_name"] == [party]
    assert f"though {name} may be meant" in verdict.summary
    assert ob.check(name, activity="contract_while_using", on="2026-11-22").parties[0].id == party


def test_a_name_that_nothing_is_near_has_no_such_warning(ob):
    verdict = ob.check("Widgets of Nowhere", on="2026-11-22")
    assert "may be meant" not in verdict.summary and not [w for w in verdict.warnings if w.kind == "near_name"]
