"""A list is taken into use whole or not at all, and nothing that was in use is ever lost."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from lists import edition, row, taken

import obstat
from obstat.identity.lookup import Lookup
from obstat.knowledge.compile import build
from obstat.knowledge.imports import Offered, decide, take, without
from obstat.knowledge.merge import APART
from obstat.knowledge.snapshot import Snapshot, verify
from obstat.knowledge.store import Store
from obstat.model.errors import InvalidValue, SourceError, StoreError, UnknownCode
from obstat.model.records import TABLES
from obstat.sources import registry
from obstat.sources.source import parts_of

HERE = Path(__file__).parent


@pytest.fixture(scope="module")
def base(tmp_path_factory):
    folder = tmp_path_factory.mktemp("base") / "snapshot"
    build(folder)
    return Snapshot(folder)


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path / "store")


def names_of(folder, *rows, addresses=()):
    return edition(folder, *rows, addresses=addresses)


class TestWhatBecomesOfARecord:
    def test_a_new_firm_is_found_and_reached_by_the_rule_on_its_list(self, store, base, tmp_path):
        taken(store, base, names_of(tmp_path, row(7, "Nordlicht Kabel GmbH", remarks="Website www.nordlicht.example.")))
        ob = obstat.open(store.current())
        verdict = ob.check("Nordlicht Kabel GmbH", activity="deal_in", on="2026-11-20")
        assert verdict.status.code == "prohibited"
        assert [finding.rule for finding in verdict.findings] == ["us-ofac-sdn"]
        assert verdict.findings[0].party == "test-list:7"

    def test_goods_of_a_blocked_firm_are_conditional(self, store, base, tmp_path):
        taken(store, base, names_of(tmp_path, row(7, "Nordlicht Kabel GmbH")))
        ob = obstat.open(store.current())
        assert ob.check("Nordlicht Kabel GmbH", activity="buy", on="2026-11-20").status.code == "conditional"

    def test_every_row_is_a_row_of_the_snapshot(self, store, base, tmp_path):
        rows = [row(number, f"Firma {number} Testwerk AG") for number in range(1, 40)]
        (told,) = taken(store, base, names_of(tmp_path, *rows)).taken
        assert told.records == len(rows) == len(Snapshot(store.current()).table("entries"))

    def test_a_person_is_probable_at_most(self, store, base, tmp_path):
        taken(store, base, names_of(tmp_path, row(8, "BERGHOLM, Sten Aage", "individual")))
        ob = obstat.open(store.current())
        (match,) = ob.resolve("Sten Aage Bergholm")
        assert match.band == "probable"
        verdict = ob.check("Sten Aage Bergholm", activity="deal_in", on="2026-11-20")
        assert verdict.status.code == "undecided"

    def test_persons_are_left_out_when_asked_and_counted(self, store, base, tmp_path):
        rows = row(8, "BERGHOLM, Sten Aage", "individual"), row(9, "Nordlicht Kabel GmbH")
        (told,) = taken(store, base, names_of(tmp_path, *rows), persons=False).taken
        assert (told.records, told.persons_left_out) == (2, 1)
        assert not obstat.open(store.current()).resolve("Sten Aage Bergholm")

    def test_a_vessel_is_probable_by_its_very_name_and_no_company(self, store, base, tmp_path):
        remark = "Vessel Registration Identification IMO 9074729."
        taken(store, base, names_of(tmp_path, row(8, "OPERA", "vessel", remark)))
        ob = obstat.open(store.current())
        assert [match.band for match in ob.resolve("Opera")] == ["probable"]
        assert not [match for match in ob.resolve("Opera Ltd") if match.match]
        assert [match.id for match in ob.resolve("9074729") if match.sure] == ["test-list:8"]

    def test_the_name_of_a_company_is_no_persons(self, store, base, tmp_path):
        taken(store, base, names_of(tmp_path, row(8, "BERGHOLM, Sten Aage", "individual")))
        assert not obstat.open(store.current()).resolve("Sten Aage Bergholm GmbH")

    def test_a_firm_of_a_list_is_nobodys_brand(self, store, base, tmp_path):
        taken(store, base, names_of(tmp_path, row(8, "NORDLICHT")))
        ob = obstat.open(store.current())
        assert [match.id for match in ob.resolve("Nordlicht") if match.sure] == ["test-list:8"]
        assert not [match for match in ob.resolve("Nordlicht Router 2027") if match.sure]

    def test_one_word_with_a_legal_form_is_probable_at_most(self, store, base, tmp_path):
        taken(store, base, names_of(tmp_path, row(8, "NORDLICHT")))
        (match,) = [match for match in obstat.open(store.current()).resolve("Nordlicht GmbH") if match.match]
        assert match.band == "probable"

    def test_an_institute_of_a_known_firm_is_no_product_of_it(self, store, base, tmp_path):
        taken(store, base, names_of(tmp_path, row(8, "Huawei Research Institute")))
        matches = obstat.open(store.current()).resolve("Huawei Research Institute")
        assert [match.id for match in matches if match.sure] == ["test-list:8"]

    def test_the_timeline_of_a_listed_firm_holds_its_listing(self, store, base, tmp_path):
        remark = "Effective Date (CMIC) 02 Aug 2021; Listing Date (CMIC) 03 Jun 2021."
        listed = row(8, "Nordlicht Kabel GmbH", remarks=remark).replace("SDGT", "CMIC-EO13959")
        taken(store, base, names_of(tmp_path, listed), listed="ofac-other")
        events = obstat.open(store.current()).timeline("Nordlicht Kabel GmbH")
        assert [(e.date, e.event, e.party) for e in events if e.rule == "us-ofac-ns-cmic"][:1] == [
            ("2021-08-02", "starts", "test-list:8")
        ]

    def test_a_finding_tells_the_words_of_its_entry(self, store, base, tmp_path):
        remark = "Effective Date (CMIC) 02 Aug 2021; Listing Date (CMIC) 03 Jun 2021."
        listed = row(8, "Nordlicht Kabel GmbH", remarks=remark).replace("SDGT", "CMIC-EO13959")
        taken(store, base, names_of(tmp_path, listed), listed="ofac-other")
        (entry,) = Snapshot(store.current()).table("entries")
        asked = {"activity": "invest_in_securities", "actor": "us_person"}
        (finding,) = obstat.open(store.current()).check("Nordlicht Kabel GmbH", on="2026-11-20", **asked).findings
        assert finding.since == "2021-08-02"
        told = [text for x in entry.listings for text in (x.citation, x.measures) if text]
        assert all(text in (finding.note or "") for text in told)

    def test_parts_that_are_missing_are_told(self, store, base, tmp_path):
        (told,) = taken(store, base, names_of(tmp_path, row(7, "Nordlicht Kabel GmbH"))).taken
        assert told.parts_missing == ("aliases", "addresses", "remarks")

    def test_nothing_of_the_pack_is_lost(self, store, base, tmp_path):
        taken(store, base, names_of(tmp_path, row(7, "Nordlicht Kabel GmbH")))
        grown = Snapshot(store.current())
        for table in set(TABLES) - {"parties", "entries", "assignments", "undecided"}:
            assert list(grown.table(table)) == list(base.table(table)), table
        for party in base.parties.values():
            assert set(party.names) <= set(grown.parties[party.id].names)

    def test_a_list_without_a_rule_is_a_warning(self, store, base, tmp_path):
        parts = names_of(tmp_path, row(7, "Nordlicht Kabel GmbH").replace("SDGT", "NS-PLC"))
        offer = Offered("test-plc", "ofac-csv", "ofac-plc", parts, "2026-11-20T08:00:00+00:00", "sdn.csv")
        take(store, base, Lookup(base).find, offer)
        verdict = obstat.open(store.current()).check("Nordlicht Kabel GmbH", activity="deal_in", on="2026-11-20")
        assert verdict.status.code == "no_record"
        assert [warned.kind for warned in verdict.warnings].count("listed_without_rule") == 1

    def test_an_answer_that_rests_on_an_old_edition_says_so(self, store, base, tmp_path):
        parts = names_of(tmp_path, row(7, "Nordlicht Kabel GmbH"))
        offer = Offered("ofac-sdn", "ofac-csv", "ofac-sdn", parts, "2026-01-05T08:00:00+00:00", "sdn.csv", force=True)
        take(store, base, Lookup(base).find, offer)
        ob = obstat.open(store.current())
        kinds = [w.kind for w in ob.check("Nordlicht Kabel GmbH", activity="deal_in", on="2026-11-20").warnings]
        assert "stale_list" in kinds
        kinds = [w.kind for w in ob.check("Nordlicht Kabel GmbH", activity="deal_in", on="2026-01-06").warnings]
        assert "stale_list" not in kinds


class TestMeetingThePack:
    def party_of(self, store, base, tmp_path, *rows, addresses=()):
        taken(store, base, names_of(tmp_path, *rows, addresses=addresses))
        return [entry.party for entry in Snapshot(store.current()).table("entries")]

    def test_the_same_full_name_is_the_party(self, store, base, tmp_path):
        assert self.party_of(store, base, tmp_path, row(1, "HUAWEI TECHNOLOGIES CO., LTD.")) == ["huawei"]

    def test_the_same_name_in_another_country_is_not(self, store, base, tmp_path):
        address = '1,1,"Rua 1","Lisbon","Portugal",-0- '
        parties = self.party_of(store, base, tmp_path, row(1, "HUAWEI TECHNOLOGIES CO., LTD."), addresses=(address,))
        assert parties == ["test-list:1"]

    def test_the_same_number_in_a_register_is_the_party_whatever_its_name(self, store, base, tmp_path):
        remark = "Unified Social Credit Code (USCC) 914403001922038216 (China)."
        known = {number.party for number in base.numbered("914403001922038216")}
        party = self.party_of(store, base, tmp_path, row(1, "SOME OTHER WORDS LTD", remarks=remark))
        assert party == (sorted(known) or ["test-list:1"])

    def test_an_acronym_with_a_legal_form_is_somebody_else_until_decided(self, store, base, tmp_path):
        address = '1,1,"Road 1","Shanghai","China",-0- '
        assert self.party_of(store, base, tmp_path, row(1, "CEC LIMITED"), addresses=(address,)) == ["test-list:1"]
        assert {told.party for told in Snapshot(store.current()).table("undecided")} == {"cec"}

    def test_what_was_decided_holds_and_can_be_taken_back(self, store, base, tmp_path):
        rows = (row(7, "CEC LIMITED"), row(8, "Nordlicht Kabel GmbH"))
        assert self.party_of(store, base, tmp_path, *rows)[0] == "test-list:7"
        find = Lookup(base).find
        places = {"cec": "cec", APART: "test-list:7", None: "test-list:7"}
        for party, place in places.items():
            snapshot = Snapshot(decide(store, base, find, "test-list:7", party))
            assert snapshot.table("entries")[0].party == place
            assert len(snapshot.table("undecided")) == (party is None)
        decide(store, base, find, "test-list:7", "cec")
        taken(store, base, names_of(tmp_path / "later", *rows, row(9, "Sudwind Draht AG")))
        assert Snapshot(store.current()).table("entries")[0].party == "cec", "a later edition keeps it"
        with pytest.raises(UnknownCode, match="party of the pack"):
            decide(store, base, find, "test-list:7", "nobody")
        with pytest.raises(InvalidValue, match="No list in use has the record"):
            decide(store, base, find, "test-list:77", "cec")

    def test_a_person_with_the_name_of_a_firm_is_never_the_firm(self, store, base, tmp_path):
        assert self.party_of(store, base, tmp_path, row(1, "Dahua", "individual")) == ["test-list:1"]

    def test_two_rows_with_one_number_stay_two(self, store, base, tmp_path):
        parties = self.party_of(store, base, tmp_path, row(5, "Erste Firma AG"), row(5, "Zweite Firma AG"))
        assert len(set(parties)) == 2


class TestRefusal:
    @pytest.fixture
    def filled(self, store, base, tmp_path):
        rows = [row(number, f"Firma {number} Testwerk AG") for number in range(1, 11)]
        taken(store, base, names_of(tmp_path / "first", *rows))
        return store

    def test_an_edition_that_lost_two_fifths_is_not_used(self, filled, base, tmp_path):
        before = filled.state
        rows = [row(number, f"Firma {number} Testwerk AG") for number in range(1, 7)]
        with pytest.raises(SourceError, match="10"):
            taken(filled, base, names_of(tmp_path / "less", *rows))
        assert filled.state == before
        taken(filled, base, names_of(tmp_path / "less", *rows), force=True)
        assert filled.state.sources["test-list"].records == 6

    @pytest.mark.parametrize("text", ["", "<html><body>Not found</body></html>", "\x00\x01\x02"])
    def test_what_is_no_edition_changes_nothing(self, filled, base, tmp_path, text):
        before = filled.state
        (tmp_path / "sdn.csv").write_text(text)
        with pytest.raises(SourceError):
            taken(filled, base, {"names": tmp_path / "sdn.csv"})
        assert filled.state == before
        assert verify(filled.current())

    def test_a_known_source_must_hold_what_is_expected_of_it(self, base, store, tmp_path):
        source = registry.source("ofac-sdn")
        faults = source.expectations.faults([])
        assert any("0 records" in fault for fault in faults)

    def test_files_that_are_no_part_are_named(self, tmp_path):
        form = registry.format_("ofac-csv")
        with pytest.raises(InvalidValue, match=r"letter\.docx"):
            parts_of(form, [Path("sdn.csv"), Path("letter.docx")])
        with pytest.raises(InvalidValue, match="second time"):
            parts_of(form, [Path("a/sdn.csv"), Path("b/sdn.csv")])


class TestTheStore:
    def test_the_same_edition_twice_is_the_same_snapshot(self, store, base, tmp_path):
        parts = names_of(tmp_path, row(7, "Nordlicht Kabel GmbH"))
        assert taken(store, base, parts).snapshot == taken(store, base, parts).snapshot
        assert len(store.snapshots()) == 1

    def test_older_snapshots_stay_and_are_found_by_the_beginning_of_their_id(self, store, base, tmp_path):
        first = taken(store, base, names_of(tmp_path / "a", row(7, "Nordlicht Kabel GmbH"))).snapshot
        taken(store, base, names_of(tmp_path / "b", row(7, "Nordlicht Draht GmbH")))
        assert Snapshot(store.find(first[:20])).id == first
        with pytest.raises(UnknownCode):
            store.find("0" * 12)

    def test_collecting_keeps_what_is_in_use(self, store, base, tmp_path):
        for number in range(3):
            taken(store, base, names_of(tmp_path / str(number), row(7, f"Nordlicht {number} Kabel GmbH")))
        current = store.current()
        assert len(store.collect(keep=0)) == 4, "two snapshots and two editions"
        assert store.snapshots() == [current]
        assert verify(current)

    def test_a_source_can_be_taken_out_of_use(self, store, base, tmp_path):
        taken(store, base, names_of(tmp_path, row(7, "Nordlicht Kabel GmbH")))
        folder = without(store, base, Lookup(base).find, "test-list")
        assert not obstat.open(folder).resolve("Nordlicht Kabel GmbH")
        with pytest.raises(InvalidValue):
            without(store, base, Lookup(base).find, "test-list")

    def test_two_writers_do_not_meet(self, store, base, tmp_path):
        parts = names_of(tmp_path, row(7, "Nordlicht Kabel GmbH"))
        with store.writing(), pytest.raises(StoreError, match="Another update"):
            taken(Store(store.folder), base, parts)
        taken(store, base, parts)

    def test_a_full_disk_is_told_and_loses_nothing(self, store, base, tmp_path, monkeypatch):
        taken(store, base, names_of(tmp_path / "a", row(7, "Nordlicht Kabel GmbH")))
        before = store.state

        def full(_):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

        monkeypatch.setattr(os, "fsync", full)
        with pytest.raises(StoreError, match="full"):
            taken(store, base, names_of(tmp_path / "b", row(7, "Nordlicht Draht GmbH")))
        monkeypatch.undo()
        assert store.state == before
        assert verify(store.current())
        taken(store, base, names_of(tmp_path / "b", row(7, "Nordlicht Draht GmbH")))

    def test_a_folder_that_may_not_be_written_is_told(self, store, base, tmp_path, monkeypatch):
        def read_only(*_, **__):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(store.folder))

        monkeypatch.setattr(Path, "mkdir", read_only)
        with pytest.raises(StoreError, match="OBSTAT_STORE"):
            taken(store, base, {"names": tmp_path / "sdn.csv"})


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the children are forked")
@pytest.mark.parametrize("operation", ["import", "update", "gc"])
def test_what_is_killed_at_any_moment_leaves_a_whole_snapshot_in_use(small_pack, tmp_path, operation):
    build(tmp_path / "base", small_pack.folder)
    moments = ["200" if operation == "gc" else "150"]
    command = [sys.executable, str(HERE / "killed.py"), operation, str(tmp_path / "base"), str(tmp_path / "work")]
    (tmp_path / "work").mkdir()
    ended = subprocess.run([*command, *moments], capture_output=True, text=True, timeout=300)
    assert ended.returncode == 0, ended.stderr[-2000:]
    assert int(ended.stdout) >= 200


class TestAnEditionWhoseFileFails:
    @pytest.fixture
    def failing(self, store, base, tmp_path):
        """A store in which the edition in use lies in a file that was cut short."""
        rows = [row(7, "Nordlicht Kabel GmbH", remarks="DOB 1970; Tax ID No. 77."), row(8, "Südstern Draht AG")]
        parts = edition(tmp_path / "first", *rows, addresses=('7,1,"12 Hafenstrasse","Bremen","Germany",-0- ',))
        taken(store, base, parts)
        for path in store.files(store.state.sources["test-list"]).values():
            path.write_bytes(b"\xff\xfe")
        return store

    def other(self, store, base, tmp_path, number=9):
        parts = names_of(tmp_path / "other", row(number, "Ostwind Funk GmbH"))
        offer = Offered("second-list", "ofac-csv", "ofac-sdn", parts, "2026-11-21T08:00:00+00:00", "sdn.csv")
        return take(store, base, Lookup(base).find, offer)

    def test_its_records_come_from_the_snapshot_before(self, failing, base, tmp_path):
        before = list(Snapshot(failing.current()).table("entries"))
        after = Snapshot(self.other(failing, base, tmp_path).folder)
        assert [entry for entry in after.table("entries") if entry.source == "test-list"] == before
        told = {one["source"]: one["carried_over"] for one in after.about["sources"]}
        assert "obstat update test-list" in told["test-list"]
        assert told["second-list"] is None

    def test_it_is_read_again_once_it_was_imported_anew(self, failing, base, tmp_path):
        self.other(failing, base, tmp_path)
        outcome = taken(failing, base, names_of(tmp_path / "again", row(7, "Nordlicht Kabel GmbH")), force=True)
        assert not any(one["carried_over"] for one in Snapshot(outcome.folder).about["sources"])

    def test_without_a_snapshot_in_use_the_fix_is_named(self, failing, base, tmp_path):
        shutil.rmtree(failing.current())
        with pytest.raises(SourceError, match="obstat sources drop test-list"):
            self.other(failing, base, tmp_path)
