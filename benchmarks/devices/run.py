"""Identifiers of devices, fast and complete: ``python benchmarks/devices/run.py``.

Prints how long the registry of address blocks takes to open; look-ups a second one by one and in bulk (from texts, from
numbers, and from a column as Arrow holds it) beside a plain dict that checks nothing; identifiers parsed a second by
scheme; and, beside the peers of ``peers.py`` in the same run, how many blocks of a newer registry are known with the
right holder, by registry and for makers that are restricted somewhere. The newer registry lies in ../shared or is named
with ``--registry`` (the CSV of the IEEE, as often as there are files). ``unit`` is a fixed amount of work of the
interpreter, by which machines can be compared. Ends with 1 where bulk and one by one differ, or where the shipped
registry does not know its own blocks.
"""

from __future__ import annotations

import argparse
import csv
import importlib.metadata
import random
import re
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import peers

from obstat.devices import MacRegistry, default_registry, parse
from obstat.devices.mac import INDIVIDUAL
from obstat.devices.mac_registry import REGISTRAR, is_registrar
from obstat.model.subject import Given

NEWER = Path(__file__).resolve().parents[3] / "shared" / "data" / "device_oui" / "oui_2026-08.csv"
OF_SYSTEM = Path("/usr/share/ieee-data/iab.csv")
"""Where the package ieee-data of Debian puts the individual blocks, which tables made today often leave out."""
ONE_BY_ONE, BULK, PARSED, SAMPLE = 200_000, 10_000_000, 20_000, 20_000
REPEATS = 3
REGISTRIES = ("MA-L", "MA-M", "MA-S", "IAB")
RESTRICTED = re.compile(
    r"huawei|hisilicon|zte(?:corp|wcdma)|zhongxingtelecom|shanghaizte|(?:hangzhou)?(?:hikvision|hikrobot|ezviz)|prama|"
    r"(?:zhejiang)?dahuatech|hytera"
)
"""How the names of makers begin that are restricted somewhere."""
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
    print(f"{what:<44} {value:>30}")


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
    plain = {prefix: holder for prefix, holder in registry if holder != REGISTRAR}
    same = True
    numbers = np.array([int(text, 16) for text in digits], dtype=np.uint64)
    by_number = registry.find_many(numbers).tolist()
    for style, write in STYLES.items():
        texts = [write(text) for text in digits]
        one, unchecked = rates(len(texts), [each(registry.find, texts), each(in_dict(plain), texts)])
        say(f"one by one, {style}", f"{one:,.0f}/s  {one / unchecked:.2f} of a dict")
        say(f"in bulk,    {style}", f"{rate(len(texts), lambda texts=texts: registry.find_many(texts)):,.0f}/s")
        found = [registry.find(text) for text in texts]
        same = same and found == [registry.block(number) if number >= 0 else None for number in by_number]
    many = np.resize(numbers, BULK)
    say("in bulk, numbers", f"{rate(BULK, lambda: registry.find_many(many)):,.0f}/s")
    for mixed in (False, True):
        styles = list(STYLES.values())
        texts = [styles[row % len(styles) if mixed else 0](text) for row, text in enumerate(digits)]
        data = np.frombuffer("".join(texts).encode() * (BULK // len(texts)), dtype=np.uint8)
        offsets = np.zeros(BULK + 1, dtype=np.int64)
        np.cumsum(np.resize(np.array([len(text) for text in texts]), BULK), out=offsets[1:])
        speed = rate(BULK, lambda data=data, offsets=offsets: registry.find_in_buffer(data, offsets))
        say(f"in bulk, a column of Arrow, {'three notations' if mixed else 'one notation'}", f"{speed:,.0f}/s")
        same = same and registry.find_in_buffer(data, offsets)[: len(texts)].tolist() == by_number
    return same


def knows_its_own(registry: MacRegistry) -> bool:
    """Whether the first and last address of each of its blocks is in the block, or in a finer one of its own."""
    blocks = [(prefix, holder) for prefix, holder in registry if holder != REGISTRAR]
    wrong = 0
    for prefix, holder in blocks:
        for fill in "0f":
            block = registry.find(prefix.ljust(12, fill))
            finer = block is not None and len(block.prefix) > len(prefix)
            wrong += not finer and (not block or (block.prefix, block.holder) != (prefix, holder))
    say("its own blocks found", f"{len(blocks) * 2 - wrong:,} of {len(blocks) * 2:,}")
    return not wrong


def each(look_up: Callable[[str], object], texts: Sequence[str]) -> Callable[[], object]:
    return lambda: [look_up(text) for text in texts]


def in_dict(plain: dict[str, str]) -> Callable[[str], str | None]:
    """The quickest that Python can do: a dict of prefixes, and no check of what it is asked."""

    def holder(mac: str) -> str | None:
        digits = mac.replace(":", "").replace("-", "").replace(".", "").lower()
        return plain.get(digits[:9]) or plain.get(digits[:7]) or plain.get(digits[:6])

    return holder


def rates(count: int, works: Sequence[Callable[[], object]]) -> list[float]:
    """As `rate`, of several works that take turns, so that a busy moment of the machine meets them alike."""
    best = [min(times) for times in zip(*([seconds(work) for work in works] for _ in range(REPEATS)), strict=True)]
    return [count / least for least in best]


def measure_parse() -> None:
    for scheme, text in IDENTIFIERS.items():
        given = Given(scheme, text)
        say(f"parse {scheme}", f"{rate(PARSED, lambda given=given: [parse(given) for _ in range(PARSED)]):,.0f}/s")


def truth(files: Sequence[Path]) -> dict[str, list[tuple[str, str]]]:
    """The blocks of the files with their holders, by registry; those that are divided among others left out."""
    found: dict[str, list[tuple[str, str]]] = {registry: [] for registry in REGISTRIES}
    for path in files:
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                prefix = (row.get("prefix") or row.get("Assignment") or "").lower()
                holder = row.get("organisation") or row.get("Organization Name") or ""
                if not is_registrar(holder):
                    registry = {6: "MA-L", 7: "MA-M"}.get(len(prefix), "IAB" if prefix[:6] in INDIVIDUAL else "MA-S")
                    found[registry].append((prefix, holder))
    return found


def measure_peers(registry: MacRegistry, files: Sequence[Path]) -> None:
    """One line each: look-ups a second, and the share of blocks whose holder is right."""
    if not files:
        print("no newer registry in ../shared or named with --registry: nothing to compare with the peers")
        return
    print(f"\nright holders of {' and '.join(path.name for path in files)}; of each the table that its package brings")
    parts = truth(files)
    parts["restricted"] = [
        (prefix, holder) for rows in parts.values() for prefix, holder in rows if RESTRICTED.match(words(holder))
    ]
    print(f"{'':<26}{'look-ups/s':>12}" + "".join(f"{part:>12}" for part in parts))
    print(f"{'blocks':<38}" + "".join(f"{len(rows):>12,}" for rows in parts.values()))
    chance = random.Random(2)
    sample = [chance.choice(parts[chance.choice([part for part in REGISTRIES if parts[part]])]) for _ in range(SAMPLE)]
    texts = [address(prefix, chance) for prefix, _ in sample]

    def ours(mac: str) -> str | None:
        block = registry.find(mac)
        return block.holder if block else None

    plain = {prefix: holder for prefix, holder in registry if holder != REGISTRAR}
    compare(f"obstat {importlib.metadata.version('obstat')}", ours, parts, texts)
    compare("a dict of the same", in_dict(plain), parts, texts)
    for peer in peers.PEERS:
        try:
            compare(f"{peer.name} {peer.version}", peers.ready(peer), parts, texts, most=peer.most)
        except (peers.NotThere, importlib.metadata.PackageNotFoundError) as error:
            print(f"{peer.name:<26}not measured: {error}")


def compare(
    name: str,
    look_up: peers.LookUp,
    parts: dict[str, list[tuple[str, str]]],
    texts: Sequence[str],
    *,
    most: int | None = None,
) -> None:
    chance = random.Random(3)
    asked = texts[:most]
    shares = []
    for rows in parts.values():
        some = rows if most is None or len(rows) <= most else chance.sample(rows, most)
        right = sum(same_holder(look_up(address(prefix, chance)), holder) for prefix, holder in some)
        shares.append(f"{right / len(some):.4f}" if some else "no list")
    speed = f"{rate(len(asked), each(look_up, asked)):,.0f}"
    sampled = f"  ({most} of each)" if most else ""
    print(f"{name:<26}{speed:>12}" + "".join(f"{share:>12}" for share in shares) + sampled)


def address(prefix: str, chance: random.Random) -> str:
    return STYLES["00:1a:2b:3c:4d:5e"](prefix + f"{chance.getrandbits(48):012x}"[len(prefix) :])


def same_holder(found: str | None, holder: str) -> bool:
    """Whether two names mean the same but for what registries write differently, or cut off."""
    one, other = words(found or ""), words(holder)
    return bool(one) and (one.startswith(other) or other.startswith(one))


def words(name: str) -> str:
    """A name without what registries write differently."""
    return "".join(c for c in name.casefold() if c.isalnum())


def main() -> int:
    options = argparse.ArgumentParser(description="Identifiers of devices, fast and complete.")
    options.add_argument("--registry", type=Path, action="append", help="a newer registry; again for more files")
    files = options.parse_args().registry or [path for path in (NEWER, OF_SYSTEM) if path.exists()]
    say("unit", f"{min(seconds(lambda: sum(range(1_000_000))) for _ in range(5)) * 1000:.1f} ms")
    say("open the shipped registry, first time", f"{seconds(default_registry) * 1000:.0f} ms")
    registry = default_registry()
    say("its blocks", f"{len(registry):,}")
    print(f"from {registry.edition}")
    complete = knows_its_own(registry)
    same = measure_registry(registry)
    measure_parse()
    measure_peers(registry, files)
    if not same:
        print("bulk and one by one differ")
    return 0 if same and complete else 1


if __name__ == "__main__":
    raise SystemExit(main())
