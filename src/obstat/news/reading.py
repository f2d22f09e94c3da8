"""Stories from whatever a person names: a file, a folder of them, standard input.

What a file is, its content says. In a folder, files are taken in the order of their names, folders within it too; names
that begin with a full stop and the pictures and styles beside a saved page (``page_files``) are no stories.

Invariant: one file is held at a time, and nothing is left out: in a folder, a file that cannot be read is a document
without text and with a note.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Final, cast

from obstat.model.claim import Document
from obstat.model.errors import SourceError
from obstat.news.formats import json_lines, mail
from obstat.news.formats.decoding import decoded, is_binary
from obstat.news.formats.feed import feed
from obstat.news.formats.found import Found
from obstat.news.formats.page import page
from obstat.news.formats.pdf import pdf
from obstat.news.imprint import outlet_of, published_in
from obstat.news.language import language
from obstat.news.paragraphs import paragraphs

STANDARD_INPUT: Final = "-"
_HEAD: Final = 65_536
_BESIDE: Final = re.compile(r"(?P<page>.+)(?:_files|\.files|_Dateien|-Dateien|_fichiers|_archivos)$")
_FEED: Final = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?[^>]*>\s*|<!--.*?-->\s*|<!DOCTYPE[^>]*>\s*)*<(?:rss|feed|rdf:RDF|RDF)\b", re.I | re.S
)
_PAGE: Final = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*|<!--.*?-->\s*)*"
    rb"<(?:!doctype html|html|head|body|title|meta|link|div|p|h[1-6]|article|section|main|table|span)\b",
    re.I | re.S,
)
_TAG: Final = re.compile(rb"</?(?:p|div|br|li|td|h[1-6]|article|section)\b[^<>]{0,300}>", re.I)
_HEADER: Final = re.compile(rb"(?:[A-Za-z][A-Za-z0-9-]{1,40}:[^\n]*\n(?:[ \t]+[^\n]*\n)*){2,}", re.M)
_MIME: Final = re.compile(
    rb"^(?:MIME-Version|Message-ID|Received|Snapshot-Content-Location|Return-Path|Content-Type: *multipart)\b",
    re.I | re.M,
)
_PACKED: Final = ((b"PK\x03\x04", "an archive or an office document"), (b"\x1f\x8b", "a compressed file"),
                  (b"\xd0\xcf\x11\xe0", "an old office document"), (b"{\\rtf", "a rich text document"))  # fmt: skip
_WIDE_SPACES: Final = " \t\r\n\0\ufeff"


def documents(path: Path) -> Iterator[Document]:
    """The stories behind a path, one at a time.

    Raises `SourceError` where a single file cannot be read, and `MissingExtra`.
    """
    if str(path) == STANDARD_INPUT:
        with _kept(sys.stdin.buffer) as opened:
            yield from _of_opened(opened, "standard input")
        return
    try:
        folder, there = path.is_dir(), path.exists()
    except (OSError, ValueError):
        folder = there = False
    if not there:
        raise SourceError(f"{path} does not exist; check its name.")
    if not folder:
        yield from _of_file(path, path.name)
        return
    held = False
    for file in _files(path):
        held = True
        name = file.relative_to(path).as_posix()
        try:
            if not file.is_file():
                raise SourceError(f"{name} is no file; give the file that it stands for.")
            yield from _of_file(file, name)
        except SourceError as error:
            yield Document(name, "", notes=(str(error),))
    if not held:
        raise SourceError(f"{path} holds no file; name a folder of stories.")


def _files(folder: Path) -> Iterator[Path]:
    """What a folder holds, in the order of names, folders within it opened where they stand."""
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        raise SourceError(f"{folder} cannot be opened ({error.strerror}); check who may read it.") from None
    names = {entry.name for entry in entries}
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if not entry.is_dir(follow_symlinks=False):
            yield folder / entry.name
            continue
        beside = _BESIDE.match(entry.name)
        if beside is None or not names & {beside["page"] + end for end in (".html", ".htm", ".xhtml")}:
            yield from _files(folder / entry.name)


def _of_file(path: Path, name: str) -> Iterator[Document]:
    try:
        with path.open("rb") as opened:
            if opened.seekable():
                yield from _of_opened(opened, name)
                return
            with _kept(opened) as kept:  # a pipe can be read only once
                yield from _of_opened(kept, name)
    except OSError as error:
        raise SourceError(f"{name} cannot be opened ({error.strerror or error}); check who may read it.") from None


@contextmanager
def _kept(opened: BinaryIO) -> Iterator[BinaryIO]:
    """The same bytes in a place where they can be read twice."""
    with tempfile.SpooledTemporaryFile(max_size=1 << 24) as kept:
        shutil.copyfileobj(opened, kept, 1 << 20)
        kept.seek(0)
        yield cast(BinaryIO, kept)


def _of_opened(opened: BinaryIO, name: str) -> Iterator[Document]:
    count = 0
    for found in _found(opened, name):
        count += 1
        yield _document(found, name)
    if not count:
        raise SourceError(f"{name} holds no story; give a file that holds one.")


def _found(opened: BinaryIO, name: str) -> Iterator[Found]:
    """The stories of a file, by what its beginning shows it to be."""
    head = opened.read(_HEAD)
    opened.seek(0)
    if not head.strip():
        raise SourceError(f"{name} is empty; give a file that holds a story.")
    if b"%PDF-" in head[:1024]:
        yield pdf(opened.read(), name)
        return
    for mark, what in _PACKED:
        if head.startswith(mark):
            raise SourceError(f"{name} is {what}; save the story as text, HTML or PDF.")
    if is_binary(head):
        raise SourceError(f"{name} is no text; save the story as text, HTML or PDF.")
    if json_lines.is_json(head):
        yield from json_lines.stories(opened)
    elif _FEED.match(head):
        yield from feed(opened.read(), name)
    elif _is_mail(head):
        yield mail.message(opened.read())
    elif _is_page(head):
        yield page(opened.read())
    else:
        text, notes = decoded(opened.read())
        yield Found(text, notes=notes)


def _is_mail(head: bytes) -> bool:
    start = head[len(head.split(b"\n", 1)[0]) + 1 :] if head.startswith(b"From ") else head.lstrip(b"\xef\xbb\xbf")
    header = _HEADER.match(start.replace(b"\r\n", b"\n"))
    return header is not None and _MIME.search(header.group()) is not None


def _is_page(head: bytes) -> bool:
    narrow = head.replace(b"\0", b"") if head[:2] in (b"\xff\xfe", b"\xfe\xff") or head[1:2] == b"\0" else head
    narrow = narrow.removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff")
    return _PAGE.match(narrow) is not None or len(_TAG.findall(narrow)) >= 6


def _document(found: Found, name: str) -> Document:
    """A document, with what its text says of itself where its format does not."""
    text, title, notes = found.body, found.title, found.notes
    if title and not _begins(text, title):
        text = f"{title}\n\n{text.lstrip()}" if text.strip() else title
    blank = not text.strip(_WIDE_SPACES)
    if blank and not notes:
        notes = ("It holds no text.",)
    if title is None:
        top = paragraphs(text[:2000])[:1]
        title = " ".join(text[top[0].start : top[0].end].split()) if top and top[0].heading else None
    return Document(
        id=f"{name}#{found.part}" if found.part else name,
        text="" if blank else text,
        title=title,
        outlet=found.outlet or outlet_of(text),
        published=found.published or published_in(text),
        url=found.url,
        language=language(text),
        notes=notes,
    )


def _begins(text: str, title: str) -> bool:
    """Whether the text has the headline already, among its first lines."""
    wanted = " ".join(title.split()).casefold()
    for paragraph in paragraphs(text[: 2 * len(title) + 600])[:4]:
        line = " ".join(text[paragraph.start : paragraph.end].split()).casefold()
        if line == wanted or (
            min(len(line), len(wanted)) > 15 and (line.startswith(wanted) or wanted.startswith(line))
        ):
            return True
    return False
