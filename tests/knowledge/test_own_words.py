"""Which names of a list are looked up in the pack at all."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from obstat.knowledge.own_words import OwnWords, _told_apart_by
from obstat.names.analysis import analyse, has_name

OWN = OwnWords(["Huawei Technologies Co., Ltd.", "华为技术有限公司", "China Mobile", "Hytera Communications"])
WORDS = [
    *("Huawei", "Huawey", "China", "Mobile", "Hong", "Kong", "Technology", "Limited", "Limted", "Liabillity", "Compan"),
    *("Nordlicht", "II", "44", "S.A.", "A", "&", "HYTERA", "Hitera", "Huaweitechnologies", "(Shenzhen)", "Bank", "of"),
]


@pytest.mark.parametrize(
    "name",
    [
        "HUAWEI DEVICE",
        "Huawey Tech",
        "华为终端",
        "Хуавей",
        "China Mobile Limited",
        "Hua wei Technologies",
        "Huaweitechnologies Ltd",
    ],
)
def test_a_name_with_a_word_of_ours_may_mean_us(name):
    assert OWN.may_mean(name)


@pytest.mark.parametrize(
    "name", ["Nordlicht Kabel GmbH", "东方贸易有限公司", "Mobile Nordlicht", "Вектор", "Bank of Perm"]
)
def test_a_name_without_one_does_not(name):
    assert not OWN.may_mean(name)


@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map(" ".join))
def test_the_quick_way_passes_over_no_name_that_the_whole_analysis_would_not(name):
    assert OWN.may_mean(name) or not any(OWN._ours(token) for token in _told_apart_by(analyse(name)))


@given(st.lists(st.sampled_from(WORDS) | st.text(max_size=9), min_size=1, max_size=6).map(" ".join))
def test_whether_a_name_says_who_it_is_is_told_as_by_its_analysis(name):
    assert has_name(name) == bool(analyse(name).names)
