"""The tree on a terminal, and the words that all forms share."""

from __future__ import annotations

import itertools
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.console import Console
from tie_excerpts import chain, circle, excerpt, excerpts, party, stake

from obstat.model.ownership import Excerpt, Held, Settling
from obstat.report.ties import as_tree
from obstat.report.ties.words import exact_day, last_day, share, tie


def printed(shown: Excerpt, width: int = 400) -> str:
    console = Console(width=width, record=True, file=None, force_terminal=False, quiet=False)
    with console.capture() as capture:
        console.print(as_tree(shown))
    return capture.get()


def test_owners_come_first_then_the_party_then_the_owned() -> None:
    lines = [line for line in printed(chain(5)).splitlines() if line][1:]
    assert [line.strip("│├└─ ")[0] for line in lines] == ["o", "B", "A", "C", "D", "E"]


def test_a_line_says_share_dates_lists_and_what_the_test_found() -> None:
    held = Held("possible", Fraction(25), Fraction(60), ())
    members = (party("a"), party("b", "Beta", listed=("us-ofac-sdn",), held=held))
    ties = (stake("a", "b", 25, 50, since="2019-03", until="2026"),)
    assert (
        "Beta  25–50 %, since 2019-03, until 2026  company, CN  [us-ofac-sdn]  reached: possible, 25–60 %"
        in printed(excerpt("a", members, ties))
    )


def test_circles_end_and_a_party_that_occurs_again_is_referred_to() -> None:
    text = printed(circle())
    assert "A  30 %  see above" in text and "A  60 %  see above" in text
    assert text.count("company") == 5


def test_what_is_alleged_is_marked_and_dim() -> None:
    shown = excerpt("a", (party("a"), party("b")), (stake("a", "b", standing="alleged", counts=False),))
    console = Console(width=80, force_terminal=True, color_system="standard")
    with console.capture() as capture:
        console.print(as_tree(shown))
    assert "alleged, 51 %" in printed(shown)
    line = next(line for line in capture.get().splitlines() if "alleged" in line)
    assert "\x1b[2;36malleged" in line.replace("  alleged", "alleged") or "\x1b[2;36m  alleged" in line


def test_ties_of_an_owner_to_others_are_shown_too() -> None:
    ties = (stake("a", "b"), stake("a", "c", 20))
    assert "C  20 %" in printed(excerpt("b", tuple(map(party, "abc")), ties))


@settings(max_examples=40)
@given(excerpts())
def test_every_party_and_every_tie_is_printed(shown: Excerpt) -> None:
    members = tuple(party(member.id, f"<{member.id}>") for member in shown.members)
    named = tuple(stake(s.owner, s.owned, since=f"day-{n:03}", id=s.id) for n, s in enumerate(shown.stakes))
    text = printed(excerpt(shown.about, members, named), width=1000)
    assert all(f"day-{number:03}" in text for number in range(len(named)))
    assert all(f"<{member.id}>" in text for member in members)


def test_long_chains_do_not_exhaust_the_stack() -> None:
    ids = [f"p{n}" for n in range(300)]
    ties = tuple(stake(one, other) for one, other in itertools.pairwise(ids))
    assert "P299" in printed(excerpt("p0", tuple(map(party, ids)), ties), width=2000)


def test_an_empty_excerpt_says_that_no_ties_are_known() -> None:
    assert "no ties are known" in printed(excerpt("a", (), ()))


def test_markup_in_a_name_is_no_markup() -> None:
    assert "[red]Alpha[/red] Ltd" in printed(excerpt("a", (party("a", "[red]Alpha[/red] Ltd"),), ()))


def test_what_would_settle_the_answer_is_said() -> None:
    one = stake("a", "b", 0, 60)
    held = Held("possible", Fraction(0), Fraction(60), (), (Settling(one, Fraction(50), Fraction(25)),))
    text = printed(excerpt("b", (party("a"), party("b", held=held)), (one,)))
    assert "the share of A in B would settle it: certain from 50 %, no below 25 %" in text


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        (51, 51, "51 %"),
        (25, 50, "25–50 %"),
        (None, None, "share not known"),
        (0, 100, "share not known"),
        (None, 50, "up to 50 %"),
        (75, None, "at least 75 %"),
        ("50.0001", "50.0001", "50.0001 %"),
        ("1/3", "1/3", "about 0.3333 %"),
        ("1/3", "2/3", "0.3333–0.6667 %"),
        (0, 0, "0 %"),
    ],
)
def test_shares_are_written_as_they_are_known(low: object, high: object, words: str) -> None:
    least, most = (None if value is None else Fraction(str(value)) for value in (low, high))
    assert share(least, most) == words


@given(st.fractions(0, 100), st.fractions(0, 100))
def test_a_written_interval_is_never_narrower_than_the_share(one: Fraction, other: Fraction) -> None:
    low, high = sorted((one, other))
    written = share(low, high).removesuffix(" %")
    if "–" in written:
        least, most = map(Fraction, written.split("–"))
        assert least <= low <= high <= most


def test_a_relation_that_is_no_share_is_said_in_words() -> None:
    assert tie(stake("a", "b", None, relation="brand_of")) == "brand of"
    assert tie(stake("a", "b", 30, relation="controlled_by")) == "controlled by, 30 %"
    assert tie(stake("a", "b", None, relation="subsidiary_of")) == "subsidiary, share not known"


def test_an_end_that_is_excluded_becomes_the_last_day_only_where_it_is_one_day() -> None:
    assert last_day("2024-03-01") == "2024-02-29"
    assert last_day("2024-03") is last_day("2024") is last_day(None) is last_day("2024-03-01/2024-03-09") is None
    assert last_day("some time") is None and last_day("0001-01-01") is None
    assert exact_day("2024-03-01") == "2024-03-01" and exact_day("2024-03") is None
