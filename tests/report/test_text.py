"""Answers as terminal text: every status has a style, everything printed is a field, markup is not obeyed."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from obstat.model.status import Status
from obstat.report import identity
from obstat.report import text as report


def printed(renderable, width=80):
    out = io.StringIO()
    Console(file=out, width=width, highlight=False).print(renderable)
    return out.getvalue()


def shown(ob, text, assumed=(), full=False, width=80, **asked):
    return printed(
        report.verdict(ob.check(text, **asked), ob.snapshot.vocabulary.actors, list(assumed), full=full), width
    )


@pytest.mark.parametrize("status", list(Status))
def test_every_status_has_its_word_and_style(status):
    assert report.status_text(status).plain == status.code.replace("_", " ")
    assert report.STYLES[status]


def test_the_sentence_the_thing_and_the_question_are_printed(ob):
    text = shown(ob, "Huawei Mate 10 Pro", activity="sell", on="2018-01-30")
    for word in ("No record", "Huawei Mate 10 Pro", "2018-01-30", "Verizon", "rules searched", "Not legal advice"):
        assert word in text


def test_a_finding_shows_citation_start_and_source(ob):
    verdict = ob.check("Hikvision", activity="procure_public", on="2023-06-01")
    text = " ".join(shown(ob, "Hikvision", activity="procure_public", on="2023-06-01", full=True, width=200).split())
    for finding in verdict.findings:
        assert finding.rule in text
        assert " ".join(finding.citation.split())[:60] in text
        assert finding.since in text
        assert finding.sources[0][:60] in text


def test_full_shows_all_and_otherwise_names_what_is_left_out(ob):
    asked = {"activity": "spend_public_funds", "on": "2026-08-03"}
    rules = [finding.rule for finding in ob.check("ZTE", **asked).findings]
    assert len(rules) > 4, "the question has more findings than one screen"
    short, full = (shown(ob, "ZTE", full=full, width=200, **asked) for full in (False, True))
    assert "--full" in short
    assert "--full" not in full
    assert len([rule for rule in rules if f"[{rule}]" in short]) < len(rules)
    assert all(rule in short for rule in rules), "what is left out is named"
    assert all(f"[{rule}]" in full for rule in rules)


def test_needs_are_asked_with_what_each_value_gives(ob):
    text = " ".join(shown(ob, "Huawei Mate 10 Pro", on="2023-02-06", width=200).split())
    for word in ("Undecided", "new_model: prohibited", "previously_authorised: not restricted"):
        assert word in text


def test_what_was_assumed_is_said(ob):
    assert "jurisdiction US" in shown(ob, "Huawei", assumed=["jurisdiction US"], on="2018-01-30", width=200)
    assert "assumed" not in shown(ob, "Huawei", on="2018-01-30", width=200)


@pytest.mark.parametrize("text", ["[red]X[/red]", "[/bold]", "[link=http://example.org]x[/link]", "a \\[b]", ":smile:"])
def test_markup_in_a_subject_is_printed_and_not_obeyed(ob, text):
    assert text in " ".join(shown(ob, text, on="2018-01-30", width=300).split())


@pytest.mark.parametrize("width", [20, 40, 80, 200])
def test_no_line_is_wider_than_the_terminal(ob, width):
    for line in shown(ob, "Hikvision", activity="procure_public", on="2026-08-03", full=True, width=width).splitlines():
        assert len(line) <= width


def test_matches_rules_and_timeline_are_tables_with_every_row(ob):
    assert "huawei-mate-10-pro" in printed(identity.matches("x", ob.resolve("Mate 10 Pro")), 200)
    assert "nobody" in printed(identity.matches("x", ()), 200).casefold()
    rules = printed(report.rules(list(ob.snapshot.rules.values())), 300)
    assert all(rule_id in rules for rule_id in ob.snapshot.rules)
    events = ob.timeline("Huawei Mate 10 Pro")
    table = printed(report.timeline(events), 400)
    assert all(event.date in table for event in events)


def test_every_rule_can_be_printed(ob):
    for rule_id in ob.snapshot.rules:
        text = printed(report.rule(ob.rule(rule_id)), 400)
        assert rule_id in text
        for source in ob.snapshot.rules[rule_id].sources:
            assert source in text.replace("\n", ""), rule_id
