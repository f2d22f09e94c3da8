"""What a person names, opened."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import os
import sys
import threading
import zipfile
from pathlib import Path

import pytest
import zstandard
from intake_files import texts, write

from obstat.intake import archives, recognised, subjects
from obstat.model.errors import SourceError

PLAIN = b"Supplier,Model\nAcme,X1\nBolt,Y2\n"
PACKERS = {
    "gz": gzip.compress,
    "bz2": bz2.compress,
    "xz": lzma.compress,
    "zst": lambda data: zstandard.ZstdCompressor().compress(data),
}


class Standard:
    """Standard input with this content."""

    def __init__(self, data: bytes) -> None:
        self.buffer = io.BytesIO(data)


@pytest.mark.parametrize("packed", PACKERS)
def test_a_compressed_file_is_opened_by_its_content(tmp_path: Path, packed: str) -> None:
    path = write(tmp_path, "inventory", PACKERS[packed](PLAIN))
    assert recognised(path).code == "table"
    found = list(subjects(path))
    assert texts(found, "name") == ["Acme", "Bolt"]
    assert {each.place.file for each in found} == {"inventory"}


def archive(path: Path, files: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as written:
        for name, data in files.items():
            written.writestr(name, data)
    return path


def test_each_file_of_an_archive_is_recognised_by_itself(tmp_path: Path) -> None:
    files = {"part.csv": PLAIN, "notes/label.txt": b"Acme router\nFCC ID: XMR123\n", "__MACOSX/._part.csv": b"\0\1"}
    found = list(subjects(archive(tmp_path / "inventory.zip", files)))
    assert [(each.place.file, each.place.row) for each in found] == [
        ("inventory.zip/part.csv", 2),
        ("inventory.zip/part.csv", 3),
        ("inventory.zip/notes/label.txt", 1),
        ("inventory.zip/notes/label.txt", 2),
    ]


def test_names_inside_an_archive_are_never_paths(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    found = list(subjects(archive(folder / "a.zip", {"../../out.csv": PLAIN, "/etc/out.csv": PLAIN})))
    assert len(found) == 4
    assert sorted(each.name for each in tmp_path.rglob("*") if each.is_file()) == ["a.zip"]


def test_an_archive_in_an_archive_stays_closed_and_the_rest_is_read(tmp_path: Path) -> None:
    inner = archive(tmp_path / "inner.zip", {"a.csv": PLAIN}).read_bytes()
    found = list(subjects(archive(tmp_path / "a.zip", {"inner.zip": inner, "part.csv": PLAIN})))
    assert found[0].fault == (
        "a.zip/inner.zip is itself packed (zip), and archives in archives are not opened; unpack it first."
    )
    assert texts(found[1:], "name") == ["Acme", "Bolt"]
    with pytest.raises(SourceError, match="archives in archives are not opened"):
        list(subjects(write(tmp_path, "b.gz", gzip.compress(inner))))


def test_a_locked_file_is_told(tmp_path: Path) -> None:
    path = archive(tmp_path / "a.zip", {"a.csv": PLAIN})
    data = bytearray(path.read_bytes())
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(SourceError, match=r"^a\.zip/a\.csv is locked with a password; unpack it, and give the"):
        list(subjects(write(tmp_path, "a.zip", bytes(data))))


@pytest.mark.parametrize("packed", ["zip", *PACKERS])
def test_what_unpacks_to_far_more_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, packed: str) -> None:
    monkeypatch.setattr(archives, "SMALL", 1 << 20)
    bomb = bytes(8 << 20)
    path = tmp_path / "a"
    if packed == "zip":
        archive(path, {"a.csv": bomb})
    else:
        path.write_bytes(PACKERS[packed](bomb))
    with pytest.raises(SourceError, match="unpacks to more than 200 times its size, which is refused"):
        list(subjects(path))


def test_a_zip_that_lies_of_its_size_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "SMALL", 1 << 20)
    path = archive(tmp_path / "a.zip", {"a.csv": bytes(8 << 20)})
    data = bytearray(path.read_bytes())
    at = data.index(b"PK\x01\x02")
    data[at + 24 : at + 28] = (100).to_bytes(4, "little")
    data[22:26] = (100).to_bytes(4, "little")
    with pytest.raises(SourceError):
        list(subjects(write(tmp_path, "a.zip", bytes(data))))


@pytest.mark.parametrize("packed", ["zip", *PACKERS])
def test_a_packed_file_that_is_cut_off_is_refused_in_a_sentence(tmp_path: Path, packed: str) -> None:
    whole = (
        archive(tmp_path / "w", {"a.csv": PLAIN * 50}).read_bytes() if packed == "zip" else PACKERS[packed](PLAIN * 50)
    )
    path = write(tmp_path, "a", whole[: len(whole) // 2])
    with pytest.raises(SourceError, match=r"^a is cut off or damaged \(.*\); copy it again\.$"):
        list(subjects(path))


def test_standard_input_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", Standard(gzip.compress(PLAIN)))
    found = list(subjects(Path("-")))
    assert texts(found, "name") == ["Acme", "Bolt"]
    assert found[0].place.file == "standard input"


def test_a_pipe_is_read(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writer = threading.Thread(target=pipe.write_bytes, args=(PLAIN,))
    writer.start()
    assert texts(list(subjects(pipe)), "name") == ["Acme", "Bolt"]
    writer.join()


def test_what_cannot_be_opened_is_said_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="is a folder; name one file in it"):
        list(subjects(tmp_path))
    with pytest.raises(SourceError, match="does not exist; check its name"):
        list(subjects(tmp_path / "none"))
    with pytest.raises(SourceError, match="empty is empty; give a file that holds an inventory"):
        list(subjects(write(tmp_path, "empty", b"")))
    with pytest.raises(SourceError, match="is a RAR archive; unpack it"):
        list(subjects(write(tmp_path, "a.csv", b"Rar!\x1a\x07\0" + bytes(50))))
    with pytest.raises(SourceError, match="a holds no file; give one that holds an inventory"):
        list(subjects(archive(tmp_path / "a", {})))


def test_what_is_no_text_is_not_recognised(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="noise is not written in a format that is known; save it as CSV or XLSX"):
        list(subjects(write(tmp_path, "noise", bytes(range(256)) * 100)))
