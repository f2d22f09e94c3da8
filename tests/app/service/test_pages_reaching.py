"""What a party's page tells of today is what holds today."""

from __future__ import annotations

from obstat.app.web.parties import _events
from obstat.app.web.reaching import _gravest, drawing, reaching
from obstat.model.status import Status


def test_rule_that_ended_is_told_as_over_and_one_that_holds_comes_first(ob):
    events = _events(ob, ob.snapshot.parties["huawei"])
    found = reaching("huawei", events, {id: rule.title for id, rule in ob.snapshot.rules.items()})
    over = {one.rule: one for one in found if one.stage == "over"}
    assert over["tw-core-2011"].today is None and over["tw-core-2011"].worst is Status.PROHIBITED
    stages = [one.stage for one in found]
    assert stages == sorted(stages, key=["today", "ahead", "over"].index) and stages[0] == "today"


def test_nothing_dated_is_not_drawn(ob):
    assert drawing("x", (), (), {}) is None
    assert list(_gravest([])) == []
