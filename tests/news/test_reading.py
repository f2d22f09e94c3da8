"""Stories come out of every format with what the format tells; what cannot be read is said, never dropped."""

from __future__ import annotations

import datetime
import io
import json
import sys
import time
from pathlib import Path

import pytest

from obstat.model.claim import Document
from obstat.model.errors import SourceError
from obstat.news.imprint import outlet_of, published_in
from obstat.news.language import language
from obstat.news.reading import documents

BODY = "The carrier will not sell phones of the firm, people told a paper. The firm declined to comment on Monday."
PAGE = f"""<!DOCTYPE html><html><head><title>Carrier drops phones - A Paper</title>
<meta property="og:site_name" content="A Paper"><meta property="article:published_time" content="2018-01-30T10:00:00Z">
<script>var evil = "SCRIPTED";</script><style>p {{ color: STYLED }}</style></head><body><nav><a href="/">Home</a></nav>
<article><h1>Carrier drops phones</h1><p>{BODY}</p><p>Caf\u00e9 owners said they were sorry about it all.</p></article>
<footer>© 2015 A Paper. All rights reserved.</footer></body></html>"""


def write(folder: Path, name: str, data: bytes | str) -> Path:
    path = folder / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return path


def one(folder: Path, data: bytes | str, name: str = "story") -> Document:
    (document,) = documents(write(folder, name, data))
    return document


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_text_in_any_encoding_is_read_as_it_stands(tmp_path: Path, encoding: str) -> None:
    text = f"Carrier drops phones\r\n\r\n“{BODY}” – Café, naïve\r\n"
    document = one(tmp_path, text.encode(encoding))
    assert document.text == text.replace("\r\n", "\n")
    assert (document.title, document.language, document.notes) == ("Carrier drops phones", "en", ())


def test_other_scripts_of_old_encodings_are_told(tmp_path: Path) -> None:
    russian = (
        "Оператор не будет продавать телефоны компании, сообщили источники. Компания отказалась от комментариев. " * 3
    )
    assert one(tmp_path, russian.encode("cp1251")).text == russian
    chinese = "运营商不会销售该公司的手机，消息人士表示。公司拒绝置评。监管机构没有回应记者的提问。" * 3
    assert one(tmp_path, chinese.encode("gb18030")).text == chinese


def test_a_few_damaged_signs_are_told_and_the_rest_is_kept(tmp_path: Path) -> None:
    document = one(tmp_path, "Café Ünal naïve façade ".encode() * 20 + b"\xff and\0 more")
    assert document.text.startswith("Café") and document.text.endswith("\ufffd and  more")
    assert len(document.notes) == 2


def test_a_page_gives_its_story_and_nothing_of_scripts(tmp_path: Path) -> None:
    document = one(tmp_path, PAGE)
    assert document.text.startswith("Carrier drops phones\n\nThe carrier will not")
    assert "SCRIPTED" not in document.text and "STYLED" not in document.text and "<" not in document.text
    assert document.outlet == "A Paper" and document.published == datetime.date(2018, 1, 30)


def test_a_copyright_year_is_no_day(tmp_path: Path) -> None:
    assert one(tmp_path, PAGE.replace("2018-01-30T10:00:00Z", "")).published is None
    assert one(tmp_path, f"Carrier drops\n\n{BODY}\n\n© 2015 A Paper. All rights reserved.").published is None


@pytest.mark.parametrize("markup", ["<p>Huawei is banned.", "<html><body><div>Huawei <b>is banned.</div><table><p",
                                    "<html><head><title>x<body><p>Huawei is banned.</html></html>"])  # fmt: skip
def test_broken_and_tiny_pages_are_read(tmp_path: Path, markup: str) -> None:
    assert "Huawei is banned." in one(tmp_path, markup).text


def test_a_page_says_its_encoding(tmp_path: Path) -> None:
    page = PAGE.replace("<head>", '<head><meta charset="iso-8859-1">').encode("cp1252")
    assert "Café" in one(tmp_path, page).text


def test_a_saved_page_is_dated_by_itself_and_not_by_its_saving(tmp_path: Path) -> None:
    saved = (
        "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://paper.example/story\r\nSubject: Carrier\r\n"
        "Date: Fri, 1 Mar 2024 10:00:00 -0000\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/related; type="text/html"; boundary="B"\r\n\r\n--B\r\nContent-Type: text/html; '
        "charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n" + PAGE + "\r\n--B\r\nContent-Type: text/css\r\n\r\n"
        "p {}\r\n--B--\r\n"
    )
    document = one(tmp_path, saved)
    assert (document.url, document.published) == ("https://paper.example/story", datetime.date(2018, 1, 30))
    assert BODY in document.text and "Café" in document.text


def test_a_letter_has_its_sender_and_day(tmp_path: Path) -> None:
    letter = (
        "From: A Paper <news@paper.example>\nSubject: Carrier drops phones\nDate: Tue, 30 Jan 2018 10:00:00 +0000\n"
        f"List-Id: <news.paper.example>\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\n{BODY}\n"
    )
    document = one(tmp_path, letter)
    assert document.text == f"Carrier drops phones\n\n{BODY}\n"
    assert (document.outlet, document.published) == ("A Paper", datetime.date(2018, 1, 30))


def test_each_entry_of_a_feed_is_a_story(tmp_path: Path) -> None:
    feed = (
        '<?xml version="1.0"?><rss version="2.0"><channel><title>A Paper</title><item><title>One &amp; two</title>'
        "<link>https://paper.example/1</link><pubDate>Tue, 30 Jan 2018 10:00:00 GMT</pubDate>"
        f"<description>&lt;p&gt;{BODY}&lt;/p&gt;&lt;script&gt;x()&lt;/script&gt;</description></item>"
        "<item><title>Headline only</title></item></channel></rss>"
    )
    first, second = documents(write(tmp_path, "feed", feed))
    assert (first.title, first.outlet, first.url) == ("One & two", "A Paper", "https://paper.example/1")
    assert first.published == datetime.date(2018, 1, 30) and first.text == f"One & two\n\n{BODY}"
    assert second.text == "Headline only" and second.notes and first.id != second.id
    atom = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>B</title><entry><title>T</title><updated>2020-05-01T00:00:00Z'
        '</updated><link href="https://b.example/"/><content type="html">'
        "&lt;p&gt;Body.&lt;/p&gt;</content></entry></feed>"
    )
    document = one(tmp_path, atom)
    assert (document.text, document.outlet, document.published) == ("T\n\nBody.", "B", datetime.date(2020, 5, 1))


def test_json_lines_lose_no_line(tmp_path: Path) -> None:
    lines = [
        json.dumps({"text": BODY, "title": "T", "date": "2018-01-30", "url": "https://x.example/"}),
        "not json",
        json.dumps({"title": "only a title"}),
        json.dumps({"body": "<p>One.</p><p>Two.</p>", "published_at": "30 January 2018", "source": {"name": "S"}}),
        json.dumps({"text": BODY, "date": "soon"}),
    ]
    first, broken, untold, marked, undated = documents(write(tmp_path, "s.jsonl", "\n".join(lines)))
    assert (first.text, first.published) == (f"T\n\n{BODY}", datetime.date(2018, 1, 30))
    assert broken.text == "" and "Line 2" in broken.notes[0]
    assert untold.text == "only a title" and "Line 3" in untold.notes[0]
    assert (marked.text, marked.outlet, marked.published) == ("One.\n\nTwo.", "S", datetime.date(2018, 1, 30))
    assert "soon" in undated.notes[0]
    assert len(list(documents(write(tmp_path, "s.json", json.dumps([{"text": "A."}, {"text": "B."}], indent=1))))) == 2


def test_a_pdf_is_read_by_its_pages(tmp_path: Path) -> None:
    pypdf = pytest.importorskip("pypdf")
    from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

    writer = pypdf.PdfWriter()
    page = writer.add_blank_page(300, 300)
    font = DictionaryObject({NameObject("/Type"): NameObject("/Font"), NameObject("/Subtype"): NameObject("/Type1"),
                             NameObject("/BaseFont"): NameObject("/Helvetica")})  # fmt: skip
    page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): DictionaryObject({NameObject("/F"): font})})
    stream = DecodedStreamObject()
    stream.set_data(b"BT /F 12 Tf 10 200 Td (The carrier drops equip-) Tj 0 -14 Td (ment of the firm.) Tj ET")
    page[NameObject("/Contents")] = writer._add_object(stream)
    data = io.BytesIO()
    writer.write(data)
    assert one(tmp_path, data.getvalue()).text == "The carrier drops equipment of the firm."
    with pytest.raises(SourceError, match="no PDF that can be read"):
        one(tmp_path, b"%PDF-1.4 broken")


@pytest.mark.parametrize(
    "data", [b"", b" \n ", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20, b"PK\x03\x04zip", bytes(1000)]
)
def test_what_is_no_story_is_told_in_a_sentence(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(SourceError) as raised:
        one(tmp_path, data)
    assert str(raised.value).startswith("story ") and str(raised.value).endswith(".")
    write(tmp_path, "text", BODY)
    first, second = documents(tmp_path)
    assert (first.id, first.text, first.notes) == ("story", "", (str(raised.value),))
    assert second.text == BODY


def test_a_folder_is_read_in_the_order_of_names(tmp_path: Path) -> None:
    for name in ("b/2", "b/1", "a", "c"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        write(tmp_path, name, BODY)
    (tmp_path / "page_files").mkdir()
    write(tmp_path, "page.html", PAGE)
    write(tmp_path, "page_files/style.css", "p {}")
    write(tmp_path, ".hidden", "x")
    (tmp_path / "broken").symlink_to(tmp_path / "nowhere")
    assert [document.id for document in documents(tmp_path)] == ["a", "b/1", "b/2", "broken", "c", "page.html"]
    (tmp_path / "empty").mkdir()
    with pytest.raises(SourceError, match="holds no file"):
        list(documents(tmp_path / "empty"))
    with pytest.raises(SourceError, match="does not exist"):
        list(documents(tmp_path / "nowhere"))


def test_standard_input_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(BODY.encode())))
    (document,) = documents(Path("-"))
    assert (document.id, document.text) == ("standard input", BODY)


@pytest.mark.parametrize(
    ("text", "outlet"),
    [
        ("H\n\nBody.\n\n© 2015 Leader Call. All Rights reserved.", "Leader Call"),
        ("H\n\nBody.\n\nCopyright © 2019-2021 The Lakeside Courier, all rights reserved", "The Lakeside Courier"),
        ("H\n\nBody.\n\nSkerry News © 2021", "Skerry News"),
        ("H\n\nBody.\n\n© Skerry News 2021", "Skerry News"),
        ("H\n\nHARBOUR WIRE, Shanghai, 22 May - The firm said", "Harbour Wire"),
        ("H\n\nSHANGHAI, May 22 (Reuters) - The firm said", "Reuters"),
        ("H\n\nBy Jane Roe, Mast & Mobile\n\nBody.", "Mast & Mobile"),
        ("H\n\nBody without any.", None),
        ("H\n\nAll rights are with the court. Copyright law is old.", None),
    ],
)
def test_an_outlet_is_who_the_text_says(text: str, outlet: str | None) -> None:
    assert outlet_of(text) == outlet


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("H\n\nVIENNA, March 2, 2022 — It follows", (2022, 3, 2)),
        ("H\n\nHARBOUR WIRE, Shanghai, 22 May 2019 - The firm", (2019, 5, 22)),
        ("H\n\nPublished: 30 Jan 2018 10:45 GMT\n\nBody", (2018, 1, 30)),
        ("H\nTuesday, 30 January 2018\n\nBody", (2018, 1, 30)),
        ("H\n\nLONDON, July 14 – The government", None),
        ("H\n\nOn March 2, 2022 the firm was listed.", None),
        ("H\n\n© 2015 A Paper", None),
    ],
)
def test_a_day_stands_at_the_head_and_whole(text: str, day: tuple[int, int, int] | None) -> None:
    assert published_in(text) == (datetime.date(*day) if day else None)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (BODY, "en"),
        ("华为技术有限公司表示反对美国的决定。", "zh"),
        ("ファーウェイは米国の決定に反対した。", "ja"),
        ("화웨이는 미국 정부의 결정에 반대한다고 밝혔다", "ko"),
        ("Компания Huawei заявила, что не согласна с решением США", "ru"),
        ("أعلنت شركة هواوي أنها لا توافق على القرار الأمريكي", "ar"),
        ("หัวเว่ยไม่เห็นด้วยกับการตัดสินใจ", "th"),
        ("Der Konzern legt gegen die Entscheidung der Regierung Berufung ein, teilte er mit.", "de"),
        ("La société a annoncé qu'elle fera appel de la décision du gouvernement.", "fr"),
        ("12345 !!", None),
        ("Huawei", None),
    ],
)
def test_languages_are_told(text: str, code: str | None) -> None:
    assert language(text) == code


def test_fifty_megabytes_are_read_in_linear_time(tmp_path: Path) -> None:
    before = time.process_time()
    assert len(one(tmp_path, "word " * 10_000_000).text) == 50_000_000
    assert time.process_time() - before < 30
    broken = "<html><body>" + "<div><p>Huawei <b>said" * 150_000
    assert "Huawei" in one(tmp_path, broken).text
    assert time.process_time() - before < 60
