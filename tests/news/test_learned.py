"""What the network sees of a text, what it tells, and its arithmetic on numbers that can be counted by hand."""

from __future__ import annotations

import numpy as np
import pytest

from obstat.model.claim import EVENTS, MODALITIES, POLARITIES, SOURCE_CLASSES
from obstat.news.learned.network import EVENT_LAYERS, FAR, PART_LAYERS, Network, network
from obstat.news.learned.reader import _Event, _once, read
from obstat.news.learned.relations import relations
from obstat.news.learned.words import BUCKETS, FLAGS, LISTED, LONG, TABLES, paragraphs
from obstat.news.mentions import Mentions
from obstat.news.sentences import sentences


@pytest.fixture(scope="module")
def mentions():
    import obstat

    return Mentions(obstat.open().snapshot)


def words_of(mentions, text):
    split = sentences(text)
    return list(paragraphs(text, split, mentions.find(text, split)))


def test_a_name_is_seen_by_its_kind_alone(mentions):
    first, second = (
        network().rows.of(words_of(mentions, f"Notes\n\nOn Monday the FCC added {name} to its list.")[1])
        for name in ("Huawei", "Hytera")
    )
    assert (first == second).all()


def test_every_word_is_a_row_and_every_column_has_a_table(mentions):
    (words,) = words_of(mentions, "The FCC said it would ban Huawei.")
    rows = network().rows.of(words)
    assert rows.shape == (len(words), len(TABLES) + FLAGS)
    assert set(rows[:, len(TABLES) :].flatten()) <= {0, 1}


def test_a_long_paragraph_is_read_in_parts(mentions):
    parts = words_of(mentions, "The shop sells phones of many makers. " * 300)
    assert len(parts) > 1 and max(map(len, parts)) < LONG + 10
    assert sum(map(len, parts)) == 300 * 8


def test_what_words_are_to_another_is_told_by_grammar(mentions):
    text = "The FCC will ban the radios of Huawei."
    (words,) = words_of(mentions, text)
    labels = relations(words[0].reading, text.index("ban"))
    assert labels[text.index("FCC")] == "subj"
    assert labels[text.index("radios")] == "obj"
    assert labels[text.index("Huawei")] == "obj/own"


def test_a_paragraph_is_read_alike_alone_and_beside_others(mentions):
    text = "The FCC banned Huawei.\n\nVerizon declined to comment.\n\nThe weather was fine."
    apart = [network().rows.of(words) for words in words_of(mentions, text)]
    whole = network().states(apart)
    for rows, states in zip(apart, whole, strict=True):
        (alone,) = network().states([rows])
        assert np.allclose(alone, states, atol=1e-3)


def test_what_is_told_stands_in_the_text_and_has_known_codes(mentions):
    text = "The FCC banned Huawei, and Verizon declined to comment. A notice will follow."
    told = [one for _, some in read(words_of(mentions, text)) for one in some]
    assert {"ban", "no_comment"} <= {one.event for one in told}
    for one in told:
        assert one.event in EVENTS and one.modality in MODALITIES
        assert one.polarity in POLARITIES and one.class_ in SOURCE_CLASSES
        for word in (*one.own, *one.actors, *one.targets, *one.source):
            assert text[slice(*word.token.span)] == word.token.text


def test_a_verb_and_its_object_tell_one_event(mentions):
    (words,) = words_of(mentions, "The court imposed a fine on ZTE and fined Dahua.")
    at = {word.low: number for number, word in enumerate(words)}
    given = [("imposed", 0.8), ("fine", 0.9), ("fined", 0.8)]
    events = [_Event(0, at[word], at[word], at[word], EVENTS.index("fine") + 1, sure) for word, sure in given]
    assert [words[one.surest].low for one in _once(words, events)] == ["fine", "fined"]


def test_nothing_is_told_of_nothing():
    assert list(read([])) == []


def test_the_arithmetic_is_a_gated_convolution():
    """One word, no flags, width 2: every layer adds value x sigmoid(gate) of the normalized middle word."""
    width, unit = 2, np.array([1.0, -1.0], np.float32)
    rows = dict.fromkeys(LISTED, 1) | {"letters": BUCKETS, "frame": len(EVENTS) + 1}
    weights = {f"table.{name}": np.zeros((count, width), np.float32) for name, count in rows.items()}
    weights["table.tag"] = unit[None]
    weights["vectors"], weights["meaning"] = np.zeros((1, 4), np.float32), np.zeros((4, width), np.float32)
    weights["above"], weights["flags"] = np.zeros((width, width)), np.zeros((FLAGS, width), np.float32)
    for name in ("embedded", *(f"event{at}" for at in range(len(EVENT_LAYERS)))):
        weights |= {f"{name}.scale": np.ones(width), f"{name}.shift": np.zeros(width)}
    for at in range(len(EVENT_LAYERS)):
        kernel = np.zeros((3 * width, 2 * width), np.float32)
        kernel[2, 0] = 0.5  # the middle word's first number becomes the first value
        weights |= {f"event{at}": kernel, f"event{at}.bias": np.zeros(2 * width)}
    (states,) = Network(weights, {}).states([np.zeros((1, len(TABLES) + FLAGS), np.int32)])
    expected = unit.copy()
    for _ in EVENT_LAYERS:
        centred = expected - expected.mean()
        normal = centred / np.sqrt((centred**2).mean() + 1e-5)
        expected[0] += 0.5 * normal[0] * 0.5  # the gate is the sigmoid of 0
    assert np.allclose(states[0], expected, atol=1e-4)
    assert len(PART_LAYERS) < len(EVENT_LAYERS) and max(EVENT_LAYERS) < FAR
