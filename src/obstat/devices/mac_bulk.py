"""MAC addresses by the million: texts to numbers, and numbers to blocks, as arrays.

Invariant: the answers are those of `MacRegistry.find`, address by address. Texts are bytes of UTF-8 that stand one
after the other, with the offset of each, which is how Arrow and Polars hold a column (``large_string``).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from obstat.devices.mac import PREFIX_DIGITS, digits_of
from obstat.model.errors import InvalidValue

Bytes = npt.NDArray[np.uint8]
Offsets = npt.NDArray[np.int64]
Numbers = npt.NDArray[np.uint64]
Blocks = npt.NDArray[np.int64]
Truths = npt.NDArray[np.bool_]

SHAPES = {
    17: (b":-", (2, 5, 8, 11, 14)),
    14: (b".-", (4, 9)),
    12: (b"", ()),
}
"""By length of the text: the separators of the usual notations and where they stand."""
_LAST = 1 << 48
_CHUNK = 1 << 14
"""Addresses at a time, so that what is between texts and numbers stays in the cache."""
_PARTS, _ROW = 1 << 12, 1 << 8
"""Numbers of 36 bits in a block of 24, and blocks of 24 bits that share their first 16."""


class BlockTable:
    """The blocks by their first 16, then 24 and, where a block of 24 bits has parts, then 36 bits; -1 is nobody's."""

    def __init__(self, numbers: Mapping[str, int]) -> None:
        """`numbers` are those of the blocks, by the hexadecimal digits they start with."""
        by_size = {size: _arrays(numbers, size) for size in PREFIX_DIGITS}
        (large, of_large), (medium, of_medium), (small, of_small) = (by_size[size] for size in (6, 7, 9))
        divided = np.union1d(medium >> 4, small >> 12)
        heads = np.unique(np.concatenate((large, divided)) >> 8)
        self._rows = np.zeros(1 << 16, dtype=np.int64)  # the row before the first is that of heads nobody has
        self._rows[heads] = np.arange(1, len(heads) + 1) * _ROW
        self._large = np.full((len(heads) + 1) * _ROW, -1, dtype=np.int32)
        self._large[self._at(large)] = of_large
        parts = np.repeat(self._large[self._at(divided)], _PARTS).reshape(-1, _PARTS)  # the finer are laid over them
        parts.reshape(-1, 16, _PARTS // 16)[np.searchsorted(divided, medium >> 4), medium & 15] = of_medium[:, None]
        parts[np.searchsorted(divided, small >> 12), small & (_PARTS - 1)] = of_small
        self._parts = parts.reshape(-1)
        self._large[self._at(divided)] = -2 - np.arange(len(divided))

    def _at(self, first_24: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
        place: npt.NDArray[np.int64] = self._rows[first_24 >> 8] + (first_24 & (_ROW - 1))
        return place

    def find(self, addresses: Numbers) -> Blocks:
        """The block of each 48-bit number, -1 where there is none."""
        first = (addresses >> np.uint64(12)).view(np.int64)
        outside = np.flatnonzero(addresses >= np.uint64(_LAST))
        first[outside] = 0
        found = self._large[self._at(first >> 12)].astype(np.int64)
        divided = np.flatnonzero(found < -1)
        found[divided] = self._parts[(-2 - found[divided]) * _PARTS + (first[divided] & (_PARTS - 1))]
        found[outside] = -1
        return found


def _arrays(numbers: Mapping[str, int], size: int) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int32]]:
    """The prefixes with so many digits, as numbers, and the numbers of their blocks."""
    held = [(int(prefix, 16), number) for prefix, number in numbers.items() if len(prefix) == size]
    keys, values = np.array(held, dtype=np.int64).reshape(-1, 2).T
    return keys, values.astype(np.int32)


def find_many(table: BlockTable, addresses: Sequence[str] | Numbers) -> Blocks:
    """The block of each address, -1 where nobody is known or the text is no address."""
    found = np.empty(len(addresses), dtype=np.int64)
    for start in range(0, len(addresses), _CHUNK):
        part = addresses[start : start + _CHUNK]
        if isinstance(part, np.ndarray) and part.dtype.kind in "ui":
            found[start : start + _CHUNK] = table.find(part.astype(np.uint64, copy=False))
        else:
            found[start : start + _CHUNK] = find_in_buffer(table, *_buffer(list(part)))
    return found


def find_in_buffer(table: BlockTable, data: Bytes, offsets: Offsets) -> Blocks:
    """The block of each text, -1 where nobody is known or the text is no address.

    Text `i` is ``data[offsets[i]:offsets[i + 1]]``; a row without a value has no bytes. They are the buffers of
    Arrow's ``large_string``; of a column of Polars, the bytes of ``column.str.join("")`` and, behind a zero, the
    running sum of ``column.str.len_bytes().fill_null(0)``. No text of a usual notation becomes a string of Python.
    """
    _checked(data, offsets)
    found = np.empty(len(offsets) - 1, dtype=np.int64)
    for start in range(0, len(found), _CHUNK):
        numbers, is_read = _read_part(data, offsets[start : start + _CHUNK + 1])
        blocks = table.find(numbers)
        blocks[~is_read] = -1
        found[start : start + _CHUNK] = blocks
    return found


def read_many(texts: Sequence[str]) -> tuple[Numbers, Truths]:
    """The number of each address, and whether its text could be read; of an EUI-64 the first 48 bits."""
    numbers, is_read = np.zeros(len(texts), dtype=np.uint64), np.zeros(len(texts), dtype=np.bool_)
    for start in range(0, len(texts), _CHUNK):
        part = slice(start, start + _CHUNK)
        numbers[part], is_read[part] = _read_part(*_buffer(texts[part]))
    return numbers, is_read


def _checked(data: Bytes, offsets: Offsets) -> None:
    if data.dtype != np.uint8 or offsets.dtype != np.int64 or data.ndim != 1 or offsets.ndim != 1 or not len(offsets):
        raise InvalidValue("Give the bytes as an array of uint8 and the offsets as one of int64, one more than texts.")
    if offsets[0] < 0 or offsets[-1] > len(data) or (len(offsets) > 1 and bool((offsets[1:] < offsets[:-1]).any())):
        raise InvalidValue(f"The offsets must rise from 0 to at most {len(data)}, the number of bytes.")


def _buffer(texts: Sequence[str]) -> tuple[Bytes, Offsets]:
    """Texts as bytes one after the other, with their offsets."""
    joined, parts = "".join(texts), texts
    offsets = np.zeros(len(texts) + 1, dtype=np.int64)
    if joined.isascii():
        raw = joined.encode()
        lengths = np.fromiter(map(len, parts), dtype=np.int64, count=len(texts))
    else:
        encoded = [text.encode("utf-8", "surrogatepass") for text in texts]
        raw = b"".join(encoded)
        lengths = np.fromiter(map(len, encoded), dtype=np.int64, count=len(texts))
    np.cumsum(lengths, out=offsets[1:])
    return np.frombuffer(raw, dtype=np.uint8), offsets


def _read_part(data: Bytes, offsets: Offsets) -> tuple[Numbers, Truths]:
    starts, lengths = offsets[:-1], np.diff(offsets)
    numbers, is_read = np.zeros(len(starts), dtype=np.uint64), np.zeros(len(starts), dtype=np.bool_)
    for length in SHAPES:
        of_length = lengths == length
        if of_length.all():
            return _with_slow(data, offsets, *read_usual(data[offsets[0] : offsets[-1]].reshape(-1, length)))
        rows = np.flatnonzero(of_length)
        if rows.size:
            texts = np.lib.stride_tricks.sliding_window_view(data, length)[starts[rows]]
            numbers[rows], is_read[rows] = read_usual(texts)
    return _with_slow(data, offsets, numbers, is_read)


def _with_slow(data: Bytes, offsets: Offsets, numbers: Numbers, is_read: Truths) -> tuple[Numbers, Truths]:
    """What is not of a usual notation is read one by one."""
    for row in np.flatnonzero(~is_read).tolist():
        try:
            text = data[offsets[row] : offsets[row + 1]].tobytes().decode("utf-8", "surrogatepass")
            numbers[row] = int(digits_of(text)[:12], 16)
        except (InvalidValue, UnicodeDecodeError):
            continue  # told by `is_read`
        is_read[row] = True
    return numbers, is_read


def read_usual(texts: Bytes) -> tuple[Numbers, Truths]:
    """The numbers of texts of one usual length, a row each, and which of them are of its shape."""
    signs, where = SHAPES[texts.shape[1]]
    columns = np.ascontiguousarray(texts.T)
    is_read = np.ones(len(texts), dtype=np.bool_)
    if where:
        first = columns[where[0]]
        is_read &= (first == signs[0]) | (first == signs[1])
        for column in where[1:]:
            is_read &= columns[column] == first
    values = []
    for column in range(len(columns)):
        if column not in where:
            sign = columns[column]
            is_read &= ((sign - 48) < 10) | (((sign | 32) - 97) < 6)  # unsigned: what is below wraps to above
            values.append((sign & 15) + 9 * (sign >> 6))
    octets = np.zeros((len(texts), 8), dtype=np.uint8)
    for place in range(6):
        octets[:, place + 2] = (values[2 * place] << 4) | values[2 * place + 1]
    return octets.view(">u8").reshape(-1).astype(np.uint64), is_read
