"""What a file is, by its first bytes, and whether that is what was wanted.

Invariant: bytes that prove what they are (a page, JSON, XML, a ZIP) decide; only where they are plain text, which may
be anything, does the type that the publisher states decide.
"""

from __future__ import annotations

import codecs
import re
import urllib.parse
from collections.abc import Sequence

from obstat.sources.download.failures import BY_HAND, LATER, Failed

HEAD = 2048
"""So many bytes are looked at."""

_ENDINGS: dict[str, tuple[str, ...]] = {
    "csv": ("text",),
    "tsv": ("text",),
    "txt": ("text", "json", "xml"),
    "json": ("json",),
    "jsonl": ("json",),
    "xml": ("xml",),
    "htm": ("page",),
    "html": ("page",),
    "zip": ("zip",),
    "ods": ("zip",),
    "xlsx": ("zip",),
    "xls": ("xls",),
    "gz": ("gzip",),
    "pdf": ("pdf",),
}
"""The kinds of bytes that a file with that ending may have."""
_TYPES = {
    "text/html": "page",
    "application/xhtml+xml": "page",
    "application/json": "json",
    "application/xml": "xml",
    "text/xml": "xml",
    "application/pdf": "pdf",
    "application/zip": "zip",
    "application/gzip": "gzip",
    "application/vnd.oasis.opendocument.spreadsheet": "zip",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "zip",
    "text/csv": "text",
    "text/tab-separated-values": "text",
}
_MARKS = {
    b"PK\x03\x04": "zip",
    b"PK\x05\x06": "zip",
    b"\x1f\x8b": "gzip",
    b"%PDF-": "pdf",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": "xls",
    b"\x89PNG": "image",
    b"\xff\xd8\xff": "image",
    b"GIF8": "image",
}
_NAMES = {"page": "a web page", "text": "text", "image": "an image", "binary": "binary data", "zip": "a ZIP file"}

_PAGE = re.compile(
    r"<(!doctype\s+html|(html|head|body|title|meta|link|script|style|div|span|p|h[1-6]|table|center|iframe|br)\b)", re.I
)
_XHTML = re.compile(r"<(!doctype\s+)?html\b", re.I)
_BEFORE = re.compile(r"(\s+|<!--.*?-->|<\?.*?\?>)+", re.S)
"""White space, comments and processing instructions, which may stand before the root of a page or of XML."""


def kind(head: bytes, content_type: str | None = None) -> str:
    """``page``, ``xml``, ``json``, ``zip``, ``gzip``, ``pdf``, ``xls``, ``image``, ``text`` or ``binary``."""
    for mark, name in _MARKS.items():
        if head.startswith(mark):
            return name
    text = _text(head)
    if text is None:
        return "binary"
    start = _BEFORE.match(text)
    root = text[start.end() :] if start else text
    if text.lstrip().startswith("<?xml"):
        return "page" if _XHTML.match(root) else "xml"
    if root.startswith("<"):
        return "page" if _PAGE.match(root) or _declared(content_type) == "page" else "xml"
    return "json" if root.startswith(("{", "[")) else "text"


def check(head: bytes, content_type: str | None, wanted: Sequence[str], shown: str) -> None:
    """Raises `DownloadError` when the file is of no wanted type.

    `wanted` holds endings (``.csv``), names (``sdn.xml``) or media types (``text/csv``); with none, anything is wanted.
    What has an unknown ending may be anything but a page.
    """
    if not wanted:
        return
    if not head:
        raise Failed(f"{shown} gave an empty file", LATER, again=True)
    found, declared = kind(head, content_type), _declared(content_type)
    accepted = {each for one in wanted for each in _accepted(one)}
    if found == "text" and declared not in (None, "text") and declared not in accepted:
        found = declared
    if found == "json" and declared == "text":
        found = "text"  # a table whose first cell begins with a bracket
    if found in accepted or ("" in accepted and found != "page"):
        return
    what = _NAMES.get(found, found.upper())
    raise Failed(f"{shown} gave {what} where {' or '.join(wanted)} was wanted", f"check the address, or {BY_HAND}")


def name(target: str, head: bytes, content_type: str | None, wanted: Sequence[str]) -> str:
    """A name for the file: the last part of the path, made harmless, with an ending by which it is known."""
    last = urllib.parse.unquote(target.partition("?")[0].rstrip("/").rpartition("/")[2])
    plain = re.sub(r"[^A-Za-z0-9._-]+", "_", last).strip("._")[-100:].lstrip("._-") or "download"
    endings = [each.lower() for each in wanted if "/" not in each]
    if not endings or plain.lower().endswith(tuple(endings)):
        return plain
    found = kind(head, content_type)
    fitting = [each for each in endings if found in _accepted(each)] or endings
    return plain + fitting[0] if fitting[0].startswith(".") else fitting[0]


def _accepted(wanted: str) -> tuple[str, ...]:
    if "/" in wanted:
        declared = _declared(wanted)
        return (declared,) if declared else ("",)
    return _ENDINGS.get(wanted.lower().rpartition(".")[2], ("",))


def _declared(content_type: str | None) -> str | None:
    """The kind of a media type; None when it says nothing, as ``application/octet-stream`` and many others."""
    media = (content_type or "").partition(";")[0].strip().lower()
    if media.startswith("image/"):
        return "xml" if media.endswith("+xml") else "image"
    suffix = media.rpartition("+")[2]
    return _TYPES.get(media) or (suffix if "+" in media and suffix in ("json", "xml", "zip", "gzip") else None)


def _text(head: bytes) -> str | None:
    for mark, encoding in ((codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16")):
        if head.startswith(mark):
            return head.decode(encoding, "ignore")
    return None if b"\0" in head else head.removeprefix(codecs.BOM_UTF8).decode("latin-1")
