"""Who stands behind a thing depends on the day."""

from __future__ import annotations

import datetime

import pytest

from obstat.model.status import Status


def behind(ob, text, on, as_known=None):
    ordinals = [datetime.date.fromisoformat(d).toordinal() if d else None for d in (on, as_known)]
    who = ob.identifier.identify(text, *ordinals)
    return [(lead.party, lead.role, lead.decides) for lead in who.leads]


def test_a_brand_that_is_only_probably_meant_hangs_on_its_owner(ob):
    """The condition is on the party that the brand stands for, or no completion could meet it."""
    who = ob.identifier.identify("Somebody Else Inc a/k/a Red Magic", datetime.date(2023, 6, 1).toordinal())
    for lead in who.leads:
        assert ("party", lead.party) in lead.when
    assert ob.check("Somebody Else Inc a/k/a Red Magic", activity="import", on="2023-06-01").status


@pytest.mark.parametrize("text", ["Honor", "Honor 10", "荣耀"])
@pytest.mark.parametrize(
    ("on", "party"),
    [("2014-01-01", "huawei"), ("2020-11-16", "huawei"), ("2020-11-17", "honor"), ("2026-01-01", "honor")],
)
def test_honor_was_huaweis_until_17_november_2020(ob, text, on, party):
    assert behind(ob, text, on) == [(party, "maker", True)]


@pytest.mark.parametrize(
    ("on", "reached"), [("2022-10-31", True), ("2022-11-01", None), ("2022-11-15", None), ("2022-12-01", False)]
)
def test_lorex_was_dahuas_until_november_2022(ob, on, reached):
    """In the month of the sale itself the tie is an unknown: the day is not known."""
    verdict = ob.check("Lorex", activity="spend_public_funds", purpose="public_safety", on=on)
    dahua = [finding for finding in verdict.findings if finding.party == "dahua"]
    if reached is False:
        assert dahua == []
    else:
        assert dahua
        assert any(step.party == "lorex" for finding in dahua for step in finding.path)
        assert verdict.status is (Status.PROHIBITED if reached else Status.UNDECIDED)
        assert any(need.fact.startswith("tie:") for need in verdict.needs) is (reached is None)


def test_lorex_still_warns_of_what_dahua_built(ob):
    assert "dahua" in {warning.party for warning in ob.check("Lorex", on="2024-01-01").warnings}


def test_the_maker_is_named_with_role_and_evidence(ob):
    (party,) = ob.check("BLA-L29", on="2018-01-30").to_dict()["parties"]
    assert (party["id"], party["role"]) == ("huawei", "maker")
    assert party["via"][0]["tie"] == "makes"
    assert party["evidence"][0]["source"].startswith("https://")


def test_every_party_of_an_answer_has_evidence(ob):
    for product in ob.snapshot.products.values():
        verdict = ob.check(f"{product.brand} {product.name}", on="2024-03-01", activity="deal_in")
        for party in verdict.to_dict()["parties"]:
            assert party["evidence"], (product.id, party["id"])


def test_a_factory_behind_anothers_brand_warns_and_does_not_decide(ob):
    relabelled = [
        p
        for p in ob.snapshot.products.values()
        if p.role in ("oem_of", "alleged_oem_of")
        and p.id in ob.identifier.identify(f"{p.brand} {p.name}", 738_946).products
    ]
    assert len(relabelled) > 5
    for product in relabelled:
        leads = behind(ob, f"{product.brand} {product.name}", "2024-03-01")
        assert leads
        assert all(not decides for party, _, decides in leads if party == product.maker), product.id
        verdict = ob.check(f"{product.brand} {product.name}", on="2024-03-01")
        assert product.maker in {warning.party for warning in verdict.warnings}, product.id


def test_a_part_is_not_the_maker_of_the_whole(ob):
    hosts = [p for p in ob.snapshot.products.values() if p.role == "contains_module_of"]
    for product in hosts:
        roles = {
            role
            for party, role, _ in behind(ob, f"{product.brand} {product.name}", "2024-03-01")
            if party == product.maker
        }
        assert roles == {"component_maker"}, product.id


def test_as_known_uses_only_products_that_were_known(ob):
    """Before anybody had heard of the model, only its brand could be recognised."""
    product = ob.snapshot.products["huawei-mate-10-pro"]
    before = datetime.date.fromordinal(product.published - 1).isoformat()
    assert ob.check("Huawei Mate 10 Pro", on="2018-01-30").parties[0].via
    early = ob.check("Huawei Mate 10 Pro", on="2018-01-30", as_known=before)
    assert [party.id for party in early.parties] == ["huawei"]
    assert early.parties[0].via == ()


def test_made_in_comes_from_the_product_only_where_a_source_says_so(ob):
    for product in ob.snapshot.products.values():
        if product.made_in is None and product.kind == "model":
            who = ob.identifier.identify(f"{product.brand} {product.name}", 738_000)
            assert who.made_in is None, product.id
