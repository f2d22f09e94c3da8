"""A plain table of who owns whom: every row is a tie or refused, however the header and the shares are written."""

from __future__ import annotations

from pathlib import Path

import malformed
import pytest
from hypothesis import given
from hypothesis import strategies as st

from obstat.model.errors import InvalidValue, SourceError
from obstat.sources import registry, stakes
from obstat.sources.entry import Detail, Entry, EntryName, EntryNumber, EntryRelation, Refused

FORMAT = registry.format_("ties-csv")
TABLE = """\
owner,owned,share_low,share_high,since,until,source
Harbour Ltd,Quay GmbH,50,50,2020-01-01,2022-01-01,https://example.org/1
Quay GmbH,Pier SA,25,,2021,,
"""


def read(tmp_path: Path, text: str | bytes) -> tuple[dict[str, Entry], list[Refused]]:
    path = tmp_path / "ties.csv"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    found = list(FORMAT.read({"list": path}, "ties"))
    entries = {entry.names[0].text: entry for entry in found if isinstance(entry, Entry)}
    refused = [statement for statement in found if isinstance(statement, Refused)]
    assert len(entries) + len(refused) == len(found)
    return entries, refused


def tie(tmp_path: Path, header: str, row: str) -> EntryRelation:
    """The tie of a table of one row."""
    entries, refused = read(tmp_path, f"{header}\n{row}\n")
    assert refused == []
    (found,) = [tie for entry in entries.values() for tie in entry.relations]
    return found


def test_a_row_is_a_tie_on_the_entry_of_what_is_owned(tmp_path: Path) -> None:
    entries, refused = read(tmp_path, TABLE)
    assert refused == []
    assert {name: entry.relations for name, entry in entries.items()} == {
        "Harbour Ltd": (),
        "Quay GmbH": (
            EntryRelation(
                "owned_by",
                "Harbour Ltd",
                "harbour-ltd",
                50.0,
                50.0,
                "2020-01-01",
                "2022-01-01",
                source="https://example.org/1",
            ),
        ),
        "Pier SA": (EntryRelation("owned_by", "Quay GmbH", "quay-gmbh", 25.0, None, "2021"),),
    }
    assert all(entry.listings == () and entry.left == () for entry in entries.values())


@pytest.mark.parametrize(
    "header",
    [
        "owner,owned,share,since,to",
        "Parent;Subsidiary;Share %;From;To",
        "SHAREHOLDER\tCompany\tPercentage\tStart date\tEnd_date",
        "Investor,Investee,percent,VALID FROM,valid to",
        "\ufeffOwner Name;Owned_Company;Ownership %;date-from;Last day",
        "sep=;\nParent Company;Child;Stake (%);Start;Through",
    ],
)
def test_headers_are_known_by_other_names_and_cells_by_what_parts_them(tmp_path: Path, header: str) -> None:
    part = next(mark for mark in ";\t," if mark in header)
    found = tie(tmp_path, header, part.join(["Harbour Ltd", "Quay GmbH", "51", "2020-01-01", "2020-12-31"]))
    assert found == EntryRelation(
        "owned_by", "Harbour Ltd", "harbour-ltd", 51.0, 51.0, since="2020-01-01", until="2021-01-01"
    )


def test_an_until_is_the_first_day_after_and_a_to_the_last_day(tmp_path: Path) -> None:
    assert tie(tmp_path, "owner,owned,until", "A,B,2020-12-31").until == "2020-12-31"
    assert tie(tmp_path, "owner,owned,to", "A,B,2020-12-31").until == "2021-01-01"


@pytest.mark.parametrize(
    ("text", "bounds"),
    [
        ("50", (50.0, 50.0)),
        ("50%", (50.0, 50.0)),
        ("50,5", (50.5, 50.5)),
        ("25-50", (25.0, 50.0)),
        ("25–50 %", (25.0, 50.0)),
        ("25 % to 50 %", (25.0, 50.0)),
        (">50", (50.000000001, 100.0)),
        ("≥ 50 %", (50.0, 100.0)),
        ("<5", (0.0, 4.999999999)),
        ("at least 25", (25.0, 100.0)),
        ("More than 25% but not more than 50%", (25.000000001, 50.0)),
        ("over 50 but less than 75", (50.000000001, 74.999999999)),
        ("75+", (75.0, 100.0)),
        ("up to 10 per cent", (0.0, 10.0)),
        ("", (None, None)),
        ("unknown", (None, None)),
    ],
)
def test_shares_are_read_as_people_write_them(text: str, bounds: stakes.Bounds) -> None:
    assert stakes.share(text) == bounds


@given(st.text(max_size=20) | st.from_regex(r"[<>]?\d{1,3}([.,]\d)?( ?- ?\d{1,3})? ?%?", fullmatch=True))
def test_whatever_is_read_as_a_share_is_one(text: str) -> None:
    try:
        low, high = stakes.share(text)
    except InvalidValue as error:
        assert str(error).endswith(".")
        return
    assert (low is None) == (high is None)
    assert low is None or high is None or 0 <= low <= high <= 100


@pytest.mark.parametrize(
    ("header", "row", "why"),
    [
        ("owner,owned,share", "A,B,150", "150 per cent is outside"),
        ("owner,owned,share", "A,B,-1", "outside of 0 to 100"),
        ("owner,owned,share", "A,B,half", "'half' cannot be read"),
        ("owner,owned,share", "A,B,5 6", "cannot be read"),
        ("owner,owned,share", "A,B,50-25", "exchange the bounds"),
        ("owner,owned,share_low,share_high", "A,B,60,40", "exchange the bounds"),
        ("owner,owned,since,until", "A,B,2020-05-01,2019-05-01", "before it has begun"),
        ("owner,owned,since,until", "A,B,2020,2019-05-01", "before it has begun"),
        ("owner,owned,since", "A,B,soon", "'soon' cannot be read"),
        ("owner,owned,since", "A,B,05/06/2020", "may be of two days"),
        ("owner,owned,standing", "A,B,rumoured", "established, alleged or disputed"),
        ("owner,owned,share", ",B,50", "no owner"),
        ("owner,owned,share", "A,,50", "no owned party"),
    ],
)
def test_a_row_that_is_no_tie_is_refused_and_the_others_stand(tmp_path: Path, header: str, row: str, why: str) -> None:
    entries, refused = read(tmp_path, f"{header}\n{row}\nX,Y\n")
    assert [statement.at for statement in refused] == ["line 2"]
    assert why in refused[0].why
    assert refused[0].why.endswith(".")
    assert set(entries) == {"X", "Y"}


def test_a_day_that_can_be_of_one_date_only_is_read_whatever_comes_first(tmp_path: Path) -> None:
    assert tie(tmp_path, "owner,owned,since", "A,B,31/12/2020").since == "2020-12-31"
    assert tie(tmp_path, "owner,owned,since", "A,B,12/31/2020").since == "2020-12-31"


def test_the_same_row_twice_is_refused_and_another_source_is_added(tmp_path: Path) -> None:
    rows = "A,B,50,here\nC,B,50,here\na,b,50 %,here\nA,B,50,there\n"
    entries, refused = read(tmp_path, f"owner,owned,share,source\n{rows}")
    assert refused == [Refused("line 4", "The tie stands already in line 2; leave one of them out.")]
    assert [(tie.name, tie.source) for tie in entries["B"].relations] == [("A", "here; there"), ("C", "here")]


def test_the_same_id_twice_is_refused(tmp_path: Path) -> None:
    entries, refused = read(tmp_path, "id,owner,owned\n7,A,B\n7,C,B\n")
    assert [statement.at for statement in refused] == ["line 3"]
    assert Detail("tie id", "7 (A)") in entries["B"].details


def test_who_owns_itself_is_kept(tmp_path: Path) -> None:
    assert tie(tmp_path, "owner,owned,share", "A,A,10").reference == "a"


def test_parties_have_a_kind_a_country_and_a_number_and_other_columns_are_left(tmp_path: Path) -> None:
    header = "owner,owner_kind,owner_country,owned,owned_kind,owned_country,owned_lei,relation,standing,mood"
    entries, _ = read(
        tmp_path, f"{header}\nAda,individual,Norway,Bolt,Company,SE,5493001KJTIIGC8Y1R12,controls,alleged,calm\n"
    )
    assert (entries["Ada"].kind, entries["Ada"].countries) == ("person", ("NO",))
    bolt = entries["Bolt"]
    assert (bolt.kind, bolt.countries, bolt.left) == ("company", ("SE",), (Detail("mood", "calm"),))
    assert bolt.numbers == (EntryNumber("lei", "5493001KJTIIGC8Y1R12"),)
    assert [(tie.relation, tie.standing) for tie in bolt.relations] == [("controlled_by", "alleged")]


def test_a_country_or_kind_that_is_none_stays_as_it_stands(tmp_path: Path) -> None:
    entries, _ = read(tmp_path, "owner,owned,owned_kind,owned_country\nA,B,gadget,Atlantis\n")
    assert set(entries["B"].details) == {Detail("kind", "gadget"), Detail("country", "Atlantis")}


def test_parents_and_subsidiaries_without_any_share_are_that_and_not_unknown_shares(tmp_path: Path) -> None:
    assert tie(tmp_path, "parent,subsidiary", "A,B").relation == "subsidiary_of"
    assert tie(tmp_path, "parent,subsidiary,share", "A,B,").relation == "owned_by"
    assert tie(tmp_path, "owner,owned", "A,B").relation == "owned_by"


def test_names_that_make_the_same_id_are_two_entries(tmp_path: Path) -> None:
    entries, _ = read(tmp_path, "owner,owned\nA. B.,A-B\n".replace("A. B.", "A! B"))
    assert len({entry.id for entry in entries.values()}) == 2


def test_a_file_of_a_spreadsheet_in_windows_1252_is_read(tmp_path: Path) -> None:
    entries, _ = read(tmp_path, "Gesellschafter;owner;owned;share\n;Müller AG;Köln GmbH;50,5\n".encode("cp1252"))
    assert entries["Köln GmbH"].relations[0].name == "Müller AG"
    assert entries["Müller AG"].names == (EntryName("Müller AG"),)


@pytest.mark.parametrize("text", ["", "owner,owned\n", "name,country\nA,DE\n", 'owner,owned\n"A,B\n'])
def test_what_is_no_table_of_ties_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(SourceError, match=r"^[^\n]*ties\.csv[^\n]*\.$"):
        read(tmp_path, text)


@pytest.mark.parametrize("what", malformed.NO_EDITIONS)
def test_what_is_no_edition_is_refused_in_a_sentence(what: str, tmp_path: Path) -> None:
    assert malformed.refuses(FORMAT, tmp_path / "ties.csv", malformed.NO_EDITIONS[what], "ties")


def test_damaged_files_are_read_or_refused(tmp_path: Path) -> None:
    for data in malformed.damaged(TABLE.encode()):
        try:
            entries, refused = read(tmp_path, data)
        except SourceError:
            continue
        assert entries or refused
