"""What characters the bytes of a text file stand for.

Invariant: no byte is lost: what is no UTF-8 is GB 18030 where it looks Chinese, and Windows-1252 otherwise.
"""

from __future__ import annotations

import codecs
import re
from typing import Final

_PLAIN: Final = frozenset(b"\t\n\r" + bytes(range(32, 127)) + bytes(range(160, 256)))
_HIGH_RUNS: Final = re.compile(rb"[\x80-\xff]+")


def encoding(head: bytes) -> str:
    """The encoding of a file by its beginning: utf-8-sig, utf-16-le, utf-16-be, utf-32, gb18030 or cp1252."""
    for mark, name in ((codecs.BOM_UTF8, "utf-8-sig"), (b"\xff\xfe\0\0", "utf-32"), (b"\0\0\xfe\xff", "utf-32"),
                       (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16")):  # fmt: skip
        if head.startswith(mark):
            return name
    if wide := _wide(head):
        return wide
    if _is_utf8(head):
        return "utf-8-sig"
    return "gb18030" if looks_chinese(head) else "cp1252"


def decoded(line: bytes, name: str) -> str:
    """The text of a line of a file in UTF-8, GB 18030 or Windows-1252; a line in another of them is read as that."""
    if name != "gb18030":
        try:
            return line.decode("utf-8")
        except UnicodeDecodeError:
            pass
    if name == "gb18030" or looks_chinese(line):
        try:
            return line.decode("gb18030")
        except UnicodeDecodeError:
            pass
    try:
        return line.decode("cp1252")
    except UnicodeDecodeError:
        return line.decode("latin-1")


def text_of(head: bytes) -> str:
    """The beginning of a file as text, without NULs; what is cut off at its end is left out."""
    name = encoding(head)
    if name.startswith("utf-16") or name == "utf-32":
        return head[: len(head) - len(head) % 4].decode(name, "ignore").lstrip("\ufeff").replace("\0", "")
    if name == "utf-8-sig":
        return head.decode("utf-8-sig", "ignore").replace("\0", "")
    return decoded(head, name).replace("\0", "")


def is_binary(head: bytes) -> bool:
    """Whether a file is no text: many control characters, or many NULs that are no part of UTF-16."""
    if encoding(head).startswith(("utf-16", "utf-32")):
        return False
    controls = sum(head.count(bytes([at])) for at in (*range(1, 9), *range(14, 26), *range(28, 32), 127))
    return controls > len(head) / 50 or head.count(0) > len(head) / 4


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
        if _is_utf8(head) or plain < 0.95 * most:
            return None
    text = head[: len(head) - len(head) % 2].decode(name, "replace")
    return name if text.count("\ufffd") <= 1 + len(text) / 100 else None
