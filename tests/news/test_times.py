"""Times as stories say them."""

from __future__ import annotations

import datetime

import pytest

from obstat.news import times

TOLD = datetime.date(2019, 5, 22)  # a Wednesday


@pytest.mark.parametrize(
    ("said", "since", "until"),
    [
        ("on Tuesday", "2019-05-21", "2019-05-21"),
        ("on Wednesday", "2019-05-22", "2019-05-22"),
        ("yesterday", "2019-05-21", "2019-05-21"),
        ("last week", "2019-05-13", "2019-05-19"),
        ("this month", "2019-05-01", "2019-05-31"),
        ("last month", "2019-04-01", "2019-04-30"),
        ("next year", "2020-01-01", "2020-12-31"),
        ("in January", "2019-01-01", "2019-01-31"),
        ("in October", "2018-10-01", "2018-10-31"),
        ("in March 2017", "2017-03-01", "2017-03-31"),
        ("in 2012", "2012-01-01", "2012-12-31"),
        ("on May 16", "2019-05-16", "2019-05-16"),
        ("16 May 2018", "2018-05-16", "2018-05-16"),
        ("August 13, 2020", "2020-08-13", "2020-08-13"),
        ("by the end of 2027", None, "2027-12-31"),
        ("since 2016", "2016-01-01", None),
        ("two years ago", "2017-01-01", "2017-12-31"),
        ("three weeks ago", "2019-04-29", "2019-05-05"),
        ("last autumn", "2018-09-01", "2018-11-30"),
    ],
)
def test_words_come_to_days(said, since, until):
    text = f"The order was signed {said}, the agency said."
    found, (start, end) = times.first(text, 0, len(text), TOLD)
    days = tuple(day and datetime.date.fromisoformat(day) for day in (since, until))
    assert (found.since, found.until, found.basis) == (*days, "said")
    assert text[start:end].strip() == found.said
    assert found.said in said


def test_without_a_day_of_the_story_only_what_is_said_is_known():
    assert times.first("It was signed on Tuesday.", 0, 25, None)[0].since is None
    assert times.first("It was signed in March 2017.", 0, 28, None)[0].since == datetime.date(2017, 3, 1)


@pytest.mark.parametrize("text", ["The company may appeal.", "It sold 2019 phones.", "on February 31", ""])
def test_what_is_no_time_is_none(text):
    found = times.first(text, 0, len(text), TOLD)
    assert found is None or found[0].since is None
