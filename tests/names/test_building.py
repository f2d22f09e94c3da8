"""A segment is the same wherever it is built, and is built even where no process can be."""

from __future__ import annotations

import pytest

from obstat.names import building
from obstat.names.building import Building
from obstat.names.segment import Segment

NAMES = [f"Nordlicht {word} GmbH" for word in ("Kabel", "Draht", "Kabel", "光缆", "Seekabel & Söhne")]


def built(folder, *, start=True):
    folder.mkdir()
    with Building({"organization": folder / "org", "person": folder / "per"}) as names:
        for number, name in enumerate(NAMES):
            names.add("organization" if number % 2 else "person", number, name)
        if start:
            names.start()
        names.finish()
        begun = names._process is not None
    return begun, (folder / "org").read_bytes(), (folder / "per").read_bytes()


@pytest.fixture
def many(monkeypatch):
    monkeypatch.setattr(building, "ALONE", 2)
    monkeypatch.setattr(building, "cores", lambda: 2)


def test_a_process_of_its_own_writes_the_same_bytes(many, tmp_path):
    begun, *files = built(tmp_path / "apart")
    assert begun
    expected = [Segment.build([(n, NAMES[n]) for n in rows], kind).to_bytes()
                for rows, kind in (((1, 3), "organization"), ((0, 2, 4), "person"))]  # fmt: skip
    assert files == expected
    assert built(tmp_path / "here", start=False)[1:] == tuple(files)


def test_few_names_need_no_process(tmp_path):
    assert not built(tmp_path / "few")[0]


@pytest.mark.parametrize("module", ["obstat.names.no_such_module", "obstat.names"])
def test_where_the_process_fails_the_files_are_there_all_the_same(many, monkeypatch, tmp_path, module):
    begin = building.begin
    monkeypatch.setattr(building, "begin", lambda _, arguments: begin(module, arguments))
    _, *files = built(tmp_path / "failed")
    monkeypatch.setattr(building, "begin", lambda _, arguments: None)
    _, *again = built(tmp_path / "none")
    assert files == again
    assert all(files)


def test_a_process_does_not_outlive_the_block(many, tmp_path):
    with pytest.raises(KeyError), Building({"organization": tmp_path / "org"}) as names:
        for number, name in enumerate(NAMES):
            names.add("organization", number, name)
        names.start()
        process = names._process
        raise KeyError
    assert process is not None
    assert process.poll() is not None
