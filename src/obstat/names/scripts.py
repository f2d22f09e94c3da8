"""Scripts: which one a text is in, and the same text in Latin letters.

Invariant: `fold` gives lower-case ASCII letters, digits and separators for every script but Chinese, Japanese and
Korean characters, which are kept (in their simplified form) for `cjk` to take apart.
"""

from __future__ import annotations

import functools
import re
import unicodedata

from obstat.names.letters import spelt_out

CJK = "\u3040-\u30fa\u30fc-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff々ー㈜㈱"
_CJK = re.compile(f"[{CJK}]")
_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
_RUNS = re.compile(f"[{CJK}]+|[^{CJK}]+")
_FOREIGN_WORD = re.compile(r"[^\W\d_\u0000-\u024f\u3400-\u9fff]{2,}")
_WORD = re.compile(f"[A-Za-z0-9]+|[{CJK}]+")


def has_cjk(text: str) -> bool:
    """Whether `text` holds a Chinese, Japanese or Korean character."""
    return not text.isascii() and _CJK.search(text) is not None


def has_han(text: str) -> bool:
    """Whether `text` holds a Chinese character."""
    return not text.isascii() and _HAN.search(text) is not None


@functools.cache
def _converter():  # type: ignore[no-untyped-def]
    from opencc import OpenCC

    return OpenCC("t2s")


def simplified(text: str) -> str:
    """`text` with traditional Chinese characters replaced by their simplified forms (OpenCC's table ``t2s``)."""
    return str(_converter().convert(text)) if has_han(text) else text


def fold(text: str) -> str:
    """`text` in lower case; letters of alphabets in ASCII, Chinese characters simplified.

    Letters are rendered by anyascii, which knows every script of Unicode and never fails.
    """
    if text.isascii():
        return text.lower()
    text = unicodedata.normalize("NFKC", text)
    if text.isascii():
        return text.lower()
    from anyascii import anyascii

    text = _FOREIGN_WORD.sub(lambda word: spelt_out(word.group().lower()) or word.group(), text)
    if not _CJK.search(text):
        return str(anyascii(text.casefold())).lower()
    runs = (run if _CJK.match(run) else str(anyascii(run.casefold())).lower() for run in _RUNS.findall(text))
    return simplified("".join(runs))


def words_of(folded: str) -> list[str]:
    """The words of a folded text: runs of letters and digits, and runs of characters."""
    return _WORD.findall(folded)
