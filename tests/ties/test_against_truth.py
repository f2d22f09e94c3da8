"""`obstat.ties.reached` on random graphs, beside the truth: status, least and greatest value, and the paths."""

from __future__ import annotations

from fractions import Fraction

import comparing
import graphs
import pytest

import obstat.ties

GRAPHS = 400
"""Graphs per test; `make bench-ties` compares more."""


@pytest.mark.parametrize("test", comparing.TESTS)
@pytest.mark.parametrize("known", [0.6, 0.1])
def test_no_answer_differs_from_the_truth(test, known):
    for seed in range(GRAPHS // 2):
        graph = graphs.graph(seed, known=known)
        assert comparing.differences(graph, test, obstat.ties.reached) == [], comparing.told(graph, test)


@pytest.mark.parametrize("seed", [1023, 2571, 2693, 3379])
def test_interest_is_never_more_than_the_whole_even_in_rings_that_hold_too_much(seed):
    """Graphs in which owners together have more than there is, found by the benchmark."""
    graph = graphs.graph(seed, known=(0.6, 0.1)[seed % 2])
    assert comparing.differences(graph, "product-50", obstat.ties.reached) == [], comparing.told(graph, "product-50")


def test_thirds_add_up_to_the_whole():
    thirds = [{"owner": f"p{n}", "owned": "q", "low": Fraction(100, 3), "high": Fraction(100, 3)} for n in range(3)]
    found = obstat.ties.reached(thirds, ["p0", "p1", "p2"], "aggregate-100")
    assert found["q"].status == "certain"


@pytest.mark.parametrize("test", comparing.TESTS)
def test_the_order_of_the_ties_and_of_the_listed_is_of_no_account(test):
    for seed in range(20):
        graph = graphs.graph(seed, known=0.3)
        turned = graphs.Graph(graph.ties[::-1], graph.listed[::-1], graph.on, f"{graph.made}, turned")
        assert comparing.differences(turned, test, obstat.ties.reached) == [], comparing.told(turned, test)


def test_an_unknown_test_is_an_error_that_names_the_valid_ones():
    with pytest.raises(ValueError, match="aggregate"):
        obstat.ties.reached([], [], "majority")
