"""Lists are brought up to date whole or not at all, and every source that was not is told."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from pathlib import Path

import pytest
from lists import row

from obstat.identity.lookup import Lookup
from obstat.knowledge.compile import build
from obstat.knowledge.snapshot import Snapshot, verify
from obstat.knowledge.store import Store
from obstat.knowledge.update import Wish, base_of, chosen, update
from obstat.model.errors import DownloadError, InvalidValue
from obstat.sources.ofac_csv import FORMATS
from obstat.sources.publishers import Publishers, of_parts
from obstat.sources.source import Expectations, Source

NOW = "2026-11-20T08:00:00+00:00"
LATER = "2026-11-27T08:00:00+00:00"
FORM = next(form for form in FORMATS if form.code == "ofac-csv")


@dataclass
class Answer:
    path: Path | None
    etag: str | None
    last_modified: str | None = None


class Publisher:
    """A publisher that answers from memory and writes down what it was asked."""

    def __init__(self):
        self.files, self.asked = {}, []

    def put(self, address, *rows):
        self.files[address] = "\n".join([*rows, "\x1a"])

    def fetch(self, address, into, etag, modified, wanted):
        self.asked.append((address, etag))
        text = self.files.get(address)
        if text is None:
            raise DownloadError(f"{address} is not there; look for its new address.")
        tag = f'"{hash(text)}"'
        if etag == tag:
            return Answer(None, None)
        (into / "sdn.csv").write_text(text, encoding="utf-8")
        return Answer(into / "sdn.csv", tag)


def source(code, **changes):
    told = {
        "list": "ofac-sdn",
        "name": code.title(),
        "publisher": "Nobody",
        "addresses": {"names": f"https://lists.example/{code}/sdn.csv"},
        "licence": "none",
        "format": "ofac-csv",
        "cadence": 7,
        "expectations": Expectations(1, 100),
        "upkeep": "Invented.",
    }
    return Source(code=code, **{**told, **changes})


ONE, TWO = source("invented-one"), source("invented-two")


@pytest.fixture(scope="module")
def base(tmp_path_factory):
    folder = tmp_path_factory.mktemp("base") / "snapshot"
    build(folder)
    return Snapshot(folder)


@pytest.fixture
def publisher():
    there = Publisher()
    there.put(ONE.addresses["names"], *(row(n, f"Nordlicht {n} Kabel GmbH") for n in range(1, 11)))
    there.put(TWO.addresses["names"], row(101, "Sudwind Draht AG"))
    return there


@pytest.fixture
def at(tmp_path, base, publisher):
    """Update two invented sources; returns what became of them."""
    store = Store(tmp_path / "store")

    def run(*sources, now=NOW, mirror=None, addresses=None, persons=None, **wish):
        publishers = Publishers(publisher.fetch, addresses or {}, mirror)
        return update(store, base, Lookup(base).find, sources or (ONE, TWO), publishers, lambda: now,
                      Wish(persons or {}, **wish))  # fmt: skip

    run.store = store
    return run


def names(store):
    return {party.name for party in Snapshot(store.current()).parties.values()}


def test_several_lists_come_into_use_in_one_snapshot(at):
    updated = at()
    assert [(one.source, one.records) for one in updated.outcome.taken] == [("invented-one", 10), ("invented-two", 1)]
    assert {"Nordlicht 3 Kabel GmbH", "Sudwind Draht AG"} <= names(at.store)
    assert len(at.store.snapshots()) == 1


def test_what_the_publisher_did_not_change_is_not_fetched_again(at, publisher):
    first = at().outcome.snapshot
    updated = at(now=LATER)
    assert updated.unchanged == ("invented-one", "invented-two")
    assert all(etag for _, etag in publisher.asked[2:])
    assert updated.outcome.folder is None
    assert verify(at.store.current())[0] == first


def test_an_edition_that_was_confirmed_is_as_fresh_as_that(at):
    at()
    at(now=LATER)
    edition = Snapshot(at.store.current()).editions["invented-one"]
    assert (edition["retrieved"], edition["checked"]) == (NOW, LATER)


def test_the_same_bytes_under_another_tag_are_no_new_edition(at, publisher):
    at()
    fetch = publisher.fetch
    publisher.fetch = lambda address, into, etag, modified, wanted: fetch(address, into, None, None, wanted)
    assert at(now=LATER).unchanged == ("invented-one", "invented-two")


def test_a_file_that_was_damaged_here_is_fetched_whole(at, publisher):
    at()
    kept = at.store.state.sources["invented-one"]
    (path,) = at.store.files(kept).values()
    text = path.read_bytes()
    path.write_bytes(text[:40])
    at(now=LATER)
    assert path.read_bytes() == text


def test_a_source_that_fails_keeps_its_edition_and_the_others_go_on(at, publisher):
    at()
    del publisher.files[ONE.addresses["names"]]
    publisher.put(TWO.addresses["names"], row(101, "Sudwind Draht AG"), row(102, "Westwind Draht AG"))
    updated = at(now=LATER)
    assert updated.failed.keys() == {"invented-one"}
    assert {"Nordlicht 3 Kabel GmbH", "Westwind Draht AG"} <= names(at.store)
    assert at.store.state.sources["invented-one"].checked == NOW


def test_a_list_that_lost_two_fifths_keeps_its_edition(at, publisher):
    at()
    publisher.put(ONE.addresses["names"], *(row(n, f"Nordlicht {n} Kabel GmbH") for n in range(1, 7)))
    updated = at(now=LATER)
    assert "6 records, where the edition before had 10" in updated.outcome.refused["invented-one"]
    assert "Nordlicht 9 Kabel GmbH" in names(at.store)
    assert not at(now=LATER, force=True).outcome.refused
    assert "Nordlicht 9 Kabel GmbH" not in names(at.store)


def test_a_dry_run_tells_what_would_change_and_changes_nothing(at, publisher):
    at()
    before = at.store.state
    publisher.put(TWO.addresses["names"], row(101, "Sudwind Draht AG"), row(102, "Westwind Draht AG"))
    updated = at(now=LATER, dry_run=True)
    added = [change.name for change in updated.outcome.changes if change.kind == "party_added"]
    assert added == ["Westwind Draht AG"]
    assert at.store.state == before


def test_persons_are_left_out_where_the_settings_say_so_and_stay_out(at, publisher):
    publisher.put(TWO.addresses["names"], row(101, "Sudwind Draht AG"), row(2, "BERGHOLM, Sten Aage", "individual"))
    (_, told) = at(persons={"invented-two": False}).outcome.taken
    assert told.persons_left_out == 1
    publisher.put(TWO.addresses["names"], row(101, "Sudwind Draht AG"), row(2, "BERGHOLM, Sten A.", "individual"))
    at(now=LATER)
    assert not any("BERGHOLM" in name for name in names(at.store))


def test_what_no_list_dates_is_known_from_the_first_edition_that_had_it(at, publisher):
    at()
    first = {e.key: e.listings[0].published for e in Snapshot(at.store.current()).table("entries")}
    publisher.put(TWO.addresses["names"], row(101, "Sudwind Draht AG"), row(102, "Westwind Draht AG"))
    at(now=LATER)
    later = {e.key: e.listings[0].published for e in Snapshot(at.store.current()).table("entries")}
    assert {key: later[key] for key in first} == first
    assert later["invented-two:102"] == datetime.date(2026, 11, 27).toordinal()


def test_persons_go_when_the_settings_change_though_nothing_else_has(at, publisher):
    publisher.put(TWO.addresses["names"], row(101, "Sudwind Draht AG"), row(102, "BERGHOLM, Sten Aage", "individual"))
    at()
    assert at(now=LATER).unchanged == ("invented-one", "invented-two")
    at(now=LATER, persons={"invented-two": False})
    assert not any("BERGHOLM" in name for name in names(at.store))


def test_a_source_is_not_told_unchanged_because_another_of_the_same_file_is(at, publisher):
    twin = source("invented-twin", addresses=ONE.addresses)
    at(ONE)
    assert [one.source for one in at(ONE, twin, now=LATER).outcome.taken] == ["invented-twin"]


def test_a_new_tag_for_the_same_bytes_is_kept(at, publisher):
    at(ONE)
    fetch = publisher.fetch

    def retagged(address, into, etag, modified, wanted):
        got = fetch(address, into, None, None, wanted)
        return Answer(got.path, '"new"')

    publisher.fetch = retagged
    at(ONE, now=LATER)
    assert at.store.state.sources["invented-one"].validators["names"].etag == '"new"'


def test_an_edition_that_can_be_read_no_more_does_not_hold_up_the_others(at, publisher):
    at()
    kept = at.store.state.sources["invented-one"]
    for path in at.store.files(kept).values():
        path.unlink()
    publisher.put(TWO.addresses["names"], row(101, "Sudwind Draht AG"), row(102, "Westwind Draht AG"))
    del publisher.files[ONE.addresses["names"]]
    updated = at(now=LATER)
    assert list(updated.failed) == ["invented-one"]
    told = {one["source"]: one["carried_over"] for one in Snapshot(updated.outcome.folder).about["sources"]}
    assert "obstat sources drop invented-one" in told["invented-one"]
    assert told["invented-two"] is None


def test_what_an_address_holds_in_secret_is_not_kept(at, publisher):
    publisher.put("https://me:word@mine.example/a.csv?key=SECRET", row(1, "Ostwind Draht AG"))
    at(ONE, addresses={"invented-one": {"names": "https://me:word@mine.example/a.csv?key=SECRET"}})
    for path in at.store.folder.rglob("*"):
        assert not path.is_file() or b"SECRET" not in path.read_bytes(), path
        assert not path.is_file() or b"me:word" not in path.read_bytes(), path


def test_two_sources_in_one_file_fetch_it_once(at, publisher):
    twin = source("invented-twin", addresses=ONE.addresses)
    at(ONE, twin)
    assert len(publisher.asked) == 1
    assert len(Snapshot(at.store.current()).table("entries")) == 20


class TestCopies:
    def copy(self, folder, code, *rows):
        (folder / code).mkdir(parents=True)
        (folder / code / "sdn.csv").write_text("\n".join([*rows, "\x1a"]), encoding="utf-8")

    def test_lists_come_from_a_folder_without_any_network(self, at, publisher, tmp_path):
        self.copy(tmp_path / "copy", "invented-one", row(1, "Ostwind Draht AG"))
        updated = at(mirror=str(tmp_path / "copy"))
        assert "Ostwind Draht AG" in names(at.store)
        assert "invented-two" in updated.failed["invented-two"]
        assert not publisher.asked

    def test_the_same_copy_again_is_no_new_edition(self, at, tmp_path):
        self.copy(tmp_path / "copy", "invented-one", row(1, "Ostwind Draht AG"))
        at(ONE, mirror=str(tmp_path / "copy"))
        assert at(ONE, mirror=str(tmp_path / "copy")).unchanged == ("invented-one",)

    def test_a_copy_under_an_address_has_the_same_layout(self, at, publisher):
        publisher.put("https://copy.example/lists/invented-one/sdn.csv", row(1, "Ostwind Draht AG"))
        at(ONE, mirror="https://copy.example/lists/")
        assert "Ostwind Draht AG" in names(at.store)

    def test_an_address_of_the_users_own_goes_before_all(self, at, publisher):
        publisher.put("https://mine.example/a.csv", row(1, "Ostwind Draht AG"))
        at(ONE, mirror="https://copy.example", addresses={"invented-one": {"names": "https://mine.example/a.csv"}})
        assert "Ostwind Draht AG" in names(at.store)


class TestAddressesOfTheUser:
    def test_one_address_is_that_of_the_only_part_that_is_needed(self):
        assert of_parts(FORM, {"": "https://a.example"}, "x") == {"names": "https://a.example"}

    @pytest.mark.parametrize("given", [{"list": "a"}, {"aliases": "a"}, {}])
    def test_parts_that_there_are_not_or_that_are_missing_are_told(self, given):
        with pytest.raises(InvalidValue, match="give a table with names"):
            of_parts(FORM, given, "x")


class TestWhichSources:
    def test_those_in_use_or_at_first_the_usual_ones(self, tmp_path, publisher):
        usual = {source.code for source in chosen(Store(tmp_path), [], Publishers(publisher.fetch))}
        assert {"ofac-sdn", "bis-entity-list", "fcc-covered-list"} <= usual
        assert "dod-1260h" not in usual, "it is published as no file"
        assert not {"consolidated-screening-list", "opensanctions-sanctions", "ieee-oui", "uk-ofsi"} & usual
        assert [source.code for source in chosen(Store(tmp_path), ["dhs-uflpa"], Publishers(publisher.fetch))] == [
            "dhs-uflpa"
        ]


def test_lists_are_put_on_a_newer_pack_without_being_fetched(at, publisher, base, tmp_path, small_pack):
    at()
    build(tmp_path / "other", small_pack.folder)
    other = Snapshot(tmp_path / "other")
    there = Publishers(publisher.fetch)
    updated = update(at.store, other, Lookup(other).find, (ONE, TWO), there, lambda: LATER, Wish({}))
    assert updated.rebuilt
    assert Snapshot(at.store.current()).about["pack"] == other.id
    assert "Sudwind Draht AG" in names(at.store)


def test_the_pack_of_an_empty_store_is_the_one_that_came_with_obstat(tmp_path):
    assert base_of(Store(tmp_path)).id == Snapshot().id
