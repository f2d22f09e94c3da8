"""A fault of the pack is named as file:line: sentence, on the line where a person would mend it."""

from __future__ import annotations

import re
import shutil

import pytest

from obstat.knowledge import pack_files, validate
from obstat.knowledge.pack_files import read_situations

FORM = re.compile(r"[^:]+\.yaml:\d+: \S.*[.]")
RULE = "rules/us/test.yaml"
TIE = "- {{id: t1, party: acme-sub, relation: subsidiary_of, of: acme, confidence: {0}{1}}}\n"


def faults(small_pack):
    return validate.faults(pack_files.read(small_pack.folder))


def only_fault(small_pack, file, word):
    """The single fault, which must be on the line of the file that holds `word`."""
    found = faults(small_pack)
    assert len(found) == 1, found
    assert FORM.fullmatch(found[0].replace("\n", " ")), found[0]
    assert found[0].startswith(f"{file}:{small_pack.line(file, word)}: "), found[0]
    return found[0]


def alter(small_pack, old, new, file=RULE):
    text = (small_pack.folder / file).read_text()
    assert text.count(old) == 1
    small_pack.write(file, text.replace(old, new))


def test_the_small_pack_has_no_fault(small_pack):
    assert faults(small_pack) == []


def test_the_shipped_pack_has_no_fault(pack):
    assert validate.faults(pack) == []
    assert read_situations()[1] == []


def test_an_unknown_key_lists_the_keys_there_are(small_pack):
    alter(small_pack, "    kind: prohibition\n", "    kind: prohibition\n    jurisdicton: US\n")
    assert "jurisdiction" in only_fault(small_pack, RULE, "jurisdicton").partition("use one of")[2]


def test_an_unknown_key_deep_inside_has_its_own_line(small_pack):
    alter(
        small_pack, "      - {restricts: [sell], from:", "      - restricts: [sell]\n        form: 2020\n        from:"
    )
    alter(small_pack, ", until: 2024-01-10}", "")
    assert "'form'" in only_fault(small_pack, RULE, "form: 2020")


def test_measures_are_those_of_a_list(small_pack):
    alter(small_pack, "{parties: [acme], extent", "{parties: [acme], measures: [asset freeze], extent")
    assert "on_list" in only_fault(small_pack, RULE, "measures")


def test_what_is_imposed_on_nobody_listed_excepts_nobody(small_pack):
    alter(small_pack, "{parties: [acme], extent", "{parties: [acme], unless: [asset freeze], extent")
    assert "on_list" in only_fault(small_pack, RULE, "unless")


def test_a_rule_that_follows_defence_articles_is_a_condition(small_pack):
    alter(small_pack, "    reaches:", "    abroad: {item: defence_article}\n    reaches:")
    assert "condition" in only_fault(small_pack, RULE, "effects:")


PRODUCT = """
- id: p
  brand: A
  kind: model
  name: N
  maker: acmee
  role: made_by
  equipment: phone
  confidence: high
  sources: [x]
"""
IDENTIFIERS = """
identifiers:
  - {party: acme, scheme: s, value: v, confidence: low}
  - party: acmee
    scheme: s
    value: v
    confidence: low
"""
MARKET = """
- id: m
  actor: Shop
  actor_type: retailer
  decision: stops
  stance: withheld
  jurisdiction: US
  date: 2023
  legal_ban: false
  confidence: low
  parties: [acmee]
"""
CASES = """
court_cases:
  - id: c
    court: Court
    status: pending
    outcome: none
    confidence: low
    affects: [us-tset]
"""


COVERED = "rules/us/fcc-covered-list.yaml"
EXPORT = "rules/us/export-administration.yaml"


@pytest.mark.parametrize(
    ("file", "text", "word"),
    [
        (
            "ties/t.yaml",
            "# comment\n" + TIE.format("high", ", sources: [x]").replace("of: acme,", "of: acmee,"),
            "acmee",
        ),
        ("products/p.yaml", PRODUCT, "acmee"),
        ("identifiers/i.yaml", IDENTIFIERS, "acmee"),
        ("market.yaml", MARKET, "acmee"),
        ("cases.yaml", CASES, "us-tset"),
    ],
)
def test_a_dangling_reference_is_named_with_what_is_near(small_pack, file, text, word):
    small_pack.write(file, text)
    message = only_fault(small_pack, file, word)
    assert "acme" in message.partition("nearest")[2] or "us-test" in message.partition("nearest")[2]


@pytest.mark.parametrize(
    ("old", "new", "word"),
    [
        ("parties: [acme]", "parties: [acmee]", "acmee"),
        ("equipment: [camera]", "equipment: [camra]", "camra"),
        ("restricts: [sell]", "restricts: [sel]", "[sel]"),
        ("kind: prohibition", "kind: prohibtion", "prohibtion"),
        ("jurisdiction: US", "jurisdiction: UX", "UX"),
        ("from: 2023-01-10", "instrument: us-tset, from: 2023-01-10", "us-tset"),
    ],
)
def test_a_code_outside_the_vocabulary_is_named_with_the_nearest(small_pack, old, new, word):
    alter(small_pack, old, new)
    assert "nearest" in only_fault(small_pack, RULE, word)


@pytest.mark.parametrize(
    ("since", "until", "faulty"),
    [
        ("2023-01-10", "2023-01-09", True),
        ("2023-02", "2023-01", True),
        ("2023", "2022-12-31", True),
        ("2023-01-10", "2023-01", False),
        ("2023-01-10", "2023-01-11", False),
    ],
)
def test_an_effect_does_not_end_before_it_starts(small_pack, since, until, faulty):
    alter(small_pack, "from: 2023-01-10, until: 2024-01-10", f"from: {since}, until: {until}")
    if faulty:
        assert since in only_fault(small_pack, RULE, "restricts")
    else:
        assert faults(small_pack) == []


@pytest.mark.parametrize("bad", ["2023-02-30", "'2023-02-30'", "2023-13", "2023-03/2023-02"])
def test_a_date_that_does_not_exist_is_a_fault(small_pack, bad):
    """Bare, PyYAML itself would read it as a date and stumble; quoted, it is text."""
    alter(small_pack, "until: 2024-01-10", f"until: {bad}")
    assert bad.strip("'").partition("/")[0] in only_fault(small_pack, RULE, "restricts")


@pytest.mark.parametrize("key", ["published: {}", "from: {}", "milestones: [{{date: {}, event: e}}]"])
@pytest.mark.parametrize("bad", ["2023-02-30", "'2023-02-30'"])
def test_an_impossible_day_is_a_fault_wherever_it_stands(small_pack, key, bad):
    alter(small_pack, "    confidence: high\n", f"    confidence: high\n    {key.format(bad)}\n")
    assert "2023-02-30" in only_fault(small_pack, RULE, "2023-02-30")


def test_a_suspension_does_not_end_before_it_starts(small_pack):
    alter(small_pack, "restricts: [sell]", "suspended: [{from: 2023-05-01, until: 2023-04-01}], restricts: [sell]")
    assert "2023-04-01" in only_fault(small_pack, RULE, "restricts")


def test_an_id_is_taken_once(small_pack):
    text = (small_pack.folder / RULE).read_text()
    small_pack.write("rules/us/other.yaml", "# the same again\n" + text)
    found = faults(small_pack)
    assert len(found) == 1
    first, second = (
        f"{name}:{small_pack.line(name, 'id: us-test')}" for name in ("rules/us/other.yaml", "rules/us/test.yaml")
    )
    assert {found[0].partition(": ")[0], *re.findall(r"taken by (\S+);", found[0])} == {first, second}


@pytest.mark.parametrize("file", ["ties/t.yaml", "parties/more.yaml"])
def test_ids_of_parties_and_ties_are_taken_once_as_well(small_pack, file):
    if file.startswith("ties"):
        line = TIE.format("high", ", sources: [x]")
        small_pack.write(file, line + line)
    else:
        small_pack.write(file, "- {id: acme, name: Another, confidence: high, sources: [x]}")
    assert len(faults(small_pack)) == 1
    assert "taken" in faults(small_pack)[0]


@pytest.mark.parametrize("confidence", ["high", "medium"])
def test_a_recalled_fact_has_low_confidence(small_pack, confidence):
    small_pack.write("ties/t.yaml", TIE.format(confidence, ", recalled: true, sources: [x]"))
    assert "low" in only_fault(small_pack, "ties/t.yaml", "recalled")
    small_pack.write("ties/t.yaml", TIE.format("low", ", recalled: true"))
    assert faults(small_pack) == []


def test_a_fact_without_a_source_has_low_confidence(small_pack):
    alter(small_pack, '    sources: ["https://example.org/r"]\n', "")
    assert "source" in only_fault(small_pack, RULE, "confidence: high")


@pytest.mark.parametrize("share", ["-1", "100.5"])
def test_a_share_is_in_per_cent(small_pack, share):
    small_pack.write("ties/t.yaml", TIE.format("high", f", sources: [x], share: {share}"))
    assert share in only_fault(small_pack, "ties/t.yaml", "share")


def test_a_reach_names_one_thing_and_owned_a_threshold(small_pack):
    alter(small_pack, "parties: [acme]", "parties: [acme], made_in: [CN]")
    assert "exactly one" in only_fault(small_pack, RULE, "made_in")
    alter(small_pack, "parties: [acme], made_in: [CN], extent: affiliates", "parties: [acme], extent: owned")
    assert "threshold" in only_fault(small_pack, RULE, "owned")


def test_a_pattern_must_be_a_regular_expression(small_pack):
    small_pack.write("products/p.yaml", PRODUCT.replace("acmee", "acme") + "  pattern: '(['\n")
    assert "regular expression" in only_fault(small_pack, "products/p.yaml", "pattern")


@pytest.mark.parametrize(
    ("text", "line"),
    [("- id: a\n- b: : c\n", 2), ("a: b\n\tc: d\n", 2), ('- "open\n', 2)],
)
def test_bad_yaml_has_the_line_on_which_it_broke(small_pack, text, line):
    small_pack.write("ties/t.yaml", text)
    found = faults(small_pack)
    assert any(fault.startswith(f"ties/t.yaml:{line}: ") for fault in found), found


@pytest.mark.parametrize("text", ["", "just words", "id: a mapping"])
def test_a_file_of_the_wrong_shape_is_a_fault(small_pack, text):
    small_pack.write("ties/t.yaml", text)
    assert faults(small_pack)[0].startswith("ties/t.yaml:1: ")


def test_a_file_that_is_not_text_is_a_fault(small_pack):
    (small_pack.folder / "ties").mkdir()
    (small_pack.folder / "ties/t.yaml").write_bytes(b"\xff\xfe\x00- id")
    assert faults(small_pack)[0].startswith("ties/t.yaml:")


def test_a_key_given_twice_is_a_fault(small_pack):
    alter(small_pack, "    kind: prohibition\n", "    kind: advisory\n    kind: prohibition\n")
    assert any("kind" in fault for fault in faults(small_pack))


def test_a_missing_key_is_a_fault_of_its_item(small_pack):
    alter(small_pack, "    kind: prohibition\n", "")
    assert "kind" in only_fault(small_pack, RULE, "id: us-test")


def test_all_faults_are_reported_at_once(small_pack):
    alter(small_pack, "parties: [acme]", "parties: [acmee, acmeee]")
    alter(small_pack, "restricts: [sell]", "restricts: [sel]")
    assert len(faults(small_pack)) == 3


def test_no_vocabulary_means_no_pack(tmp_path):
    (found,) = validate.faults(pack_files.read(tmp_path))
    assert "vocabulary.yaml" in found


def test_words_are_not_read_as_truth_values(small_pack):
    """YAML 1.1 would read the country NO and the key `on` as false and true."""
    small_pack.write("parties/more.yaml", "- {id: fjord, name: Fjord, country: NO, confidence: high, sources: [x]}")
    alter(small_pack, "{US: United States,", "{US: United States, NO: Norway,", "vocabulary.yaml")
    assert faults(small_pack) == []
    assert pack_files.read(small_pack.folder).parties[-1][2].country == "NO"


@pytest.mark.parametrize(
    ("ask", "word"),
    [
        ("{subject: Acme, activity: sell, in: US}", "on"),
        ("{subject: A, activity: sell, in: US, on: 2023-01-01, day: 1}", "day"),
    ],
)
def test_a_situation_of_the_wrong_form_is_a_fault_with_its_line(small_pack, ask, word):
    small_pack.write("situations/s.yaml", f"# first line\n- ask: {ask}\n  answer: prohibited\n  ground: g\n")
    found, errors = read_situations(small_pack.folder)
    assert found == []
    assert errors[0].startswith("situations/s.yaml:2: ")
    assert word in errors[0]


def test_every_rule_can_be_shown_with_its_sources(ob, pack):
    written = {rule.id: rule for _, file in pack.rule_files for rule in file.rules}
    assert written.keys() == ob.snapshot.rules.keys()
    for rule_id, rule in written.items():
        view = ob.rule(rule_id)
        assert view["id"] == rule_id
        assert view["title"] == rule.title
        assert tuple(view["sources"]) == rule.sources
        reaches_nothing = not view["effects"]
        assert reaches_nothing == (not any(p.rule == rule_id for p in ob.snapshot.table("provisions")))


def test_every_rule_without_an_effect_says_why(ob):
    """A rule that answers nothing is withdrawn, never came into force, or names nobody yet; it is not an accident."""
    effective = {provision.rule for provision in ob.snapshot.table("provisions")}
    for rule in ob.snapshot.rules.values():
        if rule.id not in effective:
            assert rule.state == "never_in_force" or rule.note or rule.scope or rule.state_note, rule.id


def test_schemas_for_editors_are_those_of_the_code(root):
    from obstat.knowledge import schemas

    assert {path.name: path.read_text() for path in (root / "schemas").glob("*.json")} == schemas.texts()


@pytest.mark.parametrize(
    ("file", "right", "wrong", "said"),
    [
        (COVERED, "{permits: [use]}", "{permits: [use], addressees: [retialer]}", "'retialer' is not a known actor"),
        (EXPORT, "abroad: {item: subject_to_ear}", "abroad: {actor: us_persn}", "'us_persn' is not a known actor"),
        (EXPORT, "not_nationality: [US", "not_nationality: [XX", "'XX' is not a known"),
        ("vocabulary.yaml", "ordinary_actors: [", "ordinary_actors: [retialer, ", "'retialer' is not a known actor"),
        ("vocabulary.yaml", "kind_of: ", "kind_of: x", "is not a known actor"),
    ],
)
def test_a_code_misspelt_anywhere_is_a_fault(tmp_path, file, right, wrong, said):
    pack = tmp_path / "pack"
    shutil.copytree(pack_files.PACK, pack)
    text = (pack / file).read_text(encoding="utf-8")
    assert right in text
    (pack / file).write_text(text.replace(right, wrong), encoding="utf-8")
    assert any(said in fault for fault in validate.faults(pack_files.read(pack)))


def test_a_programme_named_by_two_files_is_a_fault(tmp_path):
    pack = tmp_path / "pack"
    shutil.copytree(pack_files.PACK, pack)
    assert "listed_under: [entity-list" in (pack / EXPORT).read_text(encoding="utf-8")
    shutil.copy(next((pack / "rules/gb").glob("*.yaml")), pack / "rules/gb/entity-list.yaml")
    assert any("entity-list.yaml stands in more than one folder" in f for f in validate.faults(pack_files.read(pack)))
