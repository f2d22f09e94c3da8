"""Who does what in a sentence: subjects, objects and ties of its verbs, whatever the order of its words."""

from __future__ import annotations

import pytest

from obstat.model.claim import Mention
from obstat.news.grammar.phrases import Nouns
from obstat.news.grammar.reading import read

NAMES = ("Verizon", "Huawei", "AT&T", "ZTE", "Bloomberg", "FCC", "Hytera", "Telenor", "Wingtech", "Nexperia", "Reuters")


def verbs(text):
    named = [
        Mention("organization", name, name, (at, at + len(name)))
        for at in range(len(text))
        for name in NAMES
        if text.startswith(name, at)
    ]
    return {verb.lemma: verb for verb in read(text, (0, len(text)), named).verbs}


def told(some):
    return [" ".join(token.text for token in nouns.tokens) for nouns in some]


@pytest.mark.parametrize(
    ("text", "lemma", "agents", "patients"),
    [
        ("Verizon dropped Huawei.", "drop", ["Verizon"], ["Huawei"]),
        ("Huawei was dropped by Verizon.", "drop", ["Verizon"], ["Huawei"]),
        ("AT&T and Verizon have dropped the phone.", "drop", ["AT&T", "Verizon"], ["the phone"]),
        ("Verizon dropped Huawei and ZTE.", "drop", ["Verizon"], ["Huawei", "ZTE"]),
        ("Verizon, which sells phones made by ZTE, will not carry Huawei.", "carry", ["Verizon"], ["Huawei"]),
        ("Verizon, which Huawei bought last year, sells phones.", "buy", ["Huawei"], ["Verizon"]),
        ("The FCC ordered Telenor to remove Huawei.", "remove", ["Telenor"], ["Huawei"]),
        ("Telenor was ordered to remove Huawei.", "remove", ["Telenor"], ["Huawei"]),
        ("Telenor plans to remove Huawei.", "remove", ["Telenor"], ["Huawei"]),
        ("Verizon stopped selling Huawei.", "sell", ["Verizon"], ["Huawei"]),
        ("The FCC barred Verizon from selling Huawei.", "sell", ["Verizon"], ["Huawei"]),
        ("Verizon dropped the phone and declined to comment.", "decline", ["Verizon"], []),
        ("Neither Wingtech, which owns Nexperia, nor Huawei would comment.", "comment", ["Neither Wingtech", "Huawei"],
         []),
        ("The firm, owned by Wingtech, bought Nexperia.", "buy", ["The firm"], ["Nexperia"]),
        ("The firm, owned by Wingtech, bought Nexperia.", "own", ["Wingtech"], ["The firm"]),
        ("Will the FCC ban ZTE?", "ban", ["The FCC"], ["ZTE"]),
        ("Citing fears, the FCC banned ZTE.", "ban", ["the FCC"], ["ZTE"]),
        ("Against Hytera the FCC opened a proceeding.", "open", ["the FCC"], ["a proceeding"]),
    ],
)  # fmt: skip
def test_who_does_what_to_whom(text, lemma, agents, patients):
    verb = verbs(text)[lemma]
    assert [name.lower() for name in told(verb.agents)] == [name.lower() for name in agents]
    assert told(verb.patients) == patients


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Verizon will drop Huawei, people familiar with the matter told Bloomberg.", "people"),
        ("Verizon will drop Huawei, said a spokesman for the carrier.", "a spokesman"),
        ('"We will not sell Huawei," a spokesman said.', "a spokesman"),
        ("Verizon will drop Huawei, a person briefed on its plans told Reuters.", "a person"),
        ("Verizon will drop Huawei, two people who have seen the order told Reuters.", "two people"),
    ],
)
def test_whoever_speaks_is_the_subject_wherever_he_stands(text, speaker):
    found = verbs(text)
    assert told((found.get("tell") or found["say"]).subjects) == [speaker]


def test_a_clause_hangs_on_what_says_it():
    found = verbs("Huawei denied that it is controlled by the state and said it would appeal.")
    assert found["control"].governor is found["deny"]
    assert told(found["say"].subjects) == ["Huawei"]
    assert found["appeal"].governor is found["say"]


def test_a_negation_and_a_modal_belong_to_their_verb():
    verb = verbs("Verizon would not have sold the phone.")["sell"]
    assert verb.negative and verb.modals == ("would",) and not verb.passive


@pytest.mark.parametrize("text", ["", ".", "!!! ??? ...", '"', "( (", "The", "of of of", "said said said", "a" * 4000])
def test_text_that_is_no_sentence_is_read_as_it_is(text):
    reading = read(text, (0, len(text)), [])
    assert all(verb.tokens for verb in reading.verbs)
    assert all(p.tokens for p in reading.phrases if isinstance(p, Nouns))


def test_every_verb_is_told_once_and_in_order():
    text = "Verizon said that Huawei, which makes phones, had asked it to sell them, and that it would not."
    spans = [verb.span for verb in read(text, (0, len(text)), []).verbs]
    assert spans == sorted(set(spans))
