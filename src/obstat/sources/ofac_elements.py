"""Elements of the XML files of official lists, read one record at a time and taken once.

Names of elements are local: the Office of Foreign Assets Control changed its namespaces in May 2024, and both are read.
A file may lie in a ZIP archive, as that office offers it and as spreadsheets are kept. Document type declarations are
refused, so no entity is ever expanded.

Invariant: what an `Element` holds leaves it only through `attribute`, `text`, `child` and `children`; the rest is
`left`.
"""

from __future__ import annotations

import contextlib
import functools
import xml.etree.ElementTree as ElementTree
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Final
from xml.parsers import expat

from obstat.model.errors import SourceError
from obstat.sources.entry import Detail
from obstat.sources.fields import folded

_NIL: Final = "{http://www.w3.org/2001/XMLSchema-instance}nil"
"""The attribute by which an element states that it is nothing."""
_CHUNK: Final = 64 * 1024
_UNREADABLE: Final = (
    ElementTree.ParseError,
    expat.ExpatError,
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    LookupError,  # an encoding that nobody knows, or a file that the archive lacks
    NotImplementedError,  # a way of packing that nobody knows
    OSError,  # an archive that points beyond its end
    RuntimeError,  # an archive with a password
    ValueError,
)


class Element:
    """An element of which every attribute, text and child is taken once."""

    __slots__ = ("_attributes", "_between", "_children", "_handed", "_text", "name")

    def __init__(self, element: ElementTree.Element) -> None:
        self.name = _local(element.tag)
        self._attributes = dict(element.items())  # no list gives an attribute below the root a namespace
        self._attributes.pop(_NIL, None)
        self._text = _told(element.text)
        self._children: list[ElementTree.Element | None] = list(element)
        self._between = [text for child in element if (text := _told(child.tail))] if self._children else []
        self._handed: list[Element] = []

    def attribute(self, name: str) -> str:
        """An attribute, empty where there is none."""
        text = self._attributes.pop(name, "")
        return folded(text) if text else ""

    def attributes(self) -> list[str]:
        """The names of the attributes that are still there."""
        return list(self._attributes)

    def text(self) -> str:
        """The text before the first child."""
        text, self._text = self._text, ""
        return folded(text) if text else ""

    def children(self, name: str) -> list[Element]:
        """The children of a name, whose content is taken from them."""
        found = []
        for at, child in enumerate(self._children):
            if child is not None and _local(child.tag) == name:
                self._children[at] = None
                found.append(Element(child))
        self._handed += found
        return found

    def everything(self) -> list[Element]:
        """All children that are still there."""
        found = [Element(child) for child in self._children if child is not None]
        self._children = []
        self._handed += found
        return found

    def value(self, name: str) -> str:
        """The text of the first child of a name, empty where there is none; a second one is left."""
        for at, child in enumerate(self._children):
            if child is not None and _local(child.tag) == name:
                self._children[at] = None
                if not len(child) and not child.attrib:
                    return folded(child.text)
                handed = Element(child)
                self._handed.append(handed)
                return handed.text()
        return ""

    def left(self) -> list[Detail]:
        """What nobody took, by its path; elements and attributes without content are nothing."""
        found = [
            Detail(f"@{_local(name)}", text) for name, value in self._attributes.items() if (text := folded(value))
        ]
        if self._text:
            found.append(Detail("text", folded(self._text)))
        for child in self._children:
            if child is not None:
                found += _untaken(child)
        found += (Detail("text", folded(text)) for text in self._between)
        for handed in self._handed:
            found += (Detail(f"{handed.name}/{detail.label}", detail.value) for detail in handed.left())
        return found

    def rest(self) -> tuple[Detail, ...]:
        """As `left`, under the element's own name."""
        return tuple(Detail(f"{self.name}/{detail.label}", detail.value) for detail in self.left())


def records(path: Path, root: str, names: frozenset[str], skipped: frozenset[str] = frozenset()) -> Iterator[Element]:
    """The elements of these names, one after another, of a file whose root element is `root`.

    Those that are `skipped` are only forgotten, so that a large file takes no room. Raises `SourceError` where the
    file is another, is cut off or declares a document type.
    """
    for element in trees(path, root, names, skipped):
        yield Element(element)


def trees(
    path: Path, root: str, names: frozenset[str], skipped: frozenset[str] = frozenset(), *, member: str = ""
) -> Iterator[ElementTree.Element]:
    """As `records`, but plain elements, which are cleared when the next is asked for.

    `member` is the file of the archive to read; without it the archive must hold one XML file.
    """
    with _sound(path):
        with _opened(path, member) as file:
            _check(file, path, root)
        with _opened(path, member) as file:
            above: list[ElementTree.Element] = []
            for event, element in ElementTree.iterparse(file, ("start", "end")):
                if event == "start":
                    above.append(element)
                    continue
                above.pop()
                name = _local(element.tag)
                if name in names:
                    yield element
                elif name not in skipped:
                    continue
                element.clear()
                if above:  # millions of empty elements take room, too
                    above[-1].remove(element)


@contextlib.contextmanager
def _sound(path: Path) -> Iterator[None]:
    try:
        yield
    except _UNREADABLE as error:
        raise SourceError(f"{path.name} is no whole XML file ({error}); fetch it again.") from None


_LARGEST, _RATIO, _SMALL = 64 * 1024**3, 200, 4096
"""Bytes of a file in an archive at most; also in times of the archive, which XML of lists compresses to a tenth of."""


@contextlib.contextmanager
def _opened(path: Path, member: str) -> Iterator[IO[bytes]]:
    if not zipfile.is_zipfile(path):
        with path.open("rb") as file:
            yield file
        return
    with zipfile.ZipFile(path) as archive:
        names = [member] if member else [name for name in archive.namelist() if name.lower().endswith(".xml")]
        if len(names) != 1:
            raise SourceError(
                f"{path.name} holds {len(names)} XML files where one is expected; unpack it and name one."
            )
        if names[0] not in archive.namelist():
            raise SourceError(f"{path.name} is an archive without {names[0]}; give the file that the publisher offers.")
        told = archive.getinfo(names[0])
        if told.file_size > min(_LARGEST, _RATIO * max(path.stat().st_size, _SMALL)):
            raise SourceError(
                f"{path.name} would grow to {told.file_size >> 20:,} MiB, which no list does; fetch it again."
            )
        with archive.open(told) as packed:
            yield packed


class _Found(Exception):
    """The root element has been reached."""


def _check(file: IO[bytes], path: Path, root: str) -> None:
    """Look at what stands before the content."""
    found: list[str] = []
    parser = expat.ParserCreate()

    def start(name: str, _: object) -> None:
        found.append(name.rpartition(":")[2])
        raise _Found

    def declared(name: str, *_: object) -> None:
        if name.lower() == "html":
            raise SourceError(f"{path.name} is a web page, not the list; fetch it again.")
        raise SourceError(f"{path.name} declares a document type, which no official list does; fetch it again.")

    parser.StartElementHandler = start
    parser.StartDoctypeDeclHandler = declared
    with contextlib.suppress(_Found):
        while chunk := file.read(_CHUNK):
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    if found != [root]:
        raise SourceError(
            f"{path.name} begins with <{found[0] if found else ''}> where <{root}> is expected; name the right file."
        )


def _untaken(element: ElementTree.Element) -> Iterator[Detail]:
    """The content of an element that nobody took, however deep."""
    top = _local(element.tag)
    for inner in element.iter():
        name = top if inner is element else f"{top}/{_local(inner.tag)}"
        if text := folded(inner.text):
            yield Detail(name, text)
        if inner is not element and (text := folded(inner.tail)):
            yield Detail(top, text)
        for attribute, value in inner.items():
            if (content := folded(value)) and attribute != _NIL:
                yield Detail(f"{name}/@{_local(attribute)}", content)


def _told(text: str | None) -> str:
    return text if text and not text.isspace() else ""


@functools.lru_cache(maxsize=4096)
def _local(name: str) -> str:
    return name.rpartition("}")[2]
