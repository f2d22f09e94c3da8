"""Questions whose answers were written from the law, asked of the engine: all of them, one file at a time."""

from __future__ import annotations

import pytest

from obstat.knowledge.pack_files import PACK, read_situations
from obstat.screening import situations
from obstat.screening.coverage import coverage

FOUND, _ = read_situations()
FILES = sorted({at.partition(":")[0] for at, _ in FOUND})
TEXT = """
- ask: {subject: Acme, activity: sell, in: US, on: 2023-01-09}
  answer: no_record
  ground: the day before
- ask: {subject: Acme, activity: sell, in: US, on: 2023-01-10}
  answer: prohibited
  by: [us-test]
  ground: the first day
- ask: {subject: Acme, activity: sell, in: US, on: 2024-01-09}
  answer: prohibited
  ground: the last day
- ask: {subject: Acme, activity: sell, in: US, on: 2024-01-10}
  answer: no_record
  without: [us-test]
  ground: the day after
- ask: {subject: Acmelet, activity: sell, in: US, on: 2023-06-01}
  answer: prohibited
  ground: through its owner
"""
TIE = "- {id: t, party: acme-sub, relation: subsidiary_of, of: acme, confidence: high, sources: [x]}\n"


def test_the_files_are_those_of_the_pack():
    assert {PACK / file for file in FILES} == set((PACK / "situations").rglob("*.yaml"))
    assert len(FOUND) > 1000


@pytest.mark.parametrize("file", FILES)
def test_situations_get_their_answer(ob, file):
    asked = [(at, situation) for at, situation in FOUND if at.startswith(f"{file}:")]
    outcomes = list(situations.run(ob, asked))
    assert len(outcomes) == len(asked) > 0
    assert {outcome.at: outcome.faults for outcome in outcomes if outcome.faults} == {}


def gaps(ob, asked):
    return list(coverage(ob, asked).gaps)


def answered(small_pack, text):
    small_pack.write("ties/all.yaml", TIE)
    small_pack.write("situations/all.yaml", text)
    found, errors = read_situations(small_pack.folder)
    assert errors == []
    return small_pack.open(), found


def test_right_situations_pass_and_cover_the_rule(small_pack):
    ob, found = answered(small_pack, TEXT)
    assert [outcome.faults for outcome in situations.run(ob, found)] == [()] * 5
    assert gaps(ob, [situation for _, situation in found]) == []


@pytest.mark.parametrize(
    ("removed", "word"),
    [(0, "start"), (1, "start"), (2, "end"), (3, "end"), (4, "named")],
)
def test_the_coverage_check_finds_a_removed_situation(small_pack, removed, word):
    ob, found = answered(small_pack, TEXT)
    rest = [situation for number, (_, situation) in enumerate(found) if number != removed]
    faults = gaps(ob, rest)
    assert len(faults) == 1
    assert "us-test" in faults[0]
    assert word in faults[0]


def test_the_coverage_check_leaves_the_snapshot_as_it_was(small_pack):
    ob, found = answered(small_pack, TEXT)
    assert gaps(ob, [situation for _, situation in found[:1]])
    assert all(not outcome.faults for outcome in situations.run(ob, found))


LAST = "answer: prohibited\n  ground: the last"


@pytest.mark.parametrize(
    ("old", "new", "word"),
    [
        ("answer: prohibited\n  by", "answer: advisory\n  by", "prohibited"),
        ("by: [us-test]", "by: [us-other]", "us-other"),
        (LAST, "without: [us-test]\n  " + LAST, "us-test"),
        (LAST, "also: [us-x]\n  " + LAST, "us-x"),
        (LAST, "warns: [bolt]\n  " + LAST, "bolt"),
        (LAST, "needs: {purpose: {a: prohibited}}\n  " + LAST, "needs"),
    ],
)
def test_a_wrong_expectation_fails_with_its_reason(small_pack, old, new, word):
    assert TEXT.count(old) == 1
    ob, found = answered(small_pack, TEXT.replace(old, new))
    failed = [outcome for outcome in situations.run(ob, found) if outcome.faults]
    assert len(failed) == 1
    assert word in " ".join(failed[0].faults)
    assert failed[0].at.startswith("situations/all.yaml:")


def test_situations_of_the_pack_cover_the_rules_of_the_story(ob):
    """Removing every situation of one rule must be noticed on the real pack as well."""
    asked = [situation for _, situation in FOUND]
    rest = [s for s in asked if "us-dod-exchanges-2018" not in (*s.by, *s.also, *s.without)]
    assert len(rest) < len(asked)
    one_programme = [s for s in rest if s.ask.activity in ("sell", "market")]
    assert any(fault.startswith("us-dod-exchanges-2018: ") for fault in gaps(ob, one_programme))
