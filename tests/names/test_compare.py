"""How two names compare: what is overlooked, what tells them apart, and what holds for any text."""

from __future__ import annotations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from obstat.names import MATCH, compare
from obstat.names.analysis import analyse
from obstat.names.comparison import KINDS

WORDS = [
    "Hua",
    "Wei",
    "Cloud",
    "Cloudwalk",
    "Inv",
    "Huawei",
    "Dahua",
    "Acme",
    "Brightwater",
    "Technology",
    "Bank",
    "Shanghai",
    "of",
    "Nordic",
    "12",
    "A",
    "Kovač",
]
NAMES = st.lists(st.sampled_from(WORDS), min_size=1, max_size=5).map(" ".join)
FORMS = st.sampled_from(["", " Ltd", " Co., Ltd.", " GmbH", " S.p.A.", " Inc."])


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("华为", "华为技术有限公司"),
        ("華為技術有限公司", "华为技术有限公司"),
        ("Huawei", "华为技术有限公司"),
        ("Хуавей", "Huawei"),
        ("ファーウェイ", "Huawei"),
        ("ディージェイアイ", "DJI"),
        ("HIKVISI0N DIGITAL TECHN0LOGY", "Hikvision Digital Technology"),
        ("HUAWEI TECHNOLOGYCO.,LTD", "Huawei Technologies Co., Ltd."),
        ("H U A W E I", "Huawei"),
        ("Hik Vision", "Hikvision"),
        ("Hikvison", "Hikvision"),
        ("GUANGZHOU HAIGE COMM GRP", "Guangzhou Haige Communications Group"),
        ("HAIGE GUANGZHOU", "Guangzhou Haige Communications Group Incorporated Company"),
        ("CNOOC ENERGY TECH & SRVCES LTD", "CNOOC Energy Technology & Services Limited"),
        ("LUKOIL OIL COMP", "Lukoil Oil Company"),
        ("Siemens AG", "Siemens Aktiengesellschaft"),
        ("SiemensAG", "Siemens AG"),
        ("OAO Gazprom", "Open Joint Stock Company Gazprom"),
        ("Société Générale S.A.", "Societe Generale S.A."),
        ("A.B.C. Company", "ABC Co."),
        ("AT&T Inc.", "AT and T Inc."),
        ("1st International Bank", "First International Bank"),
        ("Brigade Forty-Four", "Brigade 44"),
        ("삼성전자주식회사", "삼성전자"),
    ],
)
def test_the_same_organisation_is_a_match(a, b):
    assert compare(a, b).score >= MATCH, compare(a, b).reasons


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("American Telecom Corp", "China Telecom Corporation Limited"),
        ("Indochina Telecom", "China Telecom"),
        ("Shanghai Dahua Scale Factory", "Zhejiang Dahua Technology Co., Ltd."),
        ("ZTEX GmbH", "ZTE Corporation"),
        ("Heiztechnik GmbH", "ZTE Corporation"),
        ("Avedis Zildjian", "DJI"),
        ("Saudi Arabian Gas Company", "Saudi Arabian Oil Company"),
        ("Bowne of Atlanta, Inc.", "Bowne of Boston, Inc."),
        ("Deutsche Bank AG", "Deutsche Bank GmbH"),
        ("The Pudney Trust", "The Puccini Trust"),
        ("Acme Fund II", "Acme Fund III"),
        ("Management Company", "Management Company 23"),
        ("上海大华衡器厂", "大华技术股份有限公司"),
        ("达华技术有限公司", "大华技术有限公司"),
        ("On Ltd", "At Ltd"),
        ("Orion Marine Ltd", "Orion Shipping Ltd"),
        ("First National Bank", "National Bank One"),
        ("Technology Co Ltd", "Huawei Technology Co Ltd"),
    ],
)
def test_another_organisation_is_none(a, b):
    assert compare(a, b).score < MATCH, compare(a, b).reasons


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("John Smith", "Smith, John", True),
        ("J.-C. Juncker", "Jean-Claude Juncker", True),
        ("Mr. Rami Makhlouf", "Rami Makhlouf", True),
        ("Sergey Sergey Shoigu", "Sergey Shoigu", True),
        ("Barak Obama", "Barack Obama", True),
        ("JAMAL SULTAN AL-TIKRITI", "JAMAL MUSTAFA ABDALLAH SULTAN AL-TIKRITI", True),
        ("Barack Obama", "Michelle Obama", False),
        ("Frost, William G.", "William W Frost", False),
        ("Hans O Friedrich", "Hans Joachim Friedrich", False),
        ("Walijan", "Walijan Abdul Ghafoor Haqqani", False),
    ],
)
def test_persons(a, b, same):
    assert (compare(a, b, kind="person").score >= MATCH) is same, compare(a, b, kind="person").reasons


def test_the_reasons_say_what_was_overlooked_and_what_was_left_over():
    compared = compare("Hikvison USA", "Hikvision")
    assert compared.aligned == (("hikvison", "hikvision", "typo"),)
    assert compared.left == ("usa",) and compared.right == ()
    assert {reason.feature for reason in compared.reasons} >= {"typo", "place_extra"}
    assert all(reason.cost >= 0 and reason.says for reason in compared.reasons)


def test_an_unknown_kind_is_an_error_that_names_the_kinds():
    with pytest.raises(ValueError, match="organization, person, thing"):
        compare("a", "b", kind="boat")


@given(NAMES, FORMS, NAMES, FORMS, st.sampled_from(KINDS))
def test_it_is_symmetric(a, form_a, b, form_b, kind):
    there, back = compare(a + form_a, b + form_b, kind=kind), compare(b + form_b, a + form_a, kind=kind)
    assert there.score == pytest.approx(back.score)


@given(st.text(max_size=80), st.text(max_size=80), st.sampled_from(KINDS))
def test_any_text_gets_a_score_and_one_only_means_equal(a, b, kind):
    compared = compare(a, b, kind=kind)
    assert 0.0 <= compared.score <= 1.0
    assert (compared.score == 1.0) == (analyse(a, kind).text == analyse(b, kind).text != "")


@given(NAMES, FORMS, NAMES, FORMS, st.sampled_from(["Holdings", "International", "Logistics", "Pharmaceutical"]))
def test_a_generic_word_added_to_one_side_never_raises_the_score(a, form_a, b, form_b, word):
    alone, longer = ({token.text for token in analyse(text).tokens} for text in (a, f"{a} {word}"))
    assume(word not in b and alone <= longer)  # "of" alone is a name, before a word it is a particle
    assert compare(f"{a} {word}{form_a}", b + form_b).score <= compare(a + form_a, b + form_b).score + 1e-9


@settings(max_examples=25)
@given(st.sampled_from(["", " ", "🛰️🛰️", "\x00", "\ud800", "ﷺ" * 40, "a\u0301" * 200, "1" * 5000]), st.text(max_size=40))
def test_bad_input_is_compared_without_stumbling(bad, other):
    assert 0.0 <= compare(bad, other).score <= 1.0


def test_a_megabyte_of_text_is_no_name():
    assert compare("Huawei " * 150_000, "Huawei").score < 1.0
