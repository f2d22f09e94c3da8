"""The verdict as a whole: what changes later, what the market did, what is not known, and the contract's JSON."""

from __future__ import annotations

import datetime
import json
import re
import subprocess
import sys
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from obstat.model.dates import Day
from obstat.model.errors import InvalidValue, UnknownCode
from obstat.model.status import Status

STORY = {"text": "Huawei Mate 10 Pro", "activity": "sell", "jurisdiction": "US", "on": "2018-01-30"}
KEYS = {
    "": ["question", "status", "summary", "parties", "findings", "needs", "market", "later", "also", "warnings",
         "claims", "searched", "snapshot", "engine"],
    "question": ["subject", "activity", "actor", "jurisdiction", "on", "as_known", "purpose", "made_in", "equipment",
                 "device_status"],
    "parties": ["id", "name", "role", "score", "via", "evidence"],
    "findings": ["rule", "title", "status", "activity", "since", "until", "authority", "citation", "party", "path",
                 "needs", "confidence", "sources"],
    "needs": ["fact", "values"],
    "market": ["actor", "decision", "date", "sources"],
    "later": ["date", "status", "rule"],
    "searched": ["rules", "lists"],
}  # fmt: skip
MORE = {
    "question": ["subject_to_ear", "exemption"],
    "findings": ["gives", "listing", "note", "exemptions", "state_note"],
    "needs": ["text"],
    "market": ["id", "stance", "jurisdiction", "legal_ban", "note", "confidence"],
    "later": ["activity"],
}
"""What obstat adds to the contract; it takes nothing away."""
ROLES = {
    "maker", "brand", "component_maker", "interface_registrant", "grantee", "type_allocation_holder",
    "firmware_vendor", "registered_vendor", "affiliate", "owner", "listed_party",
}  # fmt: skip


def ask(ob, **asked):
    return ob.check(**(STORY | asked))


# --- the story of January 2018 ----------------------------------------------------------------------------------


def test_on_the_day_of_the_story_no_law_forbade_the_sale(ob):
    verdict = ask(ob)
    assert verdict.status is Status.NO_RECORD
    assert verdict.findings == ()
    assert "permission" in verdict.summary
    assert verdict.searched["rules"] == len(ob.snapshot.rules) > 100
    assert any("Covered List" in name for name in verdict.searched["lists"])


def test_it_says_what_the_market_had_done_and_that_no_law_demanded_it(ob):
    market = {decision.actor: decision for decision in ask(ob).market}
    assert {"AT&T", "Verizon"} <= {word for actor in market for word in re.split(r", | and ", actor)}
    assert not any(decision.legal_ban for decision in market.values())
    assert all(decision.date <= "2018-01-30" for decision in market.values())


def test_what_the_market_did_later_is_not_told(ob):
    early, late = (len(ask(ob, on=day).market) for day in ("2018-01-01", "2018-12-31"))
    assert early < len(ask(ob).market) < late


def test_it_says_what_comes_later(ob):
    own = {change.status: change for change in ask(ob).later if change.activity == "sell"}
    assert own[Status.UNDECIDED].date == "2023-02-06"
    assert own[Status.PROHIBITED].date.startswith("2026-07")
    others = {change.activity: change.date for change in ask(ob).later if change.activity != "sell"}
    assert others["authorize_equipment"] == "2022-11-11"
    assert others["procure_public"] == "2019-08-13"
    assert others["contract_while_using"] == "2020-08-13"


def test_later_is_later_and_each_status_once(ob):
    for day in ("2018-01-30", "2023-02-06", "2026-08-01"):
        verdict = ask(ob, on=day)
        own = [change for change in verdict.later if change.activity == "sell"]
        assert len({change.status for change in own}) == len(own)
        assert all(change.date[:7] >= day[:7] for change in verdict.later)
        assert all(change.status is not verdict.status for change in own)


def test_the_end_of_a_restriction_is_announced_like_its_start(small_pack):
    """Acme is banned from 2023-01-10 until 2024-01-10: the first later day, per status, on which the answer changes."""
    small = small_pack.open()
    told = [(change.date, change.status.code) for change in small.check("Acme", on="2022-06-01").later]
    assert ("2023-01-10", "prohibited") in told
    told = [(change.date, change.status.code) for change in small.check("Acme", on="2023-06-01").later]
    assert told == [("2024-01-10", "no_record")]


def test_later_comes_true(ob):
    """Asked on the day it names, the answer has the status that was announced; the day before it has not."""
    for subject in ("Huawei Mate 10 Pro", "Hikvision", "Lorex", "DJI", "Kaspersky", "TP-Link", "ZTE"):
        for activity in ("sell", "procure_public", "deal_in"):
            question = ob.question(subject, activity=activity, jurisdiction="US", on="2018-01-30")
            for change in ob.answer(question).later:
                if change.activity == activity and len(change.date) == 10:
                    day = datetime.date.fromisoformat(change.date)
                    assert ob.answer(replace(question, on=day)).status is change.status, (subject, activity, change)
                    before = ob.answer(replace(question, on=day - datetime.timedelta(days=1))).status
                    assert before is not change.status, (subject, activity, change)


def test_between_two_announced_days_nothing_changes(ob):
    """The answer of a sample of days is one that was announced, or the first one."""
    question = ob.question("Huawei Mate 10 Pro", activity="sell", jurisdiction="US", on="2018-01-30")
    first = ob.answer(question)
    announced = {first.status, *(change.status for change in first.later if change.activity == "sell")}
    for days in range(0, 3300, 37):
        on = datetime.date(2018, 1, 30) + datetime.timedelta(days=days)
        assert ob.answer(replace(question, on=on)).status in announced


def test_a_rule_for_military_shops_stands_under_also(ob):
    verdict = ask(ob, on="2018-06-01")
    assert verdict.status is Status.NO_RECORD
    assert [item.rule for item in verdict.also if "military_exchange" in item.actors] == ["us-dod-exchanges-2018"]
    assert ask(ob, on="2018-06-01", actor="military_exchange").status is Status.PROHIBITED


def test_in_2023_the_device_status_decides_and_in_2026_it_no_longer_does(ob):
    verdict = ask(ob, on="2023-02-06")
    assert verdict.status is Status.UNDECIDED
    assert {need.fact: {v: s.code for v, s in need.values.items()} for need in verdict.needs} == {
        "device_status": {"new_model": "prohibited", "previously_authorised": "not_restricted"}
    }
    assert ask(ob, on="2026-08-03").status is Status.PROHIBITED
    assert ask(ob, on="2026-08-03").needs == ()


# --- as known ---------------------------------------------------------------------------------------------------


def test_as_known_forgets_what_was_published_later(ob):
    assert ask(ob, on="2026-08-03", as_known="2018-01-30").status is Status.NO_RECORD
    assert ask(ob, on="2026-08-03", as_known="2026-08-03").status is Status.PROHIBITED


def test_as_known_of_today_changes_nothing(ob):
    for day in ("2018-01-30", "2020-08-13", "2023-02-06", "2026-08-03"):
        assert ask(ob, on=day, as_known="2026-11-22").status is ask(ob, on=day).status


@given(st.dates(datetime.date(2016, 1, 1), datetime.date(2026, 11, 22)))
def test_a_day_as_known_that_day_has_no_finding_published_later(ob, day):
    verdict = ob.check("Hikvision", activity="procure_public", on=day, as_known=day)
    for finding in verdict.findings:
        assert ob.snapshot.rules[finding.rule].published <= day.toordinal()


def test_market_decisions_are_known_from_their_day(ob):
    assert ask(ob, as_known="2017-12-01").market == ()


# --- warnings ---------------------------------------------------------------------------------------------------


def test_a_day_after_the_state_of_knowledge_is_warned_about(ob):
    last = datetime.date.fromordinal(ob.snapshot.pack_date)
    kinds = [[w.kind for w in ask(ob, on=last + datetime.timedelta(days=d)).warnings] for d in (0, 1)]
    assert "stale" not in kinds[0]
    assert "stale" in kinds[1]


def test_a_detail_from_memory_is_warned_about(ob):
    recalled = {rule.id for rule in ob.snapshot.rules.values() if rule.detail_recalled}
    seen = set()
    for subject in ("Huawei", "Hikvision", "ZTE", "Kaspersky", "DJI", "Dahua", "Hytera"):
        for activity in ob.snapshot.vocabulary.activities:
            verdict = ob.check(subject, activity=activity, on="2024-06-01")
            own = {finding.rule for finding in verdict.findings} & recalled
            seen |= own
            assert len([w for w in verdict.warnings if w.kind == "recalled_detail"]) == len(own)
    assert seen


# --- subjects ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["", "   ", "\t\n", "\x00\x01", "\u200f\u202e", "\ufeff"])
def test_an_empty_subject_is_refused(ob, text):
    with pytest.raises(InvalidValue, match="empty"):
        ask(ob, text=text)


def test_ten_thousand_characters_are_no_name(ob):
    with pytest.raises(InvalidValue, match="10000"):
        ask(ob, text="x" * 10_000)
    assert ask(ob, text="x" * 500).status is Status.NO_RECORD


@pytest.mark.parametrize(
    "text", ["Huawei\x00 Mate 10 Pro", "\u202eHuawei Mate 10 Pro\u202c", "Huawei\nMate\t10\u00a0Pro"]
)
def test_control_and_direction_marks_are_dropped_from_the_subject(ob, text):
    verdict = ask(ob, text=text)
    assert verdict.question.text == "Huawei Mate 10 Pro"
    assert replace(verdict, summary="") == replace(ask(ob), summary="")


@pytest.mark.parametrize("text", ["هواوي", "שלום", "[red]Huawei[/red]", "{0}%s\\", "🤖", "'; DROP TABLE", "..", "ﷺ"])
def test_odd_texts_are_answered(ob, text):
    verdict = ask(ob, text=text)
    assert verdict.status is Status.NO_RECORD
    assert json.loads(json.dumps(verdict.to_dict()))["question"]["subject"]["text"]


@given(st.text(max_size=80))
def test_any_text_is_answered_or_refused_in_one_sentence(ob, text):
    try:
        verdict = ob.check(text, on="2024-01-01")
    except InvalidValue as error:
        assert "\n" not in str(error)
    else:
        assert verdict.status is Status.NO_RECORD or verdict.parties


@pytest.mark.parametrize(
    "wrong",
    [
        {"activity": "sel"}, {"jurisdiction": "XX"}, {"actor": "shop"}, {"purpose": "fun"}, {"made_in": "EU"},
        {"equipment": "toaster"}, {"device_status": "old"}, {"exemption": "because"},
    ],
    ids=str,
)  # fmt: skip
def test_an_unknown_code_lists_the_valid_ones(ob, wrong):
    with pytest.raises(UnknownCode) as caught:
        ask(ob, **wrong)
    assert caught.value.valid[0] in str(caught.value)


@pytest.mark.parametrize("wrong", [{"on": "2018-02-30"}, {"as_known": "soon"}, {"subject_to_ear": "maybe"}], ids=str)
def test_an_unreadable_value_is_refused(ob, wrong):
    with pytest.raises(InvalidValue):
        ask(ob, **wrong)


def test_days_are_dates_datetimes_or_text(ob):
    for day in ("2018-01-30", datetime.date(2018, 1, 30), datetime.datetime(2018, 1, 30, 23, 59)):
        assert ask(ob, on=day).question.on == datetime.date(2018, 1, 30)
    assert type(ask(ob, on=None).question.on) is datetime.date


# --- the contract -----------------------------------------------------------------------------------------------


def answers(ob):
    for subject in (
        "Huawei Mate 10 Pro",
        "Hikvision",
        "Lorex",
        "Nobody",
        "Honor",
        "Kaspersky",
        "Amcrest",
        "DJI Mini 3",
    ):
        for activity in ("sell", "procure_public", "export_to", "use", "authorize_equipment"):
            for day in ("2018-01-30", "2023-02-06", "2026-08-03"):
                yield ob.check(subject, activity=activity, on=day)


def test_the_json_has_exactly_the_keys_of_the_contract_and_of_our_list(ob):
    seen = set()
    for verdict in answers(ob):
        answer = verdict.to_dict()
        for place, keys in KEYS.items():
            value = answer[place] if place else answer
            for item in value if isinstance(value, list) else [value]:
                seen.add(place)
                assert sorted(item) == sorted([*keys, *MORE.get(place, ())]), place
    assert seen == set(KEYS), "the sample shows every part"


def test_the_values_of_the_json_are_plain_and_speak_the_codes(ob):
    words = ob.snapshot.vocabulary
    codes = {status.code for status in Status}
    for verdict in answers(ob):
        answer = verdict.to_dict()
        assert json.loads(json.dumps(answer, allow_nan=False)) == answer
        assert answer["status"] in codes
        assert answer["claims"] == []
        assert re.fullmatch(r"sha256:[0-9a-f]{64}", answer["snapshot"])
        assert answer["question"]["subject"] == {"text": verdict.question.text, "identifiers": []}
        assert answer["summary"].endswith(".")
        assert {party["role"] for party in answer["parties"]} <= ROLES
        for finding in answer["findings"]:
            assert {finding["status"], finding["gives"]} <= codes
            assert finding["activity"] == answer["question"]["activity"]
            assert finding["citation"]
            assert finding["confidence"] in ("high", "medium", "low")
        for need in answer["needs"]:
            assert set(need["values"].values()) <= codes
        for item in answer["also"]:
            assert set(item["actors"]) <= set(words.actors)


def test_the_status_is_the_most_severe_finding_unless_undecided(ob):
    for verdict in answers(ob):
        worst = max((finding.gives for finding in verdict.findings), default=Status.NO_RECORD)
        if verdict.status is Status.UNDECIDED:
            assert verdict.needs
        else:
            assert verdict.status <= worst
            assert verdict.needs == ()


def test_a_verdict_is_the_same_again_and_in_another_process(ob):
    code = (
        "import json, obstat, sys; ob = obstat.open(); asked = {'on': '2024-03-01', 'activity': 'procure_public'};"
        "[print(json.dumps(ob.check(*a, **asked).to_dict())) for a in json.loads(sys.argv[1])]"
    )
    subjects = [["Hikvision"], ["Lorex"], ["Amcrest"], ["Huawei"], ["China Mobile"]]
    runs = [
        subprocess.run(
            [sys.executable, "-c", code, json.dumps(subjects)],
            env={"PYTHONHASHSEED": seed}, capture_output=True, text=True, check=True,
        ).stdout
        for seed in ("1", "2")
    ]  # fmt: skip
    here = "".join(
        json.dumps(ob.check(*a, on="2024-03-01", activity="procure_public").to_dict()) + "\n" for a in subjects
    )
    assert runs[0] == runs[1] == here


def test_the_order_of_questions_does_not_matter(ob):
    import obstat

    asked = [("Lorex", "2023-06-01"), ("Huawei", "2018-01-30"), ("Honor", "2019-01-01"), ("Honor", "2024-01-01")]
    fresh = obstat.open()
    backwards = {(text, on): fresh.check(text, on=on) for text, on in reversed(asked)}
    assert {(text, on): ob.check(text, on=on) for text, on in asked} == backwards


# --- atlas and timeline -----------------------------------------------------------------------------------------


def test_the_atlas_has_every_jurisdiction_of_the_pack_with_the_answer_of_check(ob):
    places = ob.atlas("Huawei", activity="operate_in_network", on="2026-11-22", equipment="5g_core")
    assert [place.jurisdiction for place in places] == sorted({r.jurisdiction for r in ob.snapshot.rules.values()})
    for place in places:
        verdict = ob.check(
            "Huawei",
            activity="operate_in_network",
            jurisdiction=place.jurisdiction,
            on="2026-11-22",
            equipment="5g_core",
        )
        assert place.status is verdict.status
        if place.basis == "no_ban_found":
            assert ob.snapshot.rules[place.rule].kind == "absence_of_ban"
        else:
            assert (place.basis == "none_reaches") == (verdict.findings == ())


def test_the_atlas_tells_three_kinds_of_no_apart(ob):
    bases = {
        place.basis
        for activity in ("operate_in_network", "sell", "install_in_network")
        for place in ob.atlas("Huawei", activity=activity, on="2026-11-22")
    }
    assert bases == {"finding", "no_ban_found", "none_reaches"}


def test_the_timeline_is_in_order_and_holds_the_known_days(ob):
    events = ob.timeline("Huawei Mate 10 Pro")
    order = [Day.parse(event.date).earliest for event in events]
    assert order == sorted(order)
    days = {(event.rule, event.event, event.date) for event in events}
    assert ("us-fcc-cl-huawei", "starts", "2022-11-11") in days
    assert any(event.event == "decision" and event.date == "2018-01-08" for event in events)
    assert all(event.sources for event in events if event.rule)


def test_the_timeline_of_nobody_is_refused(ob):
    with pytest.raises(InvalidValue, match="Nobody Knows Me"):
        ob.timeline("Nobody Knows Me")


def test_suspensions_resume_in_the_timeline(ob):
    suspended = {p.rule for p in ob.snapshot.table("provisions") if p.suspended and p.target == "party"}
    kinds = {(event.rule, event.event) for name in ("ZTE", "Huawei", "SMIC", "Hytera") for event in ob.timeline(name)}
    seen = {rule for rule, kind in kinds if kind == "suspended"}
    assert bool(seen) == bool(suspended)
    assert all((rule, "resumes") in kinds for rule in seen)
