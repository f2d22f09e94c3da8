"""What devices show, and whom we take it for: ``python benchmarks/devices/banners.py`` (needs ../shared).

The examples of recog (BSD-2) say which vendor each banner is of. Prints how many examples of makers that rules name are
given the right maker, how many others are given one, and which.
"""

from __future__ import annotations

import base64
import binascii
import time
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import obstat
from obstat.identity.shown import Shown

RECOG = Path(__file__).resolve().parents[3] / "shared" / "data" / "device_recog"
MAKERS = {
    "huawei": "huawei",
    "zte": "zte",
    "hikvision": "hikvision",
    "dahua": "dahua",
    "hytera": "hytera",
    "tp-link": "tp-link",
    "h3c": "h3c",
    "kaspersky": "kaspersky",
    "kaspersky lab": "kaspersky",
    "ruijie": "ruijie",
}
"""Vendors as recog writes them, in lower case, and the parties that they are."""


def examples() -> Iterator[tuple[set[str], str]]:
    """The vendors that recog names for an example, in lower case, and its text."""
    for path in sorted(RECOG.glob("*.xml")):
        for fingerprint in ET.parse(path).getroot().iter("fingerprint"):
            params = fingerprint.iter("param")
            vendors = {p.get("value", "").lower() for p in params if p.get("name", "").endswith(".vendor")}
            for example in fingerprint.iter("example"):
                text = example.text or ""
                if example.get("_encoding") == "base64":
                    try:
                        text = base64.b64decode(text).decode("utf-8", "replace")
                    except binascii.Error:
                        continue
                if not example.get("_filename"):
                    yield vendors, text


def main() -> None:
    shown = Shown(obstat.open().snapshot)
    right, of_makers, others, taken, spent = Counter[str](), Counter[str](), 0, [], 0.0
    for vendors, text in examples():
        wanted = {MAKERS[vendor] for vendor in vendors if vendor in MAKERS}
        started = time.perf_counter()
        found = {named.party for named in shown.find(text)}
        spent += time.perf_counter() - started
        for maker in wanted:
            of_makers[maker] += 1
            right[maker] += maker in found
        if not wanted:
            others += 1
            taken += [(sorted(found), " ".join(text.split())[:90])] if found else []
    for maker, count in of_makers.most_common():
        print(f"  {maker:<12}{right[maker]:4} of {count:4}")
    total = of_makers.total()
    print(f"right maker: {right.total()} of {total} ({right.total() / total:.1%})")
    print(f"given a maker of ours though recog names another: {len(taken)} of {others:,}")
    print(*(f"  {parties} {text}" for parties, text in taken), sep="\n")
    print(f"{spent / (total + others) * 1e6:.0f} us an example")


if __name__ == "__main__":
    main()
