"""Lists of words as expressions."""

from __future__ import annotations

import pytest

from obstat.news.frames import frames
from obstat.news.verbs import expression, forms, initials


@pytest.mark.parametrize(
    ("verb", "some"),
    [("ban", "banned banning"), ("take", "took taken"), ("investigate", "investigating investigates"),
     ("press", "presses pressed"), ("sue", "sued suing")],
)  # fmt: skip
def test_a_verb_has_its_forms(verb, some):
    assert set(some.split()) < set(forms(verb).split("|"))


def test_words_are_found_as_whole_words():
    found = expression("~ban|~add (?=.{0,40}\\blist)")
    assert found.search("It banned the phones")
    assert not found.search("The band played")
    assert found.search("The agency added Acme to its list")
    assert not found.search("The agency added that Acme had left")


def test_what_words_can_begin_with_is_known():
    assert initials("~ban|(a |the )?ban on|(?<=did )list") >= {"ban", "banned", "a", "the", "list"}


def test_every_entry_of_the_table_begins_with_some_word():
    for frame in frames():
        assert frame.begins, frame.words.pattern
