"""A date that is not known to the day is an interval, and never padded."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from obstat.model.dates import Day, Reached, iso, parse_day
from obstat.model.errors import InvalidValue

ORDER = [Reached.NO, Reached.MAYBE, Reached.YES]
real_days = st.dates(min_value=datetime.date(1000, 1, 1))
texts = st.one_of(real_days.map(str), real_days.map(lambda d: f"{d:%Y-%m}"), real_days.map(lambda d: f"{d:%Y}"))


def ordinal(text: str) -> int:
    return datetime.date.fromisoformat(text).toordinal()


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2018-01-30", "2018-01-30", "2018-01-30"),
        ("2026-07", "2026-07-01", "2026-07-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2023-02", "2023-02-01", "2023-02-28"),
        ("2023", "2023-01-01", "2023-12-31"),
        ("2023-03-02/2023-03-06", "2023-03-02", "2023-03-06"),
        ("2022/2023-04", "2022-01-01", "2023-04-30"),
        ("2023-05-01/2023-05", "2023-05-01", "2023-05-31"),
    ],
)
def test_a_short_date_is_every_day_it_may_be(text, first, last):
    day = Day.parse(text)
    assert (iso(day.earliest), iso(day.latest)) == (first, last)
    assert day.exact is (first == last)
    assert str(day) == text


@pytest.mark.parametrize(
    "text",
    [
        "2023-02-29", "2023-13", "2023-00", "2023-04-31", "0000", "23", "2023-1-1", "20230101", "2023-02-06T00:00",
        "yesterday", "", "/", "2023/", "/2023", "2023-05-02/2023-05-01", "2023/2022", "2023/2024/2025",
        " 2023", "2023\n",
    ],
)  # fmt: skip
def test_what_is_no_date_is_refused(text):
    with pytest.raises(InvalidValue):
        Day.parse(text)


def test_digits_of_other_scripts_are_no_date():
    with pytest.raises(InvalidValue):
        Day.parse("٢٠٢٣")


@given(texts, real_days, real_days)
def test_reached_never_goes_back(text, a, b):
    day = Day.parse(text)
    earlier, later = sorted((a.toordinal(), b.toordinal()))
    assert ORDER.index(day.reached(earlier)) <= ORDER.index(day.reached(later))


@given(texts)
def test_reached_turns_at_the_two_ends(text):
    day = Day.parse(text)
    assert day.reached(day.earliest - 1) is Reached.NO
    assert day.reached(day.latest) is Reached.YES
    assert day.reached(day.earliest) is (Reached.YES if day.exact else Reached.MAYBE)
    if not day.exact:
        assert day.reached(day.latest - 1) is Reached.MAYBE


@given(texts, texts)
def test_an_interval_spans_both_of_its_ends(a, b):
    first, last = Day.parse(a), Day.parse(b)
    if last.latest < first.earliest:
        with pytest.raises(InvalidValue):
            Day.parse(f"{a}/{b}")
    else:
        both = Day.parse(f"{a}/{b}")
        assert (both.earliest, both.latest) == (first.earliest, last.latest)


@given(st.text())
def test_any_text_is_a_date_or_a_refusal(text):
    try:
        day = Day.parse(text)
    except InvalidValue as error:
        assert str(error)
    else:
        assert day.earliest <= day.latest


@given(real_days)
def test_exact_days_round_trip(day):
    assert parse_day(str(day)) == day
    assert parse_day(f"  {day} ") == day
    assert iso(day.toordinal()) == str(day)


@pytest.mark.parametrize("text", ["2023-02-30", "2023-02", "2023", "today", "", "30.01.2018", "2018-01-30/2018-02-01"])
def test_a_question_needs_one_real_day(text):
    with pytest.raises(InvalidValue, match="YYYY-MM-DD"):
        parse_day(text)


@given(real_days, st.integers(min_value=1, max_value=400))
def test_an_exact_day_is_never_maybe(day, distance):
    assume(day.year < 9990)
    exact = Day.parse(str(day))
    assert exact.reached(day.toordinal() - distance) is Reached.NO
    assert exact.reached(day.toordinal() + distance) is Reached.YES
