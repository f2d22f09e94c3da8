"""What the names benchmark asks, and how answers are graded. Inputs are read from ../shared and copied nowhere."""

from __future__ import annotations

import csv
import hashlib
import random
import string
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[2]
DATA = ROOT.parent / "shared" / "data"
Graded = Sequence[tuple[float, bool]]


def name_bench(half: str) -> list[dict[str, str]]:
    """The cases of one half, ``even`` or ``odd`` by the first byte of SHA-256 over both names, or of ``both``."""
    with (DATA / "match_nomenklatura" / "cases.csv").open(encoding="utf-8") as file:
        return [row for row in csv.DictReader(file) if half in ("both", half_of(row["name1"], row["name2"]))]


def half_of(name: str, other: str) -> str:
    """Which half a pair belongs to: ``even`` is for tuning, ``odd`` untouched."""
    return "odd" if hashlib.sha256(f"{name}\t{other}".encode()).digest()[0] % 2 else "even"


def is_organization(schema: str) -> bool:
    return schema in ("Company", "Organization", "LegalEntity")


def entity_bench() -> list[tuple[dict[str, Any], dict[str, Any], bool, str]]:
    """Query, candidate, whether they match, and the schema."""
    checks = yaml.safe_load((DATA / "match_nomenklatura" / "checks.yml").read_text(encoding="utf-8"))["checks"]
    return [
        (_entity(c["schema"], c["query"]), _entity(c["schema"], c["candidate"]), c["match"], c["schema"])
        for c in checks
    ]


def _entity(schema: str, given: dict[str, Any]) -> dict[str, Any]:
    return {"schema": schema, "properties": {k: v if isinstance(v, list) else [v] for k, v in given.items()}}


def sdn_list() -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """The names with their keys, and the queries with the key each should find (``-``: none)."""
    folder = DATA / "bench_sdn_companies"
    with (folder / "names.tsv").open(encoding="utf-8") as file:
        names = [(row["entity_id"], row["name"]) for row in csv.DictReader(file, delimiter="\t")]
    with (folder / "queries.tsv").open(encoding="utf-8") as file:
        queries = [(row["query"], row["target_id"]) for row in csv.DictReader(file, delimiter="\t")]
    return names, queries


SYLLABLES = [c + v for c in "bdfghjklmnprstvz" for v in ("a", "e", "i", "o", "u", "an", "en", "in", "ai")]
SYLLABLES += ["qing", "xin", "zhong", "hua", "wei", "tong", "shi", "yuan", "feng"]
TRADES = (
    *("Technology", "Electronics", "Trading", "Communication", "Industrial", "Systems", "Networks", "Digital"),
    *("Energy", "Shipping", "Textile", "Software", "Equipment", "Logistics", "Chemical", "Holdings", "Group"),
    *("International", "Optical", "Semiconductor", "Medical", "Construction", "Foods"),
)
PLACES = (
    *("Shenzhen", "Shanghai", "Beijing", "Guangzhou", "Hangzhou", "Nordic", "Berlin", "Texas", "Euro"),
    *("India", "Brasil", "Dubai"),
)
FORMS = ("Co., Ltd.", "Ltd", "Limited", "Inc.", "LLC", "GmbH", "S.A.", "Corp.", "JSC", "Pte. Ltd.", "B.V.", "S.p.A.")


def generated(count: int, seed: int) -> list[str]:
    """Names of companies that nobody has: one or two invented words, words of trade, sometimes a place, a form."""
    return list(_generate(count, random.Random(seed)))


def _generate(count: int, rng: random.Random) -> Iterator[str]:
    for _ in range(count):
        words = ["".join(rng.choices(SYLLABLES, k=rng.choice((2, 2, 3, 3, 4)))).capitalize()]
        if rng.random() < 0.35:
            words.append("".join(rng.choices(SYLLABLES, k=2)).capitalize())
        words += rng.sample(TRADES, rng.choice((1, 1, 2)))
        if rng.random() < 0.3:
            words.insert(0, rng.choice(PLACES))
        yield " ".join([*words, rng.choice(FORMS)])


def asked_of(names: Sequence[str], count: int, seed: int) -> list[str]:
    """Half of them names of the list with one error or none, half names that are not on it."""
    rng = random.Random(seed)
    others = _generate(count, random.Random(seed + 1))
    return [_noisy(rng.choice(names), rng) if rng.random() < 0.5 else next(others) for _ in range(count)]


def _noisy(name: str, rng: random.Random) -> str:
    at = rng.randrange(1, len(name) - 1)
    return rng.choice(
        [
            name,
            name[:at] + name[at + 1 :],
            name[:at] + rng.choice(string.ascii_lowercase) + name[at + 1 :],
            name.rsplit(" ", 1)[0].upper(),
        ]
    )


# --- grades ----------------------------------------------------------------------------------------------------------


def f1(graded: Graded, threshold: float) -> tuple[float, float, float]:
    """F1, precision and recall of scores against labels at a threshold."""
    tp = sum(score >= threshold and same for score, same in graded)
    fp = sum(score >= threshold and not same for score, same in graded)
    fn = sum(score < threshold and same for score, same in graded)
    precision, recall = tp / (tp + fp or 1), tp / (tp + fn or 1)
    return 2 * tp / (2 * tp + fp + fn or 1), precision, recall


def best_f1(graded: Graded) -> tuple[float, float]:
    """The best F1 over thresholds 0.02 … 1.00, and where."""
    return max((f1(graded, step / 100)[0], step / 100) for step in range(2, 101))


def list_grade(best: Sequence[Any], targets: Sequence[str]) -> dict[str, float]:
    """As the README of the list task has it: top-1, and best F1 over thresholds with its precision and recall."""
    asked = list(zip(best, targets, strict=False))
    wanted = sum(target != "-" for _, target in asked)
    right = [(hit[1], True) for hit, target in asked if hit and hit[0] == target]
    wrong = [(hit[1], False) for hit, target in asked if hit and hit[0] != target]
    grades = []
    for step in range(2, 101):
        tp = sum(score >= step / 100 for score, _ in right)
        bad = sum(score >= step / 100 for score, _ in wrong)
        precision, recall = tp / (tp + bad or 1), tp / (wanted or 1)
        grades.append((2 * precision * recall / (precision + recall or 1), step / 100, precision, recall))
    top = max(grades)
    return {"top1": len(right), "of": wanted, "f1": top[0], "at": top[1], "precision": top[2], "recall": top[3]}
