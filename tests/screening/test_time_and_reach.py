"""What had not begun, was not yet known, or belongs to another reach does not show in the answer."""

from __future__ import annotations

import re
import shutil

from click.testing import CliRunner

from obstat.app.cli.main import cli
from obstat.knowledge import pack_files


def test_only_exemptions_that_run_on_the_day_are_offered(ob):
    def offered(on):
        verdict = ob.check("DJI Mavic 3", activity="authorize_equipment", device_status="new_model", on=on)
        return {e.code for f in verdict.findings if f.rule == "us-fcc-cl-uas" for e in f.exemptions}

    assert "conditional_approval" in offered("2026-01-02")
    assert not {"blue_uas", "toy_drone"} & offered("2026-01-02")


def test_an_owner_counts_only_once_the_tie_was_known(ob):
    asked = {"activity": "export_to", "on": "2025-10-15"}
    assert ob.check("Chengdu Dahua Wisdom", **asked).findings
    assert not ob.check("Chengdu Dahua Wisdom", **asked, as_known="2025-10-15").findings


def test_a_thing_of_a_known_class_is_told_what_comes_whoever_made_it(ob):
    facts = {"equipment": "router_consumer", "made_in": "VN", "device_status": "new_model", "activity": "sell"}
    assert [(later.date, later.rule) for later in ob.check("Nobody X9", on="2025-01-01", **facts).later] == [
        ("2026-03-23", "us-fcc-cl-routers")
    ]


def test_situations_are_asked_of_the_pack_that_is_given(tmp_path):
    pack = tmp_path / "pack"
    shutil.copytree(pack_files.PACK, pack)
    rules = pack / "rules" / "us" / "fcc-covered-list.yaml"
    rules.write_text(rules.read_text(encoding="utf-8").replace("2022-11-11", "2012-11-11"), encoding="utf-8")
    outcome = CliRunner().invoke(cli, ["rules", "test", "--pack", str(pack)])
    passed, asked = re.search(r"(\d+) of (\d+) situations as expected", outcome.output).groups()
    assert 0 < int(passed) < int(asked)


def test_the_day_on_which_a_claimed_exemption_ends_is_told(ob):
    facts = {"equipment": "uas_aircraft", "made_in": "DE", "device_status": "new_model", "exemption": "blue_uas"}
    verdict = ob.check("Some Drone", activity="authorize_equipment", on="2026-06-01", **facts)
    assert verdict.status.code == "conditional"
    assert ("2028-01-01", "prohibited") in {(later.date, later.status.code) for later in verdict.later}
