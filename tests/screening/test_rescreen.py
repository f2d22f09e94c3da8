"""Screening again only what a change may concern gives what screening everything would."""

from __future__ import annotations

import datetime
import random
from dataclasses import replace

import polars as pl
import pytest
from mutations import FIRMS, FIRST, LAST, PERSONS, Mutation, misspelt

import obstat
from obstat.knowledge.compile import build
from obstat.knowledge.snapshot import Snapshot
from obstat.model.listed import Name
from obstat.names import relation
from obstat.names.relation import Trace, Traces, related
from obstat.screening.rescreen import COLUMNS, again, screen

ON = datetime.date(2023, 6, 1)


def subjects(snapshot: Snapshot, chance: random.Random, count: int) -> list[str]:
    """Names of parties and products, of firms that may come, and of nobody, as people write them."""
    known = [party.name for party in snapshot.parties.values()]
    known += [name.text for party in snapshot.parties.values() for name in party.names]
    known += [f"{product.brand} {product.name}" for product in snapshot.products.values()]
    known += [
        *FIRMS,
        *PERSONS,
        "Sten Bergholm",
        "Rosvektor, Irina",
        "Willowbrook Stationery Ltd",
        "Kabel",
        "Technologies",
    ]
    return [misspelt(chance.choice(known), chance) for _ in range(count)]


def same(frame, other):
    """Whether two tables of results tell the same."""
    told = [f"obstat_{name}" for name in COLUMNS]
    assert frame.columns == other.columns
    for one, two in zip(frame.iter_rows(named=True), other.iter_rows(named=True), strict=True):
        assert {name: one[name] for name in told} == {name: two[name] for name in told}, one["obstat_text"]


def rescreened(base, chance, tmp_path, count, changes, asked):
    """Screen, change some facts and perhaps the day, screen again what it concerns, and compare with all anew."""
    first = Mutation(base, chance)
    for _ in range(3):
        first.arrive()
    before = obstat.open(first.written(tmp_path / "before"))
    second = Mutation(before.snapshot, chance)
    for _ in range(changes):
        chance.choice(second.everything())()
    after = obstat.open(second.written(tmp_path / "after"))
    frame = pl.DataFrame({"subject": subjects(after.snapshot, chance, count)})
    later = datetime.date.fromordinal(chance.randrange(FIRST, LAST)) if chance.random() < 0.4 else ON
    result = again(before, after, screen(before, frame, "subject", asked, ON), later)
    whole = screen(after, frame, "subject", asked, later)
    same(result.frame, whole)
    old = screen(before, frame, "subject", asked, ON)
    differing = [
        place
        for place, (was, now) in enumerate(zip(old.iter_rows(named=True), whole.iter_rows(named=True), strict=True))
        if any(was[f"obstat_{name}"] != now[f"obstat_{name}"] for name in ("status", "findings", "parties", "needs"))
    ]
    assert {change.place for change in result.changed} >= set(differing)
    return result


@pytest.fixture(scope="module")
def small(tmp_path_factory, invented_pack):
    folder = tmp_path_factory.mktemp("small") / "snapshot"
    build(folder, invented_pack.folder)
    return Snapshot(folder)


@pytest.mark.parametrize("seed", range(60))
def test_what_changed_is_screened_again_and_nothing_else_differs(small, tmp_path, seed):
    chance = random.Random(seed)
    asked = {"activity": chance.choice(["sell", "use", "deal_in"]), "jurisdiction": "US"}
    rescreened(small, chance, tmp_path, 60, chance.randint(0, 3), asked)


def test_a_new_name_of_a_known_firm_before_words_for_a_product_is_found(ob, tmp_path):
    changed = Mutation(ob.snapshot, random.Random(1))
    at = next(at for at, party in enumerate(changed.facts["parties"]) if party.id == "hikvision")
    names = [Name(text, "alias", None, None, False, None, None, None) for text in ("Xunda", "Zhongrui Optics", "讯达")]
    changed.facts["parties"][at] = replace(ob.snapshot.parties["hikvision"], names=tuple(names))
    after = obstat.open(changed.written(tmp_path / "after"))
    frame = pl.DataFrame({"subject": ["Xunda 4 channel network video recorder", "Zhongrui Optics 4 port gigabit switch",
                                      "讯达路由器", "Other Firm 4 channel network video recorder"]})  # fmt: skip
    result = again(ob, after, screen(ob, frame, "subject", {"activity": "sell"}, ON), ON)
    same(result.frame, screen(after, frame, "subject", {"activity": "sell"}, ON))
    assert {change.place for change in result.changed} >= {0, 1}
    assert 3 not in {change.place for change in result.changed}


def test_a_result_of_another_version_is_asked_anew(ob, tmp_path):
    frame = screen(ob, pl.DataFrame({"subject": ["Huawei", "Nobody Ltd"]}), "subject", {"activity": "sell"}, ON)
    assert again(ob, ob, frame, ON).asked == 0
    older = frame.with_columns(pl.lit("0.0.0").alias("obstat_engine"))
    assert again(ob, ob, older, ON).asked == 2


def test_many_names_that_changed_are_laid_beside_texts_in_turns(monkeypatch):
    names = [f"{one}{two} Kabel" for one in ("Nord", "Sud", "West") for two in ("licht", "wind", "berg", "stein")]
    texts = Traces.of([Trace.of(name) for name in names])
    whole = list(zip(*(column.tolist() for column in related(texts, names)), strict=True))
    monkeypatch.setattr(relation, "_TOGETHER", 5)
    monkeypatch.setattr(relation, "_STRETCH", 5)
    assert sorted(zip(*(column.tolist() for column in related(texts, names)), strict=True)) == sorted(whole)
    assert {(at, at) for at in range(len(names))} <= set(whole)


@pytest.mark.parametrize("seed", range(6))
def test_the_same_holds_for_the_whole_pack(tmp_path, seed):
    chance = random.Random(100 + seed)
    asked = {"activity": chance.choice(["sell", "import", "export_to"]), "jurisdiction": chance.choice(["US", "GB"])}
    rescreened(Snapshot(), chance, tmp_path, 250, chance.randint(1, 4), asked)
