"""Sentences end where a reader would end them; quotations are found whole; time grows with length."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from obstat.news.sentences import LONGEST, Sentence, sentences


def split(text: str) -> list[str]:
    return [text[slice(*sentence.span)] for sentence in sentences(text)]


def quoted(text: str) -> list[str]:
    spans = dict.fromkeys(span for sentence in sentences(text) for span in sentence.quotes)
    return [text[start:end] for start, end in spans]


@pytest.mark.parametrize(
    "text",
    [
        "The U.S. Commerce Department said Mr. Roe met Gen. Doe in St. Louis at 5 p.m. Tuesday.",
        "It paid No. 5 Telecom Co. Ltd. $3.5 million, e.g. for J. R. Doe's work, on Jan. 9, 2018.",
        "Apple Inc. Chief Executive John Doe spoke.",
        "Yahoo! Inc. sells EMUI 8.1 phones at example.com and in Washington, D.C. offices.",
        "It was ... China that won, he said … and left.",
        '"Is it safe?" Jane Roe asked.',
        '"Will they?" he asked.',
        "The firm rose 5.3 percent vs. Nokia, i.e. a lot.",
        "Sen. Jane Roe of the U.S. House panel wrote it, cf. Sec. 889.",
        "It is made in the U.S. by iFlytek.",
    ],
)
def test_a_stop_inside_a_sentence_does_not_end_it(text: str) -> None:
    assert split(text) == [text]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He said no. Then he left.", ["He said no.", "Then he left."]),
        ("It left the U.S. The firm stayed.", ["It left the U.S.", "The firm stayed."]),
        (
            "It bought Huawei Device USA Inc. Verizon declined to comment.",
            ["It bought Huawei Device USA Inc.", "Verizon declined to comment."],
        ),
        ('"We did not. We will," it said.', ['"We did not.', 'We will," it said.']),
        ('He called it "bad." She left.', ['He called it "bad."', "She left."]),
        ("He waited... Then it came.", ["He waited...", "Then it came."]),
        ("It was banned.[12] Nobody knew.", ["It was banned.[12]", "Nobody knew."]),
        ("It was said.The company declined to.", ["It was said.", "The company declined to."]),
        ("华为表示反对。“我们会上诉。”中兴没有回应！", ["华为表示反对。", "“我们会上诉。”", "中兴没有回应！"]),
        ("It asked. iFlytek answered.", ["It asked.", "iFlytek answered."]),
        ("It is state of the art. Nobody bought it.", ["It is state of the art.", "Nobody bought it."]),
    ],
)
def test_sentences_end_where_a_reader_ends_them(text: str, expected: list[str]) -> None:
    assert split(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('He said it was "bad news" and "worse".', ["bad news", "worse"]),
        ("“We left,” it said. “For good.”", ["We left,", "For good."]),
        ("« Nous ferons appel », a dit Huawei.", ["Nous ferons appel"]),
        ("„Nein“, sagte er. »Nie«, sagte sie.", ["Nein", "Nie"]),
        ("‘The carriers’ decision is bad,’ she said.", ["The carriers’ decision is bad,"]),
        ("Huawei's 'no comment' and ZTE's 'we'll see' came late.", ["no comment", "we'll see"]),
        ("The carriers' plans, the '90s phones and Huawei's.", []),
        ('A 5" screen and a 6" screen.', []),
        ("他说：“不。”「是」", ["不。", "是"]),
        ('"It is “bad” news," he said.', ["It is “bad” news,"]),
        ("He said “it goes on", ["it goes on"]),
    ],
)
def test_quotations_are_found_whole_and_apostrophes_are_none(text: str, expected: list[str]) -> None:
    assert quoted(text) == expected


def test_a_quotation_over_paragraphs_ends_with_each_and_goes_on_in_the_next() -> None:
    text = "“It began here. It went on.\n\n“Then it ended,” he said.\n\nNobody else spoke."
    assert quoted(text) == ["It began here. It went on.", "Then it ended,"]
    assert quoted("“It began.\n\nIt ended,” he said, “at last.”") == ["It began.", "It ended,", "at last."]
    assert sentences(text)[-1].quotes == ()


def test_a_sentence_of_a_quotation_knows_all_of_it() -> None:
    text = '"We did not. We will," it said. It left.'
    whole = (1, text.index('," it') + 1)
    assert [sentence.quotes for sentence in sentences(text)] == [(whole,), (whole,), ()]


def test_headlines_are_short_lines_without_a_stop_before_others() -> None:
    text = "Carrier drops phones, it says\n\nSubhead\n\nThe carrier will drop them.\n\nWill others?\n\n© 2015 A Paper"
    assert [sentence.heading for sentence in sentences(text)] == [True, True, False, False, False]
    assert sentences("Huawei leaves the U.S.\n\nIt went.")[0].heading
    assert sentences("Will Huawei go?\n\nIt went.")[0].heading
    assert not sentences("By Jane Roe\n\nIt went.")[0].heading
    assert not sentences("Only a line")[0].heading


def test_lines_of_wrapped_text_belong_together_and_others_do_not() -> None:
    wrapped = "The company said on Monday that it would not sell phones in the\nUnited States. It had planned\nto.\n"
    assert split(wrapped)[0].endswith("United States.")
    assert split("A headline\nBy Jane Roe\n" + "It went on and on. " * 10)[:2] == ["A headline", "By Jane Roe"]
    bullets = sentences("They were:\n- one firm\n• another firm\n1. a third")
    assert [sentence.paragraph for sentence in bullets] == [0, 1, 2, 3]
    assert split("They were:\n- one firm\n• another")[1:] == ["one firm", "another"]


def test_nothing_is_no_sentence() -> None:
    assert sentences("") == sentences(" \n\n\t") == []


@given(st.text(alphabet="aB. \n\"'“”‘’«»…?!U.S。-(1)[", max_size=120))
def test_sentences_cover_the_text_in_order(text: str) -> None:
    found = sentences(text)
    last = 0
    for sentence in found:
        start, end = sentence.span
        assert last <= start < end <= len(text)
        assert not text[start].isspace() and not text[end - 1].isspace()
        assert all(0 <= a < b <= len(text) and a < end and b > start for a, b in sentence.quotes)
        last = end
    left, between = 0, ""
    for sentence in found:
        between, left = between + text[left : sentence.span[0]], sentence.span[1]
    between += text[left:]
    assert set(between) <= set(" \n-…()1.")


@pytest.mark.parametrize(
    "text",
    ["word " * 400_000, "x" * 2_000_000, "." * 2_000_000, "a.)" * 300_000, "U.S." * 300_000, '"' * 100_000,
     " '" * 100_000,
     " " * 2_000_000 + "a", "a.[1]" * 200_000],
    ids=["no end", "no blank", "stops", "closers", "initials", "marks", "singles", "blanks", "notes"],
)  # fmt: skip
def test_odd_texts_take_no_longer_than_others(text: str) -> None:
    before = time.process_time()
    found: list[Sentence] = sentences(text)
    assert time.process_time() - before < 10
    assert all(sentence.span[1] - sentence.span[0] <= LONGEST for sentence in found)
