"""Labels, quotes and invoices."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from intake_files import contains, texts, write

from obstat.intake import recognised, subjects
from obstat.intake.free_text import labelled
from obstat.model.errors import MissingExtra
from obstat.model.subject import Given

LABEL = """ACME Wireless Router

Model No.: AX-3000
FCC ID: 2ADTD-X1
Contains FCC ID: XMR2020EC25A
S/N: A1B2C3D4
MAC: 00:1A:2B:3C:4D:5E
IMEI 35 209900 176148 1
Made in China.
"""


def test_each_line_is_a_subject_with_what_it_names(tmp_path: Path) -> None:
    path = write(tmp_path, "label", LABEL)
    assert recognised(path).code == "text"
    found = list(subjects(path))
    assert [each.place.row for each in found] == [1, 3, 4, 5, 6, 7, 8, 9]
    assert [given for each in found for given in each.given] == [
        Given("model", "AX-3000"),
        Given("fcc_id", "2ADTD-X1"),
        Given("fcc_id", "XMR2020EC25A", "contains"),
        Given("serial", "A1B2C3D4"),
        Given("mac", "00:1A:2B:3C:4D:5E"),
        Given("imei", "35 209900 176148 1"),
    ]
    assert texts(found, "description")[0] == "ACME Wireless Router"
    assert contains(found[3])


@pytest.mark.parametrize(
    "text", ["The serial comma", "a model of patience", "machine", "we contain multitudes", "MAC OS 14", "s n a"]
)
def test_words_are_no_identifiers(text: str) -> None:
    assert labelled(text) == ()


def test_prose_with_commas_is_no_table(tmp_path: Path) -> None:
    text = "Dear Ann, thank you.\nWe bought, as you said, ten cameras.\nThey came late, but well.\n"
    path = write(tmp_path, "mail", text)
    assert recognised(path).code == "text"
    assert len(list(subjects(path))) == 3


def test_a_page_gives_the_lines_that_are_seen(tmp_path: Path) -> None:
    page = """<!DOCTYPE html>
<html><head><title>Quote</title><style>p { color: red }</style><script>var a = "<p>no</p>"</script></head>
<body><p>Acme &amp; Sons<br>Hall&nbsp;1</p>
<table><tr><td>10</td><td>Camera
DS-2CD</td></tr>
<tr><td>2</td><td>Router</td></tr></table>
</body></html>"""
    path = write(tmp_path, "quote", page)
    assert recognised(path).code == "html"
    found = list(subjects(path))
    assert texts(found, "description") == ["Quote", "Acme & Sons", "Hall 1", "10 Camera DS-2CD", "2 Router"]
    assert [each.place.row for each in found] == [2, 3, 3, 4, 6]


def test_a_pdf_needs_its_reader(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pypdf", None)
    path = write(tmp_path, "a", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    assert recognised(path).code == "pdf"
    with pytest.raises(MissingExtra, match=r"Reading PDF needs more libraries: run pip install 'obstat\[pdf\]'"):
        list(subjects(path))
