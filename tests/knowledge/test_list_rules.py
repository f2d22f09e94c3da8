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
from obstat.model.dates import Day
from obstat.model.listed import Listing
from obstat.rules.on_lists import imposes
from obstat.screening.rule_view import rule_view
from obstat.sources.lists import LISTS

ON = "2028-03-01"
FROZEN = "Authority: Test Regime; imposed 2/1/2023; status: Travel ban, Asset freeze"
BANNED = "Authority: Test Regime; imposed 2/1/2023; status: Travel ban"
CUT_OFF = "Authority: Test Regime; imposed 2/1/2023; status: Internet services sanctions"
SECOND, THIRD, FOURTH = (
    f"Authority: RUSSIA-EO14024; imposed 2/1/2023; status: Subject to Directive {number}" for number in (2, 3, 4)
)
OWNER, OWNED, WHILE_OWNED = "Zhejiang Dahua Technology Co., Ltd.", "Dahua Technology USA Inc.", "2023-06-01"
"""A firm, one that it owned wholly, and a day on which it did."""
PROGRAMMES = (
    *("BELARUS", "BELARUS-EO14038", "RUSSIA-EO14024"),
    *("UKRAINE-EO13660", "UKRAINE-EO13661", "UKRAINE-EO13662", "UKRAINE-EO13685"),
    *("FTO", "SDGT", "NPWMD", "ILLICIT-DRUGS-EO14059", "SDNT", "SDNTK", "TCO"),
)
"""The fourteen of 15 CFR 744.8 (89 FR 20107), by the tags of the list."""
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
    ("ofac-fse", "us-ofac-fse", {"activity": "reexport_to"}, "prohibited"),
    ("ofac-fse", "us-ofac-fse", {"activity": "invest_in_securities"}, "conditional"),
    ("ofac-fse", "us-ofac-fse", {"activity": "procure_public"}, "conditional"),
    ("ofac-ssi", "us-ofac-ssi", {"activity": "reexport_to"}, "conditional"),
    ("ofac-sdn", "us-ofac-sdn", {"activity": "reexport_to"}, "prohibited"),
    ("ofac-sdn", "us-ofac-sdn", {"activity": "transfer_in_country_to"}, "prohibited"),
    ("ofac-sdn", "us-ofac-sdn", {"activity": "procure_public"}, "conditional"),
    ("ofac-sdn", "us-ofac-sdn", {"activity": "buy_for_network"}, "conditional"),
    ("ofac-sdn", "us-ofac-sdn", {"activity": "supply_to_network"}, "conditional"),
    ("ofac-sdn", "us-ofac-sdn", {"activity": "integrate"}, "conditional"),
    ("ofac-sdn", "us-ofac-sdn", {"activity": "provide_updates"}, "conditional"),
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
        "prohibited",
    ),
    ("section-889", "us-ndaa2019-889-listed", {"activity": "procure_public", "equipment": "battery"}, "conditional"),
    (
        "section-5949",
        "us-ndaa2023-5949-listed",
        {"activity": "procure_public", "equipment": "semiconductor"},
        "prohibited",
    ),
    ("section-5949", "us-ndaa2023-5949-listed", {"activity": "procure_public"}, "conditional"),
    ("state-isn", "us-state-isn-listed", {"activity": "procure_public"}, "conditional"),
    ("state-isn", "us-state-isn-listed", {"activity": "acquire_business"}, "conditional"),
    ("state-isn", "us-state-isn-listed", {"activity": "transfer_in_country_to"}, "conditional"),
    ("state-itar-debarred", "us-state-itar-debarred-listed", {"activity": "export_to"}, "conditional"),
    ("state-itar-debarred", "us-state-itar-debarred-listed", {"activity": "procure_public"}, "conditional"),
    ("un-sc", "un-sc-listed", {"activity": "deal_in", "jurisdiction": "JP"}, "conditional"),
    ("un-sc", "un-sc-listed", {"activity": "procure_public", "jurisdiction": "SG"}, "conditional"),
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

    def test_a_bank_of_the_united_states_is_bound_at_its_branches_and_nobody_else_there(self, listed):
        ask = listed("ofac-capta")
        asked = {"activity": "deal_in", "jurisdiction": "FR"}
        assert ask(**asked, actor="us_financial_institution").status.code == "conditional"
        assert ask(activity="deal_in", actor="us_financial_institution").status.code == "conditional"
        assert ask(**asked, actor="us_person").status.code == "no_record"
        assert ask(**asked, actor="financial_institution").status.code == "no_record"

    def test_a_bank_of_the_united_states_is_a_us_person(self, listed):
        asked = {"activity": "deal_in", "jurisdiction": "FR", "actor": "us_financial_institution"}
        assert rules(listed("ofac-sdn")(**asked)) == {"us-ofac-sdn": "prohibited"}

    def test_a_debarment_follows_the_defence_article(self, listed):
        ask = listed("state-itar-debarred")
        assert ask(activity="reexport_to", jurisdiction="SG").status.code == "conditional"
        assert ask(activity="reexport_to", jurisdiction="SG", subject_to_ear="yes").status.code == "no_record"
        assert ask(activity="reexport_to", subject_to_ear="no").status.code == "conditional"

    def test_us_persons_are_bound_abroad_by_sanctions_for_proliferation(self, listed):
        ask = listed("state-isn")
        assert ask(activity="deal_in", jurisdiction="SG", actor="us_person").status.code == "conditional"
        assert ask(activity="deal_in", jurisdiction="SG").status.code == "no_record"

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
        assert ask(activity="deal_in", jurisdiction="US-TX").status.code == "conditional"
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

    @pytest.mark.parametrize(
        ("list_code", "notes", "place", "rule", "asked"),
        [
            ("un-sc", None, "JP", "un-sc-listed", {}),
            ("uk-sanctions", None, "GB", "gb-sanctions-listed", {}),
            ("ofac-mbs", THIRD, "US", "us-ofac-mbs", {}),
            ("ofac-capta", SECOND, "US", "us-ofac-capta", {"actor": "financial_institution"}),
        ],
    )
    def test_what_a_listed_firm_owns_may_be_dealt_with_on_the_same_condition(
        self, listed, list_code, notes, place, rule, asked
    ):
        ask = listed(list_code, OWNER, notes)
        asked = {"activity": "deal_in", "jurisdiction": place, "on": WHILE_OWNED, **asked}
        assert rules(ask(OWNED, **asked))[rule] == "conditional"
        assert rule not in rules(ask("Hikvision", **asked))

    @pytest.mark.parametrize(
        ("list_code", "notes", "asked"),
        [("ofac-mbs", FOURTH, {}), ("ofac-capta", None, {"actor": "financial_institution"})],
    )
    def test_other_measures_stay_with_the_listed(self, listed, list_code, notes, asked):
        ask = listed(list_code, OWNER, notes)
        assert f"us-{list_code}" not in rules(ask(OWNED, activity="deal_in", on=WHILE_OWNED, **asked))

    def test_a_travel_ban_goes_no_further_than_the_banned(self, listed):
        ask = listed("uk-sanctions", OWNER, BANNED)
        assert not rules(ask(OWNED, activity="deal_in", jurisdiction="GB", on=WHILE_OWNED))

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

    @pytest.mark.parametrize("activity", ["deal_in", "buy", "sell", "procure_public", "acquire_business"])
    def test_an_entry_that_states_none_may_be_frozen(self, listed, activity):
        verdict = listed("uk-sanctions")(activity=activity, jurisdiction="GB")
        assert rules(verdict) == {"gb-sanctions-listed": "conditional"}
        assert "does not state" in (verdict.findings[0].note or "")

    @pytest.mark.parametrize("activity", ["deal_in", "export_to", "buy"])
    def test_the_freeze_is_not_told_beside_a_rule_on_entries_without_one(self, listed, activity):
        verdict = listed("uk-sanctions", notes=FROZEN)(activity=activity, jurisdiction="GB")
        assert set(rules(verdict)) == {"gb-sanctions-asset-freeze"}

    def test_a_travel_ban_keeps_nobody_from_buying(self, listed):
        assert not rules(listed("uk-sanctions", notes=BANNED)(activity="buy", jurisdiction="GB"))

    def test_networks_keep_their_users_from_internet_services(self, listed):
        ask, rule = listed("uk-sanctions", notes=CUT_OFF), "gb-sanctions-internet-services"
        assert rules(ask(activity="interconnect", jurisdiction="GB")) == {rule: "conditional"}
        assert not rules(ask(activity="interconnect", jurisdiction="GB", on="2022-04-28"))
        store = {"activity": "market", "jurisdiction": "GB", "equipment": "software"}
        assert rules(ask(**store)) == {rule: "conditional"}
        assert not rules(listed("uk-sanctions", notes=FROZEN)(activity="interconnect", jurisdiction="GB"))

    def test_the_fourth_directive_bars_any_transaction(self, listed):
        assert listed("ofac-mbs", notes=FOURTH)(activity="deal_in").status.code == "prohibited"
        assert listed("ofac-mbs", notes=FOURTH)(activity="buy").status.code == "conditional"
        assert listed("ofac-mbs", notes=THIRD)(activity="deal_in").status.code == "conditional"
        assert listed("ofac-mbs", notes=THIRD)(activity="buy").status.code == "no_record"

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
            (("unstated",), None, True),
            (("unstated",), "Travel ban", False),
        ],
    )
    def test_a_measure_is_found_however_it_is_written(self, measures, stated, found):
        assert imposes(Listing("a-list", None, None, 0, None, None, stated, None, None, None), measures) is found

    @pytest.mark.parametrize(
        ("tags", "found"),
        [("SDNT", True), ("SDGT] [SDNT", True), ("[sdnt]", True), ("SDNTK", False), ("BPI-SDNT", False), (None, False)],
    )
    def test_the_tag_of_a_programme_is_one_word(self, tags, found):
        assert imposes(Listing("a-list", None, None, 0, tags, None, None, None, None, None), ("SDNT",)) is found


def test_a_rule_shows_whom_on_the_list_it_reaches_and_whom_not(base):
    shown = [reach for effect in rule_view(base, "gb-sanctions-listed")["effects"] for reach in effect["reaches"]]
    assert shown[0] == "everybody on uk-sanctions except under asset freeze or unstated"
    assert set(shown[1:]) == {"everybody on uk-sanctions under unstated"}


class TestPersonsBlockedUnderSomeProgrammes:
    RULE = "us-bis-sdn-744-8"

    @staticmethod
    def under(tag):
        return f"Authority: {tag}; imposed 2/1/2023; status: Blocking"

    @pytest.mark.parametrize("tag", PROGRAMMES)
    def test_items_subject_to_the_ear_need_a_licence_from_anywhere(self, listed, tag):
        ask = listed("ofac-sdn", notes=self.under(tag))
        asked = {"activity": "reexport_to", "jurisdiction": "SG"}
        assert rules(ask(**asked, subject_to_ear="yes"))[self.RULE] == "licence_required"
        assert not rules(ask(**asked, subject_to_ear="no"))

    @pytest.mark.parametrize("tag", ["CUBA", "GLOMAG", "BELARUS-EO99999", "BPI-SDNTK"])
    def test_persons_blocked_under_others_do_not(self, listed, tag):
        assert rules(listed("ofac-sdn", notes=self.under(tag))(activity="export_to")) == {"us-ofac-sdn": "prohibited"}

    def test_before_the_rule_was_revised_it_does_not_speak(self, listed):
        ask = listed("ofac-sdn", notes=self.under("TCO"))
        assert self.RULE not in rules(ask(activity="export_to", on="2024-03-20"))
        assert rules(ask(activity="export_to", on="2024-03-21"))[self.RULE] == "licence_required"


class TestFromWhenTheLawWasKnown:
    """An edition is known from its own day; the law of the list from the oldest act that the pack can cite."""

    @pytest.mark.parametrize(
        ("rule", "known"),
        [
            ("us-ofac-sdn", "1963-07-09"),
            ("us-bis-dpl-listed", "1979-09-29"),
            ("us-ofac-capta", "2010-07-01"),
            ("eu-sanctions-asset-freeze", "2001-12-28"),
            ("us-dod-1286-listed", "2023-06-30"),
        ],
    )
    def test_the_named_are_dated_by_the_oldest_act(self, base, rule, known):
        found = {p.published for a in base.vocabulary.activities for p in base.provisions_of(a) if p.rule == rule}
        assert min(found) == Day.parse(known).earliest

    @pytest.mark.parametrize(
        ("rule", "known"),
        [
            ("us-ofac-sdn", "2008-02-14"),
            ("us-ofac-capta", "2022-02-24"),
            ("us-ofac-mbs", "2022-02-24"),
            ("eu-sanctions-asset-freeze", "2024-07-03"),
        ],
    )
    def test_the_owned_are_dated_by_what_reaches_them(self, base, rule, known):
        provisions = (p for a in base.vocabulary.activities for p in base.provisions_of(a) if p.rule == rule)
        assert {p.published for p in provisions if p.extent == "owned"} == {Day.parse(known).earliest}


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
