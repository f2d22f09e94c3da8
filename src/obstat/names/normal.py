"""The normal form of a name: what two spellings of the same name have in common.

Invariant: `normal` is idempotent, and its result holds only lower-case letters, digits and single spaces.
"""

from __future__ import annotations

import functools
import re
import unicodedata

_HAN = re.compile(r"[\u3400-\u9fff]")
_LEGAL_FORMS = frozenset(
    [
        "ab",
        "ag",
        "aktiengesellschaft",
        "as",
        "asa",
        "bhd",
        "bv",
        "co",
        "company",
        "companies",
        "corp",
        "corporation",
        "cv",
        "fzco",
        "fze",
        "gmbh",
        "inc",
        "incorporated",
        "jsc",
        "kft",
        "kg",
        "limited",
        "llc",
        "llp",
        "ltd",
        "ltda",
        "mbh",
        "nv",
        "oao",
        "oo",
        "ooo",
        "oy",
        "oyj",
        "pao",
        "plc",
        "pjsc",
        "pte",
        "pty",
        "pvt",
        "sa",
        "sae",
        "sal",
        "sarl",
        "sas",
        "sau",
        "sdn",
        "se",
        "sl",
        "slu",
        "spa",
        "srl",
        "sro",
        "ulc",
        "zao",
    ]
)
_GENERIC = frozenset(
    [
        "automation",
        "communication",
        "communications",
        "corporation",
        "device",
        "devices",
        "digital",
        "electronic",
        "electronics",
        "group",
        "holding",
        "holdings",
        "industries",
        "industry",
        "information",
        "innovation",
        "intelligent",
        "international",
        "microelectronics",
        "mobile",
        "network",
        "networks",
        "sciences",
        "semiconductor",
        "systems",
        "tech",
        "technologies",
        "technology",
        "telecommunication",
        "telecommunications",
        "telecom",
        "wireless",
    ]
)
_HAN_LEGAL_FORMS = ("股份有限公司", "有限责任公司", "有限公司", "集团公司", "公司")


_MARKS = {ord(c): None for c in "™℠®"} | {ord("−"): "-"}
_DASH_OR_SPACE = {"Pd": "-"} | dict.fromkeys(("Zs", "Cc", "Zl", "Zp"), " ")


def clean(text: str) -> str:
    """`text` in NFKC without control, format and bidirectional marks, white space folded to single spaces.

    Every dash is a hyphen; the signs of a trade mark are left out.
    """
    plain = unicodedata.normalize("NFKC", text.translate(_MARKS))
    kept = (_DASH_OR_SPACE.get(unicodedata.category(c), c) for c in plain)
    return " ".join("".join(c for c in kept if unicodedata.category(c)[0] != "C" or c == " ").split())


@functools.lru_cache(maxsize=65536)
def normal(text: str) -> str:
    """Lower case, without accents and punctuation: ``Hikvision Co., Ltd.`` becomes ``hikvision co ltd``.

    An ampersand counts as a space, an apostrophe as nothing; Chinese text is kept without spaces.
    """
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
    han = next((form for form in _HAN_LEGAL_FORMS if key.endswith(form)), "")
    if han and len(key) > len(han) + 1:
        return key.removesuffix(han)
    words = key.split()
    while len(words) > 1 and words[-1] in _LEGAL_FORMS:
        words.pop()
    return " ".join(words)


def without_generic_words(key: str) -> str:
    """`key`, a normal form, without legal form and trailing words of the trade: ``zhejiang dahua technology co ltd`` →
    ``zhejiang dahua``. At least two words are left.
    """
    words = without_legal_form(key).split()
    while len(words) > 2 and words[-1] in _GENERIC:
        words.pop()
    return " ".join(words)
