"""Fit the costs of the scoring model's table: ``python benchmarks/names/fit.py`` prints them, and how well they do.

Data, all but name_bench made here by fixed seeds from ../shared: the even half of name_bench (the odd half is never
read); names of public lists with one or two typing errors, other legal forms, words turned or run together; and as
non-matches the names of other companies of the same list that look most alike. Logistic regression with costs kept at
or above zero by projected gradient descent.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import random
import re
import string
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import yaml
from rapidfuzz import fuzz, process
from scipy.optimize import minimize

from obstat.names.comparison import compare, features_of
from obstat.names.lexicon import organizations
from obstat.names.model import FEATURES, START

SHARED = Path(__file__).parents[3] / "shared" / "data"
Labelled = tuple[str, str, str, bool, float]
"""Two names, their kind, whether they are of the same party, and the weight of the example."""
JUDGED = frozenset(
    [
        *(
            "number_extra",
            "number_other",
            "typo_short",
            "typo_and_more",
            "form_extra",
            "one_pair_only",
            "each_has_more",
        ),
        *("initials_only", "only_common_words", "place_extra", "reading", "sound", "initials", "synonym"),
        "form_foreign",
    ]
)
"""Set by judgement. Buyers leave out legal forms and say short names, whatever lists of companies show;
the data hold hardly any names in two scripts."""
APART = [at for at, f in enumerate(FEATURES) if f.name in ("number_extra", "number_other", "typo_short")]
"""Pairs that differ in these are left out: name_bench takes two funds of one series for the same."""
KINDS = {"Person": "person", "Vessel": "thing"}
COMMON = organizations().words.keys() | organizations().forms.keys()
FORMS = ("Ltd", "Limited", "Inc.", "LLC", "Corp.", "Co., Ltd.", "GmbH", "S.A.", "Company")


def tuning_half() -> Iterator[Labelled]:
    """The even half of name_bench, by the first byte of SHA-256 over both names."""
    with (SHARED / "match_nomenklatura" / "cases.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            both = f"{row['name1']}\t{row['name2']}"
            if hashlib.sha256(both.encode()).digest()[0] % 2 == 0:
                yield (
                    row["name1"],
                    row["name2"],
                    KINDS.get(row["schema"], "organization"),
                    row["is_match"] == "true",
                    3.0,
                )


def _mistyped(name: str, rng: random.Random) -> str:
    words = [m for m in re.finditer(r"[A-Za-z]{4,}", name) if m.group().lower() not in COMMON]
    if not words:
        return name
    word = rng.choice(words)
    at = rng.randrange(word.start() + 1, word.end())
    change = rng.randrange(4)
    if change == 0:
        return name[:at] + name[at + 1 :]
    if change == 1:
        return name[:at] + rng.choice(string.ascii_lowercase) + name[at + 1 :]
    if change == 2 and at + 1 < len(name):
        return name[:at] + name[at + 1] + name[at] + name[at + 2 :]
    return name[:at] + name[at] + name[at:]


def _turned(name: str, rng: random.Random) -> str:
    words = name.split()
    if len(words) > 3:
        at = rng.randrange(len(words) - 3)
        words[at], words[at + 1] = words[at + 1], words[at]
    return " ".join(words)


def _run_together(name: str, rng: random.Random) -> str:
    words = name.split()
    if len(words) < 4:
        return name
    at = rng.randrange(len(words) - 3)
    return " ".join([*words[:at], words[at] + words[at + 1], *words[at + 2 :]])


def _short(name: str) -> str:
    """The name as people say it: without legal form and the last words of trade."""
    words = name.split()
    while len(words) > 1 and words[-1].strip(".,").lower() in COMMON:
        words.pop()
    return " ".join(words)


def noisy(names: list[str], count: int, seed: int) -> Iterator[Labelled]:
    """Names as people mistype them."""
    rng = random.Random(seed)
    for name in rng.sample(names, count):
        change = rng.randrange(7)
        if change == 0:
            other = _mistyped(name, rng)
        elif change == 1:
            other = _mistyped(_mistyped(name, rng), rng)
        elif change == 2:
            other = f"{name} {rng.choice(FORMS)}"
        elif change == 3:
            other = _turned(name, rng)
        elif change == 4:
            other = _run_together(name, rng)
        elif change == 5:
            other = _short(name)
        else:
            other = name.title()
        yield name, other, "organization", True, 0.5


def neighbours(names: list[str], count: int, seed: int) -> Iterator[Labelled]:
    """Names of other companies that look most alike."""
    rng = random.Random(seed)
    sample = rng.sample(names, count)
    for scorer in (fuzz.token_sort_ratio, fuzz.token_set_ratio):
        for name in sample:
            found = process.extract(name, names, scorer=scorer, limit=4, processor=str.lower)
            for other, score, _ in found:
                if other != name and score < 97:
                    yield name, other, "organization", False, 0.35
                    break


def suppliers() -> Iterator[Labelled]:
    """Listed suppliers as buyers write them, and look-alikes, each with the party's name that is nearest."""
    root = Path(__file__).parents[2]
    names: dict[str, list[str]] = {}
    for path in sorted((root / "src/obstat/knowledge/pack/parties").glob("*.yaml")):
        for party in yaml.safe_load(path.read_text(encoding="utf-8")):
            names[party["id"]] = [party["name"], *(n["name"] for n in party.get("names", []))]
    everyone = [name for own in names.values() for name in own]
    spelt = {"legal_form", "case", "typo", "ocr", "spacing", "punctuation", "word_order", "abbreviation"}
    for row in yaml.safe_load((root / "tests/identity/names/variants.yaml").read_text(encoding="utf-8")):
        if row["kind"] in spelt:
            ids = row["means"] if isinstance(row["means"], list) else [row["means"]]
            own = [name for party in ids for name in names[party]]
            yield row["text"], _nearest(row["text"], own), "organization", True, 1.0
    for row in yaml.safe_load((root / "tests/identity/names/lookalikes.yaml").read_text(encoding="utf-8")):
        yield row["text"], _nearest(row["text"], everyone), "organization", False, 1.0


def _nearest(text: str, names: list[str]) -> str:
    return str(max(names, key=lambda name: compare(text, name).score))


def companies() -> tuple[list[str], list[str]]:
    """Names of the SDN list, one a company, and of companies listed in the United States."""
    firsts: dict[str, str] = {}
    with (SHARED / "bench_sdn_companies" / "names.tsv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            firsts.setdefault(row["entity_id"], row["name"])
    tickers = json.loads((SHARED / "neg_sec_company_tickers" / "company_tickers.json").read_text())
    by_company = {row["cik_str"]: row["title"] for row in tickers.values()}
    return list(firsts.values()), list(dict.fromkeys(by_company.values()))


def fit(x: np.ndarray, y: np.ndarray, weight: np.ndarray, first: np.ndarray, *, pull: float = 0.3) -> np.ndarray:
    """Costs ≥ 0 that make the labels likeliest; `pull` keeps them near `first` where the data do not say otherwise."""

    def loss(cost: np.ndarray) -> tuple[float, np.ndarray]:
        logit = np.clip(START - x @ cost, -50, 50)
        p = 1.0 / (1.0 + np.exp(-logit))
        value = -(weight * (y * np.log(p + 1e-12) + (1 - y) * np.log(1 - p + 1e-12))).sum()
        apart = (cost - first) / (first + 1.0)
        gradient = -(x * ((p - y) * weight)[:, None]).sum(axis=0) + 2 * pull * apart / (first + 1.0)
        return float(value + pull * (apart**2).sum()), gradient

    bounds = [(f, f) if name.name in JUDGED else (0.0, None) for f, name in zip(first, FEATURES, strict=True)]
    found = minimize(loss, first, jac=True, method="L-BFGS-B", bounds=bounds)
    return np.asarray(found.x)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--save", type=Path, metavar="FOLDER", help="also write the costs as arrays")
    given = parser.parse_args()
    sdn, tickers = companies()
    half = [*tuning_half(), *suppliers()]
    made = [
        *noisy(sdn, 900, 1), *noisy(tickers, 900, 2), *neighbours(sdn, 500, 3), *neighbours(tickers, 700, 4)
    ]  # fmt: skip
    for kind in ("organization", "person"):
        rows = [row for row in (*half, *made) if (row[2] == "person") == (kind == "person") and row[2] != "thing"]
        x = np.array([features_of(a, b, k) for a, b, k, _, _ in rows])
        kept = ~x[:, APART].any(axis=1)
        rows = [row for row, keep in zip(rows, kept, strict=True) if keep]
        x = x[kept]
        y = np.array([float(same) for *_, same, _ in rows])
        weight = np.array([w for *_, w in rows])
        first = np.array([getattr(feature, kind) for feature in FEATURES])
        costs = fit(x, y, weight, first)
        print(f"\n{kind}: {len(rows)} pairs")
        for feature, cost, column in zip(FEATURES, costs, x.T, strict=True):
            print(f"  {feature.name:22} {cost:6.2f}   in {int((column > 0).sum()):5} pairs")
        p = 1.0 / (1.0 + np.exp(np.clip(x @ costs - START, -50, 50)))
        tp, fp, fn = (float((weight * m).sum()) for m in ((p >= 0.5) * y, (p >= 0.5) * (1 - y), (p < 0.5) * y))
        if given.save:
            np.save(given.save / f"cost_{kind}.npy", costs)
        print(f"  F1 of these pairs at 0.5: {2 * tp / (2 * tp + fp + fn):.3f}")


if __name__ == "__main__":
    main()
