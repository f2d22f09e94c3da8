"""The bytes of a file out of the body of an answer.

Invariant: neither what comes nor what it decodes to passes the limit by more than a block, and a body that ends
before its encoding does is an error.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping
from typing import Any, Protocol

from obstat.sources.download.failures import LATER, Failed, too_large

BLOCK = 64 * 1024
_GZIP = 31
"""zlib's window bits for a gzip member."""


class Response(Protocol):
    """What is needed of an answer."""

    status: int
    headers: Any

    def read1(self, amt: int | None = None, decode_content: bool | None = None) -> bytes: ...


def body(response: Response, shown: str, largest: int) -> Iterator[bytes]:
    """The decoded bytes, in blocks, none empty. Raises `DownloadError`."""
    encoding = _encoding(response.headers, shown)
    length = response.headers.get("Content-Length", "")
    if length.isdecimal() and int(length[:20]) > largest:
        raise too_large(shown, largest)
    came = _limited(_raw(response), shown, largest)
    if encoding == "identity":
        yield from came
        return
    try:
        yield from _limited(_inflated(came, encoding, shown), shown, largest)
    except zlib.error:
        raise Failed(f"{shown} is damaged ({encoding} cannot be undone)", LATER, again=True) from None


def _encoding(headers: Mapping[str, str], shown: str) -> str:
    """The one coding of the content (RFC 9110, section 8.4), of those that were asked for."""
    named = [word.strip().lower() for word in headers.get("Content-Encoding", "").split(",")]
    codings = [word.removeprefix("x-") for word in named if word not in ("", "identity")]
    transfer = headers.get("Transfer-Encoding", "").strip().lower()
    if transfer not in ("", "identity", "chunked"):
        codings.append(transfer)
    if codings in (["gzip"], ["deflate"]):
        return codings[0]
    if codings:
        fix = "fetch the file in a browser and give it to 'obstat import'"
        raise Failed(f"{shown} is encoded in a way that was not asked for ({', '.join(codings)[:60]})", fix)
    return "identity"


def _raw(response: Response) -> Iterator[bytes]:
    # read1 gives what is there; read would wait until a block is full
    while block := response.read1(BLOCK, decode_content=False):
        yield block


def _limited(blocks: Iterator[bytes], shown: str, largest: int) -> Iterator[bytes]:
    size = 0
    for block in blocks:
        size += len(block)
        if size > largest:
            raise too_large(shown, largest)
        yield block


def _inflated(blocks: Iterator[bytes], encoding: str, shown: str) -> Iterator[bytes]:
    """gzip, of any number of members (RFC 1952), or deflate, with the wrapper of zlib or, as some send it, without."""
    engine: Any = None
    begun = False
    waiting = b""
    for block in blocks:
        waiting += block
        while waiting:
            if engine is None:
                if encoding == "deflate" and len(waiting) < 2:
                    break
                if begun and (encoding == "deflate" or not (waiting := waiting.lstrip(b"\0"))):
                    waiting = b""  # padding, or what some servers add behind the end
                    break
                engine, begun = zlib.decompressobj(_GZIP if encoding == "gzip" else _window(waiting)), True
            piece = engine.decompress(waiting, BLOCK)
            waiting = engine.unconsumed_tail
            if piece:
                yield piece
            if engine.eof:
                waiting, engine = engine.unused_data, None
            elif not waiting:
                while piece := engine.decompress(b"", BLOCK):
                    yield piece
                if engine.eof:
                    waiting, engine = engine.unused_data, None
    if engine is not None or waiting or not begun:
        raise Failed(f"{shown} ended before the file was whole", LATER, again=True)


def _window(start: bytes) -> int:
    """zlib's window bits: the two bytes of its header (RFC 1950, section 2.2) tell whether the wrapper is there."""
    wrapped = start[0] & 0x0F == 8 and (start[0] << 8 | start[1]) % 31 == 0
    return zlib.MAX_WBITS if wrapped else -zlib.MAX_WBITS
