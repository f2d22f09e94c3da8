"""Whatever a record holds, it comes back from the columns unchanged."""

from __future__ import annotations

import dataclasses
import enum
import math
import types
import typing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from obstat.knowledge import encoding
from obstat.knowledge.columns import StringPool, Table
from obstat.knowledge.encoding import Columns, Strings
from obstat.model import indexes, records
from obstat.model.dates import Day

KINDS = {**records.TABLES, **indexes.INDEXES}
FROM_LISTS = ("entries", "assignments", "undecided", "claims", "entry_rows")
"""Tables that the pack alone leaves empty."""
NUMBERS = st.integers(min_value=-(2**31) + 1, max_value=2**31 - 1)
FLOATS = st.floats(allow_nan=False)


@dataclasses.dataclass(frozen=True, slots=True)
class Inner:
    text: str | None
    share: float | None
    flag: bool
    numbers: tuple[int, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Outer:
    """Every shape at once, three levels deep."""

    number: int | None
    maybe: Inner | None
    always: Inner
    many: tuple[Inner, ...]
    days: tuple[Day, ...]


def of(hint):
    """A strategy for any value of the annotation."""
    if isinstance(hint, types.UnionType):
        (inner,) = (item for item in typing.get_args(hint) if item is not type(None))
        return st.none() | of(inner)
    if typing.get_origin(hint) is tuple:
        return st.lists(of(typing.get_args(hint)[0]), max_size=3).map(tuple)
    if dataclasses.is_dataclass(hint):
        fields = typing.get_type_hints(hint)
        return st.builds(hint, *[of(fields[field.name]) for field in dataclasses.fields(hint)])
    if issubclass(hint, enum.Enum):
        return st.sampled_from(list(hint))
    return {str: st.text(max_size=20), float: FLOATS, bool: st.booleans(), int: NUMBERS}[hint]


def through_columns(kind, rows):
    strings = Strings()
    columns = Columns(kind, strings)
    columns.add(rows)
    places, pool = strings.settled()
    pool, data = b"".join(pool), b"".join(columns.encoded(places))
    return Table(kind, data, StringPool.open(pool)), (pool, data)


@pytest.mark.parametrize("kind", [*KINDS.values(), Outer], ids=lambda kind: kind.__name__)
def test_records_round_trip(kind):
    @given(st.lists(of(kind), max_size=4))
    def round_trip(rows):
        table, data = through_columns(kind, rows)
        assert list(table) == rows
        assert len(table) == len(rows)
        assert [table[row] for row in reversed(range(len(rows)))] == rows[::-1]
        assert through_columns(kind, rows)[1] == data

    round_trip()


def test_values_keep_their_type():
    rows = [
        Outer(None, None, Inner("", 0.0, False, ()), (), ()),
        Outer(0, Inner(None, None, True, (7,)), *outer_rest()),
    ]
    table, _ = through_columns(Outer, rows)
    first, second = table
    assert first.number is None
    assert first.always.text == ""
    assert first.always.share == 0.0
    assert first.always.flag is False
    assert second.number == 0
    assert second.maybe.text is None
    assert second.maybe.share is None
    assert second.maybe.flag is True


def outer_rest():
    return Inner("\x00𝔘华\u202e", math.inf, True, (1, 2)), (Inner("a", -1.5, False, ()),), (Day(1, 2, "x"),)


@given(st.lists(st.text()))
def test_the_pool_gives_every_string_back_sorted(texts):
    strings = Strings()
    came = [strings.number(text) for text in texts]
    places, pieces = strings.settled()
    pool = StringPool.open(b"".join(pieces))
    assert pool[0] is None
    assert [pool[places[number]] for number in came] == texts
    assert [pool[number] for number in range(1, len(set(texts)) + 1)] == sorted(set(texts))


@given(st.lists(of(Outer), max_size=6), st.integers(1, 5))
def test_the_bytes_do_not_depend_on_how_the_rows_are_cut(rows, size):
    whole = through_columns(Outer, rows)[1]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(encoding, "STRETCH", size)
        assert through_columns(Outer, rows)[1] == whole


@given(st.lists(of(indexes.NameKey), max_size=8), st.data())
def test_a_derived_table_is_sorted_by_its_fields_and_holds_each_row_once(rows, data):
    again = data.draw(st.permutations([*rows, *rows[:3]]))
    strings = Strings()
    columns = Columns(indexes.NameKey, strings)
    columns.add_values([tuple(getattr(row, name) for name in row.__slots__) for row in again])
    places, pool = strings.settled()
    columns.sort(places)
    table = Table(indexes.NameKey, b"".join(columns.encoded(places)), StringPool.open(b"".join(pool)))
    assert list(table) == sorted(set(rows), key=lambda row: tuple(getattr(row, name) for name in row.__slots__))


@given(st.lists(of(records.Tie), min_size=1, max_size=5))
def test_one_column_can_be_read_without_the_rest(rows):
    table, _ = through_columns(records.Tie, rows)
    assert list(table.texts("party")) == [row.party for row in rows]
    assert [math.isnan(value) for value in table.column("low")] == [row.low is None for row in rows]


def test_no_record_of_the_snapshot_can_hold_what_columns_cannot(ob):
    """The shipped tables really are of the classes they are declared to be."""
    for name, kind in KINDS.items():
        table = ob.snapshot.table(name)
        assert all(isinstance(row, kind) for row in table)
        assert len(table) > 0 or name in FROM_LISTS
