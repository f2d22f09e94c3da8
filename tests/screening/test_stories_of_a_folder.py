"""Stories of a folder are weighed by matter, and none is lost."""

from __future__ import annotations

import itertools

import pytest

pytest.importorskip("ahocorasick", reason="needs the extra news")

import obstat
from obstat.model.errors import InvalidValue
from obstat.report.news.json import as_objects
from obstat.screening import matters, set_aside
from obstat.screening.stories import stories

HYTERA = """Commerce adds Hytera to its list

By Jane Roe, {outlet}

Published: {day} May 2024

The Commerce Department added Hytera to the Entity List on Monday, {outlet} has learned.

Hytera declined to comment.
"""
ROUTERS = """Britain bans TP-Link routers

By John Roe, Delta Post

Published: 4 May 2024

Britain banned TP-Link routers from public offices on Friday, the interior ministry said.
"""


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "a.txt").write_text(HYTERA.format(outlet="Harbour Wire", day=3))
    (tmp_path / "b.txt").write_text(ROUTERS)
    (tmp_path / "c.txt").write_text("")
    (tmp_path / "d.txt").write_text(HYTERA.format(outlet="Vltava Wire", day=4))
    (tmp_path / "e.txt").write_text("Am Sonntag schien über dem Land die Sonne, und die Leute gingen auf den Markt.")
    return tmp_path


@pytest.fixture(scope="module")
def ob():
    return obstat.open()


def ids(told):
    return [tuple(document.id for document in weighed.documents) for weighed in told]


def test_stories_of_one_matter_stand_together(ob, folder):
    told = list(stories(ob, folder))
    assert ids(told) == [("a.txt", "d.txt"), ("b.txt",), ("c.txt",), ("e.txt",)]
    first, second = as_objects(told[0])
    ban = next(claim for claim in first["claims"] if claim["event"] == "list_add")
    assert any(id_.startswith("d.txt-") for id_ in ban["same_as"])
    assert first["cluster"]["stories"] == second["cluster"]["stories"] == ["a.txt", "d.txt"]
    assert "hytera" in first["cluster"]["timelines"] and second["cluster"]["timelines"] == {}
    assert as_objects(told[1])[0]["cluster"] is None


def test_several_processes_tell_the_same(ob, folder, monkeypatch):
    for number in range(310):
        (folder / f"z{number}.txt").write_text(ROUTERS.replace("routers", f"model {number}"))
    alone, shared = list(stories(ob, folder)), list(stories(ob, folder, workers=2))
    assert alone == shared
    assert sum(len(weighed.documents) for weighed in alone) == 315
    assert max(map(len, ids(alone))) <= matters.MOST


def test_a_large_matter_is_cut_by_days_and_says_so(ob, tmp_path, monkeypatch):
    monkeypatch.setattr(matters, "MOST", 3)
    for day, name in zip((9, 3, 5, 1, 7), "abcde", strict=True):
        (tmp_path / f"{name}.txt").write_text(HYTERA.format(outlet="Harbour Wire", day=day))
    told = list(stories(ob, tmp_path))
    assert ids(told) == [("a.txt", "c.txt", "e.txt"), ("b.txt", "d.txt")]
    assert ["part 2 of 2" in told[0].matter.notes[0], "part 1 of 2" in told[1].matter.notes[0]] == [True, True]


@pytest.mark.parametrize("count", range(1, 60))
def test_parts_are_of_like_size_and_keep_all(count):
    parts = [numbers for numbers, _ in matters._parts(range(count))]
    sizes = list(map(len, parts))
    assert list(itertools.chain(*parts)) == list(range(count))
    assert max(sizes) <= matters.MOST and max(sizes) - min(sizes) <= 1


def test_no_room_is_said_in_a_sentence(monkeypatch):
    def full(**_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(set_aside.tempfile, "TemporaryFile", full)
    with pytest.raises(InvalidValue, match="make room there"):
        set_aside.SetAside()


def test_what_is_set_aside_is_found_again(ob, folder):
    from obstat.news.reading import documents
    from obstat.screening.readers import Readers

    with Readers(ob.snapshot, 1) as readers:
        read = list(readers.read(documents(folder)))
    kept = set_aside.SetAside()
    for one in read:
        kept.add(set_aside.pack(one))
    assert [kept.get(number) for number in reversed(range(len(kept)))] == read[::-1]
    kept.close()
