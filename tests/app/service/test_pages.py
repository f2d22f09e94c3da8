"""Ask and Answer: what a person sees of a question, and the address that holds it."""

from __future__ import annotations

import datetime
import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from page_client import Client

from obstat.app.service.application import application
from obstat.app.service.configuration import Configuration
from obstat.app.service.served import Service
from obstat.app.web.asking import address, pasted, question
from obstat.app.web.rendering import dated
from obstat.model.subject import Given


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    service = Service(Configuration(tmp_path_factory.mktemp("store")))
    return Client(application(service))


def asked(client, query, **more):
    return client.get(f"/answer?{query}" if query else "/answer", follow_redirects=True, **more)


def parts(response):
    return parse_qs(urlsplit(str(response.url)).query)


def test_ask_is_a_form_that_works_without_script(client):
    page = client.get("/").text
    assert '<form class="question" action="/answer" method="get">' in page
    for name in ("q", "actor", "activity", "jurisdiction", "on", "device_status", "made_in", "as_known"):
        assert f'name="{name}"' in page
    assert "<script" not in page
    assert f'type="date" id="on" name="on" value="{datetime.date.today()}"' in page


def test_address_of_an_answer_holds_the_question_its_day_and_the_snapshot(client):
    found = asked(client, "q=Huawei+P30")
    assert found.status_code == 200
    told = parts(found)
    assert (told["text"], told["activity"], told["jurisdiction"]) == (["Huawei P30"], ["sell"], ["US"])
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", told["on"][0])
    assert client.app.state.service.ob.snapshot.id.removeprefix("sha256:").startswith(told["snapshot"][0])


def test_answer_is_that_of_check(client):
    ob = client.app.state.service.ob
    page = unescape(asked(client, "q=Huawei+P30&on=2023-05-01").text)
    verdict = ob.check("Huawei P30", on="2023-05-01")
    head, _, rest = verdict.summary.partition(": ")
    assert f"<span>{head}</span>" in page
    assert dated(rest[1:]) in page and "1\u00a0May\u00a02023" in page
    for finding in verdict.findings:
        assert finding.title in page and finding.citation in page
        for source in finding.sources:
            assert f'href="{source}"' in page


def test_missing_fact_is_asked_for_with_an_address_for_each_value(client):
    page = asked(client, "q=Huawei+P30&on=2023-05-01").text
    links = [unescape(link) for link in re.findall(r'<a class="tag" href="([^"]+)"', page)]
    told = {parse_qs(urlsplit(link).query)["device_status"][0]: link for link in links}
    assert set(told) == {"new_model", "previously_authorised"}
    assert "<span>Prohibited</span></h1>" in client.get(told["new_model"]).text
    assert "<span>Not restricted</span></h1>" in client.get(told["previously_authorised"]).text


def test_values_that_no_question_can_give_are_no_links(client):
    page = asked(client, "q=Futurewei&activity=import&on=2026-11-29").text
    assert '<span class="tag">Yes</span>' in page


def test_pasted_label_is_taken_apart(client):
    box = "Hikvision IP camera\nFCC ID: 2ADTD-DS2CD2043\nMAC: 44:19:b6:01:02:03\nMade in China"
    found = asked(client, "", params={"q": box})
    told = parts(found)
    assert told["text"] == ["Hikvision IP camera"]
    assert told["fcc_id"] == ["2ADTD-DS2CD2043"] and told["mac"] == ["44:19:b6:01:02:03"]
    assert told["beside"] == ["Made in China"]
    assert "Made in China" in found.text


def test_line_that_names_somebody_is_asked_about():
    found = pasted("Invoice 221\n1 x Huawei P30", lambda line: "Huawei" in line)
    assert found.text == "1 x Huawei P30" and found.beside == ("Invoice 221",)


def test_identifiers_alone_need_no_name():
    found = pasted(" 44:19:B6:01:02:03 \n\n28:6F:B9:12:34:56", lambda line: False)
    assert found.text == "" and [one.text for one in found.given] == ["44:19:B6:01:02:03", "28:6F:B9:12:34:56"]


def test_address_says_what_the_question_says(ob):
    of = ob.question(
        "camera", given=(Given("mac", "44:19:b6:01:02:03"),), activity="use", jurisdiction="DE", on="2025-01-01",
        made_in="CN", purpose="public_safety", as_known="2024-01-01",
    )  # fmt: skip
    from starlette.datastructures import QueryParams

    assert question(ob, QueryParams(urlsplit(address(of, None)).query)) == of


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("q=IMEI+860000000000000", "check digit"),
        ("q=x&jurisdiction=UK", "GB"),
        ("q=x&activity=sel", "sell"),
        ("q=x&on=2026-02-30", "2026-02-30"),
        ("q=", "empty"),
        ("text=x&snapshot=../../etc", "no id of a snapshot"),
        ("q=" + "x" * 4001, "4001 characters"),
    ],
)
def test_what_cannot_be_read_is_said_beside_the_box_and_what_was_typed_is_kept(client, query, says):
    found = asked(client, query)
    assert found.status_code == 422
    said = re.search(r'role="alert">([^<]*)<', found.text)
    assert says in unescape(said[1])
    assert 'name="q"' in found.text


def test_snapshot_that_is_gone_is_said_so_with_a_way_on(client):
    found = asked(client, "text=Huawei&on=2026-01-01&snapshot=abcdef012345")
    assert found.status_code == 404
    assert "no longer kept here" in found.text
    way = unescape(re.search(r'class="button" href="([^"]+)"', found.text)[1])
    assert client.get(way).status_code == 200


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "Huawei'\"<b>&amp;"])
def test_script_in_a_name_is_text(client, name):
    found = asked(client, "", params={"q": name, "beside": name})
    assert found.status_code == 200
    assert name not in found.text
    assert re.findall(r"<script[^>]*>", found.text) == ['<script src="/static/answer.js" defer>']
    assert "<img" not in found.text


def test_page_has_nothing_that_the_content_policy_forbids(client):
    for page in (client.get("/").text, asked(client, "q=Huawei&activity=import&on=2026-11-29").text):
        assert "style=" not in page and "<style" not in page and not re.search(r"\son\w+=", page)
        loaded = re.findall(r'<(?:link|script|img|source|iframe)[^>]*(?:href|src)="([^"]+)"', page)
        assert loaded and all(one.startswith("/static/") for one in loaded)
        for one in loaded:
            assert client.get(one).status_code == 200


def test_every_picture_has_its_facts_beside_it(client):
    page = unescape(asked(client, "q=Huawei&activity=install_in_network&jurisdiction=SE&on=2026-11-29").text)
    assert page.count('role="img"') == 4 and page.count('class="picture-svg picture-atlas" role="group"') == 2
    assert "The same as a table" in page
    for place in ("Sweden", "European Union", "Taiwan", "Ireland"):
        assert f">{place}</a></td>" in page


def test_nobody_known_is_no_permission(client):
    found = asked(client, "q=Acme+Widgets+of+Nowhere&on=2026-11-29")
    assert found.status_code == 200
    assert "that is not a permission" in found.text


def test_theme_can_be_asked_for_and_nothing_else_is_taken(client):
    assert 'data-theme="dark"' in client.get("/?theme=dark").text
    assert "data-theme" not in client.get("/?theme=%22x").text


def test_tile_of_the_atlas_asks_in_its_place(client):
    page = asked(client, "q=Huawei&activity=install_in_network&jurisdiction=SE&on=2026-11-29").text
    tiles = re.findall(r'<a href="([^"]+)" tabindex="-1"><title>Ireland', page)
    told = parse_qs(urlsplit(unescape(tiles[0])).query)
    assert (told["jurisdiction"], told["text"], told["on"]) == (["IE"], ["Huawei"], ["2026-11-29"])
    assert "By EU rules, with none of its own" in page


def test_the_question_is_the_same_sentence_on_all_pages(client):
    found = [re.search(r'<p class="sentence">.*?</p>', client.get(at).text, re.S)[0] for at in ("/", "/screen")]
    assert found[0] == found[1]
    assert ">the United States</option>" in found[0] and ">anyone</option>" in found[0]
    page = asked(client, "q=Huawei&activity=operate_in_network&jurisdiction=US&on=2026-11-29").text
    assert (
        "May anyone keep <strong><bdi>Huawei</bdi></strong> in a public network in the United States on 29 Nov 2026?"
        in page
    )
