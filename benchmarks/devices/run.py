"""Identifiers of devices, fast and complete: ``python benchmarks/devices/run.py``.

Prints how long the registry of address blocks takes to open, look-ups a second (one by one in every usual notation, in
bulk from texts and from numbers, and with python-stdnum on the same file), identifiers parsed a second by scheme, and
how many blocks of a newer registry, if one lies in ../shared, the shipped one knows. ``unit`` is a fixed amount of work
of the interpreter, by which machines can be compared. Ends with 1 where bulk and one by one differ.
"""

from __future__ import annotations

import csv
import random
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import numpy as np

from obstat.devices import MacRegistry, default_registry, parse
from obstat.devices.mac_registry import REGISTRAR
from obstat.model.subject import Given

NEWER = Path(__file__).resolve().parents[3] / "shared" / "data" / "device_oui" / "oui_2026-08.csv"
ONE_BY_ONE, BULK, PEER, PARSED = 200_000, 2_000_000, 200, 20_000
REPEATS = 3
SIZES = {6: "MA-L", 7: "MA-M", 9: "MA-S"}
STYLES: dict[str, Callable[[str], str]] = {
    "00:1a:2b:3c:4d:5e": lambda digits: ":".join(digits[i : i + 2] for i in range(0, 12, 2)),
    "001a.2b3c.4d5e": lambda digits: ".".join(digits[i : i + 4] for i in range(0, 12, 4)),
    "001A2B3C4D5E": str.upper,
}
IDENTIFIERS = {
    "mac": "00:18:82:0a:0b:0c",
    "imei": "490154203237518",
    "fcc_id": "QISBLA",
    "oid": "1.3.6.1.4.1.2011.2.23",
    "usb": "12d1:1506",
    "pci": "19e5:1822",
    "bluetooth": "0x027D",
    "pnp": "HWV2345",
    "cpe": "cpe:2.3:h:huawei:p30:-:*:*:*:*:*:*:*",
    "model": "DS-2CD2042WD-I",
}


def rate(count: int, work: Callable[[], object]) -> float:
    """Items a second, the best of some repeats."""
    return count / min(seconds(work) for _ in range(REPEATS))


def seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def say(what: str, value: str) -> None:
    print(f"{what:<44} {value:>20}")


def addresses(registry: MacRegistry, count: int) -> list[str]:
    """The digits of addresses, half in blocks of the registry and half anywhere."""
    chance = random.Random(1)
    prefixes = [prefix for prefix, _ in registry]
    known = (
        prefix + f"{chance.getrandbits(48):012x}"[len(prefix) :] for prefix in chance.choices(prefixes, k=count // 2)
    )
    return [*known, *(f"{chance.getrandbits(48):012x}" for _ in range(count - count // 2))]


def measure_registry(registry: MacRegistry) -> bool:
    digits = addresses(registry, ONE_BY_ONE)
    same = True
    numbers = np.array([int(text, 16) for text in digits], dtype=np.uint64)
    by_number = registry.find_many(numbers).tolist()
    for style, write in STYLES.items():
        texts = [write(text) for text in digits]
        say(f"one by one, {style}", f"{rate(len(texts), lambda texts=texts: [registry.find(t) for t in texts]):,.0f}/s")
        say(f"in bulk,    {style}", f"{rate(len(texts), lambda texts=texts: registry.find_many(texts)):,.0f}/s")
        found = [registry.find(text) for text in texts]
        same = same and found == [registry.block(number) if number >= 0 else None for number in by_number]
    many = np.resize(numbers, BULK)
    say("in bulk, numbers", f"{rate(len(many), lambda: registry.find_many(many)):,.0f}/s")
    return same


def measure_peer(registry: MacRegistry) -> None:
    from stdnum import mac, numdb

    texts = [
        STYLES["00:1a:2b:3c:4d:5e"](prefix.ljust(12, "0")) for prefix, _ in list(registry)[:: len(registry) // PEER]
    ]
    numdb.get("oui")

    def ask() -> None:
        for text in texts:
            try:
                mac.get_manufacturer(text)
            except mac.InvalidComponent:
                continue

    say("one by one, python-stdnum", f"{rate(len(texts), ask):,.0f}/s")


def measure_parse() -> None:
    for scheme, text in IDENTIFIERS.items():
        given = Given(scheme, text)
        say(f"parse {scheme}", f"{rate(PARSED, lambda given=given: [parse(given) for _ in range(PARSED)]):,.0f}/s")


def measure_recall(registry: MacRegistry) -> None:
    if not NEWER.exists():
        print("no newer registry in ../shared: recall is not measured")
        return
    with NEWER.open(encoding="utf-8", newline="") as file:
        rows = [(row["prefix"], row["organisation"]) for row in csv.DictReader(file)]
    rows = [(prefix, holder) for prefix, holder in rows if holder != REGISTRAR]
    found = registry.find_many([prefix.ljust(12, "0") for prefix, _ in rows]).tolist()
    every, known, same = Counter[int](), Counter[int](), Counter[int]()
    for (prefix, holder), number in zip(rows, found, strict=True):
        every[len(prefix)] += 1
        known[len(prefix)] += number >= 0
        same[len(prefix)] += number >= 0 and words(registry.holders[number]) == words(holder)
    for size, name in SIZES.items():
        shares = f"{known[size] / every[size]:.4f} {same[size] / every[size]:.4f}"
        say(f"{name} of {NEWER.stem}: known, same holder", shares)
    say("all: known, same holder", f"{known.total() / every.total():.4f} {same.total() / every.total():.4f}")


def words(name: str) -> str:
    """A name without what registries write differently."""
    return "".join(c for c in name.casefold() if c.isalnum())


def main() -> int:
    say("unit", f"{min(seconds(lambda: sum(range(1_000_000))) for _ in range(5)) * 1000:.1f} ms")
    say("open the shipped registry, first time", f"{seconds(default_registry) * 1000:.0f} ms")
    registry = default_registry()
    say("its blocks", f"{len(registry):,}")
    same = measure_registry(registry)
    measure_peer(registry)
    measure_parse()
    measure_recall(registry)
    if not same:
        print("bulk and one by one differ")
    return 0 if same else 1


if __name__ == "__main__":
    raise SystemExit(main())
