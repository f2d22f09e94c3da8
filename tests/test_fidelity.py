"""Nothing of the fact files that the pack was written from is lost.

They lie in ``shared/knowledge`` beside the repository where the pack is kept; elsewhere this file has nothing to
compare and skips.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from obstat.knowledge.pack_files import PACK
from obstat.names.normal import normal

FACTS = Path(__file__).resolve().parents[2] / "shared" / "knowledge"
if not FACTS.is_dir():
    pytest.skip("the fact files are not beside this repository", allow_module_level=True)


def read(name):
    return yaml.load((FACTS / f"{name}.yaml").read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)


REGULATION, PRODUCTS, IDENTIFIERS, NETWORKS = (
    read(name) for name in ("regulation", "products", "identifiers", "networks")
)

ACTIVITIES_LEFT_OUT = {
    # It creates the procedure to bar import and marketing of earlier grants; what came of it is on the list's entries.
    "us-fcc-25-71": {"import", "market"},
    # The order stopped exports *by* the firm; the activity means exports *to* it.
    "us-court-hytera-2024": {"export_to"},
    # Withdrawn within the hour and never in force: it reaches nobody on any day.
    "us-dod-1260h-2026-02-withdrawn": {"label_only"},
}
DATES_WRITTEN_OTHERWISE = {
    # The source gives one day from memory or of several: the pack has the interval.
    "us-bis-fdpr-huawei": {"2020-05-15": "2020-05-15/2020-05-31"},
    "us-bis-el-inspur-2023": {"2023-03-02": "2023-03-02/2023-03-06"},
    "us-bis-el-wingtech-2024": {"2024-12-02": "2024-12-02/2024-12-05"},
    "lt-5g": {"2021-05-25": "2021-05-04/2021-05-25"},
    "cr-2023-decree": {"2023-08-31": "2023-08-25/2023-08-31"},
}
DATES_LEFT_OUT = {
    # The day of the Federal Register, on which nobody was named for good; it bites from the designation of 2020-06-30.
    "us-fcc-usf-rule": {"2020-01-03"},
    # The day of enactment is the rule's day of publication; it bites through the list's entries from 2021-03-12.
    "us-secure-networks-act": {"2020-03-12"},
    # Never in force.
    "us-dod-1260h-2026-02-withdrawn": {"2026-02-13"},
}
MAKERS_WRITTEN_OTHERWISE = {
    # The brand's own company; the dated shares of ZTE in it are ties.
    "nubia-redmagic": "nubia",
}


@pytest.fixture(scope="module")
def provisions(ob):
    found = {}
    for provision in ob.snapshot.table("provisions"):
        found.setdefault(provision.rule, []).append(provision)
    return found


def ids(items):
    return {item["id"] for item in items}


@pytest.mark.parametrize(
    ("name", "items", "have"),
    [
        ("restrictions", REGULATION["restrictions"], lambda s: s.rules),
        ("companies", REGULATION["companies"], lambda s: s.parties),
        ("relations", REGULATION["relations"], lambda s: s.ties),
        ("products", PRODUCTS["products"], lambda s: s.products),
        ("networks", NETWORKS["networks"], lambda s: s.networks),
        ("market decisions", REGULATION["market_decisions"], lambda s: [d.id for d in s.market]),
        ("court cases", REGULATION["court_cases"], lambda s: [c.id for c in s.table("cases")]),
        ("refuted reports", REGULATION["reports_not_confirmed"], lambda s: [r.id for r in s.table("refuted")]),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_every_id_is_in_the_pack(ob, name, items, have):
    assert items
    assert sorted(ids(items) - set(have(ob.snapshot))) == [], name


def test_every_open_question_and_trap_is_in_the_pack(ob):
    assert len(ob.snapshot.table("open_questions")) >= len(REGULATION["open_questions"])
    assert len(ob.snapshot.table("traps")) >= len(IDENTIFIERS["traps"])


def test_every_activity_of_a_restriction_has_a_provision(provisions):
    lost = {}
    for restriction in REGULATION["restrictions"]:
        own = {provision.activity for provision in provisions.get(restriction["id"], ())}
        if missing := set(restriction.get("activities") or ()) - own:
            lost[restriction["id"]] = missing
    assert lost == ACTIVITIES_LEFT_OUT


def test_every_start_of_a_restriction_is_a_day_of_its_rule(ob, provisions):
    lost = {}
    for restriction in REGULATION["restrictions"]:
        rule_id = restriction["id"]
        days = {day.text for p in provisions.get(rule_id, ()) for day in (p.since, p.until) if day}
        days |= {m.date.text for m in ob.snapshot.rules[rule_id].milestones if m.date}
        starts = {restriction.get("start"), *(e.get("since") for e in restriction.get("effects") or ())} - {None}
        otherwise = DATES_WRITTEN_OTHERWISE.get(rule_id, {})
        if missing := {str(day) for day in starts if otherwise.get(str(day), str(day)) not in days}:
            lost[rule_id] = missing
    assert lost == DATES_LEFT_OUT


def test_every_end_of_a_restriction_is_a_day_of_its_rule(ob, provisions):
    """A last day is written as the next one, so an end may differ by a day; a rule that ends must end."""
    for restriction in REGULATION["restrictions"]:
        own = provisions.get(restriction["id"], ())
        if restriction.get("end") and own:
            assert any(p.until for p in own), restriction["id"]


def test_every_suspension_is_in_the_pack(provisions):
    suspended = [r for r in REGULATION["restrictions"] if r.get("suspended_from")]
    assert suspended
    for restriction in suspended:
        spans = {span.since.text for p in provisions[restriction["id"]] for span in p.suspended}
        assert str(restriction["suspended_from"]) in spans, restriction["id"]


def test_a_restriction_keeps_its_jurisdiction_sources_and_confidence(ob):
    for restriction in REGULATION["restrictions"]:
        rule = ob.snapshot.rules[restriction["id"]]
        assert rule.jurisdiction == restriction["jurisdiction"], rule.id
        assert set(restriction["sources"]) <= set(rule.sources), rule.id
        assert ("high", "medium", "low").index(rule.confidence) >= ("high", "medium", "low").index(
            restriction["confidence"]
        ), rule.id


def test_a_relation_keeps_its_ends_and_share(ob):
    for relation in REGULATION["relations"]:
        tie = ob.snapshot.ties[relation["id"]]
        companies = ids(REGULATION["companies"])
        for end, name in ((tie.party, relation["subject"]), (tie.of, relation["object"])):
            assert end == name if name in companies else end in ob.snapshot.parties, tie.id
        assert tie.relation == relation["relation"], tie.id
        assert tie.share == relation.get("percent"), tie.id
        if relation.get("start"):
            assert tie.since is not None, tie.id
            assert tie.since.text.startswith(str(relation["start"])), tie.id
        if relation.get("end"):
            assert tie.until is not None, tie.id


def test_a_company_keeps_its_legal_names(ob):
    for company in REGULATION["companies"]:
        party = ob.snapshot.parties[company["id"]]
        have = {normal(name) for name in (party.name, *(n.text for n in party.names))}
        for name in (company["legal_name_en"], company.get("legal_name_zh")):
            assert not name or normal(name) in have, (company["id"], name)
        assert party.country == company.get("country"), company["id"]
        assert bool(company.get("checked_not_listed")) == bool(party.checked_not_listed), company["id"]


def test_a_product_keeps_its_maker_role_pattern_and_bands(ob):
    for item in PRODUCTS["products"]:
        product = ob.snapshot.products[item["id"]]
        assert (product.role, product.kind) == (item["role"], item["kind"]), product.id
        assert product.maker == MAKERS_WRITTEN_OTHERWISE.get(product.id, item["maker"]), product.id
        if radio := item.get("radio"):
            assert list(product.radio.lte_bands) == radio["lte_bands"], product.id
            assert list(product.radio.nr_bands) == radio.get("nr_bands", []), product.id
        stated = item.get("country_of_production")
        assert product.made_in == (None if "from memory" in (stated or "") else stated), product.id


CODES = ("fcc_grantee_codes", "iana_pen", "usb_vendor_ids", "pci_vendor_ids", "bluetooth_company_ids", "pnp_ids")


@pytest.fixture(scope="module")
def known(ob):
    """Everything the pack says about identifiers, as one text for each."""
    return [
        f"{i.scheme} {i.value} {i.channel or ''} {i.note or ''}".casefold() for i in ob.snapshot.table("identifiers")
    ]


@pytest.mark.parametrize("scheme", CODES)
def test_every_registered_number_is_in_the_pack(ob, scheme):
    have = {str(identifier.value).casefold() for identifier in ob.snapshot.table("identifiers")}
    wanted = {str(code["value"]).casefold() for item in IDENTIFIERS["identifiers"] for code in item.get(scheme) or ()}
    assert wanted
    assert sorted(wanted - have) == []


@pytest.mark.parametrize("scheme", ["oui_registrant_patterns", "banners", "snmp_notes", "other", "tac_examples"])
def test_every_other_identifier_is_in_the_pack(known, scheme):
    """A value that held several at once was split: each long word or number of it is somewhere."""
    lost = []
    for item in IDENTIFIERS["identifiers"]:
        for code in item.get(scheme) or ():
            value = str(code["value"] if isinstance(code, dict) else code)
            words = [value] if scheme == "oui_registrant_patterns" else re.findall(r"[\w./@-]{6,}", value)
            words = [
                word.rstrip(".") for word in words if word != "CN-USCC" and not (word.isalpha() and word.islower())
            ]
            lost += [(item["company"], word) for word in words if not any(word.casefold() in text for text in known)]
    assert lost == []


def test_every_network_keeps_its_technologies_and_their_ends(ob):
    for item in NETWORKS["networks"]:
        network = ob.snapshot.networks[item["id"]]
        have = {(t.technology, t.until is not None) for t in network.technologies}
        for technology in item["technologies"]:
            assert (technology["technology"], technology.get("end") is not None) in have, item["id"]
        assert {p.id for p in network.policies} >= ids(item.get("policies") or ()), item["id"]


def test_worked_examples_give_the_stated_answer(ob):
    for example in NETWORKS["worked_examples"]:
        product = ob.snapshot.products[example["handset"]]
        text = str(example["date"])
        day = {4: f"{text}-06-15", 7: f"{text}-15"}.get(len(text), text)
        found = ob.fit(f"{product.brand} {product.name}", example["network"], day)
        assert (found.product, found.works) == (product.id, example["works_technically"]), example["id"]
        if example["forbidden_by_law"] == "no":
            use = ob.check(f"{product.brand} {product.name}", activity="use", jurisdiction="US", on=day)
            assert use.status.exit_code == 0, example["id"]


def test_the_pack_is_in_this_repository(root):
    assert PACK.is_relative_to(root)
