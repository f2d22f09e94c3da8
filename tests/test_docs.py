"""The documentation is complete, its examples are true, and it builds without a word."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

import obstat
from obstat.app.cli import settings
from obstat.app.cli.main import cli
from obstat.knowledge.pack_files import PACK
from obstat.model.instruments import IN_FORCE, VERBS
from obstat.model.status import Status

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
sys.path.insert(0, str(DOCS))

import examples  # noqa: E402 - lie in docs
import picture  # noqa: E402
import reference  # noqa: E402
import reference_code  # noqa: E402

OB = obstat.open()
PROSE = [*ROOT.glob("*.md"), *DOCS.rglob("*.md")]


def page(name: str) -> str:
    """A generated page of the reference."""
    return reference.pages()[f"reference/{name}.md"]


def rules_in_yaml() -> Iterator[dict]:
    """Rules straight from the files, so that the test does not read what the reference reads."""
    for path in sorted(PACK.glob("rules/**/*.yaml")):
        yield from yaml.safe_load(path.read_text(encoding="utf-8"))["rules"]


# --- complete -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path, command", list(reference_code.every_command()), ids=lambda value: str(value))
def test_every_command_option_and_argument_is_described(path, command):
    section = page("commands").partition(f"## {path} {{")[2].partition("\n## ")[0]
    assert section, path
    for parameter in command.params:
        names = [p for p in parameter.opts if p.startswith("-")]
        wanted = [f"`{name}`" for name in names] or [parameter.human_readable_name]
        assert all(name in section for name in wanted), (path, wanted)
        assert not names or parameter.help, f"{path} {names[0]} has no help"


def test_the_command_list_is_whole():
    described = {path for path, _ in reference_code.every_command()}
    assert {f"obstat {name}" for name in cli.list_commands(None)} <= described


def test_every_rule_has_a_section_with_its_id_and_title():
    sections = "\n".join(text for name, text in reference.pages().items() if "/rules/" in name)
    for rule in rules_in_yaml():
        assert f"`{rule['id']}`\n" in sections, rule["id"]
        assert all(source in sections for source in rule.get("sources", ())), rule["id"]


def test_every_rule_page_is_in_the_navigation():
    generated = {name for name in reference.pages() if "/rules/" in name} - {"reference/rules/index.md"}
    assert generated == set(reference.rule_pages())


@pytest.mark.parametrize("status", Status)
def test_every_status_has_a_meaning_and_an_exit_code(status):
    row = next(line for line in page("statuses").splitlines() if f">{status.code}<" in line)
    assert reference_code.MEANINGS[status] in row
    assert row.rstrip(" |").endswith(str(status.exit_code))


def test_every_kind_state_and_verb_of_instruments_is_described():
    words = OB.snapshot.vocabulary
    for code in (*IN_FORCE, *words.states, *VERBS):
        assert f"`{code}`" in page("instruments"), code


def test_every_word_of_a_question_is_described():
    v = OB.snapshot.vocabulary
    places = {rule.jurisdiction for rule in OB.snapshot.rules.values()}
    for code in (
        *v.activities,
        *v.actors,
        *v.purposes,
        *v.device_statuses,
        *v.equipment_classes,
        *v.relations,
        *places,
    ):
        assert f"`{code}`" in page("words"), code


def test_every_exemption_code_is_described():
    codes = {e["code"] for rule in rules_in_yaml() for e in rule.get("exemptions", ())}
    assert codes
    for code in codes:
        assert f"`{code}`" in page("exemptions"), code


def test_every_setting_is_described_with_its_variable():
    for name in settings.NAMES:
        assert f"`{name}`" in page("settings") and f"`OBSTAT_{name.upper()}`" in page("settings"), name
    named = set(re.findall(r"OBSTAT_[A-Z]+", (ROOT / "src/obstat/app/cli/settings.py").read_text(encoding="utf-8")))
    assert all(variable in page("settings") for variable in named)


def test_every_key_of_real_answers_is_explained():
    asked = (
        OB.check("DS-2CD2043G2-I", activity="spend_public_funds", on="2026-11-22"),
        OB.check("Lorex", activity="procure_public", on="2019-09-01"),
        OB.check("TP-Link Archer AX1800", on="2026-11-22"),
    )
    for answer in asked:
        for key in keys(json.loads(json.dumps(answer.to_dict())), ""):
            step = re.fullmatch(r"(?:parties\[\]\.via|findings\[\]\.path)\[\]\.(\w+)", key)
            assert (f"`{step[1]}`" if step else f"`{key}`") in page("json"), key


def keys(value, above):
    for key, below in value.items():
        items = isinstance(below, list) and below and isinstance(below[0], dict)
        name = f"{above}{key}{'[]' if items else ''}"
        if below != []:  # an empty list does not show whether it holds objects
            yield name
        for item in below if items else [below] if isinstance(below, dict) and name != "needs[].values" else []:
            yield from keys(item, f"{name}.")


def test_list_editions_open_questions_and_refuted_reports_are_there():
    assert all(item["edition"] in page("lists") for item in OB.snapshot.vocabulary.lists)
    cases = yaml.safe_load((PACK / "cases.yaml").read_text(encoding="utf-8"))
    for item in (*cases["open_questions"], *cases["reports_not_confirmed"]):
        assert f"`{item['id']}`" in page("unknown"), item["id"]
    for rule in rules_in_yaml():
        if "detail_recalled" in rule:
            assert rule["detail_recalled"] in page("unknown"), rule["id"]


def test_public_python_names_and_methods_are_there():
    assert all(f"`obstat.{name}`" in page("python") for name in obstat.__all__)
    assert all(f"ob.{name}(" in page("python") for name in ("check", "resolve", "atlas", "timeline", "fit", "rule"))


def test_error_messages_that_are_met_are_in_the_reference():
    with pytest.raises(obstat.InvalidValue) as error:
        OB.check("Huawei", on="2023-02-30")
    assert str(error.value).replace("2023-02-30", "…") in page("errors")


# --- true -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "file", [f for f in examples.FILES if "```console" in f.read_text("utf-8")], ids=lambda f: f.stem
)
def test_examples_run_and_show_what_they_print(file):
    for block in examples.blocks(file):
        where = f"{file.name}:{block.line}"
        assert block.codes, f"{where}: no command"
        assert set(block.codes) <= set(examples.ANSWERS), f"{where}: exit codes {block.codes}"
        assert not block.stale, f"{where}: run 'python docs/examples.py --write'; it prints\n{block.true}"


def test_a_wrong_example_is_noticed(tmp_path):
    file = tmp_path / "page.md"
    file.write_text("```console\n$ obstat check Huawei --on 2018-01-30\nAll is well.\n```\n", encoding="utf-8")
    (block,) = examples.blocks(file)
    assert block.stale and block.codes == (0,)


@pytest.mark.parametrize("file", [ROOT / "README.md", DOCS / "howto/python.md"], ids=lambda f: f.name)
def test_python_examples_run(file, capsys):
    blocks = re.findall(r"^```python\n(.*?)^```$", file.read_text(encoding="utf-8"), re.M | re.S)
    assert blocks
    names: dict = {}
    for block in blocks:
        exec(compile(block, file.name, "exec"), names)
    assert capsys.readouterr().out


def test_the_how_to_on_adding_a_rule_works_as_written(tmp_path):
    text = (DOCS / "howto/add-a-rule.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```yaml\n(.*?)^```$", text, re.M | re.S)
    rule = next(block for block in blocks if block.startswith("programme:"))
    situations = next(block for block in blocks if block.startswith("- ask:"))
    pack, snapshot = tmp_path / "pack", tmp_path / "snapshot"
    shutil.copytree(PACK, pack, ignore=shutil.ignore_patterns("situations"))
    for name, block in (("rules/no/example.yaml", rule), ("situations/example.yaml", situations)):
        (pack / name).parent.mkdir(parents=True, exist_ok=True)
        (pack / name).write_text(block, encoding="utf-8")
    for arguments in (
        ["rules", "validate", "--pack", str(pack)],
        ["snapshot", "build", "--pack", str(pack), "-o", str(snapshot)],
        ["rules", "test", "--pack", str(pack), "--snapshot", str(snapshot)],
    ):
        result = CliRunner().invoke(cli, arguments, standalone_mode=False)
        assert not result.return_value and not result.exception, result.output
    assert "2 of 2 situations as expected." in result.output


def test_the_picture_is_of_this_version():
    shown = (DOCS / "terminal.svg").read_text(encoding="utf-8")
    assert masked(shown) == masked(picture.draw()), "run 'make picture'"
    assert "http" not in re.sub(r"<text.*?</text>|xmlns=\"[^\"]*\"|<!--.*?-->", "", shown, flags=re.S)


def masked(svg: str) -> str:
    """Without what changes with every fact: the snapshot's name and the number of rules."""
    return re.sub(r"sha256:[0-9a-f]+|\d+&#160;rules", "", svg)


# --- fit to be read -------------------------------------------------------------------------------------------------


def test_the_site_builds_strictly_and_without_a_word(tmp_path):
    run = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(tmp_path / "site")],
        cwd=ROOT,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert (run.returncode, run.stdout, run.stderr) == (0, "", "")
    index = json.loads((tmp_path / "site/search/search_index.json").read_text(encoding="utf-8"))
    places = {entry["location"] for entry in index["docs"]}
    for rule in OB.snapshot.rules:
        assert any(place.endswith(f"#{rule.replace('.', '-')}") for place in places), rule


def test_links_of_the_files_at_the_top_lead_somewhere():
    for file in ROOT.glob("*.md"):
        for target in re.findall(r"\]\((?!https?:)([^)#]+)", file.read_text(encoding="utf-8")):
            assert (ROOT / target).exists(), f"{file.name}: {target}"


def test_the_text_speaks_of_the_project_alone():
    for file in PROSE:
        text = file.read_text(encoding="utf-8")
        assert not re.search(r"/(work|home|root|Users|tmp)/", text), file.name
        assert not re.search(r"[#][0-9]+\b", text), file.name
