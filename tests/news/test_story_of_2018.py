"""The stitched story of January 2018: the claims at its core, each with who says it and how sure it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from obstat.model.claim import Document
from obstat.news.extraction import Extractor

STORIES = Path(__file__).parents[2].parent / "shared" / "story"
pytestmark = pytest.mark.skipif(not STORIES.exists(), reason="needs ../shared/story")


@pytest.fixture(scope="module")
def claims():
    import obstat

    (path,) = STORIES.glob("*.txt")
    found, _ = Extractor(obstat.open().snapshot).claims(
        Document("s", path.read_text("utf-8"), outlet="Leader Call", language="en")
    )
    return found


@pytest.mark.parametrize(
    ("event", "actor", "target", "modalities", "class_"),
    [
        ("stop_selling", "Verizon", "huawei", ("planned", "done"), "anonymous"),
        ("stop_selling", "AT&T", "huawei", ("done",), None),
        ("pressure", "U.S. government", "Verizon", ("done",), "anonymous"),
        ("no_comment", "huawei", None, ("done",), "none"),
        ("no_comment", "Verizon", None, ("done",), "none"),
        ("concern", "USA lawmakers", "huawei", ("done",), None),
        ("concern", "U.S. security agencies", "companies", ("done",), "other_outlet"),
        ("concern", "lawmakers", "companies", ("done",), "other_outlet"),
        ("availability", "third party retailers", "huawei", ("done",), "none"),
        ("market", None, "huawei", ("done",), "none"),
        ("test", "Telus", "huawei", ("done",), "none"),
        ("test", "province of British Columbia", "huawei", ("done",), "none"),
        ("statement", "huawei", None, ("done",), "company_statement"),
        ("opinion", "Paul Gallant", None, ("conditional",), "analyst"),
    ],
)
def test_a_claim_of_its_core_is_told(claims, event, actor, target, modalities, class_):
    met = [
        claim
        for claim in claims
        if claim.event == event
        and (actor is None or actor in claim.actors)
        and (target is None or target in claim.targets)
        and claim.modality in modalities
        and class_ in (None, claim.attribution[-1].class_)
    ]
    assert met and all(claim.polarity == "positive" for claim in met)


@pytest.mark.xfail(strict=True, reason="a partner of Verizon is taken for the firm itself")
def test_a_partner_who_asked_not_to_be_named_is_anonymous(claims):
    assert any("partner" in link.name for claim in claims for link in claim.attribution if link.class_ == "anonymous")


def test_what_anonymous_people_say_has_bloomberg_as_its_origin(claims):
    told = [claim for claim in claims if claim.attribution[-1].name == "anonymous sources"]
    assert told and {claim.origin for claim in told} == {"Bloomberg"}


def test_what_is_told_again_and_again_is_one_claim(claims):
    (claim,) = [c for c in claims if c.event == "stop_selling" and "Verizon" in c.actors]
    assert len(claim.spans) > 1
