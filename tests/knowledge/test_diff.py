"""Two snapshots are told apart in the terms of the law: who was listed, renamed, dropped; what began and ended."""

from __future__ import annotations

from collections import Counter

import pytest
from lists import edition, row, taken

from obstat.knowledge.compile import build
from obstat.knowledge.diff import diff
from obstat.knowledge.snapshot import Snapshot
from obstat.knowledge.store import Store
from obstat.model.change import CHANGES


@pytest.fixture
def base(small_pack, tmp_path):
    build(tmp_path / "base", small_pack.folder)
    return Snapshot(tmp_path / "base")


@pytest.fixture
def with_list(base, tmp_path):
    """A snapshot of the small pack and these rows of a list."""
    store = Store(tmp_path / "store")

    def build_with(*rows):
        taken(store, base, edition(tmp_path / "edition", *rows), force=True)
        return Snapshot(store.current())

    return build_with


def kinds(changes):
    return Counter(change.kind for change in changes if change.subject != "lists")


def test_a_snapshot_does_not_differ_from_itself(base):
    assert diff(base, base) == []


def test_a_party_that_is_listed_is_new_and_listed(base, with_list):
    changes = diff(base, with_list(row(1, "Nordlicht Kabel GmbH")))
    assert kinds(changes) == {"party_added": 1, "listed": 1}
    assert {change.parties for change in changes if change.parties} == {("test-list:1",)}


def test_a_party_that_is_dropped_is_told_the_other_way_round(base, with_list):
    assert kinds(diff(with_list(row(1, "Nordlicht Kabel GmbH")), base)) == {"party_removed": 1, "delisted": 1}


def test_a_new_name_is_a_renaming_and_no_other_party(with_list):
    before, after = with_list(row(1, "Nordlicht Kabel GmbH")), with_list(row(1, "Polarlicht Kabel GmbH"))
    (renamed,) = [change for change in diff(before, after) if change.kind == "party_renamed"]
    assert (renamed.before, renamed.after) == ("Nordlicht Kabel GmbH", "Polarlicht Kabel GmbH")
    assert not {"party_added", "party_removed"} & kinds(diff(before, after)).keys()


def test_a_party_under_another_number_of_the_list_is_the_same_party(with_list):
    before, after = with_list(row(1, "Nordlicht Kabel GmbH")), with_list(row(9, "Nordlicht Kabel GmbH"))
    assert not {"party_added", "party_removed", "party_renamed"} & kinds(diff(before, after)).keys()


def test_a_day_moved_ends_one_effect_and_begins_another(base, small_pack, tmp_path):
    rules = (small_pack.folder / "rules/us/test.yaml").read_text()
    small_pack.write("rules/us/test.yaml", rules.replace("2023-01-10", "2023-01-11"))
    build(tmp_path / "moved", small_pack.folder)
    changes = diff(base, Snapshot(tmp_path / "moved"))
    assert {"effect_added", "effect_removed"} <= kinds(changes).keys()
    assert any("2023-01-11" in change.after for change in changes if change.after)


def test_every_change_is_of_a_kind_that_is_described(base, with_list, ob):
    for changes in (diff(base, ob.snapshot), diff(ob.snapshot, with_list(row(1, "Nordlicht Kabel GmbH")))):
        assert {change.kind for change in changes} <= CHANGES.keys()
        assert all(change.before or change.after for change in changes)
