"""The JSON of a story has the keys of the contract, whatever the story tells."""

from __future__ import annotations

import json

from weighed_stories import DAY, NAMES, TEXT, WEIGHED, evil

from obstat.model.claim import Document, Weighed
from obstat.report.news.json import as_lines, as_objects, dumped

CONTRACT = ("id", "event", "actors", "targets", "products", "place", "time", "modality", "polarity", "attribution",
            "origin", "spans", "same_as", "contradicts")  # fmt: skip


def test_a_claim_has_the_keys_of_the_contract():
    (one,) = as_objects(WEIGHED)
    assert {"document", "claims", "flags"} <= set(one)
    assert all(key in claim for claim in one["claims"] for key in CONTRACT)
    first = one["claims"][0]
    assert first["time"] == {"said": "on Tuesday", "from": "2018-01-30", "to": "2018-01-30", "basis": "said"}
    assert first["attribution"][-1] == {"name": "people familiar with the matter", "class": "anonymous"}
    assert [TEXT[slice(*span)] for span in first["spans"]][1] == "Verizon will not sell the Mate 10 Pro"
    assert one["document"]["published"] == DAY.isoformat() and one["document"]["text"] == TEXT
    assert one["document"]["origins"] == 3
    assert one["claims"][2]["disputed_by"] == ["d-4"] and one["claims"][3]["disputed_by"] == ["d-3"]
    assert one["claims"][4]["amount"] == {"value": 3, "unit": "rank"}
    assert one["flags"][0]["kind"] == "copyright_year"
    assert NAMES and json.loads(json.dumps(one)) == one


def test_a_folder_is_a_list_with_one_story_a_line():
    text = "".join(as_lines([WEIGHED, WEIGHED]))
    assert [one["document"]["id"] for one in json.loads(text)] == ["d", "d"]
    assert len(text.splitlines()) == 4
    assert json.loads("".join(as_lines([]))) == []


def test_any_text_can_be_written():
    text = "".join(as_lines([evil()]))
    text.encode()
    assert json.loads(text)[0]["document"]["language"] is not None
    assert json.loads(dumped("\ud800")) == "\N{REPLACEMENT CHARACTER}"


def test_a_story_without_claims_has_empty_lists():
    (one,) = as_objects(Weighed((Document("d", ""),), (), (), (), (), ()))
    assert one["claims"] == [] and one["flags"] == [] and one["document"]["published"] is None
