"""The page holds the answers and their reasons, needs nothing beside it, and runs nothing of the file."""

from __future__ import annotations

import base64
import hashlib
import re
from html.parser import HTMLParser

import pytest
from inventory_runs import EVIL, about, frame_of, rows_of

from obstat.model.screened import Reason
from obstat.report.inventory.page import as_html
from obstat.report.inventory.words import STATUSES

VOID = ("meta", "br", "col", "input")


class Reader(HTMLParser):
    """Checks that what is opened is closed; keeps texts, tags and the status of each row."""

    def __init__(self):
        super().__init__()
        self.open, self.texts, self.tags, self.states, self.attributes = [], [], [], [], []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += [(tag, *pair) for pair in attrs]
        if tag == "tbody" and "data-status" in dict(attrs):
            self.states.append(dict(attrs)["data-status"])
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if not {"script", "style"} & set(self.open):
            self.texts.append(data)

    @property
    def text(self):
        return " ".join(" ".join(self.texts).split())


def read(page):
    reader = Reader()
    reader.feed(page)
    assert not reader.open
    return reader


def page_of(rows=None, most=5000, **other):
    frame = frame_of(rows or rows_of())
    return as_html(frame, about(frame, **other), most)


def test_every_row_is_there_in_its_order():
    reader = read(page_of())
    frame = frame_of(rows_of())
    assert reader.states == [code or "not_read" for code in frame["obstat_status"].to_list()]
    assert all(asset in reader.text for asset in frame["asset"].to_list())
    assert "60 rows in, 60 rows out" in reader.text
    assert "杭州海康威视数字技术股份有限公司" in reader.text
    assert "The line has 3 fields where the header has 6" in reader.text


def test_reasons_stand_under_their_row_unfolded_without_a_script():
    page = page_of()
    first = page[page.index('<tbody data-status="undecided"') :].partition("</tbody>")[0]
    assert "<details open>" in first
    text = read(f"<table>{first}</tbody></table>").text
    for told in ("prohibited if it applies", "FCC Covered List: Huawei", "since 2022-11-11 until 2026-07-01",
                 "Facts needed", "device status", "Evidence", "serial"):  # fmt: skip
        assert told in text


def test_the_question_and_the_warning_are_said():
    reader = read(page_of())
    assert "Asked of every row: sell, in US, on 2026-06-01" in reader.text
    assert "Not legal advice" in reader.text
    assert ("html", "lang", "en") in reader.attributes


def test_what_a_file_says_is_text():
    rows = rows_of()
    for row in rows:
        row |= dict.fromkeys(("asset", "vendor", "site", "because", "fault"), EVIL)
        row |= {key: [EVIL] for key in ("rules", "findings", "parties", "needs", "evidence", "notes")}
        row["status"] = EVIL
    evil = Reason(EVIL, EVIL, EVIL, EVIL, EVIL, EVIL, 3, (EVIL, 'https://x.example/"onclick="y', "data:text/html,x"))
    page = page_of(
        rows, file=EVIL, on=EVIL, snapshot=EVIL, engine=EVIL, reasons=(evil,), columns={EVIL: EVIL},
        asked={EVIL: EVIL}, statuses={EVIL: 60},
    )  # fmt: skip
    reader = read(page)
    assert reader.tags.count("script") == 1
    assert "alert(1)" in reader.text
    assert not [a for a in reader.attributes if a[1].startswith("on")]
    assert all(re.match(r"https?://|#rule-\d+$", value) for tag, name, value in reader.attributes if name == "href")


def test_only_addresses_of_the_web_are_links():
    reader = read(page_of())
    links = {value for _, name, value in reader.attributes if name == "href" and not value.startswith("#")}
    assert links == {
        "https://www.fcc.gov/supplychain/coveredlist",
        "https://docs.fcc.gov/public/attachments/FCC-22-84A1.pdf",
        "https://www.acquisition.gov/far/52.204-25",
    }
    assert "javascript:alert(1)" in reader.text
    assert "FCC 22-84, paragraph 12" in reader.text


def test_it_needs_nothing_beside_it_and_allows_no_other_script():
    page = page_of()
    assert not re.search(r"\ssrc=|@import|url\(|<link", page)
    script = re.search(r"<script>(.*)</script>", page, re.DOTALL)[1]
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert f"sha256-{digest}" in page
    assert "default-src &#x27;none&#x27;" in page


def test_the_drawings_say_in_words_what_they_show():
    reader = read(page_of())
    told = [value for tag, name, value in reader.attributes if (tag, name) == ("svg", "aria-label")]
    assert told[0] == (
        "Rows by status. prohibited: 19; undecided: 12; no record (not a permission): 28; could not be read: 1"
    )
    assert "Huawei Technologies Co., Ltd., interface registrant: 12" in told[1]


def test_headers_have_a_scope():
    page = page_of()
    heads = re.findall(r"<th\b[^>]*>", page)
    assert len(heads) > 60
    assert all("scope=" in head for head in heads)


def test_of_too_many_rows_those_to_look_at_come_first_and_the_rest_is_counted():
    rows = rows_of()
    reader = read(page_of(rows, most=40))
    order = ["prohibited", "undecided", "not_read", "no_record"]
    assert reader.states == sorted(reader.states, key=order.index)
    assert len(reader.states) == 40
    assert "40 of 60 rows are shown here" in reader.text
    assert "Left out: 20 no record (not a permission)" in reader.text
    assert "CSV, XLSX" in reader.text
    few = read(page_of(rows, most=25))
    assert few.states == ["prohibited"] * 19 + ["undecided"] * 6
    assert "Left out: 6 undecided, 28 no record (not a permission), 1 could not be read" in few.text


def test_all_of_a_wide_table_is_there():
    rows = [{**{f"extra {n}": f"value {n}." for n in range(30)}, **row} for row in rows_of(10)]
    text = read(page_of(rows)).text
    assert all(text.count(f"value {n}.") == 10 for n in range(30))


def test_a_long_text_is_whole_and_control_characters_are_marked():
    rows = rows_of(10)
    rows[0]["vendor"] = "long " * 3000 + "end of it"
    rows[1]["vendor"] = "a\x00b\x1bc"
    page = page_of(rows)
    assert "end of it" in read(page).text
    assert not re.search("[\x00-\x08\x0b-\x1f]", page)


def test_no_rows_and_no_rules_still_make_a_page():
    frame = frame_of(rows_of(3)).clear()
    text = read(as_html(frame, about(frame, statuses={}, reasons=(), parties=(), columns={}))).text
    assert "0 rows in, 0 rows out" in text
    assert "The file has no rows" in text


def _light(colour):
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one, other):
    """The contrast of WCAG 2.2."""
    dark, light = sorted((_light(one), _light(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("code", STATUSES)
def test_colours_can_be_told_from_what_is_behind_them(code):
    for colours, paper in ((STATUSES[code].day, "#ffffff"), (STATUSES[code].night, "#171b22")):
        assert _contrast(colours.ink, colours.tint) >= 4.5
        assert _contrast(colours.bar, paper) >= 3
