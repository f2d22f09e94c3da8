"""What characters the bytes of a text file stand for.

Invariant: no byte is lost: what is no UTF-8 is what `legacy` tells, else GB 18030 where it looks Chinese, and
Windows-1252 otherwise.
"""

from __future__ import annotations

import codecs
import functools
import re
from pathlib import Path
from typing import Final

from obstat.intake.tables import legacy

_PLAIN: Final = frozenset(b"\t\n\r" + bytes(range(32, 127)) + bytes(range(160, 256)))
_HIGH_RUNS: Final = re.compile(rb"[\x80-\xff]+")
_CONTROLS: Final = bytes((*range(1, 9), *range(14, 26), *range(28, 32), 127))
_HEAD: Final = 65_536
_SEARCHED: Final = 64 << 20
"""Bytes of a file that are searched for characters beyond ASCII."""


def encodings_of(path: Path) -> tuple[str, str]:
    """The encoding of a file, and that of lines which are not in it: a table may begin with a million plain rows."""
    with path.open("rb") as opened:
        head = opened.read(_HEAD)
        name = encoding(head)
        if name != "utf-8-sig":
            return name, "cp1252"
        opened.seek(0)
        other: list[bytes] = []
        foreign = size = 0
        while opened.tell() < _SEARCHED and size < legacy.SAMPLE and (chunk := opened.read(1 << 20)):
            if chunk.isascii():
                continue
            chunk += opened.readline(1 << 20)
            lines = [chunk] if _is_utf8(chunk) else [line for line in chunk.split(b"\n") if not line.isascii()]
            found = [line for line in lines if not _is_utf8(line)]
            foreign += len(lines)
            other += found
            size += sum(map(len, found))
    if not other:
        return name, "cp1252"
    told = legacy.told(b"\n".join(other)[: legacy.SAMPLE]) or "cp1252"
    return (told if len(other) > foreign / 2 and head.isascii() else name), told


@functools.lru_cache(maxsize=8)
def encoding(head: bytes) -> str:
    """The encoding of a file by its beginning: utf-8-sig, utf-16-le, utf-16-be, utf-32, or one from before Unicode."""
    for mark, name in ((codecs.BOM_UTF8, "utf-8-sig"), (b"\xff\xfe\0\0", "utf-32"), (b"\0\0\xfe\xff", "utf-32"),
                       (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16")):  # fmt: skip
        if head.startswith(mark):
            return name
    if wide := _wide(head):
        return wide
    if _is_utf8(head):
        return "utf-8-sig"
    if _has_controls(head):
        return "cp1252"
    foreign = [line for line in head.split(b"\n") if not line.isascii()]
    other = [line for line in foreign if not _is_utf8(line)]
    if len(other) < len(foreign) / 2:
        return "utf-8-sig"
    return legacy.told(b"\n".join(foreign)) or ("gb18030" if looks_chinese(head) else "cp1252")


def decoded(line: bytes, name: str, other: str = "cp1252") -> str:
    """The text of a line of a file of no wide encoding; a line that is not in `name` is in UTF-8, or in `other`."""
    if name == "utf-8-sig":
        order = ("utf-8", other, "gb18030") if looks_chinese(line) else ("utf-8", other)
    else:
        order = (name, "utf-8") if name in legacy.TWO_BYTES else ("utf-8", name)
    for each in order:
        try:
            return line.decode(each)
        except UnicodeDecodeError:
            pass
    last = order[0] if order[0] in legacy.TWO_BYTES else order[1]
    return line.decode("latin-1") if last == "cp1252" else line.decode(last, "backslashreplace")


def text_of(head: bytes) -> str:
    """The beginning of a file as text, without NULs; what is cut off at its end is left out."""
    name = encoding(head)
    if name.startswith("utf-16") or name == "utf-32":
        return head[: len(head) - len(head) % 4].decode(name, "ignore").lstrip("\ufeff").replace("\0", "")
    if _is_utf8(head):
        return head.decode("utf-8-sig", "ignore").replace("\0", "")
    *whole, last = head.split(b"\n")
    cut = last.decode("utf-8" if name == "utf-8-sig" else name, "ignore")
    return "\n".join([*(decoded(line, name) for line in whole), cut]).lstrip("\ufeff").replace("\0", "")


def is_binary(head: bytes) -> bool:
    """Whether a file is no text: many control characters, or many NULs that are no part of UTF-16."""
    if encoding(head).startswith(("utf-16", "utf-32")):
        return False
    return _has_controls(head) or head.count(0) > len(head) / 4


def looks_chinese(data: bytes) -> bool:
    """Whether high bytes come in pairs, most of them characters of the first level of GB 2312."""
    pairs = common = odd = 0
    for run in _HIGH_RUNS.findall(data[:65_536]):
        if len(run) % 2:
            odd += 1
            continue
        leads = run[::2]
        pairs += len(leads)
        common += sum(0xB0 <= lead <= 0xD7 or 0xA1 <= lead <= 0xA3 for lead in leads)
    return pairs >= 2 and odd <= pairs / 10 and common >= 0.6 * pairs


def _has_controls(head: bytes) -> bool:
    return len(head) - len(head.translate(None, _CONTROLS)) > len(head) / 50


def _is_utf8(head: bytes) -> bool:
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)  # a character cut off at the end is no fault
    except UnicodeDecodeError:
        return False
    return True


def _wide(head: bytes) -> str | None:
    """UTF-16 without a mark: the NULs stand in one half of the pairs, most of them for Latin text, some for other."""
    even, odd = head[: len(head) - len(head) % 2 : 2], head[1::2]
    zero_even, zero_odd = even.count(0), odd.count(0)
    most, least = max(zero_even, zero_odd), min(zero_even, zero_odd)
    if not most or least > most / 20 or len(head) < 4:
        return None
    name, high, low = ("utf-16-le", odd, even) if zero_odd > zero_even else ("utf-16-be", even, odd)
    if most < 0.6 * len(high):
        plain = sum(other in _PLAIN for other, zero in zip(low, high, strict=True) if not zero)
        if (_is_utf8(head) and not _has_controls(head)) or plain < 0.95 * most:
            return None
    text = head[: len(head) - len(head) % 2].decode(name, "replace")
    return name if text.count("\ufffd") <= 1 + len(text) / 100 else None
