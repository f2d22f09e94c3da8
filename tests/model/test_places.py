"""Countries by the spellings that official lists use."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from xml.etree import ElementTree

import pytest

from obstat.model import places

SHARED = Path(__file__).resolve().parents[3] / "shared"
DATA = SHARED / "data"
needs_data = pytest.mark.skipif(not SHARED.exists(), reason="needs the shared data")

NOT_ONE_COUNTRY = {
    "-0-", "undetermined", "na", "Netherlands Antilles", "former Soviet Union", "Middle East Region", "Fishing Vessels",
    "North Korean entity in China", "Region: Kafia Kingi", "Region: Jammu and Kashmir",
    "Region: Commonwealth of Independent States",
}  # fmt: skip


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Korea, North", "KP"),
        ("Korea, Democratic People's Republic of", "KP"),
        ("DPRK", "KP"),
        ("Republic of Korea", "KR"),
        ("Iran (Islamic Republic of)", "IR"),
        ("IRAN, Islamic Republic of", "IR"),
        ("Burma", "MM"),
        ("Crimea Region of Ukraine", "UA"),
        ("Crimea - occupied", "UA"),
        ("Hong Kong", "HK"),
        ("China, Hong Kong Special Administrative Region", "HK"),
        ("Macau", "MO"),
        ("Palestinian", "PS"),
        ("Region: Gaza", "PS"),
        ("Türkiye", "TR"),
        ("TURKIYE", "TR"),
        ("Cote d Ivoire", "CI"),
        ("Côte d’Ivoire", "CI"),
        ("CONGO, Democratic Republic of (was Zaire)", "CD"),
        ("Congo", "CG"),
        ("U.A.E.", "AE"),
        ("The Gambia", "GM"),
        ("North Macedonia, The Republic of", "MK"),
        ("Kosovo", "XK"),
        ("CN", "CN"),
        ("us", "US"),
        ("Russian", "RU"),
        ("Nigerien", "NE"),
        ("Nigerian", "NG"),
        ("CHINA, PEOPLE'S REPUBLIC OF", "CN"),
        ("PRC", "CN"),
        ("Taiwan, Province of China", "TW"),
    ],
)
def test_a_country_is_known_by_the_spellings_of_lists(name: str, code: str) -> None:
    assert places.country(name) == code


@pytest.mark.parametrize(
    "name", [None, "", "undetermined", "Atlantis", "Netherlands Antilles", "Yugoslavia", "Korea", "00"]
)
def test_what_names_no_one_country_of_today_has_no_code(name: str | None) -> None:
    assert places.country(name) is None


def test_every_line_of_the_table_is_a_code_and_names_none_of_which_another_line_has() -> None:
    seen: dict[str, str] = {}
    lines = [line for line in places._TABLE.read_text(encoding="utf-8").splitlines() if line and line[0] != "#"]
    for line in lines:
        code, _, names = line.partition(" = ")
        assert len(code) == 2 and code.isupper() and names
        for name in [code, *names.split("; ")]:
            assert seen.setdefault(places._key(name), code) == code, (
                f"{name} is of {code} and {seen[places._key(name)]}"
            )
    assert len(lines) == 250  # the 249 of ISO 3166-1, and Kosovo


@needs_data
def test_every_country_in_the_files_of_the_treasury_is_known() -> None:
    for file in ("lists_ofac_moov/add.csv", "lists_ofac_moov/cons_add.csv", "lists_ofac_sdn_2022-01/add.csv"):
        text = (DATA / file).read_text(encoding="utf-8", errors="replace")
        rows = csv.reader(io.StringIO(text, newline=""))
        unknown = {row[4].strip() for row in rows if len(row) > 4 and not places.country(row[4])}
        assert unknown <= NOT_ONE_COUNTRY, file


@needs_data
def test_every_country_in_the_files_of_the_united_nations_is_known() -> None:
    root = ElementTree.parse(DATA / "lists_un_2026-02-27" / "UN_consolidated.xml").getroot()
    texts = {
        text.strip()
        for tag in ("COUNTRY", "COUNTRY_OF_ISSUE", "NATIONALITY/VALUE")
        for element in root.iterfind(f".//{tag}")
        if (text := element.text)
    }
    assert {text for text in texts if not places.country(text)} <= NOT_ONE_COUNTRY


@needs_data
def test_every_country_in_the_transcribed_lists_is_known() -> None:
    for path in (DATA / "lists_us_nsfreg_2026-07-09").glob("*.json"):
        texts = {entity["country"] for entity in json.loads(path.read_text())["entities"] if entity["country"]}
        assert {text for text in texts if not places.country(text)} <= NOT_ONE_COUNTRY, path.name
