"""Workbooks and documents as the programs of offices write them."""

from __future__ import annotations

import base64
import datetime
import lzma
import zipfile
from pathlib import Path

import polars as pl
import pypdf
import pytest
from intake_files import given as identifiers
from intake_files import texts, write

from obstat.intake import recognised, subjects
from obstat.intake.tables import columns_of, frame
from obstat.model.errors import SourceError

NAMES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
)
SHEETS = """
<table:table table:name="Devices">
  <table:table-column table:number-columns-repeated="5"/>
  <table:table-row>
    <table:table-cell table:number-columns-spanned="5" office:value-type="string"><text:p>Inventory</text:p>
    </table:table-cell>
    <table:covered-table-cell table:number-columns-repeated="4"/>
  </table:table-row>
  <table:table-row table:number-rows-repeated="2"><table:table-cell/></table:table-row>
  <table:table-header-rows><table:table-row>
    <table:table-cell><text:p>Supplier</text:p></table:table-cell>
    <table:table-cell><text:p>Model</text:p></table:table-cell>
    <table:table-cell><text:p>IMEI</text:p></table:table-cell>
    <table:table-cell><text:p>Purchase Date</text:p></table:table-cell>
    <table:table-cell><text:p>Total</text:p></table:table-cell>
  </table:table-row></table:table-header-rows>
  <table:table-row>
    <table:table-cell><office:annotation><text:p>a note</text:p></office:annotation><text:p>Acme <text:span>Ltd.
      </text:span></text:p></table:table-cell>
    <table:table-cell office:value-type="string"><text:p>007<text:s/>B</text:p></table:table-cell>
    <table:table-cell office:value-type="float" office:value="352099001761481"><text:p>3.52E+14</text:p>
    </table:table-cell>
    <table:table-cell office:value-type="date" office:date-value="2024-05-01T00:00:00"><text:p>05/01/24</text:p>
    </table:table-cell>
    <table:table-cell office:value-type="currency" office:value="1234.5" table:formula="of:=[.A1]*2">
      <text:p>1.234,50</text:p></table:table-cell>
  </table:table-row>
  <table:table-row table:number-rows-repeated="2"><table:table-cell><text:p>Bolt</text:p></table:table-cell>
    <table:table-cell><text:p>X1</text:p></table:table-cell></table:table-row>
  <table:table-row table:number-rows-repeated="1000000">
    <table:table-cell table:number-columns-repeated="16384"/></table:table-row>
</table:table>
<table:table table:name="Hidden" table:display="false">
  <table:table-row><table:table-cell><text:p>Vendor</text:p></table:table-cell>
    <table:table-cell><text:p>MAC</text:p></table:table-cell></table:table-row>
  <table:table-row><table:table-cell><text:p>Cog</text:p></table:table-cell>
    <table:table-cell><text:p>00:1a:2b:3c:4d:5e</text:p></table:table-cell></table:table-row>
</table:table>
<table:table table:name="Empty"/>
"""


def ods(path: Path, sheets: str = SHEETS, *, before: str = "", manifest: str = "<m/>", packed: int = 0) -> Path:
    content = (
        f'<?xml version="1.0"?>\n{before}<office:document-content {NAMES}>\n<office:body>\n<office:spreadsheet>'
        f"{sheets}</office:spreadsheet></office:body></office:document-content>"
    )
    with zipfile.ZipFile(path, "w", packed or zipfile.ZIP_DEFLATED) as archive:
        stored = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet", stored)
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", manifest)
    return path


@pytest.mark.parametrize("packed", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_an_indented_spreadsheet_of_opendocument_is_read_with_its_rows_and_values(tmp_path: Path, packed: int) -> None:
    path = ods(tmp_path / "a.bin", packed=packed)
    assert recognised(path).code == "workbook"
    found = list(subjects(path))
    assert [(each.place.sheet, each.place.row) for each in found] == [
        ("Devices", 5), ("Devices", 6), ("Devices", 7), ("Hidden", 2),
    ]  # fmt: skip
    assert texts(found, "name") == ["Acme Ltd.", "Bolt", "Bolt", "Cog"]
    assert found[0].texts["model"] == "007 B"
    assert identifiers(found[0], "imei") == ["352099001761481"]
    assert found[0].facts == {"date": "2024-05-01", "spend": "1234.5"}
    assert not any(each.fault for each in found)
    assert set(columns_of(path)) == {"Devices", "Hidden", "Empty"}


def test_a_spreadsheet_of_opendocument_that_cannot_be_taken_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.ods"
    entities = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    for told, made in (
        ("declares a document type", lambda: ods(path, before=entities)),
        ("locked with a password", lambda: ods(path, manifest="<m><encryption-data/></m>")),
        ("more than 100 million cells", lambda: ods(path, SHEETS.replace('repeated="2"', 'repeated="99999999"'))),
        ("repeats rows '-1' times", lambda: ods(path, SHEETS.replace('rows-repeated="2"', 'rows-repeated="-1"'))),
        ("no workbook that can be read", lambda: ods(path, "<table:table>")),
    ):
        made()
        with pytest.raises(SourceError, match=rf"^a\.ods .*{told}.*\.$"):
            list(subjects(path))


XLS = (
    "{Wp48S^xk9=GL@E0stWa8~^|S5YJf5;1&M^K3xE4Grk;#Fn3_|q=YI!3><bRg7T4u+=$92y5XR=#sm{*o6VTHX*Crpnc)M|#puk@^h-b4s3P%T"
    "*|5j%FV#XmrK5@>cY#$Aa2quG5BsCaW&p=w%`2#&kRh1ZNw2_WK3HzmwvVw`eHjS!s3o3v1y%g5PK!X>RG6J`UNv0!s7Y{7mHH^MY6=JSI{}i2"
    "%d}x1O`o)U;Yhzr8}Rym(!HrI^9-9?X_2@&>~#4_pLgy+35m+m)m7VU>~G;s7~;}$r7|!aZq{uxw(G-6S&M{9TIQSfQiMb+#zDVnBJ@S@7;aWF"
    "GpW!Wqw_!bif0=PFs`m;{=^bKq^77fvn_|s@7IuDVca$!f2fVx*5jd4vQ(|tpix}VroMc8;80)^=$G#1fLGs@$aB{0E!BWw`I(qMVP~EYy=u{c"
    "7Z$80v=o52;2-9JP5nk2YW>7QeB|9TwJOkQYb5zKZ`v%fUTH=l^)ZuiZ;&X^cbj&)TDv2tNa{Rph_nG1FAl+Lz;3JcEkZ_~M0rr%V5<(vO3JZ{"
    ")c}c?(Mq>!LR6r{()HOfPU~STcA5IePW~c4ro8Gdp~4pA*MenIm#Al=56nyDRst@?l{$28`eY5}Q6+`R|0;8>*J`>d0R|r)33zqsYAVo>`Y(d3"
    "Das<Rg+jC6<lUL}1pQ**QK8GMtkxeoG#<GC+4Vw)gAFYR+LZgAJcDUEzv_V=f-yUmzLoSGU)28AOzcGuf9P2wH{+{cpY>CJT0p)NP;E8JQ7H0P"
    "iFIad^iN>HCI|PJU!(6^-B>F@W15F(t<*hvkt;NJPU;to)!XyCJnFyqu%Ht)fd(g5mfo{_3g8_8sWx+ZccXmCD448qK?66b328xZ3dhDmzJRMV"
    "G#Xy3+c<F&UlY0T*;2v*KLdR*{#v99%NlZ~0gH*FlZ3c%*Mes@7t)x{G-|_%xaKW>U0{i3omB!9TsvjPf5ACDD^LV3q_8@8EGq}UtEuKuG1&c>"
    "BLhD$czn>Kqq+{f>`CTnPyAZTGm3A-zu5+pR_;aWi@e5-VGap0oaIs?hWCZqGk!L<7zpzQMEX$$caWyf{@|6w00000rV&I}4fQdi00G(tfGhw2"
    "ix<8lvBYQl0ssI200dcD"
)
"""Three sheets by a program that writes XLS: merged cells, a date, digits as text, a formula, a hidden sheet, an empty
one."""


def test_a_workbook_of_the_old_kind_is_read(tmp_path: Path) -> None:
    path = write(tmp_path, "a.xls", lzma.decompress(base64.b85decode(XLS)))
    assert recognised(path).code == "workbook"
    found = list(subjects(path))
    assert [(each.place.sheet, each.place.row) for each in found] == [("Devices", 4), ("Devices", 6), ("Hidden", 2)]
    assert [identifiers(each, "imei") for each in found[:2]] == [["352099001761481"], ["490154203237518"]]
    assert texts(found, "model") == ["P30", "00123", None]
    assert found[0].facts == {"date": "2024-05-01", "spend": "40.5"}
    whole = path.read_bytes()
    with pytest.raises(SourceError, match=r"^b\.xls is no workbook that can be read \(.*\); open it, and save"):
        list(subjects(write(tmp_path, "b.xls", whole[:2_500])))


def office(path: Path, files: dict[str, str]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return path


def xlsx(before: str = "", text: str = "Acme") -> dict[str, str]:
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    types = "http://schemas.openxmlformats.org/package/2006/content-types"
    relations = "http://schemas.openxmlformats.org/package/2006/relationships"
    kinds = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    link = f'<Relationships xmlns="{relations}"><Relationship Id="r1" Type="{kinds}/%s" Target="%s"/></Relationships>'
    cells = "".join(
        f'<row r="{row}"><c r="A{row}" t="inlineStr"><is><t>{name}</t></is></c>'
        f'<c r="B{row}" t="inlineStr"><is><t>{model}</t></is></c></row>'
        for row, name, model in ((1, "Vendor", "Model"), (2, text, "X1"))
    )
    return {
        "docMetadata/LabelInfo.xml": "<labels/>",
        "[Content_Types].xml": f'<Types xmlns="{types}"/>',
        "_rels/.rels": link % ("officeDocument", "xl/workbook.xml"),
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{kinds}"><sheets><sheet name="S" sheetId="1" r:id="r1"/>'
        "</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": link % ("worksheet", "worksheets/sheet1.xml"),
        "xl/worksheets/sheet1.xml": f'<?xml version="1.0"?>{before}<worksheet xmlns="{main}"><sheetData>{cells}'
        "</sheetData></worksheet>",
    }


def test_a_workbook_is_no_archive_whatever_is_packed_first(tmp_path: Path) -> None:
    path = office(tmp_path / "a", xlsx())
    assert recognised(path).code == "workbook"
    assert texts(list(subjects(path)), "name") == ["Acme"]
    outer = tmp_path / "all.zip"
    with zipfile.ZipFile(outer, "w") as archive:  # stored, so that the inner names lie open
        archive.writestr("books/a.xlsx", path.read_bytes())
        archive.writestr("b.csv", "Vendor,Model\nBolt,X\n")
    assert texts(list(subjects(outer)), "name") == ["Acme", "Bolt"]


def test_entities_in_a_workbook_are_not_expanded(tmp_path: Path) -> None:
    for entity in ('"aaaaaaaaaaaaaaaaaaaa"', f'SYSTEM "{Path(__file__).as_uri()}"'):
        path = office(tmp_path / "a.xlsx", xlsx(f"<!DOCTYPE x [<!ENTITY a {entity}>]>", "&a;&a;&a;"))
        try:
            said = str([each.texts for each in subjects(path)])
        except SourceError as error:
            said = str(error)
        assert "aaaaaaaaaa" not in said and "import" not in said


def test_a_document_without_sheets_is_told(tmp_path: Path) -> None:
    path = office(tmp_path / "a.docx", {"[Content_Types].xml": "<Types/>", "word/document.xml": "<w/>"})
    with pytest.raises(SourceError, match=r"^a\.docx is a document without sheets; save it as PDF or as text\.$"):
        list(subjects(path))


def pdf(path: Path, pages: list[str]) -> Path:
    """A page for each stream of operators, with one font."""
    kids = " ".join(f"{4 + 2 * at} 0 R" for at in range(len(pages)))
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Count {len(pages)}/Kids[{kids}]>>",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    for at, stream in enumerate(pages):
        objects.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F 3 0 R>>>>"
            f"/Contents {5 + 2 * at} 0 R>>"
        )
        objects.append(f"<</Length {len(stream)}>>\nstream\n{stream}\nendstream")
    data, starts = b"%PDF-1.4\n", []
    for number, each in enumerate(objects, 1):
        starts.append(len(data))
        data += f"{number} 0 obj\n{each}\nendobj\n".encode()
    table = "".join(f"{start:010} 00000 n \n" for start in starts)
    end = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer\n<</Size {len(objects) + 1}/Root 1 0 R>>\n"
    path.write_bytes(data + f"{end}startxref\n{len(data)}\n%%EOF\n".encode())
    return path


def shown(*lines: str) -> str:
    return "BT /F 11 Tf 50 800 Td 14 TL " + " ".join(f"({line}) Tj T*" for line in lines) + " ET"


PICTURE = "q 10 10 100 100 re f Q"


def test_a_quote_is_read_by_page_and_line(tmp_path: Path) -> None:
    path = pdf(tmp_path / "a", [shown("Quote 4711", "FCC ID: 2ADTD-X1"), "", shown("Acme router  X1   3")])
    assert recognised(path).code == "pdf"
    found = list(subjects(path))
    assert [(each.place.sheet, each.place.row) for each in found] == [("page 1", 1), ("page 1", 2), ("page 3", 3)]
    assert texts(found, "description") == ["Quote 4711", "FCC ID: 2ADTD-X1", "Acme router X1 3"]
    assert identifiers(found[1], "fcc_id") == ["2ADTD-X1"]


def test_a_scanned_page_is_told(tmp_path: Path) -> None:
    found = list(subjects(pdf(tmp_path / "a", [shown("Acme"), PICTURE, shown("Bolt")])))
    assert [each.fault for each in found] == [
        None, "Page 2 is a picture without text; read its text with a text recogniser first.", None,
    ]  # fmt: skip
    with pytest.raises(SourceError, match=r"^a holds pictures and no text; read its text with a text recogniser"):
        list(subjects(pdf(tmp_path / "a", [PICTURE])))


def test_many_pages_stream(tmp_path: Path) -> None:
    path = pdf(tmp_path / "a", [shown("Acme", f"FCC ID: 2ADTD-X{at}") for at in range(300)])
    first = next(iter(subjects(path)))
    assert first.texts == {"description": "Acme"}
    assert sum(1 for _ in subjects(path)) == 600


def test_a_pdf_that_is_locked_or_cut_off_is_told(tmp_path: Path) -> None:
    whole = pdf(tmp_path / "a.pdf", [shown("Acme")])
    writer = pypdf.PdfWriter(clone_from=whole)
    writer.encrypt("secret", algorithm="RC4-128")
    writer.write(tmp_path / "b.pdf")
    with pytest.raises(SourceError, match=r"^b\.pdf is locked with a password; save it without one\.$"):
        list(subjects(tmp_path / "b.pdf"))
    for length in (9, 60, 200):
        with pytest.raises(SourceError, match=r"^c\.pdf .*\.$"):
            list(subjects(write(tmp_path, "c.pdf", whole.read_bytes()[:length])))


def test_structures_and_lists_of_parquet_are_columns(tmp_path: Path) -> None:
    path = tmp_path / "a"
    table = pl.DataFrame(
        {
            "vendor": ["Acme", "Bolt", None],
            "meta": [{"mac": "00:1a:2b:3c:4d:5e", "model": "X"}, {"mac": None, "model": "Y"}, None],
            "parts": [[{"fcc_id": "2ADTD-X"}, {"fcc_id": "2ADTD-Y"}], [], None],
            "nested": [[["a"], ["b"]], [], None],
            "seen": [datetime.datetime(2024, 5, 1, 3, 4), None, None],
            "took": [datetime.timedelta(hours=1), None, None],
            "kind": pl.Series(["a", "b", "a"], dtype=pl.Categorical),
            "cost": pl.Series(["1.50", "2.00", None]).cast(pl.Decimal(10, 2)),
        }
    )
    table.write_parquet(path, row_group_size=1)
    framed = frame(path)
    assert [column.header for column in framed.columns.columns] == [
        "vendor", "meta.mac", "meta.model", "parts.fcc_id", "nested", "seen", "took", "kind", "cost",
    ]  # fmt: skip
    first, second, third = pl.concat(framed.blocks()).rows()
    assert first[2:] == (
        "Acme", "00:1a:2b:3c:4d:5e", "X", "2ADTD-X; 2ADTD-Y", "a; b", "2024-05-01 03:04:00.000000", "PT1H", "a", "1.50",
    )  # fmt: skip
    assert (second[3], second[4], third[2]) == (None, "Y", None)
    found = list(subjects(path))
    assert found[0].texts == {"name": "Acme", "model": "X"}
    assert identifiers(found[0], "mac") == ["00:1a:2b:3c:4d:5e"]
    table.head(0).write_parquet(path)
    assert [*frame(path).blocks()] == []
