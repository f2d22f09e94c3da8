"""The comparison with the truth passes what is right and tells of each thing that is wrong."""

from __future__ import annotations

from fractions import Fraction

import comparing
import graphs
import pytest
import stand_in


@pytest.mark.parametrize("test", comparing.TESTS)
def test_what_is_right_passes(test):
    for seed in range(100):
        graph = graphs.graph(seed, known=0.4)
        assert comparing.differences(graph, test, stand_in.reached) == [], comparing.told(graph, test)


CHAIN = graphs.Graph(
    (
        {"owner": "x", "owned": "a", "low": 60, "high": 60},
        {"owner": "a", "owned": "b", "low": 60, "high": 60},
        {"owner": "z", "owned": "b", "low": 40, "high": 40, "standing": "alleged"},
    ),
    ("x",),
    graphs.DAY,
    "by hand",
)
STEP, NEXT, ALLEGED = ({"owner": tie["owner"], "owned": tie["owned"]} for tie in CHAIN.ties)


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("status", "possible", "status of b is possible, not certain"),
        ("low", Fraction(59), "low of b is 59, not 60"),
        ("high", 60.001, "high of b is 60.001, not 60"),
        ("paths", [], "path 0 of b is missing"),
        ("paths", [[NEXT]], "path 1 of b does not lead from a listed party to b"),
        ("paths", [[STEP, NEXT], [STEP]], "path 2 of b does not lead from a listed party to b"),
        ("paths", [[NEXT, STEP]], "path 1 of b does not lead"),
        ("paths", [[STEP, NEXT, ALLEGED]], "path 1 of b has a tie that does not count"),
    ],
)
def test_what_is_wrong_is_told(field, value, said):
    def spoilt(*args, **options):
        answers = stand_in.reached(*args, **options)
        setattr(answers["b"], field, value)
        return answers

    (difference,) = comparing.differences(CHAIN, "aggregate-50", spoilt)
    assert difference.startswith(said)


def test_a_party_that_is_left_out_is_told():
    def spoilt(*args, **options):
        return {party: answer for party, answer in stand_in.reached(*args, **options).items() if party != "z"}

    assert comparing.differences(CHAIN, "aggregate-50", spoilt) == ["z is not answered for; it is no"]


def test_a_float_is_held_to_nine_places():
    assert comparing.same(100 / 3, Fraction(100, 3))
    assert not comparing.same(33.333333, Fraction(100, 3))
