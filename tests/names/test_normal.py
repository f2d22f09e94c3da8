"""The normal form of a name: what two spellings have in common, in any script."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from obstat.names.normal import clean, normal, without_legal_form

latin = st.text(st.characters(max_codepoint=0x24F))
any_text = st.one_of(st.text(), latin, st.text("华为公司有限AbcÉé.,-'& ​‮\x00\t١２"))


@given(any_text)
@example("ͅ")
@example("ﬁ İstanbul ẞ Ǆ ℡ ㎞")
def test_normal_is_idempotent(text):
    assert normal(normal(text)) == normal(text)


@given(any_text)
def test_clean_is_idempotent(text):
    assert clean(clean(text)) == clean(text)


@given(any_text)
def test_normal_holds_letters_digits_and_single_spaces(text):
    key = normal(text)
    assert key == " ".join(key.split())
    for c in key.replace(" ", ""):
        assert unicodedata.category(c)[0] in "LN"


@given(st.text("abcäéçøzABCÄÉÇØZ0-9 .&'-"))
def test_case_does_not_matter(text):
    assert normal(text.lower()) == normal(text.upper()) == normal(text)


@given(st.text("abc 0", min_size=1), st.text("\u200b\u200e\u200f\u202a\u202e\u2066\u2069\ufeff\u00ad", min_size=1))
def test_invisible_marks_change_nothing(text, marks):
    assert normal(marks.join(text)) == normal(text)


@given(any_text)
def test_clean_leaves_no_control_format_or_bidirectional_mark(text):
    for c in clean(text):
        assert unicodedata.category(c)[0] != "C"
        assert unicodedata.category(c) not in ("Zl", "Zp")


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Hikvision Co., Ltd.", "hikvision co ltd"),
        ("Hangzhou  Hikvision\tDigital", "hangzhou hikvision digital"),
        ("Société Générale", "societe generale"),
        ("ÖZ İSTANBUL", "oz istanbul"),
        ("D-Link", "d link"),
        ("AT&T", "at t"),
        ("Robin's", "robins"),
        ("L.L.C.", "llc"),
        ("ＨＵＡＷＥＩ", "huawei"),
        ("hua\u200bwei", "huawei"),
        ("\u202ehuawei\u202c", "huawei"),
        ("\u200fهواوي", "هواوي"),
        ("hua\u00adwei", "huawei"),
        ("huawei\x00", "huawei"),
        ("华为 技术 有限公司", "华为技术有限公司"),
        ("华为 Mate 10", "华为 mate 10"),
        ("", ""),
        ("  ... !! ", ""),
    ],
)
def test_known_spellings(text, key):
    assert normal(text) == key


@pytest.mark.parametrize(
    ("key", "short"),
    [
        ("huawei technologies co ltd", "huawei technologies"),
        ("zte corporation", "zte"),
        ("hytera mobilfunk gmbh", "hytera mobilfunk"),
        ("axis communications ab", "axis communications"),
        ("ltd", "ltd"),
        ("co ltd", "co"),
        ("huawei", "huawei"),
        ("co operative", "co operative"),
        ("华为技术有限公司", "华为技术"),
        ("浙江大华技术股份有限公司", "浙江大华技术"),
        ("有限公司", "有限公司"),
    ],
)
def test_legal_forms_fall_from_the_end_only(key, short):
    assert without_legal_form(key) == short


@given(any_text)
def test_dropping_legal_forms_leaves_a_beginning_and_something(text):
    key = normal(text)
    short = without_legal_form(key)
    assert key.startswith(short)
    assert bool(short) == bool(key)
