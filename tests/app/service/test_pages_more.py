"""The pages of parties, rules and lists, and those that tell what is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest
from listening import listening
from read_page import page

from obstat.app.service.configuration import Configuration
from obstat.app.service.served import Service
from obstat.app.web.refused import wants_page

LIST = Path(__file__).resolve().parents[2] / "sources" / "fixtures" / "ofac_csv" / "cons_prim.csv"
EVIL = "<script>alert(1)</script>"


@pytest.fixture(scope="module")
def service(tmp_path_factory):
    return Service(Configuration(tmp_path_factory.mktemp("pages") / "store"))


@pytest.fixture(scope="module")
def client(service):
    with listening(service) as client:
        client.follow_redirects = True
        yield client


def test_parties_are_found_by_their_names_in_any_script(client):
    found = page(client.get("/parties", params={"q": "华为"}))
    assert "/parties/huawei" in found.links
    assert "No party found" in page(client.get("/parties", params={"q": "zzzz qqqq"})).text


def test_all_parties_are_on_some_page_and_narrowed_by_kind_and_country(client, service):
    seen, address = set(), "/parties"
    while address:
        found = page(client.get(address))
        seen |= {link.removeprefix("/parties/") for link in found.links if link.startswith("/parties/")}
        following = [link for link in found.links if link.startswith("/parties?page=")]
        address = following[-1] if following and "Next" in found.text else None
    assert seen == set(service.ob.snapshot.parties)
    chosen = page(client.get("/parties?kind=company&country=FI"))
    expected = {p.id for p in service.ob.snapshot.parties.values() if (p.kind, p.country) == ("company", "FI")}
    assert {link[9:] for link in chosen.links if link.startswith("/parties/")} == expected


def test_a_party_shows_what_reaches_it_with_its_ties_and_days(client, service):
    found = page(client.get("/parties/hikvision"))
    rules = {event.rule for event in service.ob.timeline("hikvision") if event.rule and event.status is not None}
    assert rules
    assert {f"/rules/{rule}" for rule in rules} <= set(found.links)
    assert "44:19:B6".lower() in found.text.lower() or "Identifiers" in found.text
    assert "Owners and owned of Hangzhou Hikvision" in found.text


def test_every_party_and_every_rule_has_a_page(client, service):
    """Each rule that a party's page names, and each party that a rule's page names, has a page: none is dead."""
    for id_ in list(service.ob.snapshot.parties)[::12]:
        page(client.get(f"/parties/{id_}"))
    for id_ in list(service.ob.snapshot.rules)[::6]:
        found = page(client.get(f"/rules/{id_}"))
        for link in found.links:
            if link.startswith("/parties/"):
                assert link.removeprefix("/parties/") in service.ob.snapshot.parties


def test_a_rule_shows_its_effects_sources_and_situations(client, service):
    found = page(client.get("/rules/us-ndaa2019-889-a1A"))
    assert {"/parties/huawei", "/parties/zte", "/parties/hikvision"} <= set(found.links)
    assert set(service.ob.snapshot.rules["us-ndaa2019-889-a1A"].sources) <= set(found.links)
    assert "Exemptions" in found.text
    assert "waiver" in found.text
    asked = [link for link in found.links if link.startswith("/answer?")]
    assert asked
    page(client.get(asked[0]))


def test_rules_are_found_by_words_place_and_state(client, service):
    found = page(client.get("/rules", params={"q": "covered list hikvision", "in": "US"}))
    assert "/rules/us-fcc-cl-hikvision" in found.links
    assert "No rule found" in page(client.get("/rules?q=zzzzqqqq")).text
    assert "No rule found" in page(client.get("/rules?in=ZZ")).text
    assert "Page 2 of" in page(client.get("/rules?page=2")).text
    assert "Page 1 of" in page(client.get("/rules?page=-1")).text


def test_lists_tell_editions_and_an_age(client):
    found = page(client.get("/lists"))
    assert "FCC Covered List" in found.text
    assert "No official list has been imported here" in found.text
    same = page(client.get("/lists/changes?before=embedded&after=embedded"))
    assert "Nothing changed" in same.text


@pytest.mark.parametrize("name", ["", "/etc", "../..", "sha256-0", "embedded\x00", "snapshots/../x"])
def test_only_snapshots_of_the_store_are_compared(client, name):
    answer = client.get("/lists/changes", params={"before": name, "after": "embedded"})
    assert answer.status_code == 422
    assert "/lists" in answer.json()["detail"]


def test_names_of_an_imported_list_do_not_run_and_what_changed_is_told(run, tmp_path):
    text = LIST.read_text()
    assert "PROBA BANK" in text
    (tmp_path / "cons_prim.csv").write_text(text.replace("PROBA BANK", f"PROBA {EVIL} BANK"))
    path = str(tmp_path / "cons_prim.csv")
    run("import", path, "--format", "ofac-csv", "--source", "ofac-consolidated", "--force")
    service = Service(Configuration(tmp_path / "data" / "obstat"))
    with listening(service) as client:
        found = page(client.get("/parties/ofac-consolidated:502"))
        assert EVIL in found.text
        assert EVIL in page(client.get("/parties", params={"q": f"PROBA {EVIL} BANK"})).text
        used = service.ob.snapshot.id.replace(":", "-")
        changed = page(client.get(f"/lists/changes?before=embedded&after={used}"))
        assert "/parties/ofac-consolidated:502" in {link.replace("%3A", ":") for link in changed.links}
        assert "in use" in page(client.get("/lists")).text


def test_what_is_wrong_is_a_page_for_browsers_and_json_for_others(client):
    browser = {"accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
    found = page(client.get("/parties/%3Cscript%3Ealert(1)%3C/script%3E", headers=browser), 404)
    told = client.get("/parties/%3Cscript%3Ealert(1)%3C/script%3E")
    assert told.headers["content-type"] == "application/problem+json"
    assert told.json()["detail"] in found.text
    assert page(client.get("/nothing/here", headers=browser), 404)
    assert page(client.post("/parties", headers=browser), 405)


@pytest.mark.parametrize(
    ("accept", "page_wanted"),
    [
        ("text/html", True),
        ("text/html,*/*;q=0.8", True),
        ("application/json", False),
        ("*/*", False),
        ("", False),
        ("text/html;q=0.5, application/json", False),
        ("text/html;q=0", False),
        ("text/html;q=x", False),
    ],
)
def test_a_page_is_for_who_asks_for_one(accept, page_wanted):
    assert wants_page(accept) is page_wanted
