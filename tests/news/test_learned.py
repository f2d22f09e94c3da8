"""What the network sees of a text, what it tells, and its arithmetic on numbers that can be counted by hand."""

from __future__ import annotations

import re

import numpy as np
import pytest

from obstat.model.claim import EVENTS, MODALITIES, POLARITIES, SOURCE_CLASSES
from obstat.news.learned.encoder import HEADS, LONGEST, _attended, gelu, normal, softmax, stretches
from obstat.news.learned.kinds import features, kinds
from obstat.news.learned.meant import TARGET, Meant, Weights, _at_most, weights
from obstat.news.learned.network import EVENT_LAYERS, FAR, PART_LAYERS, Network, network
from obstat.news.learned.reader import Page, _Event, _once, read
from obstat.news.learned.relations import relations
from obstat.news.learned.words import BEGIN, END, KINDS, LONG, UNKNOWN, Pieces, paragraphs
from obstat.news.mentions import Mentions
from obstat.news.sentences import sentences
from obstat.news.story import Story


@pytest.fixture(scope="module")
def mentions():
    import obstat

    return Mentions(obstat.open().snapshot)


def words_of(mentions, text):
    split = sentences(text)
    return list(paragraphs(text, split, mentions.find(text, split)))


def seen(words):
    return [word.low for word in words]


def test_a_name_is_seen_by_its_kind_alone(mentions):
    first, second = (
        seen(words_of(mentions, f"Notes\n\nOn Monday the FCC added {name} to its list.")[1])
        for name in ("Huawei", "Hytera")
    )
    assert first == second
    assert {"<body>", "<party>"} <= set(first)


def test_every_kind_of_names_has_a_piece_of_its_own():
    numbers = Pieces(network().pieces)
    assert len({numbers.of(f"<{kind}>") for kind in KINDS}) == len(KINDS)
    assert all(len(numbers.of(f"<{kind}>")) == 1 for kind in KINDS)


@pytest.mark.parametrize(
    ("word", "pieces"),
    [
        ("banned", ["banned"]),
        ("bannedly", ["banned", "##ly"]),
        ("señor", ["se", "##nor"]),
        ("don’t", ["don", "'", "t"]),
        ("<ban>", ["<", "ban", ">"]),
        ("漢", [UNKNOWN]),
        ("", [UNKNOWN]),
        ("ly" * 10, [UNKNOWN]),
        ("-" * 10, ["-"] * 6),
    ],
)
def test_words_are_spelt_in_the_longest_pieces(word, pieces):
    listed = [BEGIN, END, UNKNOWN, "ban", "banned", "##ly", "se", "##nor", "don", "'", "t", "<", ">", "-", "<party>"]
    assert [listed[number] for number in Pieces(listed).of(word)] == pieces


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
    apart = [seen(words) for words in words_of(mentions, text)]
    whole = network().states(apart)
    for words, states in zip(apart, whole, strict=True):
        (alone,) = network().states([words])
        assert np.allclose(alone, states, atol=1e-3)


def test_a_paragraph_longer_than_a_stretch_goes_on_in_the_next():
    pieces = Pieces([BEGIN, END, UNKNOWN, "a", "##a"])
    (short,) = stretches(["a", "aa"], pieces)
    assert short.pieces == [0, 3, 3, 4, 1] and short.firsts == [1, 2]
    laid = stretches(["aaa"] * LONGEST, pieces)
    assert sum(len(one.firsts) for one in laid) == LONGEST
    assert all(len(one.pieces) <= LONGEST and (one.pieces[0], one.pieces[-1]) == (0, 1) for one in laid)


def test_every_word_has_a_state_however_long_its_paragraph():
    words = ["unaffordability", "of", "<party>"] * LONGEST
    first, second = network().states([words, ["banned"]])
    assert len(first) == len(words) and len(second) == 1
    assert np.isfinite(first).all()


def test_what_is_told_stands_in_the_text_and_has_known_codes(mentions):
    text = "The FCC banned Huawei, and Verizon declined to comment. A notice will follow."
    told = [one for page in read(words_of(mentions, text)) for one in page.told]
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


def test_attention_stays_inside_its_stretch():
    """Queries of nought attend to all alike: every piece gets the mean of the values of its stretch."""
    values = np.array([1, 3, 10, 20, 30], np.float32)[:, None] * np.ones(HEADS, np.float32)
    nothing = np.zeros_like(values)
    found = _attended(np.concatenate([nothing, nothing, values], axis=1), np.array([0, 2, 5]))
    assert found[:, 0].tolist() == [2, 2, 20, 20, 20]


def test_rows_are_made_normal_and_shares_are_one_together():
    found = normal(np.array([[1, 2, 3]], np.float32), np.full(3, 2, np.float32), np.ones(3, np.float32), 0)
    assert np.allclose(found, [[1 - 6**0.5, 1, 1 + 6**0.5]])
    assert np.allclose(softmax(np.array([[0, np.log(3)]], np.float32)), [[0.25, 0.75]])
    assert np.allclose(gelu(np.array([-30, 0, 1, 30], np.float32)), [0, 0, 0.8412, 30], atol=1e-4)


def test_the_arithmetic_is_a_gated_convolution():
    """One word, an encoder without layers, width 2: every layer adds value x sigmoid(gate) of the normalized middle
    word."""
    width, unit = 2, np.array([1.0, -1.0], np.float32)
    weights = {"encoder.word": np.tile(unit, (3, 1)), "encoder.place": np.zeros((LONGEST, width), np.float32)}
    weights["meant"] = np.eye(width, dtype=np.float32)
    layers = [f"event{at}" for at in range(len(EVENT_LAYERS))]
    for name in ("encoder.normal", "encoded", "meant", *layers):
        weights |= {f"{name}.scale": np.ones(width, np.float32), f"{name}.shift": np.zeros(width, np.float32)}
    for name in layers:
        kernel = np.zeros((3 * width, 2 * width), np.float32)
        kernel[2, 0] = 0.5  # the middle word's first number becomes the first value
        weights |= {name: kernel, f"{name}.bias": np.zeros(2 * width, np.float32)}
    (states,) = Network(weights, [BEGIN, END, UNKNOWN], []).states([["any"]])
    expected = unit.copy()
    for _ in EVENT_LAYERS:
        centred = expected - expected.mean()
        unlike = centred / np.sqrt((centred**2).mean() + 1e-5)
        expected[0] += 0.5 * unlike[0] * 0.5  # the gate is the sigmoid of 0
    assert np.allclose(states[0], expected, atol=1e-3)
    assert len(PART_LAYERS) < len(EVENT_LAYERS) and max(EVENT_LAYERS) < FAR


def kind_of(name: str, text: str) -> str:
    story = Story(text, sentences(text))
    return kinds().of(story, [found.span() for found in re.finditer(re.escape(name), text)])


@pytest.mark.parametrize(
    ("name", "text", "kind"),
    [
        ("Quarnby", "Radios by Quarnby stand on every third mast. Quarnby's shares fell by a tenth.", "organization"),
        ("Ostermoor", "The buses of a town in Ostermoor stand still. The mayor went to Ostermoor.", "place"),
        ("VKTR", "The bidder had appealed to the regulator, VKTR, which must decide by May.", "body"),
        ("WLTE", "Every box has a modem for WLTE 4 inside.", ""),
    ],
)
def test_a_name_is_told_by_the_words_around_it(name: str, text: str, kind: str) -> None:
    assert kind_of(name, text) == kind


def test_of_a_strange_name_no_more_than_its_ending_is_seen() -> None:
    text = "Radios by Quarnby Energy stand on every third mast, and Quarnby Energy said so."
    story = Story(text, sentences(text))
    seen = [one for found in features(story, [(10, 24), (57, 71)]) for one in found]
    assert "has energy" in seen
    assert not any("quar" in one.lower() for one in seen)
    assert {len(one.split("..")[1]) for one in seen if ".." in one} == {2, 3}
    short = "Radios by VKZ stand on every third mast."
    assert not any(
        "vkz" in one.lower() for found in features(Story(short, sentences(short)), [(10, 13)]) for one in found
    )


def meant_of(mentions, text: str) -> tuple[Meant, Page]:
    """Those whom a story of one paragraph names, and the paragraph."""
    meant = Meant({"mate-10": "huawei"})
    (page,) = read(words_of(mentions, text))
    meant.go_on(page.words, page.states)
    return meant, page


def test_a_word_stands_for_one_for_two_or_for_any_number(mentions):
    (words,) = words_of(mentions, "Both makers sued. It left its plants; the makers and the boss did not.")
    most = {word.low: _at_most(word) for word in words}
    assert (most["both"], most["it"], most["its"], most["boss"], most["plants"]) == (2, 1, 1, 1, 0)
    assert _at_most(words[1]) == 2  # ``both makers``
    assert _at_most(None) == 0


def test_nobody_is_meant_where_nobody_is_named(mentions):
    meant, page = meant_of(mentions, "A court banned the phones of all makers.")
    assert [meant.of(one, TARGET, None, [], unnamed=False) for one in page.told] == [[] for _ in page.told]


def test_only_those_whom_the_story_names_may_be_meant(mentions):
    meant, page = meant_of(mentions, "The FCC banned Huawei in May. Verizon said it would remove the radios.")
    for one in page.told:
        seen = meant.seen(one, TARGET, None, ["huawei"], unnamed=False)
        assert {named.id for named in seen.named} == {"fcc", "huawei", "verizon"}
        assert len(seen.state) == len(seen.mean) == len(seen.known) == len(seen.relation) == 3
        assert {*meant.of(one, TARGET, None, [], unnamed=False)} <= {"fcc", "huawei", "verizon"}


def test_weights_of_nought_cannot_tell(mentions):
    meant, page = meant_of(mentions, "The FCC banned Huawei.")
    seen = meant.seen(page.told[0], TARGET, None, [], unnamed=False)
    by_name = weights().by_name
    assert len(by_name["each"]) == 2 * len(seen.event) + seen.known.shape[1] + by_name["relation"].shape[1]
    assert len(by_name["question"]) == 2 * len(seen.event) + len(seen.asked)
    nothing = Weights({name: np.zeros_like(value) for name, value in weights().by_name.items()})
    assert nothing.scores(seen).tolist() == [0.5, 0.5]


def test_a_town_is_neither_its_paper_nor_a_point_of_the_compass(mentions):
    text = "The council of Ostermoor voted on Monday, the Ostermoor Courier reported. Trains to Ostermoor stood still."
    found = {(one.kind, one.id) for one in mentions.find(text, sentences(text))}
    assert ("outlet", "Ostermoor Courier") in found and ("outlet", "Ostermoor") not in found
    text = "The mayor of South Ostermoor went to South Ostermoor. South of the town, nothing changed."
    assert {one.text for one in mentions.find(text, sentences(text))} == {"South Ostermoor"}
