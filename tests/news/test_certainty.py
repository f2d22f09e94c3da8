"""How certain an event is by the words around it."""

from __future__ import annotations

import pytest

from obstat.news import certainty


@pytest.mark.parametrize(
    ("sentence", "trigger", "modality"),
    [
        ("The agency banned the maker.", "banned", "done"),
        ("The agency will ban the maker.", "ban", "planned"),
        ("The agency is considering a plan to ban the maker.", "ban", "considered"),
        ("The agency may ban the maker.", "ban", "considered"),
        ("The agency would ban the maker if the court let it.", "ban", "conditional"),
        ("Will the agency ban the maker?", "ban", "question"),
        ("The maker allegedly paid officials.", "paid", "alleged"),
        ("Carriers must remove the gear by 2025.", "remove", "planned"),
    ],
)
def test_modality(sentence, trigger, modality):
    before, _, after = sentence.partition(trigger)
    assert certainty.modality(before, after, sentence, heading=False) == modality


def test_a_headline_with_to_is_planned():
    assert certainty.modality("Britain to ", "gear", "Britain to strip gear", heading=True) == "planned"


def test_would_in_what_somebody_said_is_planned():
    sentence = "It would resume the test, the company said."
    assert certainty.modality("It would ", " the test", sentence, heading=False, reported=True) == "planned"


@pytest.mark.parametrize(
    ("before", "polarity"),
    [("The agency ", "positive"), ("The agency will not ", "negative"), ("It has never ", "negative"),
     ("It didn't ", "negative"), ("A judge refused to ", "negative"), ("Its notes ", "positive")],
)  # fmt: skip
def test_polarity(before, polarity):
    assert certainty.polarity(before) == polarity
