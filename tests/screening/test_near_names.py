"""A name that is near one of ours: what it probably means is asked, what it may mean is told, neither decides."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(("text", "party"), [("Osmo", "dji"), ("Huawei Widgets of Nowhere", "huawei")])
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


@pytest.mark.parametrize(
    ("text", "party", "role"),
    [
        ("HIKVISION USA INC", "hikvision", "affiliate"),
        ("Hikvison", "hikvision", "maker"),
        ("Hauwei", "huawei", "maker"),
    ],
)
def test_what_a_name_probably_means_is_asked(ob, text, party, role):
    verdict = ob.check(text, activity="contract_while_using", on="2026-11-22", purpose="public_safety")
    assert verdict.status.code == "undecided"
    assert [(p.id, p.role) for p in verdict.parties][:1] == [(party, role)]
    need = next(need for need in verdict.needs if need.fact == "party")
    assert {value: status.code for value, status in need.values.items()} == {
        party: "prohibited",
        "another_firm": "no_record",
    }
    assert ob.snapshot.parties[party].name in need.text
    assert [w.party for w in verdict.warnings if w.kind == "probable_name"] == [party]


def test_a_rule_on_the_named_party_alone_does_not_reach_a_firm_of_its_group(ob):
    """The Entity List names legal persons; a unit that is not among them is another."""
    named = ob.check("Hangzhou Hikvision", activity="export_to", on="2025-06-01")
    unit = ob.check("HIKVISION USA INC", activity="export_to", on="2025-06-01")
    assert named.status.code == "licence_required"
    assert unit.status.code == "no_record"
