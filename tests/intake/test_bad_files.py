"""Files that are damaged, hostile or not what they are called: a sentence, or a fault in its row, and no more."""

from __future__ import annotations

import gzip
import io
import os
import struct
import sys
import threading
import tracemalloc
import zipfile
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest
from intake_files import texts, write

from obstat.intake import archives, recognised, subjects
from obstat.intake.tables import frame
from obstat.intake.tables import lines as lines_module
from obstat.model.errors import SourceError
from obstat.model.subject import Subject

HEAD = "Supplier,Model\n"
NEVER = "A quotation mark in this row is never closed, so its cells cannot be told; close or remove it."


def told(path: Path) -> tuple[str | None, list[Subject]]:
    """What a person sees: a sentence, or subjects."""
    try:
        return None, list(subjects(path))
    except SourceError as error:
        sentence = str(error)
        assert sentence.endswith(".") and "\n" not in sentence
        return sentence, []


def test_a_quote_never_closed_does_not_swallow_the_row_below(tmp_path: Path) -> None:
    path = write(tmp_path, "a.csv", HEAD + '"Acme,X1\n"Bolt",Y2\n"Cog,Z3\n"Dyn",W4\n')
    found = list(subjects(path))
    assert [(each.place.row, each.fault) for each in found] == [(2, NEVER), (3, None), (4, NEVER), (5, None)]
    assert texts(found, "name")[1::2] == ["Bolt", "Dyn"]
    assert pl.concat(frame(path).blocks())["row"].to_list() == [2, 3, 4, 5]


def test_every_row_may_open_a_quote(tmp_path: Path) -> None:
    found = list(subjects(write(tmp_path, "a.csv", HEAD + '"Acme,X1\n' * 3_001)))
    assert len(found) == 3_001
    assert {each.fault for each in found} == {NEVER}


def test_a_cell_of_several_lines_is_one_cell(tmp_path: Path) -> None:
    found = list(subjects(write(tmp_path, "a.csv", HEAD + '"Acme\nHall 1" ,X1\n"Bolt\r\n""B""",Y2\n')))
    assert texts(found, "name") == ["Acme Hall 1", 'Bolt "B"']


def test_blank_rows_and_nuls_and_a_header_alone(tmp_path: Path) -> None:
    found = list(subjects(write(tmp_path, "a.csv", HEAD + "\n,\n  \nAc\0me,X1\n\n")))
    assert [(each.place.row, each.texts) for each in found] == [(5, {"name": "Acme", "model": "X1"})]
    assert told(write(tmp_path, "b.csv", HEAD)) == (None, [])


@pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf", b"  \n\n", b"\0\0\0\0", b"\xff\xfe"])
def test_what_holds_nothing_is_empty(tmp_path: Path, content: bytes) -> None:
    assert told(write(tmp_path, "a.csv", content))[0] == "a.csv is empty; give a file that holds an inventory."


def test_formulas_are_text(tmp_path: Path) -> None:
    (found,) = subjects(write(tmp_path, "a.csv", HEAD + "=HYPERLINK(1),=cmd|'/c calc'!A1\n"))
    assert found.texts == {"name": "=HYPERLINK(1)", "model": "=cmd|'/c calc'!A1"}


def test_an_archive_of_gigabytes_of_zeros_is_refused_by_what_it_says_of_itself(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.csv", bytes(1 << 20))
    data = bytearray(path.read_bytes())
    at = data.index(b"PK\x01\x02")
    data[at + 24 : at + 28] = b"\xfe\xff\xff\xff"
    path.write_bytes(data)
    assert told(path)[0] == (
        "a.zip unpacks to more than 200 times its size, which is refused; if it is meant so, unpack it first."
    )


def test_what_is_unpacked_is_never_all_held(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "SMALL", 4 << 20)
    path = write(tmp_path, "a.csv.gz", gzip.compress(bytes(64 << 20)))
    tracemalloc.start()
    sentence, _ = told(path)
    assert tracemalloc.get_traced_memory()[1] < 16 << 20
    tracemalloc.stop()
    assert sentence and "unpacks to more than 200 times its size" in sentence


def test_a_packed_file_in_a_packed_file_stays_closed(tmp_path: Path) -> None:
    path = write(tmp_path, "a.gz", gzip.compress(gzip.compress(HEAD.encode())))
    assert told(path)[0] == ("a.gz is itself packed (gz), and archives in archives are not opened; unpack it first.")


BOMB = (
    '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY h "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>'
)
OUTSIDE = f'<!DOCTYPE x [<!ENTITY h SYSTEM "{Path(__file__).as_uri()}">]>'
NMAP = '<nmaprun scanner="nmap"><host><hostnames><hostname name="%s"/></hostnames></host></nmaprun>'
PARTS = (
    '<bom xmlns="http://cyclonedx.org/schema/bom/1.5"><components><component type="library"><name>%s</name>'
    "</component></components></bom>"
)


@pytest.mark.parametrize("entities", [BOMB, OUTSIDE])
@pytest.mark.parametrize("content", [NMAP, PARTS])
def test_entities_of_xml_are_refused(tmp_path: Path, entities: str, content: str) -> None:
    path = write(tmp_path, "a.xml", f'<?xml version="1.0"?>{entities}{content % "&h;"}')
    sentence, found = told(path)
    said = sentence or " ".join(each.fault or "" for each in found)
    assert "refused" in said
    assert not any(each.texts or each.facts or each.given for each in found)


def test_a_capture_cut_in_a_packet_keeps_the_packets_before(tmp_path: Path) -> None:
    packet = bytes.fromhex("ffffffffffff001a2b3c4d5e08060001080006040001001a2b3c4d5ec0a80101000000000000c0a80102")
    one = struct.pack("<IIII", 0, 0, len(packet), len(packet)) + packet
    start = struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 65535, 1)
    for cut in (3, 20, 40):
        found = list(subjects(write(tmp_path, "a.pcap", start + one + one[:cut])))
        assert [each.text for each in found[0].given] == ["00:1a:2b:3c:4d:5e"]
        assert found[1].fault and "cut after packet 1" in found[1].fault


@pytest.mark.parametrize("piece", [b"a,b;", b"xxxx"])
def test_one_long_line_ends_in_a_sentence_in_little_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, piece: bytes
) -> None:
    monkeypatch.setattr(lines_module, "LONGEST", 1 << 20)
    path = write(tmp_path, "a", piece * (9 << 20))
    tracemalloc.start()
    sentence, _ = told(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert sentence and sentence.startswith("a has a line of more than 1 MiB")
    assert peak < 16 << 20


class Standard:
    """Standard input with this content."""

    def __init__(self, data: bytes) -> None:
        self.buffer = io.BytesIO(data)


@pytest.fixture
def pipe(tmp_path: Path) -> Iterator[Path]:
    path = tmp_path / "pipe"
    os.mkfifo(path)
    writer = threading.Thread(target=path.write_bytes, args=(b"\n",))
    writer.start()
    yield path
    writer.join()


def test_what_is_no_regular_file_is_called_by_its_name(pipe: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert told(pipe)[0] == "pipe is empty; give a file that holds an inventory."
    assert told(Path(os.devnull))[0] == "null is empty; give a file that holds an inventory."
    monkeypatch.setattr(sys, "stdin", Standard(b""))
    assert told(Path("-"))[0] == "standard input is empty; give a file that holds an inventory."


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="nothing is closed to root")
def test_a_file_that_may_not_be_read_is_told(tmp_path: Path) -> None:
    path = write(tmp_path, "a.csv", HEAD)
    path.chmod(0)
    assert told(path)[0] == f"{path} cannot be opened (Permission denied); check its name and who may read it."


def test_a_name_that_climbs_out_of_an_archive_is_only_shown(tmp_path: Path) -> None:
    path = tmp_path / "in" / "a.zip"
    path.parent.mkdir()
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("../../x.csv", HEAD + "Acme,X1\n")
    assert recognised(path).code == "table"
    assert [each.place.file for each in subjects(path)] == ["a.zip/../../x.csv"]
    assert sorted(each.name for each in tmp_path.rglob("*")) == ["a.zip", "in"]
