"""Text from bytes in any encoding.

Invariant: line breaks become ``\\n`` and control signs blanks, one for one; otherwise every character stays where the
decoded file has it, so that spans hold for both.
"""

from __future__ import annotations

import codecs
import re
from typing import Final

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_LOOKED_AT: Final = 65_536
_HIGH_LINE: Final = re.compile(rb"[^\r\n]*[\x80-\xff][^\r\n]*")
_SEQUENCE: Final = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_HIGH: Final = bytes(range(128, 256))
_NEWLINES: Final = re.compile("\r\n?")
_BLANKED: Final = dict.fromkeys((*range(9), *range(14, 32), 127, *range(8234, 8239), *range(8294, 8298)), " ")
"""Control signs, and those that turn the direction of the text after them."""
_UNSEEN: Final = dict.fromkeys((0xAD, 0x200B, 0x2060, 0xFEFF))
_LIKELY: Final = ("cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "cp874", "koi8_r",
                  "gb18030", "big5", "cp932", "euc_jp", "cp949")  # fmt: skip
_LATIN: Final = frozenset(("cp1250", "cp1254", "cp1257"))
_WESTERN: Final = frozenset("àáâãäåæçèéêëìíîïñòóôõöøùúûüßœÀÁÂÄÅÆÇÈÉÊËÍÎÑÓÔÖØÚÛÜŒŠšŽž‘’“”‚„…–—•€£§©®™°·«»\u00a0")
_SAID: Final = {"latin_1": "cp1252", "iso8859-1": "cp1252", "ascii": "cp1252", "gb2312": "gb18030", "gbk": "gb18030",
                "shift_jis": "cp932", "euc_kr": "cp949", "iso8859-9": "cp1254", "iso8859-11": "cp874"}  # fmt: skip
"""What is meant where pages say the older name, as browsers take it."""


def decoded(data: bytes, said: str | None = None) -> tuple[str, tuple[str, ...]]:
    """The text, and notes on what could not be read. `said` is the encoding that the file itself names."""
    text, notes = _decoded(data, said)
    if "\0" in text:
        notes = (*notes, "NUL signs in the text were taken as blanks.")
    return plain(text), notes


def plain(text: str) -> str:
    """`text` with line breaks of one kind and without control signs, halves of characters or marks of its order."""
    text = _NEWLINES.sub("\n", text.removeprefix("\ufeff")).translate(_BLANKED)
    return text.encode("utf-8", "replace").decode() if not _whole(text) else text


def shown(text: str) -> str:
    """`plain` text without the signs that nobody sees: soft hyphens and blanks without width."""
    return plain(text).translate(_UNSEEN)


def is_binary(head: bytes) -> bool:
    """Whether the beginning of a file is no text in any encoding."""
    if any(head.startswith(mark) for mark, _ in _MARKS) or _wide(head):
        return False
    odd = len(head) - len(head.translate(None, bytes((*range(9), *range(14, 27), *range(28, 32), 127))))
    return odd > len(head) * 0.05


def _decoded(data: bytes, said: str | None) -> tuple[str, tuple[str, ...]]:
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _with(data, name)
    wide = _wide(data[:_LOOKED_AT])
    if wide:
        return _with(data, wide)
    try:
        return data.decode("utf-8"), ()
    except UnicodeDecodeError:
        pass
    high = len(data) - len(data.translate(None, _HIGH))
    if sum(map(len, _SEQUENCE.findall(data))) >= 0.8 * high:
        return _with(data, "utf-8")
    return _with(data, _meant(said) or _guessed(data))


def _with(data: bytes, name: str) -> tuple[str, tuple[str, ...]]:
    text = data.decode(name, "replace")
    lost = text.count("\ufffd")
    return text, (f"{lost} characters could not be read as {name} and show as \ufffd.",) if lost else ()


def _wide(head: bytes) -> str | None:
    """UTF-16 without a mark: NULs in every other byte, few elsewhere."""
    half = len(head) // 2
    if half < 2:
        return None
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if odd > half * 0.4 and even < half * 0.05:
        return "utf-16-le"
    return "utf-16-be" if even > half * 0.4 and odd < half * 0.05 else None


def _meant(said: str | None) -> str | None:
    try:
        name = codecs.lookup(said.strip().strip("\"'")).name if said else None
    except (LookupError, ValueError, UnicodeError):
        return None
    if name is None or name.startswith("utf"):
        return None
    meant = _SAID.get(name, _SAID.get(name.replace("-", "_"), name))
    try:
        b"".decode(meant)
    except LookupError:  # not an encoding of text
        return None
    return meant


def _guessed(data: bytes) -> str:
    try:
        from charset_normalizer import from_bytes
    except ImportError:
        return "cp1252"
    lines = b"\n".join(found.group() for found in _HIGH_LINE.finditer(data[: 4 * _LOOKED_AT]))[:_LOOKED_AT]
    best = from_bytes(lines, cp_isolation=list(_LIKELY), preemptive_behaviour=False).best() if lines else None
    return best.encoding if best is not None and not (best.encoding in _LATIN and _western(lines, data)) else "cp1252"


def _western(lines: bytes, data: bytes) -> bool:
    """Whether the few letters beyond a to z are those of western languages: a name or a loan in an English text."""
    foreign = [char for char in lines.decode("cp1252", "replace") if char > "\x7f"]
    return len(foreign) < 0.01 * min(len(data), 4 * _LOOKED_AT) + 8 and all(char in _WESTERN for char in foreign)


def _whole(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
