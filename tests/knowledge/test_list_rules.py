"""What standing on a list amounts to: an invented entry of an invented edition of each list that the law speaks of."""

from __future__ import annotations

import functools
import json

import pytest

import obstat
from obstat.identity.lookup import Lookup
from obstat.knowledge.imports import Offered, take
from obstat.knowledge.snapshot import Snapshot
from obstat.knowledge.store import Store
from obstat.model.listed import Listing
from obstat.rules.reach import imposes
from obstat.sources.lists import LISTS

ON = "2028-03-01"
FROZEN = "Authority: Test Regime; imposed 2/1/2023; status: Travel ban, Asset freeze"
BANNED = "Authority: Test Regime; imposed 2/1/2023; status: Travel ban"
WITHOUT_LAW = {"consolidated-screening-list", "fcc-conditional-approvals", "ofac-other", "ofac-plc"}
"""Lists of lists, a list of permissions, and the one of persons that the pack says nothing of."""


@pytest.fixture(scope="module")
def base():
    return Snapshot()


@pytest.fixture(scope="module")
def listed(base, tmp_path_factory):
    """Takes an edition with one entity into use, and answers questions about it."""

    @functools.cache
    def put(list_code, name="Quellwasser Funktechnik GmbH", notes=None, since="2023-02-01"):
        tmp_path = tmp_path_factory.mktemp("edition")
        entity = {"name": name, "notes": notes, "effective_date": since}
        path = tmp_path / "edition.json"
        path.write_text(json.dumps({"list_id": list_code, "count": 1, "entities": [entity]}), encoding="utf-8")
        store = Store(tmp_path / "store")
        day = "2028-02-20T08:00:00+00:00"
        take(store, base, Lookup(base).find, Offered("test", "entities-json", list_code, {"list": path}, day, "a.json"))
        ob = obstat.open(store.current())
        return lambda text=name, **asked: ob.check(text, **{"jurisdiction": "US", "on": ON, **asked})

    return put


def rules(verdict):
    return {finding.rule: finding.status.code for finding in verdict.findings}


CASES = [
    ("bis-meu", "us-bis-meu-listed", {"activity": "export_to"}, "licence_required"),
    ("bis-dpl", "us-bis-dpl-listed", {"activity": "export_to"}, "prohibited"),
    ("bis-dpl", "us-bis-dpl-listed", {"activity": "buy"}, "conditional"),
    ("bis-uvl", "us-bis-uvl-listed", {"activity": "export_to"}, "conditional"),
    ("ofac-ssi", "us-ofac-ssi", {"activity": "deal_in"}, "conditional"),
    ("ofac-mbs", "us-ofac-mbs", {"activity": "deal_in"}, "conditional"),
    ("ofac-capta", "us-ofac-capta", {"activity": "deal_in", "actor": "financial_institution"}, "conditional"),
    ("ofac-fse", "us-ofac-fse", {"activity": "deal_in"}, "prohibited"),
    ("ofac-fse", "us-ofac-fse", {"activity": "buy"}, "conditional"),
    (
        "section-154",
        "us-ndaa2024-154-listed",
        {"activity": "procure_public", "actor": "defence_department", "equipment": "battery"},
        "prohibited",
    ),
    (
        "section-154",
        "us-ndaa2024-154-listed",
        {"activity": "procure_public", "actor": "defence_department"},
        "conditional",
    ),
    ("section-1286", "us-dod-1286-listed", {"activity": "spend_public_funds"}, "conditional"),
    ("section-1286", "us-dod-1286-listed", {"activity": "label_only"}, "advisory"),
    (
        "section-889",
        "us-ndaa2019-889-listed",
        {"activity": "procure_public", "equipment": "ip_camera", "purpose": "public_safety"},
        "prohibited",
    ),
    (
        "section-889",
        "us-ndaa2019-889-listed",
        {"activity": "procure_public", "equipment": "ip_camera", "purpose": "other_purpose"},
        "conditional",
    ),
    (
        "section-5949",
        "us-ndaa2023-5949-listed",
        {"activity": "procure_public", "equipment": "semiconductor"},
        "prohibited",
    ),
    ("section-5949", "us-ndaa2023-5949-listed", {"activity": "procure_public"}, "conditional"),
    ("state-isn", "us-state-isn-listed", {"activity": "procure_public"}, "conditional"),
    ("state-itar-debarred", "us-state-itar-debarred-listed", {"activity": "export_to"}, "conditional"),
    ("un-sc", "un-sc-listed", {"activity": "deal_in", "jurisdiction": "JP"}, "advisory"),
    ("eu-sanctions", "eu-sanctions-asset-freeze", {"activity": "deal_in", "jurisdiction": "DE"}, "prohibited"),
    ("eu-sanctions", "eu-sanctions-asset-freeze", {"activity": "buy", "jurisdiction": "DE"}, "conditional"),
]


@pytest.mark.parametrize(("list_code", "rule", "asked", "status"), CASES)
def test_a_firm_on_the_list_is_reached_by_the_rule_on_it(listed, list_code, rule, asked, status):
    verdict = listed(list_code)(**asked)
    assert rules(verdict)[rule] == status
    assert verdict.status.code == status
    assert not [warned for warned in verdict.warnings if warned.kind == "listed_without_rule"]


@pytest.mark.parametrize(("list_code", "rule", "asked", "status"), CASES)
def test_before_its_listing_it_is_not(listed, list_code, rule, asked, status):
    assert not rules(listed(list_code, since="2028-03-02")(**asked))


def test_every_list_is_ruled_or_known_to_have_no_law(base):
    ruled = {p.values[0] for a in base.vocabulary.activities for p in base.provisions_of(a) if p.target == "list"}
    assert set(LISTS) - ruled == WITHOUT_LAW


class TestWhomItBinds:
    def test_a_bank_on_the_capta_list_may_be_dealt_with_by_others_than_banks(self, listed):
        ask = listed("ofac-capta")
        verdict = ask(activity="deal_in")
        assert verdict.status.code == "no_record"
        assert [also.rule for also in verdict.also] == ["us-ofac-capta"]
        assert ask(activity="deal_in", jurisdiction="FR", actor="us_person").status.code == "conditional"

    def test_persons_of_the_union_are_bound_everywhere(self, listed):
        ask = listed("eu-sanctions")
        assert ask(activity="deal_in", jurisdiction="SG", actor="eu_person").status.code == "prohibited"
        assert ask(activity="deal_in", jurisdiction="SG").status.code == "no_record"

    def test_persons_of_the_united_kingdom_are_bound_everywhere(self, listed):
        ask = listed("uk-sanctions", notes=FROZEN)
        assert ask(activity="deal_in", jurisdiction="SG", actor="uk_person").status.code == "prohibited"
        assert ask(activity="deal_in", jurisdiction="SG").status.code == "no_record"

    def test_a_denial_order_follows_the_item(self, listed):
        ask = listed("bis-dpl")
        assert ask(activity="reexport_to", jurisdiction="SG", subject_to_ear="yes").status.code == "prohibited"
        assert ask(activity="reexport_to", jurisdiction="SG", subject_to_ear="no").status.code == "no_record"
        assert ask(activity="reexport_to", jurisdiction="SG").status.code == "undecided"

    def test_batteries_are_barred_to_the_department_of_defence_alone(self, listed):
        ask = listed("section-154")
        asked = {"activity": "procure_public", "equipment": "battery"}
        assert ask(**asked, actor="government_body").status.code == "no_record"
        assert ask(**asked).status.code == "undecided"
        assert ask(**asked, actor="defence_department", on="2027-09-30").status.code == "no_record"

    def test_the_united_nations_are_no_place_outside_their_members(self, listed):
        ask = listed("un-sc")
        assert ask(activity="deal_in", jurisdiction="US-TX").status.code == "advisory"
        assert ask(activity="deal_in", jurisdiction="TW").status.code == "no_record"


class TestFirmsThatTheListedOwn:
    @pytest.mark.parametrize(
        ("list_code", "notes", "place", "rule"),
        [
            ("eu-sanctions", None, "DE", "eu-sanctions-asset-freeze"),
            ("uk-sanctions", FROZEN, "GB", "gb-sanctions-asset-freeze"),
        ],
    )
    def test_what_a_listed_firm_controls_is_reached(self, listed, list_code, notes, place, rule):
        ask = listed(list_code, "Huawei Technologies Co., Ltd.", notes)
        assert rules(ask("Huawei Device Co., Ltd.", activity="deal_in", jurisdiction=place))[rule] == "prohibited"
        asked = ask("Hikvision", activity="deal_in", jurisdiction=place)
        assert rule not in rules(asked)

    @pytest.mark.parametrize(
        ("list_code", "notes", "place"), [("eu-sanctions", None, "DE"), ("uk-sanctions", FROZEN, "GB")]
    )
    def test_a_share_that_nobody_states_is_asked_for(self, listed, list_code, notes, place):
        ask = listed(list_code, "Hangzhou Hikvision Digital Technology Co., Ltd.", notes)
        verdict = ask("EZVIZ", activity="deal_in", jurisdiction=place)
        assert verdict.status.code == "undecided"
        assert [need.fact.partition(":")[0] for need in verdict.needs] == ["share"]

    def test_that_it_does_not_reach_the_listed_helps_an_owned_firm_alone(self, listed):
        ask = listed("eu-sanctions", "Huawei Technologies Co., Ltd.")
        claim = {"activity": "deal_in", "jurisdiction": "DE", "exemption": "not_for_the_listed_person"}
        assert ask("Huawei Device Co., Ltd.", **claim).status.code == "conditional"
        assert ask(**claim).status.code == "prohibited"

    def test_the_unverified_list_stays_with_its_names(self, listed):
        ask = listed("bis-uvl", "Hangzhou Hikvision Digital Technology Co., Ltd.")
        assert "us-bis-uvl-listed" not in rules(ask("EZVIZ", activity="export_to"))


class TestMeasures:
    def test_an_asset_freeze_bars_dealings(self, listed):
        verdict = listed("uk-sanctions", notes=FROZEN)(activity="deal_in", jurisdiction="GB")
        assert verdict.status.code == "prohibited"
        assert verdict.findings[0].rule == "gb-sanctions-asset-freeze"
        assert "Asset freeze" in (verdict.findings[0].note or "")

    @pytest.mark.parametrize("notes", [BANNED, None])
    def test_without_one_the_measures_of_the_entry_decide(self, listed, notes):
        verdict = listed("uk-sanctions", notes=notes)(activity="deal_in", jurisdiction="GB")
        assert rules(verdict) == {"gb-sanctions-listed": "conditional"}

    @pytest.mark.parametrize(
        ("measures", "stated", "found"),
        [
            (("asset freeze",), "Travel ban; Asset freeze", True),
            (("asset freeze",), "AssetFreeze", True),
            (("asset freeze",), "asset-freeze", True),
            (("asset freeze",), "Freeze of no asset", False),
            (("directive 1",), "Subject to Directive 1", True),
            (("directive 1",), "Subject to Directive 1a", False),
            (("directive 1", "directive 1a"), "Subject to Directive 1a", True),
            (("asset freeze",), None, False),
            ((), None, True),
        ],
    )
    def test_a_measure_is_found_however_it_is_written(self, measures, stated, found):
        assert imposes(Listing("a-list", None, None, 0, None, None, stated, None, None, None), measures) is found


class TestBesideWhatThePackStates:
    def test_a_firm_of_the_entity_list_may_stand_on_the_unverified_list_too(self, listed):
        found = rules(listed("bis-uvl", "Huawei Technologies Co., Ltd.")(activity="export_to"))
        assert found["us-bis-uvl-listed"] == "conditional"
        assert "us-bis-el-huawei-2019-05" in found

    def test_an_order_that_the_pack_tells_is_not_told_again(self, listed):
        ask = listed("bis-dpl", "ZTE Corporation", since="2018-04-15")
        assert "us-bis-dpl-listed" not in rules(ask(activity="export_to", on="2018-05-01"))
        assert "us-bis-zte-denial-2018" in rules(ask(activity="export_to", on="2018-05-01"))

    def test_a_military_end_user_that_the_pack_names_is_told_once(self, listed):
        ask = listed("bis-meu", "Chongqing Optel Telecom Technology Co., Ltd.", since="2020-12-23")
        assert rules(ask(activity="export_to", on="2024-03-01")) == {"us-bis-meu-optel-2020": "licence_required"}

    def test_the_lists_bring_nothing_to_firms_that_they_do_not_name(self, ob):
        for activity in ("deal_in", "buy", "export_to"):
            verdict = ob.check("Quellwasser Funktechnik GmbH", activity=activity, jurisdiction="GB", on=ON)
            assert verdict.status.code == "no_record"
