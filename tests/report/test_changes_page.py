"""The page of changes holds every change, and nothing of a list runs in it."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from obstat.model.change import Change
from obstat.report.changes_page import as_html

BEFORE = {"id": "sha256:aa", "sources": []}
AFTER = {"id": "sha256:bb", "sources": [{"source": "ofac-sdn", "retrieved": "2026-11-20T08:00:00+00:00"}]}


class Reader(HTMLParser):
    """Checks that what is opened is closed, and keeps the texts."""

    def __init__(self):
        super().__init__()
        self.open, self.texts = [], []

    def handle_starttag(self, tag, attrs):
        if tag not in ("meta", "br", "col"):
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.texts.append(data)


def read(page):
    reader = Reader()
    reader.feed(page)
    assert not reader.open
    return " ".join(reader.texts)


def test_every_change_is_on_the_page_whole():
    changes = [Change("party_added", f"x:{n}", f"Firma {n}", None, "w" * 500 + str(n)) for n in range(200)]
    text = read(as_html(BEFORE, AFTER, changes))
    assert all("w" * 500 + str(n) in text for n in range(200))
    assert "200 changes" in text
    assert "ofac-sdn of 2026-11-20" in text


def test_what_a_list_says_is_text():
    evil = '<script>alert(1)</script>" onload="x'
    page = as_html({**BEFORE, "id": evil}, AFTER, [Change("listed", evil, evil, evil, evil)])
    assert "<script" not in page
    assert evil in read(page)


def test_it_needs_nothing_beside_it():
    page = as_html(BEFORE, AFTER, [Change("delisted", "x", "Firma", "a", None)])
    assert not re.search(r"https?://|src=|@import|url\(", page)
