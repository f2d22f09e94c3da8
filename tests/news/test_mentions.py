"""Names in stories: who is found, who is not, and whom a reference means."""

from __future__ import annotations

import itertools
import re
import time
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from obstat.knowledge.snapshot import Snapshot
from obstat.model.claim import Mention, Span

ahocorasick = pytest.importorskip("ahocorasick")

from obstat.news.mentions import Mentions  # noqa: E402
from obstat.news.named import spellings  # noqa: E402
from obstat.news.words import listed  # noqa: E402

STORY = Path(__file__).parents[2].parent / "shared" / "story"
_END = re.compile(r"(?<=[.!?])[\"”]?\s+(?=[\"“]?[A-Z])")


@dataclass(frozen=True)
class Sentence:
    span: Span
    paragraph: int


def sentences(text: str) -> list[Sentence]:
    found: list[Sentence] = []
    for paragraph, line in enumerate(re.finditer(r"[^\n]+", text)):
        ends = [line.start(), *(line.start() + end.end() for end in _END.finditer(line[0])), line.end()]
        found += (Sentence(pair, paragraph) for pair in itertools.pairwise(ends) if pair[1] > pair[0])
    return found


@pytest.fixture(scope="module")
def mentions() -> Mentions:
    return Mentions(Snapshot())


def find(mentions: Mentions, text: str) -> list[Mention]:
    return mentions.find(text, sentences(text))


def told(mentions: Mentions, text: str, *kinds: str) -> list[tuple[str, str]]:
    """Words and ids of the names in a text, without references."""
    found = find(mentions, text)
    return [(m.text, m.id) for m in found if not m.refers and (not kinds or m.kind in kinds)]


def meant(mentions: Mentions, text: str) -> dict[str, str]:
    return {m.text: m.id for m in find(mentions, text) if m.refers}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Huawei Technologies Co., Ltd. sued.", [("Huawei Technologies Co., Ltd.", "huawei")]),
        ("A unit of Huawei Technologies was listed.", [("Huawei Technologies", "huawei")]),
        ("HUAWEI HAS BEEN barred.", [("HUAWEI", "huawei")]),
        ("What huawei sells is cheap.", [("huawei", "huawei")]),
        ("商务部说华为技术有限公司和中兴通讯。", [("华为技术有限公司", "huawei"), ("中兴通讯", "zte")]),
        ("Cameras of Hikvision and Dahua.", [("Hikvision", "hikvision"), ("Dahua", "dahua")]),
        (
            "Along with China Telecom (Americas).",
            [("China Telecom (Americas)", "china-telecom-americas")],
        ),
        ("TP-Link Systems Inc. answered.", [("TP-Link Systems Inc.", "tp-link")]),
        ("TP-Link Technologies Co., Ltd. is apart.", [("TP-Link Technologies Co., Ltd.", "tp-link-technologies")]),
    ],
)
def test_parties_are_found_by_all_their_names(mentions: Mentions, text: str, expected: list[tuple[str, str]]) -> None:
    assert told(mentions, text, "party") == expected


@pytest.mark.parametrize(
    "text",
    [
        "A Limousine of the Danubia hotel stood there.",
        "Honor the apple, says the town.",
        "It is an honor to be here, and he will honor it.",
        "Three bulls, five oranges and a sprint to the bell.",
        "He was given the Medal of Honor in June.",
        "Viva, vivo, the choir sang; in vivo tests failed.",
        "Robin's Limousine and the firm ZTEX are others.",
        "She read the magic mercury on the blade.",
        "Three phones and three networks were tried.",
        "Write to someone@huawei.com or see www.huawei.com today.",
    ],
)
def test_words_that_only_look_like_a_party_are_none(mentions: Mentions, text: str) -> None:
    assert told(mentions, text, "party") == []


@pytest.mark.parametrize(
    ("text", "id"),
    [
        ("Honor phones sell well.", "honor"),
        ("The maker Honor said so.", "honor"),
        ("Orange Group and the carrier Orange fell.", "orange"),
        ("Three would not say what it means.", "three"),
        ("In Canada, Telus and Bell waited.", "bell"),
        ("A spokesman for Axis Communications spoke. Later Axis agreed.", "axis"),
    ],
)
def test_an_everyday_word_is_a_name_where_the_words_around_it_say_so(mentions: Mentions, text: str, id: str) -> None:
    assert id in {found for _, found in told(mentions, text, "party", "organization")}


def test_a_longer_name_is_that_of_another_firm(mentions: Mentions) -> None:
    assert told(mentions, "The Dahua Scale Factory in Ohio weighs trucks.", "party") == []
    assert told(mentions, "In Huawei Cyber Security Evaluation Centre papers, Huawei is named.", "party")
    assert told(mentions, "Congressman Mike Rogers spoke.", "organization") == []


def test_a_short_name_is_that_of_the_one_named_in_full(mentions: Mentions) -> None:
    text = "The police hired Sinclair Technologies. Sinclair belongs to Norsat International."
    assert [id for _, id in told(mentions, text, "party")] == [
        "sinclair-technologies",
        "sinclair-technologies",
        "norsat",
    ]


def test_a_name_that_two_bear_is_told_by_the_country(mentions: Mentions) -> None:
    brazil = told(mentions, "In Brazil the lobby of Vivo, TIM and Claro spoke.", "party", "organization")
    assert ("Vivo", "vivo-brazil") in brazil
    assert ("Vivo", "vivo") in told(mentions, "In China the phones of Vivo and Xiaomi sell.", "party", "organization")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Plans for the Huawei Mate 10 Pro were dropped.", [("Mate 10 Pro", "huawei-mate-10-pro")]),
        ("Amazon drops the Archer AX21, it says.", [("Archer AX21", "tplink-archer")]),
        ("ZTE is back. The Axon M is on sale.", [("Axon M", "zte-axon-m")]),
        ("Radios of the PD785 series by Hytera are in stock.", [("PD785", "hytera-dmr")]),
        ("DJI shipped the Air 3S to dealers.", [("Air 3S", "Air 3S")]),
        ("Germany warned of Kaspersky software.", [("software", "kaspersky-software")]),
        ("On March 12 the 5G networks of Section 889 were tested.", []),
    ],
)
def test_products_are_found_by_name_and_by_code(mentions: Mentions, text: str, expected: list[tuple[str, str]]) -> None:
    assert told(mentions, text, "product") == expected


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("The Pentagon and the Defense Department agree.", ["pentagon", "pentagon"]),
        ("The departments of Commerce, Homeland Security and Justice.",
         ["commerce-department", "homeland-security", "justice-department"]),
        ("Sweden's PTS and SÄPO, and NÚKIB in Prague.", ["pts", "sapo", "nukib"]),
        ("A Senate panel and the House met.", ["senate-committee", "us-house"]),
        ("A federal appeals court ruled.", ["federal appeals court"]),
        ("Commerce is slow this year.", []),
    ],
)  # fmt: skip
def test_bodies_have_one_id_for_all_their_names(mentions: Mentions, text: str, ids: list[str]) -> None:
    assert [id for _, id in told(mentions, text, "body")] == ids


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("It is so, the Harbour Wire reported on Monday.", "Harbour Wire"),
        ("A person at the carrier told Tagesfunk.", "Tagesfunk"),
        ("He left, Dagens Eko reported, citing messages.", "Dagens Eko"),
        ("The newspaper Fjordposten wrote it.", "Fjordposten"),
        ("The Wall Street Journal said so.", "The Wall Street Journal"),
    ],
)
def test_outlets_known_and_unknown(mentions: Mentions, text: str, name: str) -> None:
    assert name in [found for found, _ in told(mentions, text, "outlet")]


def test_places_are_iso_codes(mentions: Mentions) -> None:
    text = "The province of British Columbia, Ohio, the U.S., Chinese firms and London; tell us of us."
    assert [id for _, id in told(mentions, text, "place")] == ["CA-BC", "US-OH", "US", "CN", "GB"]


def test_persons_and_firms_that_nobody_knows(mentions: Mentions) -> None:
    text = "Jane Roe, an analyst at Tolland Byrne, said so. Tarnwell Networks will buy Lumafeld Ltd. Tarnwell is old."
    found = {(m.kind, m.id) for m in find(mentions, text)}
    assert {("person", "Jane Roe"), ("organization", "Tolland Byrne"), ("organization", "Tarnwell")} <= found


@pytest.mark.parametrize(
    ("text", "words", "id"),
    [
        ("Verizon dropped Huawei. The Chinese giant was angry.", "The Chinese giant", "huawei"),
        ("Verizon dropped Huawei. The carrier would not comment.", "The carrier", "verizon"),
        ("Hytera bought Sepura, the Cambridge maker of radios.", "the Cambridge maker", "sepura"),
        ("Hytera bought Sepura. The Shenzhen-based firm was glad.", "The Shenzhen-based firm", "hytera"),
        ("The FCC named Kaspersky. The commission voted.", "The commission", "fcc"),
        ("The FCC named Kaspersky. The Moscow-based firm left.", "The Moscow-based firm", "kaspersky"),
        ("Best Buy dropped Huawei. The retailer was silent.", "The retailer", "best-buy"),
        ("DJI said it was disappointed.", "it", "dji"),
        ("Huawei was told. Its chairman left.", "Its", "huawei"),
        ("A letter seen by The Washington Post shows it. The newspaper asked.", "The newspaper", "washington-post"),
    ],
)
def test_a_reference_means_the_nearest_that_fits(mentions: Mentions, text: str, words: str, id: str) -> None:
    assert meant(mentions, text).get(words) == id


@pytest.mark.parametrize(
    "text",
    [
        "The company was glad.",
        "It is clear that Huawei lost.",
        "Huawei left. The regulator did not speak.",
    ],
)
def test_a_reference_to_nobody_means_nobody(mentions: Mentions, text: str) -> None:
    assert meant(mentions, text) == {}


_PIECES = st.sampled_from(
    [
        "Huawei",
        "the company",
        "it ",
        "Honor",
        "U.S.",
        " ",
        "\n\n",
        ". ",
        "“",
        "’s",
        "华为",
        "Mate 10 Pro",
        "TOLD",
        "told X Times",
        ", a firm",
    ]
)


@given(st.lists(_PIECES | st.text(max_size=6), max_size=25).map("".join))
def test_mentions_stand_in_the_text_and_do_not_overlap(text: str) -> None:
    found = _shared().find(text, sentences(text))
    assert all(text[m.span[0] : m.span[1]] == m.text and m.text for m in found)
    assert all(one.span[1] <= other.span[0] for one, other in itertools.pairwise(found))


_KEPT: list[Mentions] = []


def _shared() -> Mentions:
    if not _KEPT:
        _KEPT.append(Mentions(Snapshot()))
    return _KEPT[0]


def test_a_text_of_one_long_sentence_is_read_in_reasonable_time(mentions: Mentions) -> None:
    """One that looked back at all mentions would take minutes; a ratio of two short times would hang on the machine."""
    text = "Huawei told the company that it sued Sinclair and Tarnwell Networks in Ohio, " * 20_000
    begun = time.process_time()
    found = mentions.find(text, [Sentence((0, len(text)), 0)])
    assert (len(found), time.process_time() - begun < 90) == (6 * 20_000, True)


def test_lists_are_well_formed() -> None:
    for name in ("bodies", "outlets", "companies", "programmes", "places"):
        lines = listed(name)
        assert len({line.id for line in lines}) == len(lines), name
        assert all(names and all(text for text, _ in names) for names in (line.names for line in lines))
    known = spellings(Snapshot())
    assert len({spelling.text for spelling in known}) == len(known)


@pytest.mark.skipif(not STORY.is_dir(), reason="the story is not here")
def test_the_story_is_linked_throughout(mentions: Mentions) -> None:
    text = next(STORY.glob("*.txt")).read_text(encoding="utf-8")
    found = {(m.kind, m.id) for m in find(mentions, text)}
    assert found >= {
        ("party", "huawei"), ("organization", "verizon"), ("organization", "att"), ("organization", "telus"),
        ("product", "huawei-mate-10-pro"), ("outlet", "bloomberg"), ("outlet", "Leader Call"), ("place", "US"),
        ("place", "CN"), ("place", "CA-BC"), ("body", "us-government"), ("body", "chinese-government"),
        ("organization", "cowen"),
    }  # fmt: skip
    assert sum(kind == "person" for kind, _ in found) == 2
