"""PDF: the text of its pages, as lines.

Invariant: a page that cannot be read is a note. The day on which the file was made is not that of the story.
"""

from __future__ import annotations

import io
import logging
import re
from typing import Any, Final

from obstat.model.errors import MissingExtra, SourceError
from obstat.news.extra import needed
from obstat.news.formats.decoding import shown
from obstat.news.formats.found import Found

_HYPHENATED: Final = re.compile(r"(?<=[a-z])-\n(?=[a-z])")


def pdf(data: bytes, name: str) -> Found:
    """The story of a PDF. Raises `SourceError` and `MissingExtra`."""
    pypdf = needed("pypdf")
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it tells of faults that it mends
    try:
        read: Any = pypdf.PdfReader(io.BytesIO(data))
        if read.is_encrypted and not read.decrypt(""):
            raise SourceError(f"{name} is locked with a password; save it without one.")
        count = len(read.pages)
    except SourceError:
        raise
    except pypdf.errors.DependencyError:
        raise MissingExtra("Reading a PDF that is encrypted", "signed") from None
    except Exception:  # the library raises many kinds for damaged files
        raise SourceError(f"{name} is no PDF that can be read; save its text.") from None
    pages: list[str] = []
    notes: list[str] = []
    for number in range(count):
        try:
            text = shown(read.pages[number].extract_text())
        except Exception:  # as above, and the other pages can be whole
            text = ""
            notes.append(f"Page {number + 1} cannot be read; save its text.")
        pages.append(text.strip("\n"))
    body = _HYPHENATED.sub("", "\n".join(page for page in pages if page.strip()))
    if count and not body.strip() and not notes:
        raise SourceError(f"{name} holds pictures and no text; read its text with a text recogniser first.")
    return Found(body, notes=tuple(notes))
