"""Rows that differ between two snapshots are found from the columns, and no others."""

from __future__ import annotations

import dataclasses

from hypothesis import given
from hypothesis import strategies as st

from obstat.knowledge.alike import Alike
from obstat.knowledge.columns import StringPool, Table
from obstat.knowledge.encoding import Columns, Strings


@dataclasses.dataclass(frozen=True, slots=True)
class Part:
    text: str | None
    share: float | None
    words: tuple[str, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Whole:
    """A record of every shape, known by `id`."""

    id: str
    number: int | None
    maybe: Part | None
    parts: tuple[Part, ...]


WORDS = st.sampled_from(["", "a", "b", "ä", "abc", "华"])
PARTS = st.builds(
    Part, st.none() | WORDS, st.none() | st.sampled_from([0.0, 1.5]), st.lists(WORDS, max_size=2).map(tuple)
)
ROWS = st.builds(
    Whole,
    st.sampled_from([f"id{n}" for n in range(8)]),
    st.none() | st.integers(0, 2),
    st.none() | PARTS,
    st.lists(PARTS, max_size=2).map(tuple),
)
TABLES = st.lists(ROWS, max_size=8, unique_by=lambda row: row.id)


def laid_out(rows):
    strings = Strings()
    columns = Columns(Whole, strings)
    columns.add(rows)
    places, pool = strings.settled()
    return Table(Whole, b"".join(columns.encoded(places)), StringPool.open(b"".join(pool) + b" "))


def apart(old, new):
    before, after = laid_out(old), laid_out(new)
    return Alike(before.strings, after.strings).apart(Whole, before, after, ("id",))


@given(TABLES, TABLES)
def test_what_differs_is_told_by_its_rows(old, new):
    was, now = {row.id: row for row in old}, {row.id: row for row in new}
    found = apart(old, new)
    assert [old[row] for row in found.gone] == [row for row in old if row.id not in now]
    assert [new[row] for row in found.come] == [row for row in new if row.id not in was]
    assert [(old[a], new[b]) for a, b in found.changed] == [
        (row, now[row.id]) for row in old if row.id in now and row != now[row.id]
    ]


@given(TABLES, st.data())
def test_the_order_of_rows_is_no_difference(rows, data):
    found = apart(rows, data.draw(st.permutations(rows)))
    assert (found.gone, found.come, found.changed) == ([], [], [])


def test_rows_with_one_key_are_taken_in_their_order():
    one, other = Whole("id", 1, None, ()), Whole("id", 2, None, ())
    assert apart([one, other], [one, other]).changed == []
    assert apart([one, other], [one]).gone == [1]
