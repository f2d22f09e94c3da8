"""What a file is, is read off its first bytes; the publisher's word counts only for plain text."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from obstat.model.errors import DownloadError
from obstat.sources.download import content
from publishers import CSV, PAGE

XML = b'<?xml version="1.0"?>\n<sdnList xmlns="http://example.org/list"><entry/></sdnList>'
JSON = b'{"results": []}'
ZIP = b"PK\x03\x04\x14\0\0\0mimetypeapplication/vnd.oasis.opendocument.spreadsheet"

RIGHT = [
    (CSV, "text/csv; charset=utf-8", ".csv"),
    (CSV, None, ".csv"),
    (CSV, "application/octet-stream", ".csv"),
    (CSV, "application/vnd.ms-excel", ".csv"),
    (CSV, "text/plain", "text/csv"),
    (codecs.BOM_UTF8 + CSV, "text/csv", ".csv"),
    (CSV.decode().encode("utf-16"), "text/csv", ".csv"),
    ("名称,国家\r\n".encode(), "text/csv", ".csv"),
    ("Société,FR\r\n".encode("latin-1"), "text/csv", ".csv"),
    (b"[Note] name,country\r\n", "text/csv", ".csv"),
    (b"a\tb\n", None, "dpl.txt"),
    (XML, "application/xml", ".xml"),
    (XML, "text/html", ".xml"),
    (b"<?xml version='1.0'?><table><title>a</title></table>", None, ".xml"),
    (b"<!-- made today --><list/>", "text/plain", "sdn.xml"),
    (b"\xff\xfe" + XML.decode().encode("utf-16-le"), None, ".xml"),
    (JSON, "application/json", ".json"),
    (b"\n [1, 2]", "text/html", "application/json"),
    (ZIP, "application/octet-stream", ".ods"),
    (ZIP, "application/zip", "SDN_XML.ZIP"),
    (PAGE, "text/html", ".html"),
    (b"<?xml version='1.0'?>\n<!-- x -->\n<html xmlns='http://www.w3.org/1999/xhtml'>", "text/html", ".htm"),
    (b"<section>a part of a page</section>", "text/html", ".html"),
    (b"%PDF-1.7", "application/pdf", ".pdf"),
    (b"\0\x01\x02", None, ".parquet"),
    (CSV, None, ".parquet"),
]
WRONG = [
    *(
        (PAGE, media, ending)
        for media in ("text/html", "text/csv", None)
        for ending in (".csv", ".xml", ".json", ".ods")
    ),
    (codecs.BOM_UTF8 + b"\r\n<!-- error --><HTML lang=en>", None, ".csv"),
    (b"<head><title>403</title>", None, ".xml"),
    (b"<?xml version='1.0'?><!DOCTYPE html PUBLIC ''>", "application/xml", ".xml"),
    (b"<section>busy</section>", "text/html", ".xml"),
    (PAGE.decode().encode("utf-16"), "text/csv", ".csv"),
    (PAGE, None, ".parquet"),
    (PAGE, None, "text/csv"),
    (b"Service unavailable", "text/html", ".csv"),
    (b"Service unavailable", "text/plain", ".json"),
    (b"Service unavailable", None, ".xml"),
    (b"no such list", "application/problem+json", ".csv"),
    (JSON, "application/json", ".csv"),
    (XML, "application/xml", ".csv"),
    (CSV, "text/csv", ".ods"),
    (ZIP, "text/csv", ".csv"),
    (b"\x89PNG\r\n\x1a\n", "text/csv", ".csv"),
    (b"GIF89a", None, ".txt"),
    (b"name\0country", "text/csv", ".csv"),
    (b"\x1f\x8b\x08\0", "text/csv", ".csv"),
    (b"", "text/csv", ".csv"),
]


@pytest.mark.parametrize(("head", "media", "wanted"), RIGHT)
def test_a_file_of_the_wanted_type_is_taken(head: bytes, media: str | None, wanted: str) -> None:
    content.check(head, media, (wanted,), "https://lists.example/")


@pytest.mark.parametrize(("head", "media", "wanted"), WRONG)
def test_a_file_of_another_type_is_refused_with_what_was_wanted(head: bytes, media: str | None, wanted: str) -> None:
    with pytest.raises(DownloadError) as caught:
        content.check(head, media, (wanted,), "https://lists.example/")
    assert wanted in str(caught.value) or "empty" in str(caught.value)


def test_one_of_several_wanted_types_is_enough_and_names_the_file() -> None:
    wanted = ("sdn.xml", "sdn_xml.zip")
    for head, name in ((XML, "sdn.xml"), (ZIP, "sdn_xml.zip")):
        content.check(head, None, wanted, "https://lists.example/")
        assert content.name("/api/SDN", head, None, wanted) == name


def test_anything_goes_where_nothing_is_wanted() -> None:
    for head in (b"", PAGE, b"\0"):
        content.check(head, None, (), "https://lists.example/")


@given(st.binary(max_size=200), st.none() | st.text(max_size=30))
def test_any_bytes_are_of_some_kind(head: bytes, media: str | None) -> None:
    assert content.kind(head, media)


@given(st.text(max_size=200), st.binary(max_size=20))
def test_any_path_gives_a_plain_name(path: str, head: bytes) -> None:
    name = content.name("/" + path, head, None, (".csv",))
    assert name.lower().endswith(".csv") and len(name) <= 104
    assert name.isascii() and not name.startswith((".", "-")) and not set(name) & set("/\\:\0 ")
