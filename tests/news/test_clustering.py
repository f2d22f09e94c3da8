"""Stories of one matter are found by their words and names."""

from __future__ import annotations

import datetime

import pytest

from obstat.model.claim import Document, Mention
from obstat.news.clustering import Matters, Seen, mark

DRONES = "A judge in Washington kept the drone maker DJI on the Pentagon list of military companies."
ROUTERS = "The Commerce Department wants to ban TP-Link routers from American shops."
DAY = datetime.date(2024, 12, 19)


def marked(text: str, *names: str, day: datetime.date | None = DAY):
    document = Document("a", text, published=day)
    return mark(document, [Mention("party", name, name, (0, 1)) for name in names])


def matters(*marks) -> list[int]:
    seen = Seen()
    for one in marks:
        seen.add(one)
    found = Matters(seen)
    return [found.place(one) for one in marks]


def test_stories_of_one_matter_are_together():
    assert matters(
        marked(DRONES, "dji"),
        marked(ROUTERS, "tp-link"),
        marked(f"{DRONES} DJI was disappointed by the judge.", "dji"),
        marked(f"{ROUTERS} TP-Link disputes it.", "tp-link"),
    ) == [0, 1, 0, 1]


def test_the_same_words_of_other_firms_are_another_matter():
    assert matters(marked(DRONES, "dji"), marked(DRONES.replace("DJI", "Autel"), "autel")) == [0, 1]


def test_a_folder_of_two_stories_says_enough():
    told_again = "DJI stays on the military list, a Washington judge rules against the drone maker."
    assert matters(marked(DRONES, "dji"), marked(told_again, "dji")) == [0, 0]
    assert matters(marked(DRONES, "dji"), marked("DJI opens a shop in Graz and gives away a kite.", "dji")) == [0, 1]


@pytest.mark.parametrize("text", ["", "   ", "…", "\ud800\ud800\ud800 \ud800", "x" * 100_000, "word " * 100_000])
def test_any_text_has_a_mark(text):
    assert matters(marked(text), marked(DRONES, "dji"), marked(text, day=None))[1] == 1


def test_many_stories_of_one_matter_stay_one():
    assert set(matters(*(marked(DRONES, "dji") for _ in range(1500)))) == {0}


def test_more_matters_than_there_was_room_for():
    stories = [marked(f"w{number}x y{number}z v{number}q", f"p{number}") for number in range(2100)]
    assert matters(*stories, *stories[-3:])[-3:] == [2097, 2098, 2099]
