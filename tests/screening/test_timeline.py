"""A timeline tells everything that an answer could find, and nothing about other things."""

from __future__ import annotations

import pytest

from obstat.knowledge import pack_files
from obstat.model.errors import InvalidValue
from obstat.model.status import Status
from obstat.screening import situations

PROHIBITED = Status.PROHIBITED


def test_what_an_answer_finds_stands_in_the_timeline(ob):
    told: dict[str, set[str | None]] = {}
    asked = 0
    missing = set()
    for _, situation in pack_files.read_situations()[0]:
        question = situations.question(ob, situation)
        verdict = ob.answer(question)
        if question.equipment or not verdict.parties or not verdict.findings:
            continue
        if question.text not in told:
            told[question.text] = {event.rule for event in ob.timeline(question.text)}
        asked += 1
        missing |= {(question.text, finding.rule) for finding in verdict.findings} - {
            (question.text, rule) for rule in told[question.text]
        }
    assert asked > 200
    dated = {r for r in ob.snapshot.rules if any(e["since"] or e["until"] for e in ob.rule(r)["effects"])}
    assert not {(text, rule) for text, rule in missing if rule in dated}


def test_a_phone_has_no_events_of_network_gear(ob):
    told = ob.timeline("BLA-L29")
    assert "tw-core-2011" not in {event.rule for event in told}
    assert not [event for event in told if "core network" in event.text]
    assert [event for event in told if "Mate 10 Pro" in event.text]


def test_ownership_and_origin_stand_in_it_too(ob):
    assert "us-bis-affiliates-rule" in {event.rule for event in ob.timeline("Imou")}
    barred = [e for e in ob.timeline("TP-Link Archer C7") if e.rule == "us-fcc-cl-routers" and e.status is PROHIBITED]
    assert barred and all("made outside US" in (event.when or "") for event in barred)


def test_nobody_has_no_timeline_and_no_atlas(ob):
    with pytest.raises(InvalidValue, match="Nobody here knows"):
        ob.timeline("Widgets of Nowhere")
    with pytest.raises(InvalidValue, match="Nobody here knows"):
        ob.atlas("Widgets of Nowhere", activity="sell")
    assert ob.atlas("Widgets of Nowhere", activity="sell", equipment="router_consumer")
