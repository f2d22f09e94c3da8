"""The page of stories marks every claim where it stands, and runs and fetches nothing."""

from __future__ import annotations

import dataclasses
import html
import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from weighed_stories import CLAIMS, DOCUMENT, EVIL, NAMES, TEXT, WEIGHED, evil

from obstat.model.claim import Claim, Document, Mention, Weighed
from obstat.model.claim_words import MODALITIES, shown
from obstat.report.news.page import as_html

VOID = ("meta", "br")


class Reader(HTMLParser):
    """Checks that what is opened is closed in order; keeps texts, tags, attributes and what each mark holds."""

    def __init__(self):
        super().__init__()
        self.open, self.texts, self.tags, self.attributes, self.marks = [], [], [], [], []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += [(tag, *pair) for pair in attrs]
        if tag == "mark":
            self.marks.append([dict(attrs)["class"], ""])
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if "style" not in self.open:
            self.texts.append(data)
        if "mark" in self.open:
            self.marks[-1][1] += data

    @property
    def text(self):
        return " ".join("".join(self.texts).split())


def page_of(*told, names=NAMES, title="a.txt"):
    return "".join(as_html(told, names, title, "sha256:0", "0.1.0"))


def read(page):
    reader = Reader()
    reader.feed(page)
    assert not reader.open
    return reader


def story_text(page):
    """The words of the story without tags, numbers and cards."""
    found = re.findall(r'<p dir="auto">(.*?)</p>(?:<ol|</div>)', page, re.S)
    bare = [re.sub(r"<sup>.*?</sup>|<a class=\"ref\".*?</a>|<[^>]*>", "", one) for one in found]
    return " ".join(html.unescape(" ".join(bare)).split())


def test_the_story_is_there_word_for_word():
    assert story_text(page_of(WEIGHED)) == " ".join(TEXT.split())


def test_each_claim_is_told_once_and_numbered_where_it_stands():
    page = page_of(WEIGHED)
    reader = read(page)
    assert [value for tag, name, value in reader.attributes if tag == "li" and name == "id"] == [
        f"s1-c{number}" for number in range(1, 7)
    ]
    assert "Verizon → Huawei Technologies Co., Ltd.: Huawei Mate 10 Pro" in reader.text
    assert "Tech Page ← Bloomberg ← people familiar with the matter (anonymous)" in reader.text
    assert "disputed by [4]: One fears it" in reader.text and "disputes [3]" in reader.text
    assert "rank 3" in reader.text and "92,500,000.5 USD" in reader.text
    assert "Year: The footer says 2015" in reader.text
    assert "6 claims from 3 independent origins" in reader.text


def test_overlapping_claims_are_cut_where_they_begin_and_end():
    marks = read(page_of(WEIGHED)).marks
    assert ["m-done d1", "Officials fear that 5G phones of "] in marks
    assert ["m-denied d2", "firms tied to a government are a risk"] in marks
    assert ["m-denied d1", ", and "] in marks


def test_every_link_within_the_page_leads_somewhere():
    reader = read(page_of(WEIGHED, WEIGHED))
    ids = [value for _, name, value in reader.attributes if name == "id"]
    assert len(ids) == len(set(ids))
    links = [value for _, name, value in reader.attributes if name == "href" and value.startswith("#")]
    assert links and {link[1:] for link in links} <= set(ids)


def test_what_a_story_says_is_text():
    page = page_of(evil(), names={EVIL: EVIL, "p": EVIL}, title=EVIL)
    reader = read(page)
    assert not {"script", "img"} & set(reader.tags)
    assert not [a for a in reader.attributes if a[1].startswith("on")]
    hrefs = [value for _, name, value in reader.attributes if name == "href"]
    assert hrefs and all(re.match(r"#s\d+-c\d+$", value) for value in hrefs)
    assert "<script>alert(1)</script>" in reader.text and "javascript:alert(1)" in reader.text
    page.encode()
    assert not re.search("[\x00-\x08\x0b-\x1f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", page)
    assert {value for tag, name, value in reader.attributes if name == "src"} == set()


def test_it_allows_itself_nothing_from_elsewhere():
    page = page_of(WEIGHED)
    assert "default-src &#x27;none&#x27;" in page and "url(" not in page and "@import" not in page
    assert "@media print" in page


def test_a_page_without_stories_and_a_story_without_text_say_so():
    assert "There was no story to read" in page_of()
    empty = Weighed((Document("e", "", notes=("The file is empty.",)),), (), (), (), (), ())
    reader = read(page_of(empty))
    assert "The file is empty." in reader.text and "No company or product that is known here" in reader.text


def test_two_stories_of_one_folder_keep_their_anchors_apart():
    page = page_of(WEIGHED, WEIGHED)
    assert 'id="s1-c1"' in page and 'id="s2-c1"' in page and "2 stories, 12 claims" in page


SPANS = st.lists(st.tuples(st.integers(-5, 320), st.integers(-5, 420)), max_size=12)


@given(SPANS, SPANS)
@pytest.mark.parametrize("text", [TEXT])
def test_any_spans_give_a_page_that_holds_the_story_once(text, spans, named):
    claims = tuple(
        Claim(str(number), "d", "ban", (), (), spans=(pair, *spans[:number])) for number, pair in enumerate(spans)
    )
    mentions = tuple(Mention("party", "huawei", "x", pair) for pair in named)
    weighed = Weighed((Document("d", text),), claims, (("d", mentions),), (), (), ())
    page = page_of(weighed)
    reader = read(page)
    assert story_text(page) == " ".join(text.split())
    assert reader.tags.count("li") == len(claims)


@given(st.text())
def test_a_text_that_is_shown_is_as_long_as_the_one_that_was_read(text):
    assert len(shown(text)) == len(text)
    shown(text).encode()


def test_light_on_tint_can_be_read():
    css = as_html((), NAMES, "", "", "").__next__()

    def light(colour):
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    pairs = re.findall(r"--m-ink: (#\w{6}); --m-tint: (#\w{6})", css)
    assert len(pairs) == 2 * len(MODALITIES)
    for pair in pairs:
        low, high = sorted(map(light, pair))
        assert (high + 0.05) / (low + 0.05) >= 4.5, pair
    for tint in re.findall(r"--m-tint: (#\w{6})", css.partition("@media screen")[0]):
        assert (light(tint) + 0.05) / (light("#1c2330") + 0.05) >= 4.5


def test_claims_and_their_order_do_not_hang_on_the_order_given():
    turned = dataclasses.replace(WEIGHED, claims=CLAIMS[::-1])
    assert page_of(turned) == page_of(WEIGHED)
    assert DOCUMENT.text == TEXT
