"""Forms in browsers that do not say where a request comes from, on another address than this machine's."""

from __future__ import annotations

import html
import re

import pytest
from asked_app import Client

from obstat.app.service.application import application
from obstat.app.service.configuration import Configuration
from obstat.app.service.served import Service
from obstat.app.service.tokens import Tokens

PAGE = {"accept": "text/html"}
HIDDEN = ({"origin": "null"}, {})
LEDGER = {"file": ("a.csv", b"Manufacturer;Model\nHikvision;X\n")}


@pytest.fixture
def client(tmp_path):
    service = Service(Configuration(tmp_path, host="0.0.0.0"))
    _, text = Tokens(service.configuration.folder).create("analyst", "screen", None)
    client = Client(application(service), "https://192.0.2.7:8111")
    client.token = text
    return client


def forms(page):
    return [html.unescape(one) for one in re.findall(r'<form [^>]*?action="([^"]+)"[^>]*method="post"', page)]


def signed_in(client, headers):
    page = client.get("/login?next=/screen", headers=PAGE)
    (action,) = forms(page.text)
    assert client.post(action, headers={**PAGE, **headers}, data={"token": client.token}).status_code == 303
    return forms(client.get("/screen", headers=PAGE).text)


@pytest.mark.parametrize("headers", HIDDEN)
def test_our_own_form_works_where_the_browser_hides_its_page(client, headers):
    action = next(one for one in signed_in(client, headers) if one.startswith("/screen?"))
    sent = client.post(action, headers={**PAGE, **headers}, files=LEDGER)
    assert sent.status_code == 303 and sent.headers["location"].startswith("/screen/")


@pytest.mark.parametrize("headers", HIDDEN)
def test_without_what_was_signed_for_this_browser_nothing_is_changed(client, headers):
    action = signed_in(client, headers)[0]
    wrong = [
        "/screen",
        action[:-1] + ("0" if action[-1] != "0" else "1"),
        action.replace("_form=", "_form=9"),
        "/screen?_form=",
        "/screen?_form=1.%00",
    ]
    other = Client(client._app, client.base_url)
    other.token = client.token
    wrong.append(signed_in(other, headers)[0])
    for address in wrong:
        assert client.post(address, headers={**PAGE, **headers}, files=LEDGER).status_code == 403, address


def test_a_signed_address_does_not_help_a_page_that_says_it_is_anothers(client):
    action = signed_in(client, {})[0]
    for headers in (
        {"origin": "http://evil.example"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ):
        assert client.post(action, headers={**PAGE, **headers}, files=LEDGER).status_code == 403


def test_on_this_machine_pages_are_not_signed(tmp_path):
    client = Client(application(Service(Configuration(tmp_path))), "http://127.0.0.1:8111")
    page = client.get("/screen", headers=PAGE)
    assert "_form=" not in page.text and "set-cookie" not in page.headers
    assert client.post("/screen", headers={**PAGE, "origin": "null"}, files=LEDGER).status_code == 403
