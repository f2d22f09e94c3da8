"""What people type finds whom it names, and nobody else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from obstat.names.normal import normal


def sure(ob, text):
    return {(match.kind, match.id) for match in ob.resolve(text, 50) if match.sure}


@pytest.mark.parametrize(
    ("text", "kind", "id"),
    [
        ("Huawei Mate 10 Pro", "product", "huawei-mate-10-pro"),
        ("Mate 10 Pro", "product", "huawei-mate-10-pro"),
        ("mate 10 pro", "product", "huawei-mate-10-pro"),
        ("BLA-L29", "product", "huawei-mate-10-pro"),
        ("bla-l29", "product", "huawei-mate-10-pro"),
        ("Huawei BLA-L29", "product", "huawei-mate-10-pro"),
        ("DS-2CD2043G2-I", "product", "hikvision-ds-2cd"),
        ("Hikvision DS-2CD2043G2-I", "product", "hikvision-ds-2cd"),
        ("华为", "party", "huawei"),
        ("华为技术有限公司", "party", "huawei"),
        ("华为手机", "party", "huawei"),
        ("大疆", "party", "dji"),
        ("大疆无人机", "party", "dji"),
        ("Huawei", "party", "huawei"),
        ("HUAWEI TECHNOLOGIES CO., LTD.", "party", "huawei"),
        ("Huawei Technologies", "party", "huawei"),
        ("huawei phones", "party", "huawei"),
        ("\u202eHuawei\u202c", "party", "huawei"),
        ("  Huawei\t", "party", "huawei"),
        ("Ｈｕａｗｅｉ", "party", "huawei"),
        ("Futurewei", "party", "futurewei"),
        ("Lorex", "party", "lorex"),
        ("Hikvision camera", "party", "hikvision"),
    ],
)
def test_names_in_use_are_found(ob, text, kind, id):
    assert sure(ob, text) == {(kind, id)}


@pytest.mark.parametrize(
    "text",
    [
        "Shanghai Dahua Scale Factory",
        "ZTEX GmbH",
        "Heiztechnik",
        "Indochina Telecom",
        "Avedis Zildjian",
        "Robin's Limousine",
        "Mercury Computer Systems",
        "Danubia",
        "Hytera Communications of Nowhere",
        "FAST",
        "Spark",
        "Air",
        "Mini",
        "Mate",
        "Pro",
        "P20 Street Hotel",
        "Nothing like Huawei",
        "anti-Huawei campaign",
        "Best Buy",
        "AT&T",
        "5G",
        "camera",
        "2020",
        "0",
        "-",
    ],
)
def test_look_alikes_and_everyday_words_name_nobody(ob, text):
    assert sure(ob, text) == set()


@pytest.mark.parametrize("text", ["Shanghai Dahua Scale Factory", "ZTEX GmbH", "Indochina Telecom", "FAST", "Air"])
def test_no_rule_reaches_a_look_alike(ob, text):
    verdict = ob.check(text, on="2026-08-01", activity="deal_in")
    assert verdict.status.code == "no_record"
    assert verdict.parties == ()
    assert verdict.findings == ()


def test_a_hint_is_shown_and_decides_nothing(ob):
    (hint,) = ob.resolve("Huawei Holidays of Cyprus")
    assert (hint.id, hint.sure) == ("huawei", False)
    assert ob.check("Huawei Holidays of Cyprus", on="2026-08-01").parties == ()


def test_weak_words_count_with_a_model_number_beside_them(ob):
    weak = {name.text: party.id for party in ob.snapshot.parties.values() for name in party.names if name.weak}
    assert weak, "the pack marks some everyday words as weak"
    for text, party in weak.items():
        assert ("party", party) not in sure(ob, text) or any(
            normal(n.text) == normal(text) and not n.weak for n in ob.snapshot.parties[party].names
        ), text


def test_every_name_of_the_pack_finds_its_party(ob):
    """Unless the name is weak, or is also that of a product; a shared name finds every party of it."""
    for party in ob.snapshot.parties.values():
        for text in (party.name, *(n.text for n in party.names if not n.weak)):
            found = sure(ob, text)
            makers = {ob.snapshot.products[id].maker for kind, id in found if kind == "product"}
            assert ("party", party.id) in found or makers, (party.id, text, found)


def test_every_model_code_of_the_pack_finds_its_product(ob):
    """Or, where a model and its line share the code, the model."""
    products = ob.snapshot.products
    for product in products.values():
        for code in product.codes:
            found = {id for kind, id in sure(ob, f"{product.brand} {code.code}") if kind == "product"}
            narrower = {id for id in found if products[id].kind == "model" and products[id].maker == product.maker}
            assert product.id in found or narrower, (product.id, code.code, found)


@given(st.data())
def test_case_and_invisible_marks_do_not_matter(ob, data):
    texts = ["Huawei Mate 10 Pro", "DS-2CD2043G2-I", "Hikvision", "华为", "Futurewei Technologies, Inc.", "Lorex"]
    text = data.draw(st.sampled_from(texts))
    mark = data.draw(st.sampled_from(["\u200b", "\u200e", "\u202e", "\ufeff", "\u00ad"]))
    at = data.draw(st.integers(0, len(text)))
    variant = data.draw(st.sampled_from([str, str.lower, str.upper]))(text[:at] + mark + text[at:])
    assert sure(ob, variant) == sure(ob, text)


@given(st.text(max_size=60).filter(lambda text: normal(text)))
def test_any_text_is_looked_up_without_stumbling(ob, text):
    for match in ob.resolve(text):
        assert 0 < match.score <= 1
        assert match.why


def test_the_limit_is_kept(ob):
    assert len(ob.resolve("Honor", 1)) == 1
    assert len(ob.resolve("Honor", 5)) == 2
