"""The status algebra is a total order with a neutral element."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from obstat.model.instruments import IN_FORCE, VERBS, effect_status
from obstat.model.status import Status, fold

SEVERITY = [
    "prohibited",
    "licence_required",
    "undecided",
    "conditional",
    "advisory",
    "not_restricted",
    "no_record",
]
EXITS = {
    "prohibited": 3,
    "licence_required": 3,
    "undecided": 4,
    "conditional": 4,
    "advisory": 0,
    "not_restricted": 0,
    "no_record": 0,
}
statuses = st.sampled_from(list(Status))


def test_severity_is_the_documented_order():
    assert [status.code for status in sorted(Status, reverse=True)] == SEVERITY


@given(statuses, statuses, statuses)
def test_or_is_associative(a, b, c):
    assert (a | b) | c is a | (b | c)


@given(statuses, statuses)
def test_or_is_commutative_and_gives_the_more_severe(a, b):
    assert a | b is b | a
    assert SEVERITY.index((a | b).code) == min(SEVERITY.index(a.code), SEVERITY.index(b.code))


@given(statuses)
def test_or_is_idempotent_and_no_record_is_neutral(a):
    assert a | a is a
    assert a | Status.NO_RECORD is a
    assert Status.NO_RECORD | a is a


@given(st.lists(statuses), st.lists(statuses))
def test_fold_is_a_homomorphism(left, right):
    assert fold(left + right) is fold(left) | fold(right)
    assert fold(reversed(left)) is fold(left)


def test_fold_of_nothing_is_no_record():
    assert fold([]) is Status.NO_RECORD


@pytest.mark.parametrize("code", SEVERITY)
def test_exit_codes(code):
    assert Status.parse(code).exit_code == EXITS[code]
    assert Status.parse(code).code == code


def test_an_unknown_code_is_no_status():
    with pytest.raises(KeyError):
        Status.parse("unknown_needs_check")


def test_every_kind_of_the_pack_has_a_status(ob):
    assert set(ob.snapshot.vocabulary.kinds) == set(IN_FORCE)


@pytest.mark.parametrize(
    ("kind", "state"), list(itertools.product(IN_FORCE, ["in_force", "pending", "never_in_force"]))
)
def test_only_an_instrument_in_force_bars(kind, state):
    status = effect_status(kind, state)
    if state == "in_force":
        assert status is IN_FORCE[kind]
    elif state == "pending":
        assert status is min(IN_FORCE[kind], Status.ADVISORY)
    else:
        assert status is Status.NO_RECORD


def test_verbs_never_state_a_prohibition():
    assert max(VERBS.values()) is Status.LICENCE_REQUIRED
