"""The truth that ownership tests are held to, worked by hand, and held itself to searches that are plainer still.

Nothing of obstat is needed here. The sentences quoted are those of OFAC FAQ 399 and 401 (ofac.treasury.gov/faqs),
of 31 CFR 587.406, and of the BIS Affiliates Rule, 15 CFR 744.11(a)(1) as amended by 90 FR 47201.
"""

from __future__ import annotations

import itertools
from fractions import Fraction

import assignments
import exact
import graphs
import pytest
import truth
from exact import Test
from truth import Answer

TESTS = ("aggregate-50", "aggregate-25", "single-50", "single-20", "control-chain", "product-50", "affiliate")
SEARCHED = 60
"""Random graphs per test of each search."""


def tie(text):
    """``"X 40-60 A"``: X owns 40 to 60 per cent of A; ``?`` is a bound that is not known."""
    owner, share, owned = text.split()
    low, _, high = share.partition("-")
    given = {"owner": owner, "owned": owned, "low": low, "high": high or low}
    return {**given, **{key: None for key in ("low", "high") if given[key] == "?"}}


def ask(test, text, party, listed="X"):
    """Status, low and high of a party, the ties being given as ``"X 50 A, A 50 B"``."""
    ties = [tie(part) for part in text.split(",")]
    found = truth.answers(ties, tuple(listed.split()), test)[party]
    return found.status, found.low, found.high


HALF = [
    # FAQ 401, example 1: "Blocked Person X owns 50 percent of Entity A, and Entity A owns 50 percent of Entity B.
    # Entity B is considered to be blocked."
    ("X 50 A, A 50 B", "B", ("certain", 50, 50)),
    # FAQ 401, example 2: "Blocked Person X owns 50 percent of Entity A and 50 percent of Entity B. Entities A and B
    # each own 25 percent of Entity C. Entity C is considered to be blocked."
    ("X 50 A, X 50 B, A 25 C, B 25 C", "C", ("certain", 50, 50)),
    # FAQ 401, example 3: "Blocked Person X owns 50 percent of Entity A and 10 percent of Entity B. Entity A also owns
    # 40 percent of Entity B. Entity B is considered to be blocked."
    ("X 50 A, X 10 B, A 40 B", "B", ("certain", 50, 50)),
    # FAQ 401: "Indirectly" means "through another entity or entities that are 50 percent or more owned in the aggregate
    # by the blocked person(s)". Through B, which is not, nothing is held.
    ("X 50 A, X 25 B, A 25 C, B 25 C", "C", ("no", 25, 25)),
    ("X 25 A, X 25 B, A 50 C, B 50 C", "C", ("no", 0, 0)),
    ("X 49.99 A, A 100 B", "B", ("no", 0, 0)),
    # Ten companies in a row, each half owned by the one before: shares are not multiplied.
    ("X 50 A, A 50 B, B 50 C, C 50 D, D 50 E", "E", ("certain", 50, 50)),
    # Companies that own each other are not reached by that; but what is reached from outside counts within.
    ("A 100 B, B 100 A", "A", ("no", 0, 0)),
    ("X 40 A, B 60 A, A 100 B", "A", ("no", 40, 40)),
    ("X 50 A, B 50 A, A 100 B", "A", ("certain", 100, 100)),
    # Several stakes of one owner.
    ("X 25 A, X 25 A", "A", ("certain", 50, 50)),
    # Thirds written with six places are not enough for a whole, and two of them enough for a half.
    ("X 33.333333 A, X 16.666666 A", "A", ("no", Fraction("49.999999"), Fraction("49.999999"))),
    # A missing share is 0 to 100; and what others hold is not there to be had.
    ("X ?-? A", "A", ("possible", 0, 100)),
    ("X ?-? A, Z 50 A", "A", ("possible", 0, 50)),
    ("X ?-? A, Z 50.01 A", "A", ("no", 0, Fraction("49.99"))),
    ("X 30-? A, Z 10-90 A", "A", ("possible", 30, 90)),
    ("X ?-? A, Z 0-100 A", "A", ("possible", 0, 100)),
    ("X 40-60 A, A 50 B", "B", ("possible", 0, 50)),
    # Lows of more than 100 are at fault; no share is capped by them.
    ("X 10-90 A, Z 60 A, W 60 A", "A", ("possible", 10, 90)),
    # What only the company itself lets count needs enough from elsewhere, and then adds up with it.
    ("X 0-60 A, B 0-100 A, A 100 B", "A", ("possible", 0, 100)),
    ("X 0-40 A, B 0-100 A, A 100 B", "A", ("no", 0, 40)),
    # A party that owns a listed one is not reached by that, and a listed party is whatever is held of it.
    ("A 100 X", "A", ("no", 0, 0)),
    ("A 100 X", "X", ("certain", 100, 100)),
]


@pytest.mark.parametrize(("text", "party", "expected"), HALF)
def test_stakes_of_all_reached_owners_add_up_to_half(text, party, expected):
    assert ask("aggregate-50", text, party) == expected


def test_stakes_of_several_listed_owners_add_up():
    """FAQ 399: "if Blocked Person X owns 25 percent of Entity A, and Blocked Person Y owns another 25 percent of Entity
    A, Entity A is considered to be blocked"; 90 FR 47201: "owned 50% or more, in whole or in part, individually or in
    the aggregate, by one or more parties listed on the Entity List or subject to restrictions under the Affiliates
    Rule"."""
    assert ask("aggregate-50", "X 25 A, Y 25 A", "A", "X Y") == ("certain", 50, 50)
    assert ask("aggregate-50", "X 50 A, A 25 B, Y 25 B", "B", "X Y") == ("certain", 50, 50)
    assert ask("single-50", "X 25 A, Y 25 A", "A", "X Y") == ("no", 25, 25)


OTHERS = [
    ("single-50", "X 50 A, A 50 B", "B", ("certain", 50, 50)),
    ("single-50", "X 50 A, X 40 B, A 40 B", "B", ("no", 40, 40)),
    ("single-50", "X 25 A, X 25 A", "A", ("certain", 50, 50)),
    # X keeps 20 of A; were it less, B would not count.
    ("single-20", "X 0-60 A, B 0-100 A, A 100 B", "A", ("possible", 0, 80)),
    ("control-chain", "X 50 A", "A", ("no", 50, 50)),
    ("control-chain", "X 50.01 A, A 50.01 B", "B", ("certain", Fraction("50.01"), Fraction("50.01"))),
    ("control-chain", "X 30-51 A", "A", ("possible", 30, 51)),
    ("control-chain", "X ?-? A, Z 50 A", "A", ("no", 0, 50)),
    ("control-chain", "X 60 A, B 0-100 A, A 100 B", "A", ("certain", 60, 60)),
    ("product-50", "X 50 A, A 50 B", "B", ("no", 25, 25)),
    ("product-25", "X 50 A, A 50 B", "B", ("certain", 25, 25)),
    ("product-50", "X 80 A, A 50 C, X 10 C", "C", ("certain", 50, 50)),
    # a = 40 + 60 b, b = 50 a in per cent: a = 40 / 0.7.
    ("product-50", "X 40 A, B 60 A, A 50 B", "A", ("certain", Fraction(400, 7), Fraction(400, 7))),
    # Any a = b solves the equations; the least is nothing.
    ("product-50", "A 100 B, B 100 A", "A", ("no", 0, 0)),
    # The loop keeps nothing for itself, so all of it is X's in the end.
    ("product-50", "X 1 A, B 99 A, A 100 B", "B", ("certain", 100, 100)),
    # X and A share what is left of B; X, which is worth more, is given it first.
    ("product-50", "X 50 A, X 0-60 B, A 0-60 B", "B", ("possible", 0, 80)),
    # More than the whole of A, by data at fault, is the whole of it to those that A owns.
    ("product-50", "X 90 A, X 90 A, A 40 B", "B", ("no", 40, 40)),
]


@pytest.mark.parametrize(("test", "text", "party", "expected"), OTHERS)
def test_other_ways_of_counting(test, text, party, expected):
    assert ask(test, text, party) == expected


AFFILIATES = [
    ("X 51 A", "A", "certain"),
    ("A 51 X", "A", "certain"),
    ("A 50 X", "A", "no"),
    ("A 51 X, A 51 B, B 51 C", "C", "certain"),
    ("A 51 B, B 51 X, A 51 C", "C", "certain"),
    # The other owner of what X controls is no controller of X, and neither is its group X's.
    ("X 51 B, C 49 B, C 51 D", "C", "no"),
    ("X 51 B, C 49 B, C 51 D", "D", "no"),
    ("A 40-60 X, A 51 B", "B", "possible"),
    # Either may control X, but not both; each is possible, as is what it controls.
    ("A 0-100 X, B 0-100 X, B 51 C", "C", "possible"),
    ("A ?-? X, Z 50 X", "A", "no"),
    ("A 30 X, A 30 X, A 51 B", "B", "certain"),
]


@pytest.mark.parametrize(("text", "party", "expected"), AFFILIATES)
def test_affiliates_are_the_groups_of_the_controllers_of_a_listed_party(text, party, expected):
    assert ask("affiliate", text, party) == (expected, None, None)


@pytest.mark.parametrize(
    "change",
    [
        {"standing": "alleged"},
        {"standing": "disputed"},
        {"since": "2026-03-02"},
        {"until": "2026-03-01"},
        {"owner": "A"},
    ],
)
def test_what_is_not_established_not_of_the_day_or_of_itself_does_not_count(change):
    held = {**tie("X 100 A"), "since": "2026-03-01", "until": "2026-03-02"}
    assert truth.answers([held], ("X",), "aggregate-50", "2026-03-01")["A"] == Answer("certain", 100, 100)
    assert truth.answers([{**held, **change}], ("X",), "aggregate-50", "2026-03-01")["A"] == Answer("no", 0, 0)


def test_what_does_not_count_takes_nothing_of_the_hundred():
    ties = [tie("X ?-? A"), {**tie("Z 80 A"), "standing": "alleged"}, tie("A 80 A")]
    assert truth.answers(ties, ("X",), "aggregate-50")["A"] == Answer("possible", 0, 100)


def test_every_party_that_occurs_is_answered_for():
    ties = [{**tie("A 10 B"), "standing": "alleged"}]
    assert set(truth.answers(ties, ("X",), "aggregate-50")) == {"A", "B", "X"}


def test_a_float_is_the_number_that_is_written():
    assert truth.share(33.3, Fraction(0)) == Fraction("33.3")


def small(test, most=5, known=0.5):
    """Random graphs, by company, with the answers of the truth."""
    for seed in range(SEARCHED):
        graph = graphs.graph(seed, most, known)
        companies = truth.by_company(truth.counted(graph.ties, graph.on))
        yield graph, companies, truth.answers(graph.ties, graph.listed, test, graph.on)


@pytest.mark.parametrize("test", TESTS)
def test_no_combination_of_extreme_shares_gives_another_answer(test):
    compared = 0
    for graph, companies, found in small(test):
        searched = assignments.exhaustive(companies, graph.listed, Test(test), limit=500)
        for party, answer in (searched or {}).items():
            bounds = (None, None) if test == "affiliate" else (answer.low, answer.high)
            assert found[party] == Answer(answer.status, *bounds), (graph.made, party)
            compared += 1
    assert compared > SEARCHED


@pytest.mark.parametrize("test", TESTS)
def test_no_admissible_shares_lie_outside_the_answer(test):
    for graph, companies, found in small(test, most=12, known=0.2):
        for points in assignments.draws(companies, seed=1, count=5):
            assert all(assignments.admissible(companies[name], point) for name, point in points.items())
            values = assignments.valued(companies, points, graph.listed, Test(test))
            for party, answer in found.items():
                value = values.get(party, Fraction(0))
                status = "no" if not Test(test).enough(value) else "certain"
                assert answer.status in ("possible", status), (graph.made, party)
                assert test == "affiliate" or answer.low <= value <= answer.high, (graph.made, party)


def known_shares(most):
    for seed in range(SEARCHED):
        graph = graphs.graph(seed, most, known=1)
        stakes = truth.counted(graph.ties, graph.on)
        yield graph, [(stake.owner, stake.owned, stake.low) for stake in stakes]


@pytest.mark.parametrize("test", ["aggregate-50", "single-50", "control-chain"])
def test_the_reached_are_what_all_closed_sets_have_in_common(test):
    """A set is closed when no company outside it is held enough by owners within it."""
    asked = Test(test)
    held = exact.total if asked.way == "aggregate" else exact.greatest
    for graph, holdings in known_shares(most=7):
        shares = exact.added_up(holdings)
        others = sorted({party for holding in holdings for party in holding[:2]} - set(graph.listed))
        sets = [
            set(graph.listed).union(more)
            for size in range(len(others) + 1)
            for more in itertools.combinations(others, size)
        ]
        closed = [s for s in sets if all(c in s or not asked.enough(held(owners, s)) for c, owners in shares.items())]
        values = exact.values(holdings, graph.listed, asked)
        reached = {company for company, value in values.items() if asked.enough(value)} | set(graph.listed)
        assert set.intersection(*closed) == reached, graph.made


def test_effective_shares_are_the_sum_over_all_ways_however_long():
    """Carried on from step to step, shares rise towards the solution and never above it."""
    for graph, holdings in known_shares(most=6):
        shares = exact.added_up(holdings)
        effective = exact.effective_shares(shares, graph.listed)
        solution = {company: float(effective.get(company, 0)) for company in shares}
        value = dict.fromkeys(graph.listed, 100.0)
        for _ in range(3000):
            value |= {
                company: min(100.0, sum(float(share) * value.get(owner, 0.0) / 100 for owner, share in owners.items()))
                for company, owners in shares.items()
                if company not in graph.listed
            }
        for company in shares.keys() - set(graph.listed):
            assert value[company] <= solution[company] + 1e-9, graph.made
            assert value[company] == pytest.approx(solution[company], abs=0.05), graph.made


def test_the_same_seed_gives_the_same_graph():
    assert graphs.graph(7) == graphs.graph(7) != graphs.graph(8)


def test_graphs_are_of_every_kind():
    made = [graphs.graph(seed) for seed in range(300)]
    ties = [tie for graph in made for tie in graph.ties]
    assert {graph.made.split(", ")[1] for graph in made} == set(graphs.SHAPES)
    assert any("overfull" in graph.made for graph in made)
    assert {tie.get("standing") for tie in ties} == {None, "established", "alleged", "disputed"}
    assert {type(tie.get("low")) for tie in ties} == {type(None), int, float, str, Fraction}
    assert max(len({tie["owned"] for tie in graph.ties}) for graph in made) > 9
