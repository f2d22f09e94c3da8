"""Shares are exact: what is written is what counts."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from obstat.model.errors import InvalidValue
from obstat.model.ownership import share_told
from obstat.ties import reached
from obstat.ties.definitions import OwnershipTest
from obstat.ties.shares import UNIT, WHOLE, interval, percent


@pytest.mark.parametrize("value", [49.99, "49.99", Decimal("49.99"), Fraction(4999, 100)])
def test_a_share_is_the_number_that_is_written(value):
    assert interval(value, value) == (4999 * UNIT // 100, 4999 * UNIT // 100)


@given(st.fractions(0, 100))
def test_an_interval_is_never_narrower_than_the_truth(share):
    low, high = interval(share, share)
    assert percent(low) <= share <= percent(high)
    assert high - low <= 1


def test_a_missing_end_is_open():
    assert interval(None, None) == (0, WHOLE)
    assert interval(25, None) == (25 * UNIT, WHOLE)


@pytest.mark.parametrize(("low", "high"), [(150, 150), (-1, 5), (60, 40), ("half", None), (float("nan"), None)])
def test_what_is_no_share_is_an_error_that_says_what_to_write(low, high):
    with pytest.raises(InvalidValue, match=r"per cent|smaller one first"):
        interval(low, high)


@pytest.mark.parametrize(("share", "status"), [("50", "certain"), ("49.99", "no"), ("49.999999999", "no")])
def test_a_hair_below_the_threshold_is_below(share, status):
    assert reached([{"owner": "x", "owned": "a", "low": share, "high": share}], ["x"])["a"].status == status


@pytest.mark.parametrize(("share", "status"), [("50", "no"), ("50.01", "certain")])
def test_a_majority_is_more_than_half(share, status):
    tie = {"owner": "x", "owned": "a", "low": share, "high": share}
    assert reached([tie], ["x"], "control-chain")["a"].status == status


@pytest.mark.parametrize(
    "text", ["aggregate", "aggregate-0", "aggregate-101", "single-", "product-50%", "majority", ""]
)
def test_an_unknown_test_names_the_valid_ones(text):
    with pytest.raises(ValueError, match="aggregate-50"):
        OwnershipTest.parse(text)


def test_any_percentage_is_a_test():
    assert OwnershipTest.parse("single-33.4").least == 334 * UNIT // 10


@pytest.mark.parametrize(
    ("low", "high", "told"),
    [
        (51, 51, "51 %"),
        (25, 50, "25-50 %"),
        (25, 100, "at least 25 %"),
        (25, None, "at least 25 %"),
        (0, 5, "at most 5 %"),
        (None, 5, "at most 5 %"),
        (None, None, ""),
    ],
)
def test_a_share_in_words(low, high, told):
    assert share_told(low, high) == told


@pytest.mark.parametrize(
    ("tie", "said"),
    [
        ({"owner": "x"}, "Tie 1 has no 'owned'"),
        ({"owner": "x", "owned": "a", "low": 150}, r"Tie 1 \(x in a\): A share of 150 % is not possible"),
        ({"owner": "x", "owned": "a", "since": "soon"}, "soon"),
        ({"owner": "x", "owned": "a", "standing": "rumoured"}, "rumoured"),
    ],
)
def test_a_tie_that_cannot_be_read_is_named(tie, said):
    with pytest.raises(ValueError, match=said):
        reached([tie], ["x"])


class TestFaults:
    def test_holding_oneself_is_told_and_counts_for_nothing(self):
        found = reached([{"owner": "a", "owned": "a", "low": 60, "high": 60}], ["x"])
        assert found["a"].status == "no"
        assert found.faults == ("a is said to hold itself; such a stake counts for nothing.",)

    def test_more_than_there_is_is_told_and_left_as_it_is(self):
        found = reached([{"owner": name, "owned": "a", "low": 80, "high": 80} for name in "xy"], ["x", "y"])
        assert (found["a"].low, found["a"].high) == (160, 160)
        assert "together hold 160 %" in found.faults[0]


class TestWhatSettles:
    def test_the_share_from_which_the_answer_is_certain_and_below_which_it_is_no(self):
        ties = [
            {"owner": "x", "owned": "a", "low": 25, "high": 25},
            {"owner": "y", "owned": "a", "low": 20, "high": 30},
            {"owner": "z", "owned": "a", "low": 5, "high": 40},
        ]
        (one,) = reached(ties, ["x", "y"]).settling("a")
        assert (one.stake.owner, one.certain_from, one.no_below) == ("y", 25, 25)

    def test_of_two_open_shares_each_may_settle_it_one_way(self):
        ties = [{"owner": name, "owned": "a", "low": 20, "high": 40} for name in "xy"]
        told = {one.stake.owner: (one.certain_from, one.no_below) for one in reached(ties, ["x", "y"]).settling("a")}
        assert told == {"x": (30, None), "y": (30, None)}

    def test_a_share_further_up_settles_it_too(self):
        ties = [
            {"owner": "x", "owned": "a", "low": 40, "high": 60},
            {"owner": "a", "owned": "b", "low": 70, "high": 70},
        ]
        (one,) = reached(ties, ["x"]).settling("b")
        assert (one.stake.owned, one.certain_from, one.no_below) == ("a", 50, 50)

    @pytest.mark.parametrize("bounds", [(60, 60), (60, 70), (10, 20)])
    def test_nothing_settles_what_is_settled(self, bounds):
        tie = {"owner": "x", "owned": "a", "low": bounds[0], "high": bounds[1]}
        assert reached([tie], ["x"]).settling("a") == ()


def test_the_function_stays_one_whatever_else_was_imported():
    import importlib

    import obstat.ties

    importlib.import_module("obstat.ties.register")
    assert callable(obstat.ties.reached)
    assert obstat.ties.reached([], ["x"])["x"].status == "certain"
