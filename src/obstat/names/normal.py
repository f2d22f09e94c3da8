"""The normal form of a name: what two spellings of the same name have in common.

Invariant: `normal` is idempotent, and its result holds only lower-case letters, digits and single spaces.
"""

from __future__ import annotations

import functools
import re
import unicodedata

from obstat.names.lexicon import Kind, organizations

_HAN = re.compile(r"[\u3400-\u9fff]")


_MARKS = {ord(c): None for c in "™℠®"} | {ord("−"): "-"}
_ASCII = bytes(ord(chr(code).lower()) if code < 128 and chr(code).isalnum() else 32 for code in range(256))
"""For each byte of ASCII text its lower-case letter or digit, or a space."""
_DASH_OR_SPACE = {"Pd": "-"} | dict.fromkeys(("Zs", "Cc", "Zl", "Zp"), " ")


def clean(text: str) -> str:
    """`text` in NFKC without control, format and bidirectional marks, white space folded to single spaces.

    Every dash is a hyphen; the signs of a trade mark are left out.
    """
    if text.isascii() and text.isprintable():  # the same in a fraction of the time
        return " ".join(text.split())
    plain = unicodedata.normalize("NFKC", text.translate(_MARKS))
    kept = (_DASH_OR_SPACE.get(unicodedata.category(c), c) for c in plain)
    return " ".join("".join(c for c in kept if unicodedata.category(c)[0] != "C" or c == " ").split())


@functools.lru_cache(maxsize=65536)
def normal(text: str) -> str:
    """Lower case, without accents and punctuation: ``Hikvision Co., Ltd.`` becomes ``hikvision co ltd``.

    An ampersand counts as a space, an apostrophe as nothing; Chinese text is kept without spaces.
    """
    if text.isascii():  # the same by table, in a tenth of the time
        return " ".join(text.encode().translate(_ASCII, b"'`.").decode().split())
    decomposed = unicodedata.normalize("NFKD", clean(text).casefold())
    letters = []
    for c in decomposed:
        category = unicodedata.category(c)
        if category[0] in "LN":
            letters.append(c)
        elif category != "Mn" and c not in "'’`.":
            letters.append(" ")
    joined = " ".join("".join(letters).split())
    return joined.replace(" ", "") if _HAN.search(joined) and not re.search(r"[a-z]", joined) else joined


def without_legal_form(key: str) -> str:
    """`key`, a normal form, without trailing legal forms: ``huawei technologies co ltd`` → ``huawei technologies``.

    Returns `key` itself when nothing else would be left.
    """
    if not key.isascii() and _HAN.search(key):
        size = next((size for size in range(9, 1, -1) if key[-size:] in organizations().cjk_forms), 0)
        return key[:-size] if size and len(key) > size + 1 else key
    words = key.split()
    forms = organizations().forms
    while len(words) > 1 and words[-1] in forms:
        words.pop()
    return " ".join(words)


def without_generic_words(key: str) -> str:
    """`key`, a normal form without legal form, without trailing words of the trade: ``zhejiang dahua technology`` →
    ``zhejiang dahua``. At least two words are left.
    """
    words = key.split()
    known = organizations().words
    while len(words) > 2 and known.get(words[-1], ("", Kind.NAME))[1] in (Kind.SECTOR, Kind.STRUCTURE):
        words.pop()
    return " ".join(words)
