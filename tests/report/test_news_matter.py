"""What several stories tell together, in every form."""

from __future__ import annotations

import json
from dataclasses import replace

from weighed_stories import CLAIMS, DAY, DOCUMENT, EVIL, NAMES, WEIGHED, evil

from obstat.model.claim import Document, Matter, Moment, Pair
from obstat.report import text
from obstat.report.news.json import as_objects, dumped
from obstat.report.news.page import as_html
from obstat.report.news.text import as_text

MATTER = Matter("d", ("Bloomberg", "Huawei"), (("huawei", (Moment(DAY, True, ("d-1",), ("Bloomberg",)),)),), ("Cut.",))
SECOND = Document("e", "Verizon will not sell it.", "A copy", "Copy Post", DAY, None, "en")
COPY = replace(CLAIMS[0], id="e-1", document="e", spans=((0, 24),), slots=())
TWO = replace(
    WEIGHED,
    documents=(DOCUMENT, SECOND),
    claims=(*CLAIMS, COPY),
    pairs=(Pair("same", "d-1", "e-1", "Both say so."),),
    matter=MATTER,
)


def page(weighed):
    return "".join(as_html([weighed], NAMES, "stories", "sha256:0", "1"))


def test_json_says_with_which_stories_a_story_stands():
    first, second = json.loads(dumped(as_objects(TWO)))
    assert first["cluster"]["stories"] == second["cluster"]["stories"] == ["d", "e"]
    assert first["cluster"]["timelines"]["huawei"][0]["claims"] == ["d-1"]
    assert first["claims"][0]["same_as"] == ["e-1"] and second["claims"][0]["same_as"] == ["d-1"]
    assert as_objects(WEIGHED)[0]["cluster"] is None


def test_text_names_the_origins_and_the_days():
    told = text.plainly(as_text(TWO, NAMES))
    assert "2 stories of one matter, 2 independent origins: Bloomberg, Huawei" in told
    assert "Huawei Technologies Co., Ltd., by day" in told and "Cut." in told
    assert "of one matter" not in text.plainly(as_text(WEIGHED, NAMES))


def test_a_day_leads_to_the_claim_that_tells_it():
    assert page(TWO).count('<a class="ref" href="#s1-c1">[1]</a>') > page(WEIGHED).count('href="#s1-c1">[1]</a>')
    assert 'class="matter"' not in page(WEIGHED)


def test_nothing_of_a_matter_is_markup():
    bad = evil()
    moment = Moment(None, False, (bad.claims[0].id,), (EVIL,))
    told = replace(bad, matter=Matter(EVIL, (EVIL,), ((EVIL, (moment,)),), (EVIL,)))
    html = page(told)
    assert "<script" not in html and "<img" not in html and "\x1b" not in html and "\u202e" not in html
    assert "\x1b" not in text.plainly(as_text(told, NAMES))
    dumped(as_objects(told)).encode()
