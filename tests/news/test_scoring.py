"""The scoring of ``benchmarks/news``: what is perfect gets 1.0 everywhere, and each fault costs what the guide says."""

from __future__ import annotations

import hashlib
import random
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from obstat.knowledge.snapshot import Snapshot
from obstat.model.claim import Claim, Document, Flag, Pair, Source, When

NEWS = Path(__file__).parents[2] / "benchmarks" / "news"
sys.path.insert(0, str(NEWS))

import baselines  # noqa: E402
import gold  # noqa: E402
import held_out  # noqa: E402
import linking  # noqa: E402
import misses  # noqa: E402
import scoring  # noqa: E402
from scoring import Measure, Merging  # noqa: E402


def literally(one: str, other: str) -> bool:
    return one == other


def claim(id_, event="ban", *, story="s", actors=("A",), targets=("B",), at=(0, 10), class_="none", **slots):
    chain = (Source("Wire", class_),)
    return Claim(
        id=id_, document=story, event=event, actors=actors, targets=targets, spans=(at,), attribution=chain, **slots
    )


@pytest.fixture(scope="module")
def clusters():
    return gold.load(NEWS / "gold" / "development")


@pytest.fixture(scope="module")
def names():
    return linking.Names(Snapshot())


@pytest.fixture(scope="module")
def all_claims(clusters):
    return [one for cluster in clusters for one in cluster.claims]


def shuffled(claims, seed=1):
    """The same claims in another order and under other ids, with the new id by the old."""
    order = list(claims)
    random.Random(seed).shuffle(order)
    ids = {one.id: f"n{number}" for number, one in enumerate(order)}
    return [replace(one, id=ids[one.id]) for one in order], ids


def f1s(measures):
    return {name: measure.f1 for name, measure in measures.items()}


# The development half against itself


def test_gold_claims_under_other_ids_are_found_without_exception(all_claims, names):
    told, ids = shuffled(all_claims)
    met = scoring.found(all_claims, told, names.same)
    assert len(met) == len(all_claims)
    assert {one.id: other.id for one, other in met} == ids
    assert set(f1s(scoring.by_event(all_claims, told, met)).values()) == {1.0}


@pytest.mark.parametrize("any_event", [False, True])
def test_gold_claims_align_with_themselves_and_agree_in_every_slot(all_claims, names, any_event):
    told, ids = shuffled(all_claims)
    met = scoring.aligned(all_claims, told, names.same, any_event=any_event)
    assert {one.id: other.id for one, other in met} == ids
    for name in scoring.SLOTS:
        slot = scoring.slot(name, met, names.same)
        assert (slot.accuracy, slot.filled.precision, slot.filled.recall) == (1.0, 1.0, 1.0), name
    assert set(f1s(scoring.by_class(met)).values()) == {1.0}


def test_gold_pairs_and_flags_agree_with_themselves(clusters, names):
    merged, kinds, flags = Merging(), set(), set()
    for cluster in clusters:
        told, ids = shuffled(cluster.claims)
        pairs = [Pair(pair.kind, ids[pair.first], ids[pair.second], "") for pair in cluster.pairs]
        partners = scoring.partners(cluster.claims, told, names.same)
        merged += scoring.merging(cluster.claims, cluster.pairs, told, pairs, partners)
        kinds |= set(f1s(scoring.by_kind(cluster.pairs, pairs, partners)).values())
        flags |= set(f1s(scoring.flags(cluster.flags, cluster.flags)).values())
    assert merged.pairs.f1 == merged.among.f1 == 1.0
    assert merged.b_cubed == pytest.approx((1.0, 1.0, 1.0))
    assert kinds == flags == {1.0}


def test_a_tenth_that_is_not_told_costs_recall_alone(all_claims, names):
    told = [one for number, one in enumerate(shuffled(all_claims)[0]) if number % 10]
    met = scoring.found(all_claims, told, names.same)
    whole = Measure(len(met), len(told), len(all_claims))
    assert whole.precision == 1.0
    assert whole.recall == pytest.approx(0.9, abs=0.005)


def test_a_tenth_with_another_modality_costs_both_and_shows_in_that_slot_alone(all_claims, names):
    told = [
        replace(one, modality="question" if one.modality == "done" else "done") if number % 10 == 0 else one
        for number, one in enumerate(all_claims)
    ]
    changed = len(all_claims[::10])
    met = scoring.found(all_claims, told, names.same)
    assert len(met) == len(all_claims) - changed
    aligned = scoring.aligned(all_claims, told, names.same)
    assert scoring.slot("modality", aligned, names.same).equal == len(all_claims) - changed
    assert scoring.slot("polarity", aligned, names.same).accuracy == 1.0


# Single rules, by hand


@pytest.mark.parametrize(
    "change",
    [
        {"event": "lift"},
        {"modality": "planned"},
        {"polarity": "negative"},
        {"actors": ("A", "C")},
        {"actors": ()},
        {"targets": ("C",)},
        {"attribution": (Source("Wire", "other_outlet"), Source("X", "anonymous"))},
        {"document": "another"},
    ],
)
def test_a_claim_is_found_only_when_each_slot_of_the_rule_is_the_same(change):
    one = claim("g")
    assert not scoring.found([one], [replace(one, **change)], literally)


@pytest.mark.parametrize(
    "change", [{"products": ("x",)}, {"place": "US"}, {"origin": "X"}, {"spans": ()}, {"quotation": True}]
)
def test_other_slots_and_the_passage_are_not_asked_for_whole_claims(change):
    one = claim("g")
    assert scoring.found([one], [replace(one, **change)], literally)


def test_order_and_repetition_of_names_do_not_matter():
    assert scoring.same_names(("A", "B"), ("B", "A", "B"), literally)
    assert not scoring.same_names(("A", "B"), ("A", "A"), literally)


def test_each_name_needs_a_partner_of_its_own():
    def begins_alike(one: str, other: str) -> bool:
        return one[0] == other[0]

    assert scoring.common(["Bell", "Telus"], ["Bell Canada", "Bell Mobility"], begins_alike) == 1
    assert not scoring.same_names(("Bell", "Telus"), ("Bell Canada", "Bell Mobility"), begins_alike)


def test_one_claim_told_twice_is_found_once():
    one = claim("g")
    met = scoring.found([one], [replace(one, id="t1"), replace(one, id="t2", spans=((50, 60),))], literally)
    assert [other.id for _, other in met] == ["t1"]


def test_finding_prefers_the_most_claims_and_then_the_passages():
    def either(one: str, other: str) -> bool:
        return "*" in (one, other) or one == other

    vague, exact = claim("g1", actors=("*",), at=(0, 10)), claim("g2", actors=("A",), at=(20, 30))
    told = [claim("t1", actors=("A",), at=(0, 10)), claim("t2", actors=("B",), at=(20, 30))]
    assert [(one.id, other.id) for one, other in scoring.found([vague, exact], told, either)] == [
        ("g1", "t2"),
        ("g2", "t1"),
    ]


def test_claims_align_by_event_and_passage_and_by_slots_within_one_sentence():
    golds = [claim("g1", targets=("B",), at=(0, 10)), claim("g2", targets=("C",), at=(10, 20))]
    told = [claim("t2", targets=("C",), at=(0, 20)), claim("t1", targets=("B",), at=(0, 20))]
    assert {one.id: other.id for one, other in scoring.aligned(golds, told, literally)} == {"g1": "t1", "g2": "t2"}
    assert not scoring.aligned(golds, [claim("t", at=(20, 30))], literally)
    assert not scoring.aligned(golds, [claim("t", "lift", at=(0, 10))], literally)
    assert scoring.aligned(golds, [claim("t", "lift", at=(0, 10))], literally, any_event=True)


def test_a_slot_counts_what_is_filled_in_apart_from_what_is_equal():
    met = [
        (claim("g1", place="US"), claim("t1", place="US")),
        (claim("g2", place="CA"), claim("t2")),
        (claim("g3"), claim("t3", place="GB")),
        (claim("g4"), claim("t4")),
    ]
    place = scoring.slot("place", met, literally)
    assert (place.equal, place.claims, place.filled) == (2, 4, Measure(right=1, told=2, true=2))
    targets = scoring.slot(
        "targets", [(claim("g", targets=("A", "B")), claim("t", targets=("B", "C", "D")))], literally
    )
    assert (targets.equal, targets.filled) == (0, Measure(right=1, told=3, true=2))


def test_times_are_equal_when_they_come_to_the_same_days():
    when = When("on Tuesday", None, None, "said")
    pair = (claim("g", time=when), claim("t", time=replace(when, said="Tuesday")))
    assert scoring.slot("time", [pair], literally).accuracy == 1.0
    assert "time" in scoring.differing(pair[0], claim("t"), literally)


def test_same_carries_over_and_a_wrong_merge_costs_precision():
    golds = [claim(f"g{number}", story=f"s{number}") for number in range(4)]
    told = [replace(one, id=f"t{one.id}") for one in golds]
    names = {one.id: one.id[1:] for one in told}
    true = [Pair("same", "g0", "g1", ""), Pair("same", "g1", "g2", "")]
    said = [Pair("same", "tg0", "tg1", ""), Pair("same", "tg3", "tg2", "")]
    merged = scoring.merging(golds, true, told, said, names)
    assert merged.pairs == merged.among == Measure(right=1, told=2, true=3)
    precision, recall, _ = merged.b_cubed
    assert precision == pytest.approx((1 + 1 + 0.5 + 0.5) / 4)
    assert recall == pytest.approx((2 / 3 + 2 / 3 + 1 / 3 + 1) / 4)


def test_a_claim_that_nobody_told_is_merged_with_none():
    golds = [claim("g0", story="s0"), claim("g1", story="s1")]
    told = [replace(golds[0], id="t0"), claim("t9", "fine", story="s1")]
    said = [Pair("same", "t0", "t9", "")]
    merged = scoring.merging(golds, [Pair("same", "g0", "g1", "")], told, said, {"t0": "g0"})
    assert merged.pairs == Measure(right=0, told=1, true=1)
    assert merged.among == Measure()


def test_a_pair_between_claims_that_are_the_same_counts_once_and_in_its_direction():
    true = [Pair("same", "g0", "g1", ""), Pair("contradicts", "g0", "g2", ""), Pair("supersedes", "g2", "g3", "")]
    names = {f"t{number}": f"g{number}" for number in range(4)}
    said = [
        Pair("contradicts", "t2", "t1", ""),
        Pair("contradicts", "t0", "t2", ""),
        Pair("contradicts", "t0", "t9", ""),
        Pair("supersedes", "t3", "t2", ""),
    ]
    kinds = scoring.by_kind(true, said, names)
    assert kinds == {"contradicts": Measure(right=1, told=2, true=1), "supersedes": Measure(right=0, told=1, true=1)}


def test_ids_of_told_claims_may_be_those_of_other_gold_claims():
    golds = [claim("x1", at=(0, 10)), claim("x2", "fine", at=(20, 30))]
    told = [replace(golds[1], id="x1"), replace(golds[0], id="x2", modality="planned")]
    assert scoring.partners(golds, told, literally) == {"x1": "x2", "x2": "x1"}
    merged = scoring.merging(golds, [], told, [Pair("same", "x1", "x2", "")], {"x1": "x2"})
    assert (merged.pairs, merged.items) == (Measure(right=0, told=1, true=0), 3)


def test_a_flag_counts_once_for_a_story():
    true = [Flag("dateline", "a", "")]
    said = [Flag("dateline", "a", "one"), Flag("dateline", "a", "two"), Flag("copyright_year", "b", "")]
    assert scoring.flags(true, said) == {"dateline": Measure(1, 1, 1), "copyright_year": Measure(0, 1, 0)}


def test_a_share_of_nothing_is_no_number():
    assert Measure().precision is Measure().recall is Measure().f1 is None
    assert Measure(0, 3, 2).f1 == 0.0


# Names


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("huawei", "Huawei"),
        ("huawei", "Huawei Technologies"),
        ("members of Congress", "Congress"),
        ("smartphones", "smartphone"),
        ("the judge", "district judge"),
        ("Quillmoor", "Quillmoor Fibre"),
    ],
)
def test_names_that_mean_the_same(names, one, other):
    assert names.same(one, other)
    assert names.same(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("huawei", "Huawei customers"),
        ("tp-link", "tp-link-technologies"),
        ("hikvision", "Dahua"),
        ("commerce ministry", "economy ministry"),
        ("Bell", "Belden"),
        ("huawei", ""),
        ("judge", ""),
    ],
)
def test_names_that_do_not(names, one, other):
    assert not names.same(one, other)
    assert not names.same(other, one)


# Baselines


def test_a_hit_is_a_sentence_with_a_known_party():
    watch = baselines.Watch(Snapshot())
    text = "Carrier drops Huawei\n\nThe carrier said no. Huawei and ZTE did not answer. Limousines were late."
    hits = list(watch.hits(Document("s", text, outlet="Wire")))
    assert [text[start:end] for hit in hits for start, end in hit.spans] == [
        "Carrier drops Huawei",
        "Huawei and ZTE did not answer.",
    ]
    assert [(hit.actors, hit.targets) for hit in hits] == [(("huawei",), ()), (("huawei",), ("zte",))]
    assert watch.parties("Limousines were late") == []


# What differs, for people


def test_each_claim_that_differs_has_a_line_with_its_passage(names):
    text = "Acme bans Bolt. Bolt sues. Rain fell."
    golds = (claim("g1", at=(0, 15)), claim("g2", "lawsuit", at=(16, 26)))
    told = [claim("t1", at=(0, 15), modality="planned"), claim("t2", "fine", at=(27, 37))]
    document = Document("s", text, outlet="Wire")
    pairs = (Pair("disputed", "g1", "g2", ""),)
    cluster = gold.Cluster("c", (document,), ("agency",), golds, pairs, (Flag("dateline", "s", ""),), (("s", 1),))
    lines = list(misses.misses(cluster, told, [], [Flag("copyright_year", "s", "old")], {"s": 2}, names.same))
    assert [line.split()[0] for line in lines[1:]] == [
        *("not", "but", "modality:", "not", "not", "pair", "flag", "flag", "origins")
    ]
    assert all(f"«{passage}»" in "\n".join(lines) for passage in ("Acme bans Bolt.", "Bolt sues.", "Rain fell."))
    assert "g2 not told" in lines[6]


def test_gold_claims_have_no_line_but_the_heading(clusters, names):
    for cluster in clusters:
        lines = misses.misses(cluster, cluster.claims, cluster.pairs, cluster.flags, dict(cluster.origins), names.same)
        assert len(list(lines)) == 1


# The half that is not looked at


def test_the_held_out_half_is_what_was_committed_before_the_extractor():
    folder = NEWS / "gold" / "test"
    assert held_out.checked(folder, (NEWS / "gold" / "test.sha256").read_text("utf-8")) == folder


@pytest.mark.parametrize(
    "files", [{"t01.yaml": "edited"}, {"t02.yaml": "as it was"}, {"t01.yaml": "as it was", "t02.yaml": ""}, {}]
)
def test_a_held_out_half_that_differs_is_refused(tmp_path, files):
    expected = hashlib.sha256(b"t01.yaml\0as it was\0").hexdigest()
    (tmp_path / "t01.yaml").write_text("as it was", "utf-8")
    assert held_out.checked(tmp_path, f"{expected}\n") == tmp_path
    (tmp_path / "t01.yaml").unlink()
    for name, text in files.items():
        (tmp_path / name).write_text(text, "utf-8")
    with pytest.raises(SystemExit, match="git checkout"):
        held_out.checked(tmp_path, expected)
