"""A snapshot is the same everywhere, names itself by its facts, and is refused when one byte is not as it was."""

from __future__ import annotations

import contextlib
import gc
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import obstat
from obstat.knowledge import snapshot
from obstat.knowledge.compile import build, tables
from obstat.knowledge.snapshot import EMBEDDED, Snapshot
from obstat.model import indexes, records
from obstat.model.errors import PackError, SnapshotError

FILES = [
    "FACTS",
    "INDEXES",
    "vocabulary.json",
    "strings.col",
    "index_strings.col",
    "spellings.names",
    "persons.names",
    "about.json",
    *(f"{n}.col" for n in records.TABLES | indexes.INDEXES),
]
FIX = "obstat snapshot build"


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    folder = tmp_path_factory.mktemp("built") / "snapshot"
    return build(folder), folder


@pytest.fixture
def copied(built, tmp_path):
    return Path(shutil.copytree(built[1], tmp_path / "copy"))


def flip(path: Path, position: int, mask: int) -> None:
    data = bytearray(path.read_bytes())
    data[position] ^= mask
    path.write_bytes(bytes(data))


def test_two_builds_are_byte_identical(built, tmp_path):
    assert build(tmp_path / "again") == built[0]
    assert contents(tmp_path / "again") == contents(built[1])


@pytest.mark.parametrize("seed", ["1", "4242"])
def test_a_build_elsewhere_is_byte_identical(built, tmp_path, seed):
    code = "import sys, pathlib; from obstat.knowledge.compile import build; print(build(pathlib.Path(sys.argv[1])))"
    environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": "Pacific/Kiritimati", "LC_ALL": "C"}
    done = subprocess.run(
        [sys.executable, "-c", code, "there"], cwd=tmp_path, env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == built[0]
    assert contents(tmp_path / "there") == contents(built[1])


def test_the_shipped_snapshot_is_that_of_the_pack(built, ob):
    assert ob.snapshot.id == built[0], "the embedded snapshot is older than the pack: run 'make snapshot'"


def test_it_consists_of_the_files_it_names(built):
    assert set(contents(built[1])) == set(FILES)


def test_sha256sum_prints_the_id_and_checks_the_rest(built):
    identity, folder = built
    assert Snapshot(folder).id == identity
    assert identity == "sha256:" + hashlib.sha256((folder / "FACTS").read_bytes()).hexdigest()
    if tool := shutil.which("sha256sum"):
        run = subprocess.run([tool, "FACTS"], cwd=folder, capture_output=True, text=True, check=True)
        assert "sha256:" + run.stdout.split()[0] == identity
        check = [tool, "--check", "--strict", "FACTS", "INDEXES"]
        assert subprocess.run(check, cwd=folder, capture_output=True).returncode == 0


@pytest.mark.parametrize("name", FILES)
def test_a_flipped_byte_is_noticed(copied, name):
    size = (copied / name).stat().st_size
    original = (copied / name).read_bytes()
    for position in sorted({0, 1, 7, 8, size // 3, size // 2, size - 2, size - 1} & set(range(size))):
        for mask in (0x01, 0x20, 0xFF):
            flip(copied / name, position, mask)
            with pytest.raises(SnapshotError, match=FIX):
                Snapshot(copied)
            (copied / name).write_bytes(original)
    Snapshot(copied)


@pytest.mark.parametrize("name", ["FACTS", "INDEXES"])
def test_a_flipped_byte_of_the_sums_is_noticed_wherever_it_is(copied, name):
    """Line ends included: 0x0A with one bit flipped is 0x0B, which also splits lines in Python."""
    original = (copied / name).read_bytes()
    for position in [p for p, byte in enumerate(original) if byte == 0x0A]:
        for mask in (0x01, 0x07):
            flip(copied / name, position, mask)
            with pytest.raises(SnapshotError):
                Snapshot(copied)
            (copied / name).write_bytes(original)


@pytest.mark.parametrize("name", FILES)
def test_a_missing_file_is_noticed(copied, name):
    (copied / name).unlink()
    with pytest.raises(SnapshotError, match=FIX):
        Snapshot(copied)


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("change", ["emptied", "cut", "longer"])
def test_a_file_of_another_length_is_noticed(copied, name, change):
    data = (copied / name).read_bytes()
    (copied / name).write_bytes({"emptied": b"", "cut": data[:-1], "longer": data + b"\x00"}[change])
    with pytest.raises(SnapshotError, match=FIX):
        Snapshot(copied)


def test_a_missing_line_is_noticed(copied):
    lines = (copied / "FACTS").read_text().splitlines(keepends=True)
    (copied / "FACTS").write_text("".join(lines[1:]))
    with pytest.raises(SnapshotError, match=FIX):
        Snapshot(copied)


@pytest.mark.parametrize("name", ["../FACTS", "sub/rules.col", "/etc/hostname", ""])
def test_sums_cannot_point_outside_the_folder(copied, name):
    with (copied / "INDEXES").open("a") as file:
        file.write(f"{'0' * 64}  {name}\n")
    with pytest.raises(SnapshotError, match=FIX):
        Snapshot(copied)


def test_a_folder_named_by_a_sum_must_have_that_sum(built, tmp_path):
    identity, folder = built
    digest = identity.removeprefix("sha256:")
    right = Path(shutil.copytree(folder, tmp_path / f"sha256-{digest}"))
    assert Snapshot(right).id == identity
    wrong = Path(shutil.copytree(folder, tmp_path / f"sha256-{digest[::-1]}"))
    with pytest.raises(SnapshotError, match=FIX):
        Snapshot(wrong)


def test_a_folder_without_a_snapshot_says_how_to_build_one(tmp_path):
    for folder in (tmp_path, tmp_path / "absent"):
        with pytest.raises(SnapshotError, match=FIX):
            Snapshot(folder)


def test_a_file_in_place_of_the_folder_is_refused_too(tmp_path):
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(SnapshotError, match=FIX):
        Snapshot(tmp_path / "file")


def test_a_snapshot_of_another_version_is_refused(small_pack, monkeypatch, tmp_path):
    monkeypatch.setattr(snapshot, "layout", lambda: "of another version")
    build(tmp_path / "other", small_pack.folder)
    monkeypatch.undo()
    with pytest.raises(SnapshotError, match=FIX):
        Snapshot(tmp_path / "other")


def test_a_build_replaces_an_older_snapshot(small_pack, tmp_path):
    build(tmp_path / "out", small_pack.folder)
    rules = (small_pack.folder / "rules/us/test.yaml").read_text()
    small_pack.write("rules/us/test.yaml", rules.replace("2023-01-10", "2023-01-11"))
    identity = build(tmp_path / "out", small_pack.folder)
    build(tmp_path / "fresh", small_pack.folder)
    assert Snapshot(tmp_path / "out").id == identity
    assert contents(tmp_path / "out") == contents(tmp_path / "fresh")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["fresh", "out", "pack"], "nothing is left beside it"


def test_a_build_does_not_sweep_away_a_folder_of_other_things(small_pack, tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine/thesis.txt").write_text("years of work")
    with contextlib.suppress(SnapshotError, OSError):
        build(tmp_path / "mine", small_pack.folder)
    assert (tmp_path / "mine/thesis.txt").read_text() == "years of work"


def test_derived_tables_do_not_change_the_id(built):
    facts = (built[1] / "FACTS").read_text()
    derived = (built[1] / "INDEXES").read_text()
    for name in indexes.INDEXES:
        assert f"{name}.col" not in facts
        assert f"{name}.col" in derived


def test_a_fact_changes_the_id(small_pack, tmp_path):
    before = build(tmp_path / "a", small_pack.folder)
    rules = (small_pack.folder / "rules/us/test.yaml").read_text()
    small_pack.write("rules/us/test.yaml", rules.replace("2023-01-10", "2023-01-11"))
    assert build(tmp_path / "b", small_pack.folder) != before


def test_a_faulty_pack_writes_nothing(small_pack, tmp_path):
    small_pack.write("ties/all.yaml", "- {id: t, party: acme, relation: subsidiary_of, of: nobody, confidence: high}")
    with pytest.raises(PackError):
        build(tmp_path / "out", small_pack.folder)
    assert not (tmp_path / "out").exists()


def test_the_records_come_back_as_they_were_compiled(pack, built):
    opened = Snapshot(built[1])
    for name, rows in tables(pack).items():
        assert tuple(opened.table(name)) == rows


def test_the_package_ships_its_snapshot(root):
    """The wheel takes the whole package and, though git does not know them, the files of the snapshot."""
    import tomllib

    wheel = tomllib.loads((root / "pyproject.toml").read_text())["tool"]["hatch"]["build"]["targets"]["wheel"]
    assert wheel["packages"] == ["src/obstat"]
    place = EMBEDDED.relative_to(root)
    assert any(Path(place / name).match(pattern) for pattern in wheel["artifacts"] for name in ["FACTS"])
    for name in FILES:
        assert any((place / name).match(pattern) for pattern in wheel["artifacts"]), name
        assert (EMBEDDED / name).is_file()


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="counts open files in /proc, which is not here")
def test_a_snapshot_that_is_no_longer_used_keeps_no_file_open():
    def opened() -> int:
        gc.collect()
        return sum(1 for _ in Path("/proc/self/fd").iterdir())

    before = opened()
    for _ in range(5):
        obstat.open().check("Huawei", on="2026-11-22")
    assert opened() == before
