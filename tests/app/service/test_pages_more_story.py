"""Stories read on a page: what they claim is marked, and what a person decides of it is kept."""

from __future__ import annotations

import re
import time

import pytest
from listening import listening
from read_page import page

from obstat.app.service.configuration import Configuration
from obstat.app.service.served import Service
from obstat.app.web.story_kept import Stories
from obstat.knowledge.store import Store

EVIL = "<script>alert(1)</script>"
STORY = (
    "A deal that came to nothing\n\n"
    "AT&T has walked away from a deal to sell Huawei smartphones, two people familiar with the matter told Tech Page "
    f"on Monday. {EVIL}\n\nThe FCC banned ZTE on 26 June 2020.\n"
)


@pytest.fixture
def service(tmp_path):
    return Service(Configuration(tmp_path / "store"))


@pytest.fixture
def client(service):
    with listening(service) as client:
        client.follow_redirects = True
        yield client


def keys(answer):
    return re.findall(r'name="claim-(\w+)" value="accept"', answer.text)


def test_the_claims_of_a_story_are_marked_with_who_says_them(client):
    answer = client.post("/story", data={"text": STORY, "outlet": f"Out {EVIL}", "published": "2020-07-01"})
    found = page(answer)
    assert len(keys(answer)) == 2
    assert found.marked
    assert EVIL in found.text
    assert "two people" in found.text
    assert "Says: " in found.text
    assert "Origin: " in found.text
    assert {"/parties/huawei", "/parties/zte"} <= set(found.links)
    assert page(client.get(found.address)).text == found.text


def test_what_is_decided_is_kept_as_the_command_keeps_it(client, service, run, monkeypatch):
    answer = client.post("/story", data={"text": STORY})
    first, second = keys(answer)
    path = f"{answer.url.path}/decide"
    told = page(client.post(path, data={"by": f"J. {EVIL}", f"claim-{first}": "accept", f"claim-{second}": "reject"}))
    assert "1 accepted, 1 rejected, 0 taken back" in told.text
    judged = Store(service.configuration.store).state.judged
    assert {key: one.accepted for key, one in judged.items()} == {first: True, second: False}
    assert judged[first].claim.accepted_by == f"J. {EVIL}"
    monkeypatch.setenv("OBSTAT_STORE", str(service.configuration.store))
    listed = run("news", "review", "--list").out
    assert first in listed
    assert second in listed
    time.sleep(1.1)
    assert EVIL in page(client.get("/parties/huawei")).text
    assert f"accepted by J. {EVIL}" in page(client.get("/parties/huawei")).text
    assert "Decided of late" in page(client.get("/story")).text
    page(client.post(path, data={"by": "J.", f"claim-{first}": "undo"}))
    assert list(Store(service.configuration.store).state.judged) == [second]


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"by": ""}, "Say who decides"),
        ({"by": "  "}, "Say who decides"),
        ({"by": "J.", "wish": "eat"}, "accept, reject or undo"),
        ({"by": "J.", "key": "ffff"}, "No claim of this story"),
    ],
)
def test_a_decision_that_cannot_be_kept_says_why(client, service, said, told):
    answer = client.post("/story", data={"text": STORY})
    key = said.get("key") or keys(answer)[0]
    refused = client.post(
        f"{answer.url.path}/decide", data={"by": said["by"], f"claim-{key}": said.get("wish", "accept")}
    )
    assert refused.status_code == 422
    assert told in refused.json()["detail"]
    assert not Store(service.configuration.store).state.judged


def test_deciding_nothing_writes_nothing(client, service):
    answer = client.post("/story", data={"text": STORY})
    assert "Nothing was decided" in page(client.post(f"{answer.url.path}/decide", data={"by": "J."})).text
    assert Store(service.configuration.store).state.snapshot is None


@pytest.mark.parametrize(
    ("form", "told"),
    [
        ({"data": {"text": " "}}, "There is no story"),
        ({"data": {"text": "x", "published": "soon"}}, "soon"),
        ({"files": {"file": ("a.bin", bytes(range(256)) * 4)}}, "save the story as text"),
        ({"files": {"file": ("a.txt", b"")}}, "is empty"),
    ],
)
def test_what_is_no_story_is_told_on_the_page_of_the_form(client, service, form, told):
    found = page(client.post("/story", **form), 422)
    assert told in found.text
    assert not list((service.configuration.folder / "stories").glob("*"))


def test_a_story_without_claims_says_so(client):
    assert "No claim was found" in page(client.post("/story", data={"text": "It was cold in Paris."})).text


def test_a_file_is_kept_under_a_name_of_ours_and_opens_to_who_gave_it(tmp_path):
    kept = Stories(Configuration(tmp_path / "store"))
    story = kept.keep("token-1", "../../etc/pass wd\x00.txt", b"text")
    assert story.file.resolve().is_relative_to(tmp_path.resolve() / "store" / "service" / "stories")
    assert kept.find("token-1", story.id).file.read_bytes() == b"text"
    for caller, id_ in ((None, story.id), ("token-2", story.id), ("token-1", ".."), ("token-1", "x" * 22)):
        with pytest.raises(Exception, match="not here"):
            kept.find(caller, id_)


def test_stories_go_when_their_time_is_over(tmp_path):
    kept = Stories(Configuration(tmp_path / "store", keep_hours=0.0))
    story = kept.keep(None, "a", b"text")
    time.sleep(0.02)
    kept.sweep()
    assert not story.file.exists()
