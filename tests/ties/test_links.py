"""Whose restrictions may reach a party: along dated ties, by ownership, and without end only where there is none."""

from __future__ import annotations

import itertools
import signal
from contextlib import contextmanager
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from obstat.model.dates import Day, Reached
from obstat.model.records import Party, Tie
from obstat.ties.links import Ties
from obstat.ties.relations import CARRIES


class Ends(dict):
    """Ties by id, found by the parties at their ends."""

    def of(self, party, *, end):
        return [tie for tie in self.values() if (tie.party, tie.of)[end] == party]


class Graph:
    """The two tables that `Ties` reads, made of edges ``(party, relation, of, share, since, until)``."""

    def __init__(self, edges, bodies=()):
        self.ties = Ends({f"t{n}": tie(f"t{n}", *edge) for n, edge in enumerate(edges)})
        names = {name for edge in edges for name in (edge[0], edge[2])}
        self.parties = {name: party(name, "body" if name in bodies else "company") for name in names}


def party(name, kind):
    return Party(name, name, kind, None, None, (), (), (), None, "high", ())


def tie(name, party, relation, of, share=None, since=None, until=None):
    days = (Day.parse(text) if text else None for text in (since, until))
    return Tie(name, party, relation, of, share, share, "established", *days, 0, "high", False, None, ())


def reached(graph, start, on):
    """The parties tied to `start` by paths that hold on the day."""
    links = Ties(graph).links(start)
    return {link.party for link in links if all(t.holds(on) is not Reached.NO for t in link.path)} - {start}


@contextmanager
def within(seconds):
    def stop(*_):
        raise TimeoutError("still walking")

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def test_itself_comes_first_with_an_empty_path():
    first = Ties(Graph([("a", "subsidiary_of", "b")])).links("a")[0]
    assert (first.party, first.path) == ("a", ())


@pytest.mark.parametrize("relation", CARRIES)
def test_relations_that_carry_are_walked(day, relation):
    assert reached(Graph([("a", relation, "b")]), "a", day("2023-01-01")) == {"b"}


@pytest.mark.parametrize("relation", ["oem_customer_of", "licensee_of", "shareholder_of", "alleged_white_label_of"])
def test_relations_that_only_warn_are_not(day, relation):
    ties = Ties(Graph([("a", relation, "b")]))
    assert {link.party for link in ties.links("a")} == {"a"}
    assert [t.of for t in ties.warnings("a", day("2023-01-01"))] == ["b"]


def test_a_chain_is_walked_to_its_end_with_its_path(day):
    graph = Graph([("a", "subsidiary_of", "b"), ("b", "controlled_by", "c"), ("c", "affiliate_of", "d")])
    paths = {link.party: [t.id for t in link.path] for link in Ties(graph).links("a")}
    assert paths == {"a": [], "b": ["t0"], "c": ["t0", "t1"], "d": ["t0", "t1", "t2"]}


def test_affiliates_of_affiliates_are_no_affiliates(day):
    graph = Graph([("a", "affiliate_of", "b"), ("b", "affiliate_of", "c")])
    assert reached(graph, "a", day("2023-01-01")) == {"b"}


def test_an_owner_stands_over_its_firms_but_a_public_body_does_not():
    edges = [("firm", "subsidiary_of", "owner"), ("sub", "subsidiary_of", "firm")]
    assert {link.party for link in Ties(Graph(edges)).links("owner")} == {"owner", "firm", "sub"}
    assert {link.party for link in Ties(Graph(edges, bodies=["owner"])).links("owner")} == {"owner"}


@pytest.mark.parametrize(
    ("on", "state"),
    [
        ("2017-12-31", Reached.NO),
        ("2018-01-01", Reached.MAYBE),
        ("2018-12-31", Reached.YES),
        ("2022-10-31", Reached.YES),
        ("2022-11-01", Reached.MAYBE),
        ("2022-11-29", Reached.MAYBE),
        ("2022-11-30", Reached.NO),
    ],
)
def test_a_tie_holds_from_since_to_before_until_as_far_as_its_dates_say(day, on, state):
    assert tie("t", "a", "subsidiary_of", "b", None, "2018", "2022-11").holds(day(on)) is state


def test_a_tie_without_dates_always_holds(day):
    assert tie("t", "a", "subsidiary_of", "b").holds(day("1900-01-01")) is Reached.YES


def test_the_end_of_a_tie_ends_the_reach(day):
    graph = Graph([("a", "subsidiary_of", "b", None, "2018-01-01", "2022-11-01")])
    assert [reached(graph, "a", day(on)) for on in ("2017-12-31", "2018-01-01", "2022-10-31", "2022-11-01")] == [
        set(), {"b"}, {"b"}, set(),
    ]  # fmt: skip


def test_a_renewed_tie_leads_on_like_the_first(day):
    """Two ties of one pair, one after the other: what lies behind the pair is reached on the days of either."""
    graph = Graph(
        [
            ("a", "subsidiary_of", "b", None, "2010-01-01", "2015-01-01"),
            ("a", "controlled_by", "b", None, "2018-01-01", None),
            ("b", "subsidiary_of", "c"),
        ]
    )
    assert reached(graph, "a", day("2012-01-01")) == {"b", "c"}
    assert reached(graph, "a", day("2016-01-01")) == set()
    assert reached(graph, "a", day("2020-01-01")) == {"b", "c"}


def test_a_second_way_is_found_when_the_first_has_ended(day):
    graph = Graph(
        [
            ("a", "subsidiary_of", "b", None, None, "2015-01-01"),
            ("b", "subsidiary_of", "top"),
            ("a", "subsidiary_of", "c", None, "2015-01-01", None),
            ("c", "subsidiary_of", "d"),
            ("d", "subsidiary_of", "b"),
        ]
    )
    assert reached(graph, "a", day("2014-01-01")) == {"b", "top"}
    assert reached(graph, "a", day("2020-01-01")) == {"b", "c", "d", "top"}


edges = st.lists(
    st.tuples(st.sampled_from("abcde"), st.sampled_from(["subsidiary_of", "controlled_by"]), st.sampled_from("abcde"))
    .filter(lambda edge: edge[0] != edge[2])
    .flatmap(
        lambda edge: st.sampled_from([(None, None), ("2010-01-01", None), (None, "2010-01-01")]).map(
            lambda days: (*edge, None, *days)
        )
    ),
    max_size=9,
)


@given(edges, st.sampled_from(["2009-06-01", "2010-06-01"]))
def test_who_is_above_is_what_a_plain_search_finds(edges, on):
    import datetime

    at = datetime.date.fromisoformat(on).toordinal()
    graph = Graph(edges)
    above, found = {"a"}, {"a"}
    while found:
        found = {
            t.of for t in graph.ties.values() if t.party in found and t.holds(at) is Reached.YES and t.of not in above
        }
        above |= found
    if "a" in graph.parties:
        links = Ties(graph).links("a")
        walked = {
            link.party for link in links if link.place == "under" and all(t.holds(at) is Reached.YES for t in link.path)
        }
        assert walked == above


def test_a_ring_of_owners_is_walked_once_round(day):
    graph = Graph([("a", "subsidiary_of", "b"), ("b", "subsidiary_of", "c"), ("c", "subsidiary_of", "a")])
    with within(5):
        assert reached(graph, "a", day("2023-01-01")) == {"b", "c"}


# --- ownership --------------------------------------------------------------------------------------------------


def owned(graph, on, threshold=50, start="a", listed=("x", "y")):
    held = Ties(graph).ownership(start, frozenset(listed), f"aggregate-{threshold}", on)
    return held.low, held.high


@pytest.mark.parametrize(
    ("edges", "low", "high"),
    [
        ([("a", "subsidiary_of", "x", 60)], 60, 60),
        ([("a", "subsidiary_of", "x", 49.9)], "49.9", "49.9"),
        ([("a", "subsidiary_of", "x", 25), ("a", "subsidiary_of", "y", 25)], 50, 50),
        ([("a", "subsidiary_of", "x", None)], 0, 100),
        ([("x", "shareholder_of", "a", 30), ("y", "shareholder_of", "a", 20)], 50, 50),
        ([("x", "shareholder_of", "a", None)], 0, "49.999999999"),
        ([("a", "subsidiary_of", "b", 100)], 0, 0),
        ([("a", "subsidiary_of", "b", 60), ("b", "subsidiary_of", "x", 50)], 60, 60),
        ([("a", "subsidiary_of", "b", 60), ("b", "subsidiary_of", "x", 49)], 0, 0),
        ([("a", "subsidiary_of", "b", 60), ("b", "subsidiary_of", "x", None)], 0, 60),
        ([("a", "brand_of", "x", None)], 0, 0),
        ([("a", "subsidiary_of", "x", 80, "2024-01-01", None)], 0, 0),
        ([("a", "subsidiary_of", "x", 80, "2023", None)], 0, 80),
        ([("a", "subsidiary_of", "x", 80), ("a", "subsidiary_of", "y", 80)], 160, 160),
    ],
)
def test_shares_of_listed_owners_add_up_and_unknown_ones_are_intervals(day, edges, low, high):
    found = owned(Graph(edges), day("2023-06-01"))
    assert found == (Fraction(str(low)), Fraction(str(high)))


@given(
    st.dictionaries(
        st.tuples(st.sampled_from("abcd"), st.sampled_from("abcdx")).filter(lambda pair: pair[0] != pair[1]),
        st.integers(1, 100),
        max_size=10,
    ),
    st.sampled_from([25, 50]),
)
def test_who_is_owned_is_the_smallest_set_closed_under_the_threshold(shares, threshold):
    graph = Graph([(party, "subsidiary_of", owner, share) for (party, owner), share in shares.items()])
    reached = {"x"}
    while True:
        more = {
            p
            for p in "abcd"
            if sum(s for (of, owner), s in shares.items() if of == p and owner in reached) >= threshold
        }
        if more <= reached:
            break
        reached |= more
    for start in "abcd":
        low, high = owned(graph, 700_000, threshold, start, ("x",))
        assert low == high
        assert (low >= threshold) == (start in reached)


def test_a_ring_of_firms_that_own_each_other_is_not_owned_by_itself(day):
    ring = [("a", "subsidiary_of", "b", 60), ("b", "subsidiary_of", "c", 60), ("c", "subsidiary_of", "a", 60)]
    with within(5):
        assert owned(Graph(ring), day("2023-01-01")) == (0, 0)
        assert owned(Graph([*ring, ("c", "subsidiary_of", "x", 60)]), day("2023-01-01"))[0] >= 50


def test_firms_that_all_hold_shares_of_each_other_do_not_hang(day):
    firms = [f"f{n}" for n in range(12)]
    graph = Graph([(a, "subsidiary_of", b, 5) for a, b in itertools.permutations(firms, 2)])
    with within(10):
        assert owned(graph, day("2023-01-01"), start="f0") == (0, 0)


def test_a_recalled_share_makes_nothing_certain(day):
    graph = Graph([("a", "subsidiary_of", "x", 60)])
    import dataclasses

    graph.ties["t0"] = dataclasses.replace(graph.ties["t0"], recalled=True, confidence="low")
    assert owned(graph, day("2023-01-01")) == (0, 60)


# --- the pack ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("party", "on", "listed"),
    [
        ("lorex", "2017-12-31", False),
        ("lorex", "2021-06-01", True),
        ("lorex", "2023-01-01", False),
        ("ezviz", "2023-01-01", None),
        ("futurewei", "2023-01-01", None),
    ],
)
def test_ties_of_the_pack_on_their_days(ob, day, party, on, listed):
    found = reached(ob.snapshot, party, day(on))
    wanted = {"lorex": "dahua", "ezviz": "hikvision", "futurewei": "huawei"}[party]
    assert (wanted in found) is (listed is not False)


def test_every_walk_over_the_pack_ends(ob):
    ties = Ties(ob.snapshot)
    for name in ob.snapshot.parties:
        with within(5):
            links = ties.links(name)
        for link in links:
            assert len({t.id for t in link.path}) == len(link.path), "a path uses a tie once"
