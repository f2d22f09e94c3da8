"""A printed name taken apart: names, aliases, former names, acronyms, spellings, and what is said beside them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from obstat.sources import brackets
from obstat.sources.aliases import items, listed, split

SHARED = Path(__file__).resolve().parents[3] / "shared"
DATA = SHARED / "data"
needs_data = pytest.mark.skipif(not SHARED.exists(), reason="needs the shared data")


def told(text: str) -> list[str]:
    """The names as text, with a letter for the kind: ``Acme``, ``AC~`` (weak alias), ``Bolt<`` (former)."""
    mark = {"name": "", "alias": "=", "former": "<"}
    return [name.text + ("~" if name.weak else mark[name.kind]) for name in split(text).names]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Acme Works", ["Acme Works"]),
        ("Acme Works (a.k.a. Bolt Works; f.k.a. Cog Works)", ["Acme Works", "Bolt Works=", "Cog Works<"]),
        ("Acme [aka Bolt Ltd, aka Cog Co.]", ["Acme", "Bolt Ltd=", "Cog Co.="]),
        ("Acme, a.k.a., the following three aliases: -B Co.; -C; and -D Works.", ["Acme", "B Co.=", "C=", "D Works="]),
        ("Acme, a.k.a., the following two aliases: —Bolt; and —Cog Works.", ["Acme", "Bolt=", "Cog Works="]),
        ("Acme Co. (including one alias: Bolt Co.)", ["Acme Co.", "Bolt Co.="]),
        ("Acme Co. (and two aliases: Bolt Co.; and Cog Co.)", ["Acme Co.", "Bolt Co.=", "Cog Co.="]),
        ("Acme (also known as B Co. and Cog Works; and formerly known as D)", ["Acme", "B Co.=", "Cog Works=", "D<"]),
        ("ACME AIRLINES D/B/A A7", ["ACME AIRLINES", "A7="]),
        ("Acme doing business as Bolt", ["Acme", "Bolt="]),
        ("Acme; a.k.a Bolt Works; a.k.a. Cog Works", ["Acme", "Bolt Works=", "Cog Works="]),
        ("(1) ACME CO; (2) BOLT CO", ["ACME CO", "BOLT CO"]),
        ("1. ACME CO; 2. BOLT CO", ["ACME CO", "BOLT CO"]),
        ("1) ACME CO 2) BOLT CO", ["ACME CO", "BOLT CO"]),
        ("Academy of Rotary Wings (ARW)", ["Academy of Rotary Wings", "ARW~"]),
        ("Northern Rotor Works (NRW), LLC", ["Northern Rotor Works, LLC", "NRW~"]),
        ("13th Research Institute (CETC 13)", ["13th Research Institute", "CETC 13~"]),
        ("Academy of Tele Research (ATR) 8th Institute", ["Academy of Tele Research (ATR) 8th Institute"]),
        ("Institute of Lasers (IL), Academy of Science (AS)", ["Institute of Lasers (IL), Academy of Science (AS)"]),
        ("ARW (Academy of Rotary Wings)", ["ARW", "Academy of Rotary Wings="]),
        ("Acme Rotor Company (Acme)", ["Acme Rotor Company", "Acme~"]),
        ("Acme Rotor Co., Ltd. (安科旋翼有限公司)", ["Acme Rotor Co., Ltd.", "安科旋翼有限公司="]),
        ("安科旋翼技术有限公司（曾用名：北方公司）", ["安科旋翼技术有限公司", "北方公司<"]),
        ("Биргит Дизел / Birgit Dizel", ["Биргит Дизел", "Birgit Dizel"]),
        ("Igor(Ihor) KAZAN(KASAN)", ["Igor KAZAN", "Igor KASAN=", "Ihor KAZAN=", "Ihor KASAN="]),
        ("Sergei (Sergi) Ivanov", ["Sergei Ivanov", "Sergi Ivanov="]),
        ("Wulin (or Wuling) Machinery Works", ["Wulin Machinery Works", "Wuling Machinery Works="]),
        ("PEARL (A.K.A. NEI-CHIEN) WEI", ["PEARL WEI", "NEI-CHIEN WEI="]),
        ("Acme Works (a.k.a. “AW”)", ["Acme Works", "AW="]),
        ("Shipyard 'Zarya' (f.k.a., AO 'Zarya'", ["Shipyard 'Zarya'", "AO 'Zarya'<"]),
        ("Acme (a.k.a.", ["Acme"]),
        ("O&#039;BRIEN &amp; SONS", ["O'BRIEN & SONS"]),
    ],
)  # fmt: skip
def test_names_are_taken_apart(text: str, names: list[str]) -> None:
    assert told(text) == names


@pytest.mark.parametrize(
    "text",
    [
        "Acme Manufacturing International (Beijing) Corporation",
        "ACME MANUFACTURING (SHANGHAI) CO., LTD.",
        "Changhong (Changsha) Electronics Co., Ltd.",
        "Acme Technology (HK) Co., Limited",
        "Acme (Pvt) Ltd.",
        "Acme Trading Co., Ltd. (Hong Kong)",
        "Enerquip Ltd. (UAE)",
        "Import and Export Works, Iron & Steel Division",
        "Yulin Plant Import/Export Co.",
        "AKA Bank",
        "Formerly Used Books Inc.",
        "Alias Systems Corp.",
        "3. Maschinenfabrik GmbH",
        "Amir S/O AHMED",
        "Tactical Rotor Corporation, AO GNPP “Region”",
        "Institute “Giprostroy—Petersburg”",
    ],
)
def test_what_is_part_of_a_name_stays_in_its_place(text: str) -> None:
    assert told(text) == [text]


@pytest.mark.parametrize(
    ("text", "name", "remark"),
    [
        ("Acme Co., Ltd. and subsidiaries", "Acme Co., Ltd.", "and subsidiaries"),
        ("Acme Co., Ltd., and Subsidiaries", "Acme Co., Ltd.", "and Subsidiaries"),
        ("Acme, and its sub-units and successors", "Acme", "and its sub-units and successors"),
        ("Acme and its subordinate and affiliated entities", "Acme", "and its subordinate and affiliated entities"),
        ("Ministry of X, including the Armed Forces", "Ministry of X", "including the Armed Forces"),
        ("Ri Song (DPRK individual)", "Ri Song", "DPRK individual"),
        ("Bearings LLC (Russian entity);", "Bearings LLC", "Russian entity"),
        ("Bo Woo (See alternate address under Singapore)", "Bo Woo", "See alternate address under Singapore"),
        ("Acme Limited (a subsidiary of Bolt Corporation)", "Acme Limited", "a subsidiary of Bolt Corporation"),
    ],
)  # fmt: skip
def test_words_beside_a_name_are_remarks(text: str, name: str, remark: str) -> None:
    found = split(text)
    assert [each.text for each in found.names] == [name]
    assert found.remarks == (remark,)


def test_a_text_that_names_nobody_has_no_names() -> None:
    assert split("").names == ()
    assert split("(North Korean individual in China)").names == ()
    assert split("(North Korean individual in China)").remarks == ("North Korean individual in China",)


def test_a_name_is_given_once_and_weak_only_where_it_is_weak_each_time() -> None:
    assert told("Corps of X Works (CXW) (a.k.a. CXW)") == ["Corps of X Works", "CXW="]


def test_the_language_that_brackets_state_is_kept() -> None:
    assert split("Acme (Chinese: 安科) Ltd").names[1].language == "Chinese"


def test_a_list_of_names_is_cut_at_its_semicolons_and_between_firms() -> None:
    assert items("A Co., Ltd.; B; and C Works") == ["A Co., Ltd.", "B", "C Works"]
    assert items("A Co., Ltd., B Co., Ltd.") == ["A Co., Ltd.", "B Co., Ltd."]
    assert items("Iron and Steel Works") == ["Iron and Steel Works"]
    assert [name.text for name in listed("Bolt Works; and Cog Institute.").names] == ["Bolt Works", "Cog Institute"]
    assert {name.kind for name in listed("Bolt; Cog", "former").names} == {"former"}


_PIECES = st.sampled_from(
    [
        *("Acme", "Co., Ltd.", "(", ")", "[", "]", "a.k.a.", "f.k.a.", ";", ", and ", " / ", "—", "(1)", "公司"),
        *("\x02", "\x03", "0", "（", "”", " "),
    ]
)  # fmt: skip


@given(st.lists(_PIECES, max_size=30).map("".join))
def test_no_text_is_too_odd_to_be_read(text: str) -> None:
    found = split(text)
    assert all(name.text.strip() == name.text != "" for name in found.names)
    assert len({name.text.casefold() for name in found.names}) == len(found.names)


@given(st.text(max_size=60))
def test_masking_and_restoring_gives_the_text_back(text: str) -> None:
    masked = brackets.mask(text)
    assert masked.restored(masked.text) == text.replace("\x02", "").replace("\x03", "")


def test_brackets_without_end_do_no_harm() -> None:
    assert split("(" * 20_000).names
    assert split("(a.k.a. x " * 2_000).names
    assert len(split("Igor(Ihor/Yhor/Igorr/Iggor) " * 8).names) <= 64


@needs_data
def test_the_share_of_labelled_names_that_are_split_as_labelled() -> None:
    """Labels of another project; most of the misses are dates of birth, titles and slashes within names."""
    path = DATA / "match_zavod_name_split" / "single_entity_examples.yml"
    right = hard = total = 0
    for example in yaml.safe_load(path.read_text(encoding="utf-8")):
        kinds = [kind for kind in ("name", "alias", "weakAlias", "previousName") if kind in example]
        if len(example["strings"]) != 1 or not kinds:
            continue
        text = example["strings"][0]
        labelled = {_straight(name) for kind in kinds for name in example[kind] or []}
        good = labelled == {_straight(name.text) for name in split(text).names}
        right, total = right + good, total + 1
        hard += good and labelled != {_straight(text)}
    assert total == 367
    assert right >= 348
    assert hard >= 101  # of 120 that are not one name as it stands


def _straight(text: str) -> str:
    return text.replace("’", "'").replace("\\", "")


def _entities(file: str) -> list[dict[str, Any]]:
    entities: list[dict[str, Any]] = json.loads((DATA / "lists_us_nsfreg_2026-07-09" / file).read_text())["entities"]
    return entities


@needs_data
def test_the_names_of_the_entity_list_lose_only_brackets_that_are_aliases_or_remarks() -> None:
    for entity in _entities("bis_entity_list.json"):
        found = split(entity["name"])
        assert found.names
        if "(" not in entity["name"]:
            assert [name.text for name in found.names] == [entity["name"].strip(" :")]
    whole = told("Semiconductor Manufacturing International (Beijing) Corporation")
    assert whole == ["Semiconductor Manufacturing International (Beijing) Corporation"]


@needs_data
def test_the_companies_of_1260h_have_one_name_each() -> None:
    assert [told(entity["name"]) for entity in _entities("dow_1260h.json")] == [
        [entity["name"]] for entity in _entities("dow_1260h.json")
    ]
