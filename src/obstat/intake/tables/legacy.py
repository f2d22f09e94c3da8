"""Encodings from before Unicode: which one a text is in that is no UTF-8.

Other scripts are told by charset-normalizer, from how likely their letters stand beside each other. Latin ones share
most letters at the same places, and names are too short for such counts: there the letters of each line must be those
of one language.

Invariant: Windows-1252 is said unless another encoding explains the text better.
"""

from __future__ import annotations

import functools
import re
from typing import Final

SAMPLE: Final = 65_536
TWO_BYTES: Final = ("gb18030", "big5", "cp932", "euc_jp", "cp949")
_USUAL: Final = {
    "gb18030": (range(0xA1, 0xA4), range(0xB0, 0xD8)),
    "big5": (range(0xA1, 0xC7),),
    "cp932": (range(0x81, 0x84), range(0x88, 0x98)),
    "euc_jp": (range(0xA1, 0xA6), range(0xB0, 0xD0)),
    "cp949": (range(0xA1, 0xA4), range(0xB0, 0xC9)),
}
"""First bytes of punctuation, kana, hangul and the more frequent half of the ideographs."""
_OTHER_SCRIPTS: Final = ("cp1251", "koi8_r", "cp866", "mac_cyrillic", "cp1253", "cp1255", "cp1256", "cp874")
_LATIN: Final = ("cp1252", "cp1250", "cp1254", "cp1257", "cp850", "cp852", "mac_roman")
_ALPHABETS: Final = tuple(
    frozenset(small + small.upper())
    for small in (
        "àâæçéèêëîïôœùûüÿ", "äöüßé", "áéíóúüñ", "áàâãçéêíóôõú", "àèéìíòóù", "æøåéäö", "áðéíóúýþæö",
        "áčďéěíňóřšťúůýž", "áäčďéíĺľňóôŕšťúýž", "ąćęłńóśźż", "áéíóöőúüű", "ăâîșşţț", "čćđšž", "çğıöşüâîİ",
        "āčēģīķļņšūž", "ąčęėįšųūž", "äöõüšž",
    )
)  # fmt: skip
"""Letters beside a to z: French, German, Spanish, Portuguese, Italian, Nordic, Icelandic, Czech, Slovak, Polish,
Hungarian, Romanian, South Slavic, Turkish, Latvian, Lithuanian, Estonian."""
_RARE: Final = frozenset("ÿŸýþðÝÞÐ")
"""The last six are the letters of Turkish, read as Icelandic."""
_SIGNS: Final = frozenset("–—’‘“”„«»°®™©€£§·•…´²³½¼¾±µ¶×÷º¿¡\u00a0")
_HIGH_LINE: Final = re.compile(rb"[^\r\n]*[\x80-\xff][^\r\n]*")
_HIGH_RUN: Final = re.compile(rb"[\x80-\xff]+")
_WORD: Final = re.compile(r"\w+")
_RUN: Final = re.compile(r"[^\x00-\x7f]{2}")
_PLAIN: Final = re.compile("[A-Za-z]")


@functools.lru_cache(maxsize=64)
def told(sample: bytes) -> str | None:
    """The encoding of a text that is no UTF-8; None where nothing can tell, or the library for it is not installed."""
    try:
        from charset_normalizer import from_bytes
    except ImportError:
        return None
    lines = b"\n".join(_HIGH_LINE.findall(sample[:SAMPLE]))
    if not lines:
        return None
    two = [name for name in TWO_BYTES if _usual(lines, name)]
    found = from_bytes(lines, cp_isolation=[*two, *_OTHER_SCRIPTS], preemptive_behaviour=False).best()
    other = found.encoding if found is not None else next(iter(two), None)
    if "gb18030" in two and _paired(lines) and (other == "big5" or (other == "euc_jp" and _few(lines))):
        other = "gb18030"
    return other if other and _foreign(lines, other) > 0.5 else _latin(lines)


def _usual(data: bytes, name: str) -> bool:
    """Whether most characters are of the rows of the code that hold the usual ones."""
    foreign = [char for char in data.decode(name, "replace") if not char.isascii()]
    leads = [char.encode(name)[0] for char in foreign if char != "\ufffd"]
    usual = sum(any(lead in rows for rows in _USUAL[name]) for lead in leads)
    return usual >= 0.6 * len(foreign) and len(leads) > 0.95 * len(foreign)


def _paired(data: bytes) -> bool:
    """Whether high bytes come in pairs only, as in GB 18030; in Big5 half of them stand before a lower one."""
    return all(len(run) % 2 == 0 for run in _HIGH_RUN.findall(data))


def _few(data: bytes) -> bool:
    """Whether the characters are too few to be counted, so that the more frequent encoding is taken."""
    return len(data) - len(data.translate(None, bytes(range(128, 256)))) < 16


def _foreign(data: bytes, name: str) -> float:
    """The share of words of another script among all that go beyond ASCII: such a word has two foreign letters beside
    each other and, where words stand apart, none of a to z. Words of one letter say nothing."""
    words = [word for word in _WORD.findall(data.decode(name, "replace")) if not word.isascii()]
    if name in TWO_BYTES:
        return sum(bool(_RUN.search(word)) for word in words) / max(len(words), 1)
    plain = sum(bool(_PLAIN.search(word)) for word in words)
    runs = sum(bool(_RUN.search(word)) and not _PLAIN.search(word) for word in words)
    return runs / max(plain + runs, 1)


def _latin(data: bytes) -> str:
    """The Latin encoding in which the letters of each line are most often those of one language."""
    best, fit = "cp1252", -1e9
    for name in _LATIN:
        score = sum(_fit(line) for line in data.decode(name, "replace").split("\n") if not line.isascii())
        if score > fit + 0.75:
            best, fit = name, score
    return best


def _fit(line: str) -> float:
    """How many of the letters are those of one language; signs inside words and capitals after small letters count
    against it."""
    foreign = [char for char in line if not char.isascii()]
    letters = [char for char in foreign if char.isalpha()]
    signs = sum(char in _SIGNS for char in foreign)
    odd = sum(not char.isalpha() and char not in _SIGNS for char in foreign)
    inside = len(re.findall(r"(?<=[^\W\d_])[^\w\s\x00-\x7f’´·\u00a0](?=[^\W\d_])|[£¥¤¢](?=[^\W\d_])", line))
    cased = sum(
        (before.islower() and char.isupper()) or (before.isupper() and char.islower() and after.isupper())
        for before, char, after in zip(line, line[1:], f"{line[2:]} ", strict=False)
        if not char.isascii()
    )
    known = max(sum(char in alphabet for char in letters) for alphabet in _ALPHABETS)
    rare = sum(char in _RARE for char in letters) / 2
    return known - rare + 0.5 * signs - odd - inside - cased
