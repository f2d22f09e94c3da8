"""What stories of one matter tell together."""

from __future__ import annotations

import datetime
from dataclasses import replace

import pytest

from obstat.knowledge.snapshot import Snapshot
from obstat.model.claim import Claim, Document, Source
from obstat.news.weighing import weigh_together

WORDS = "The Commerce Department added Hytera to a trade list for selling radios to an embassy"


@pytest.fixture(scope="module")
def pack():
    return Snapshot()


def told(name: str, day: int, source: Source | None = None, words: str = WORDS) -> tuple[Document, Claim]:
    document = Document(name, f"{words}.", outlet=f"{name} Post", published=datetime.date(2024, 5, day), language="en")
    chain = (Source(f"{name} Post", "other_outlet"), *([source] if source else ()))
    claim = Claim(
        f"{name}-1",
        name,
        "list_add",
        ("Commerce Department",),
        ("hytera",),
        attribution=chain,
        spans=((0, len(words)),),
    )
    return document, claim


def together(pack, *stories):
    return weigh_together([d for d, _ in stories], [c for _, c in stories], [], pack).matter


def test_a_copy_is_no_origin(pack):
    assert together(pack, told("Alpha", 1), told("Beta", 2)).origins == ("Alpha Post",)
    other = told("Beta", 2, words="Hytera now stands on a list of the Commerce Department, this paper has found")
    assert together(pack, told("Alpha", 1), other).origins == ("Alpha Post", "Beta Post")


def test_whoever_repeats_a_report_is_none(pack):
    gamma = Source("Gamma", "other_outlet")
    assert together(pack, told("Alpha", 1, gamma), told("Beta", 2, gamma)).origins == ("Gamma",)


def test_each_known_party_has_a_timeline(pack):
    matter = together(pack, told("Alpha", 1), told("Beta", 2))
    (party, moments), *others = matter.timelines
    assert (party, others) == ("hytera", [])
    assert [(moment.claims, moment.dated, str(moment.day)) for moment in moments] == [
        (("Alpha-1", "Beta-1"), False, "2024-05-01")
    ]


def test_stories_without_a_day_or_outlet_are_weighed(pack):
    (one, first), (two, second) = told("Alpha", 1), told("Beta", 2)
    bare = replace(one, published=None, outlet=None), replace(first, attribution=())
    assert together(pack, bare, (two, second)).origins
