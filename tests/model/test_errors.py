"""Errors name the fix: an unknown code lists the valid ones, nearest first."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from obstat.model.errors import InvalidValue, ObstatError, PackError, SnapshotError, UnknownCode, nearest

codes = st.lists(st.text("abcdefgh_", min_size=1, max_size=8), unique=True, min_size=1, max_size=8)


@given(codes, st.data())
def test_a_valid_code_is_its_own_nearest(valid, data):
    code = data.draw(st.sampled_from(valid))
    assert nearest(code, valid)[0] == code


@given(st.text(), codes)
def test_nearest_loses_and_invents_nothing(value, valid):
    assert sorted(nearest(value, valid)) == sorted(valid)
    assert nearest(value, valid) == nearest(value, reversed(valid))


def test_a_typing_slip_finds_its_word_first():
    assert nearest("imprt", ["sell", "export_to", "import", "use"])[0] == "import"
    assert nearest("Procure-Public", ["procure_public", "provide_updates"])[0] == "procure_public"


def test_the_message_names_value_kind_and_every_valid_code():
    error = UnknownCode("activity", "sel", ["use", "sell"])
    assert error.valid == ("sell", "use")
    for word in ("'sel'", "activity", "sell, use"):
        assert word in str(error)


def test_the_tree_of_errors():
    assert issubclass(UnknownCode, InvalidValue)
    assert issubclass(InvalidValue, ValueError)
    for kind in (InvalidValue, PackError, SnapshotError):
        assert issubclass(kind, ObstatError)
    assert PackError(["a:1: x", "b:2: y"]).faults == ("a:1: x", "b:2: y")
