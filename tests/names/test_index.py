"""The index finds what comparing with every name would find."""

from __future__ import annotations

import random
import string

import pytest

from obstat.names import NameIndex, compare

SYLLABLES = [c + v for c in "bdghklmnrstvz" for v in "aeiou"] + ["qing", "xin", "hua", "wei"]
TRADES = ["Technology", "Electronics", "Trading", "Shipping", "Software", "Optical", "Networks", "Foods"]
FORMS = ["Co., Ltd.", "Ltd", "GmbH", "Inc.", "S.A."]


def made_up(count: int, seed: int) -> list[str]:
    rng = random.Random(seed)
    return [
        " ".join(["".join(rng.choices(SYLLABLES, k=3)).capitalize(), rng.choice(TRADES), rng.choice(FORMS)])
        for _ in range(count)
    ]


def mistyped(name: str, rng: random.Random) -> str:
    at = rng.randrange(1, 5)
    return rng.choice([name[:at] + name[at + 1 :], name[:at] + rng.choice(string.ascii_lowercase) + name[at + 1 :]])


def test_a_hit_has_the_key_the_name_and_the_score_of_compare():
    index = NameIndex([("h", "Huawei Technologies Co., Ltd."), (7, "ZTE Corporation")])
    (hit,) = index.search("Huwaei Technologies")
    assert (hit.key, hit.name) == ("h", "Huawei Technologies Co., Ltd.")
    assert hit.score == compare("Huwaei Technologies", hit.name).score
    assert [hit.key for hit in index.search("ZTE")] == [7]
    assert len(index) == 2


def test_the_first_hit_is_no_worse_than_comparing_with_every_name():
    """On at least 99 of 100 queries, half of them mistyped names of the list, half others."""
    names, rng = made_up(600, 1), random.Random(2)
    index = NameIndex((name, name) for name in names)
    queries = [mistyped(rng.choice(names), rng) for _ in range(50)] + made_up(50, 3)
    worse = 0
    for query in queries:
        hits = index.search(query, limit=1)
        worse += (hits[0].score if hits else 0.0) < max(compare(query, name).score for name in names) - 1e-9
    assert worse <= len(queries) // 100


def test_a_generic_word_that_hits_does_not_hide_the_misspelt_name():
    """The recall hole of indexes that look up words alone."""
    names = [f"{name.split()[0]} Technology Ltd" for name in made_up(300, 4)]
    index = NameIndex([("x", "Brightwater Technology Ltd"), *((name, name) for name in names)])
    assert index.search("Brigthwater Technology")[0].key == "x"


def test_lists_are_added_without_building_the_rest_anew():
    index = NameIndex([("a", "Huawei")])
    first = index._segments[0]
    index.add([("b", "Hikvision")])
    assert index._segments[0] is first
    assert [hit.key for hit in index.search("Hikvision")] == ["b"]


def test_what_is_saved_is_mapped_and_answers_the_same(tmp_path):
    names = [*made_up(200, 5), "华为技术有限公司", "Société Générale S.A."]
    index = NameIndex((f"k{at}", name) for at, name in enumerate(names))
    (path,) = index.save(tmp_path)
    opened = NameIndex()
    opened.add_file(path)
    for query in [*names[::20], "华为", "Societe Generale", "nothing of the kind"]:
        assert opened.search(query) == index.search(query)
    with pytest.raises(ValueError, match="organization"):
        NameIndex(kind="person").add_file(path)


@pytest.mark.parametrize("query", ["", " ", "🛰️", "\x00", "\ud800", "a" * 1_000_000, "公司", "的"])
def test_bad_queries_find_nothing_or_something_but_never_raise(query):
    for index in (NameIndex(), NameIndex([("a", ""), ("b", "🛰️"), ("c", "Huawei"), ("d", "\ud800")])):
        index.search(query)


def test_a_name_in_many_rows_is_compared_once():
    index = NameIndex((at, "Huawei Technologies") for at in range(100_000))
    hits = index.search("Huawei", limit=3)
    assert [hit.key for hit in hits] == [0, 1, 2]


def test_limits_are_kept_and_ties_go_to_the_spelling_that_is_alike():
    index = NameIndex([("a", "AL-RAHMAH ORGANIZATION"), ("b", "Al Rahmah Organization")])
    assert [hit.key for hit in index.search("Al Rahmah Organization", limit=1)] == ["b"]


# --- many at once ---------------------------------------------------------------------------------------------------


def test_many_names_get_the_hits_that_each_gets_alone():
    names, rng = made_up(400, 6), random.Random(7)
    index = NameIndex((f"k{at}", name) for at, name in enumerate(names))
    queries = [mistyped(rng.choice(names), rng) for _ in range(60)] + made_up(60, 8) + ["", names[0], names[0]]
    frame = index.search_many(queries, limit=2)
    assert frame.columns == ["query_index", "query", "key", "name", "score"]
    alone = [(at, q, h.key, h.name, h.score) for at, q in enumerate(queries) for h in index.search(q, limit=2)]
    differ = set(frame.rows()) ^ set(alone)
    assert len({row[0] for row in differ}) <= len(queries) // 50


def test_several_processes_find_what_one_finds():
    names = made_up(300, 9)
    index = NameIndex((at, name) for at, name in enumerate(names))
    told: list[int] = []
    together = index.search_many(names, workers=2, progress=told.append)
    assert together.equals(index.search_many(names, workers=1))
    assert sum(told) >= len(names)


def test_keys_may_be_anything_and_what_cannot_be_asked_is_an_error():
    index = NameIndex([("a", "Huawei"), (2, "Hikvision"), (("b", 1), "Hytera")])
    assert index.search_many(["Huawei", "Hikvision", "Hytera", "\ud800"])["key"].to_list() == ["a", 2, ("b", 1)]
    assert index.search("Huawei", limit=0) == []
    for call in (lambda: index.search_many("Huawei"), lambda: index.search_many(["x"], limit=0)):
        with pytest.raises(ValueError, match=r"search|limit"):
            call()
    with pytest.raises(ValueError, match="kind"):
        NameIndex(kind="boat")


def test_saving_replaces_what_was_saved_and_a_bad_file_is_named(tmp_path):
    index = NameIndex([("a", "Huawei")])
    index.add([("b", "Hikvision")])
    assert len(index.save(str(tmp_path))) == 2
    NameIndex([("a", "Huawei")]).save(tmp_path)
    assert [path.name for path in tmp_path.glob("*.names")] == ["0.names"]
    for data in (b"", b"nothing of the kind"):
        (tmp_path / "bad.names").write_bytes(data)
        with pytest.raises(ValueError, match=r"bad\.names"):
            NameIndex().add_file(tmp_path / "bad.names")


def test_nothing_to_search_or_to_search_in_gives_an_empty_frame():
    assert NameIndex().search_many(["Huawei"]).height == 0
    assert NameIndex([("a", "Huawei")]).search_many([]).height == 0
    assert NameIndex([("a", "Huawei")]).search_many(["zzz", ""]).height == 0
