"""How wide a text is drawn, and where it is broken.

Invariant: widths are in units of the font size and on the wide side of Arial, Liberation Sans and DejaVu Sans, so that
a drawing never needs the font that the reader has. Nothing is cut off: the lines joined give the text.
"""

from __future__ import annotations

import unicodedata
from functools import cache

_WIDTHS = (("ijl|!'.,:;", 0.32), ("ftrI()[]/\\ -", 0.42), ("mMWw%@—", 1.0))
_BY_SIGN = {sign: width for signs, width in _WIDTHS for sign in signs}


@cache
def _sign(sign: str) -> float:
    if sign in _BY_SIGN:
        return _BY_SIGN[sign]
    if unicodedata.category(sign) in ("Mn", "Me", "Cf"):
        return 0.0
    if unicodedata.east_asian_width(sign) in ("W", "F"):
        return 1.0
    if ord(sign) > 0x024F and not sign.isspace() and sign not in "–’‘“”":
        return 0.88 if sign.isupper() else 0.78
    return 0.76 if sign.isupper() else 0.62


def width(text: str, size: float, *, bold: bool = False) -> float:
    """The width of one line in pixels at a font size of `size` pixels."""
    return sum(map(_sign, text)) * size * (1.08 if bold else 1.0)


def wrap(text: str, size: float, room: float, *, bold: bool = False) -> list[str]:
    """Lines of at most `room` pixels, broken at spaces, between East Asian signs and, where a word alone is too wide,
    inside it; at least one line.
    """
    lines = [""]
    for piece in _pieces(text):
        if width((lines[-1] + piece).rstrip(), size, bold=bold) <= room:
            lines[-1] += piece
            continue
        if lines[-1]:
            lines.append("")
        for sign in piece:
            if lines[-1] and width((lines[-1] + sign).rstrip(), size, bold=bold) > room:
                lines.append("")
            lines[-1] += sign
    return [line.strip() for line in lines if line.strip()] or [""]


def balanced(text: str, size: float, room: float, *, bold: bool = False) -> list[str]:
    """As few lines as `wrap` needs, about equally long."""
    lines = wrap(text, size, room, bold=bold)
    for part in range(19, 7, -1):
        narrower = wrap(text, size, room * part / 20, bold=bold)
        if len(narrower) > len(lines):
            break
        lines = narrower
    return lines


def _pieces(text: str) -> list[str]:
    pieces: list[str] = []
    for sign in text:
        wide = unicodedata.east_asian_width(sign) in ("W", "F")
        closing = unicodedata.category(sign) in ("Pe", "Po", "Mn", "Me", "Cf")
        if pieces and (closing or sign == " " or not (wide or _ends_piece(pieces[-1]))):
            pieces[-1] += sign
        else:
            pieces.append(sign)
    return pieces


def _ends_piece(piece: str) -> bool:
    """Whether a line may end after it: at a space, a hyphen after a letter, an East Asian sign that opens nothing."""
    if piece[-1] == "-":
        return piece[-2:-1].isalpha()
    wide = unicodedata.east_asian_width(piece[-1]) in ("W", "F")
    return piece[-1] == " " or (wide and unicodedata.category(piece[-1]) != "Ps")
