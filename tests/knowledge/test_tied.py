"""Ties from what records say of each other, and what several sources say of one stake."""

from __future__ import annotations

import pytest

from obstat.knowledge.merge import Placed
from obstat.knowledge.tied import RESTATED, ties_of
from obstat.sources.entry import Entry, EntryName, EntryRelation

RELATIONS = ("owned_by", "subsidiary_of", "controlled_by", "linked_to")


def firm(name, *relations, source="one"):
    return Placed(source, Entry(name, "company", (EntryName(name),), name, relations=relations), f"{source}:{name}")


def tied(*placed, known=()):
    return ties_of(placed, known, {"one": 738_000, "two": 738_500}, {"one": "a.csv", "two": "b.csv"}, RELATIONS)


def stake(owner, low, high=None, **rest):
    return EntryRelation("owned_by", owner, owner, low, high if high is not None else low, **rest)


def test_a_relation_that_refers_to_a_record_is_a_tie_with_its_share_days_and_source():
    (tie,) = tied(firm("a"), firm("b", stake("a", 25.0, 50.0, since="2020", source="https://register.example")))
    assert (tie.party, tie.relation, tie.of, tie.low, tie.high) == ("one:b", "owned_by", "one:a", 25.0, 50.0)
    assert (tie.since.text, tie.sources) == ("2020", ("https://register.example", "a.csv"))
    assert tie.published == tie.since.earliest


def test_a_tie_without_a_day_is_known_from_that_of_its_edition():
    (tie,) = tied(firm("a"), firm("b", stake("a", 60.0)))
    assert tie.published == 738_000


def test_what_an_owner_says_of_its_own_stands_the_other_way_round():
    (tie,) = tied(firm("a", EntryRelation("owns", "b", "b", 60.0, 60.0)), firm("b"))
    assert (tie.party, tie.relation, tie.of) == ("one:b", "owned_by", "one:a")


@pytest.mark.parametrize(
    "relation",
    [EntryRelation("owned_by", "A by name alone"), EntryRelation("dances_with", "a", "a"), stake("nobody", 5.0)],
)
def test_what_leads_to_no_record_or_is_of_no_known_kind_is_no_tie(relation):
    assert tied(firm("a"), firm("b", relation)) == []


class TestTwoSources:
    def stated(self, first, second):
        """What becomes of two statements on the stake of one party in another; both sources mean the same parties."""
        pair = [
            Placed(source, Entry(name, "company", (EntryName(name),), name, relations=relations), name)
            for source, said in (("one", first), ("two", second))
            for name, relations in (("a", ()), ("b", said))
        ]
        return tied(*pair)

    def test_that_say_the_same_say_it_once(self):
        first, second = self.stated((stake("a", 30.0),), (stake("a", 30.0),))
        assert [first.standing, second.standing] == ["established", RESTATED]

    def test_the_narrower_statement_counts(self):
        first, second = self.stated((stake("a", 25.0, 50.0),), (stake("a", 30.0),))
        assert [first.standing, second.standing] == [RESTATED, "established"]

    def test_that_contradict_each_other_leave_it_open_between_them(self):
        first, second = self.stated((stake("a", 30.0),), (stake("a", 60.0),))
        assert (first.low, first.high, first.note) == (30.0, 60.0, "The sources disagree on the share.")
        assert second.standing == RESTATED

    def test_of_different_times_are_two_stakes(self):
        ties = self.stated((stake("a", 30.0, until="2015-01-01"),), (stake("a", 60.0, since="2015-01-01"),))
        assert [tie.standing for tie in ties] == ["established", "established"]

    def test_two_stakes_of_one_source_add_up(self):
        ties = tied(firm("a"), firm("b", stake("a", 30.0), stake("a", 25.0)))
        assert [tie.standing for tie in ties] == ["established", "established"]

    def test_what_is_only_alleged_restates_nothing(self):
        ties = self.stated((stake("a", 30.0),), (stake("a", 30.0, standing="alleged"),))
        assert [tie.standing for tie in ties] == ["established", "alleged"]
