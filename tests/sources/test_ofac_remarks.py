"""What the sentences of OFAC's remarks say, and what is kept of those that are not understood."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from obstat.sources import ofac_labels, ofac_remarks
from obstat.sources.entry import Detail, Entry, EntryName, EntryNumber, EntryRelation
from obstat.sources.ofac_record import Record, day, in_order


def told(remarks: str, *, type_: str = "", begun: bool = True, ended: bool = True) -> Entry:
    record = Record("1", "line 1", type_=type_)
    ofac_remarks.tell(record, remarks, begun=begun, ended=ended)
    return record.entry("ofac-sdn")


@pytest.mark.parametrize(
    ("sentence", "number"),
    [
        ("Passport P12 (Norway)", EntryNumber("passport", "P12", "NO")),
        ("alt. Passport P12", EntryNumber("passport", "P12")),
        ("Diplomatic Passport D1 issued 1999", EntryNumber("passport", "D1", None, "Diplomatic Passport; issued 1999")),
        ("Cedula No. 77 (Colombia)", EntryNumber("national_id", "77", "CO", "Cedula No.")),
        ("National ID No. D489833(9) (Hong Kong)", EntryNumber("national_id", "D489833(9)", "HK")),
        ("LE Number 07552116 (Peru)", EntryNumber("national_id", "07552116", "PE", "LE Number")),
        ("Tax ID No. 5 issued 2009 expires Jan 2019", EntryNumber("tax", "5", None, "issued 2009; expires 2019-01")),
        ("Registration Number 8 (Congo, Democratic Republic of the)", EntryNumber("registration", "8", "CD")),
        ("C.R. No. 9 (Medellin)", EntryNumber("registration", "9", None, "C.R. No.; Medellin")),
        ("Unified Social Credit Code (USCC) 91X (China)", EntryNumber("uscc", "91X", "CN")),
        ("Legal Entity Number 253400TEST00TEST0012", EntryNumber("lei", "253400TEST00TEST0012")),
        ("Legal Entity Number 851683897 (Netherlands)", EntryNumber("legal entity number", "851683897", "NL")),
        ("Vessel Registration Identification IMO 9074729", EntryNumber("imo", "9074729")),
        ("Identification Number IMO 5123456", EntryNumber("imo", "5123456", None, "Identification Number")),
        ("Identification Number 77 (Jordan)", EntryNumber("identification number", "77", "JO")),
        ("SWIFT/BIC TESTNOKK", EntryNumber("bic", "TESTNOKK")),
        ("D-U-N-S Number 53-400-5656", EntryNumber("duns", "53-400-5656")),
        ("ISIN CNE000000XX1", EntryNumber("isin", "CNE000000XX1")),
        ("Equity Ticker 00999 HK", EntryNumber("ticker", "00999 HK")),
        ("Website www.test.example", EntryNumber("website", "www.test.example")),
        ("Email Address a@test.example", EntryNumber("email", "a@test.example")),
        ("Telephone: (47)(22)(1)", EntryNumber("phone", "(47)(22)(1)")),
        ("Fax No. 47-22", EntryNumber("fax no.", "47-22")),
        ("MMSI 257000001", EntryNumber("mmsi", "257000001")),
        ("Digital Currency Address - XBT 1Test", EntryNumber("digital currency address - xbt", "1Test")),
        ("Government Gazette Number 01 (Russia)", EntryNumber("government gazette number", "01", "RU")),
    ],
)  # fmt: skip
def test_a_number_is_told_with_its_scheme_its_country_and_the_publishers_word(
    sentence: str, number: EntryNumber
) -> None:
    assert told(f"{sentence}.").numbers == (number,)
    assert told(f"Gender Male; {sentence}; Gender Male.").numbers == (number,)
    assert told(f"{sentence}.").details == ()


@pytest.mark.parametrize(
    ("sentence", "detail"),
    [
        ("DOB 03 Feb 1961", Detail("date of birth", "1961-02-03")),
        ("alt. DOB Feb 1961", Detail("date of birth", "1961-02")),
        ("DOB circa 1961", Detail("date of birth", "circa 1961")),
        ("DOB 1951 to 1953", Detail("date of birth", "1951/1953")),
        ("DOB 01 Jan 1974 to 31 Dec 1974", Detail("date of birth", "1974")),
        ("POB Narvik, Norway", Detail("place of birth", "Narvik, Norway")),
        ("Gender Female", Detail("gender", "Female")),
        ("Target Type Public Company", Detail("target type", "Public Company")),
        ("Organization Established Date 09 Mar 1998", Detail("organization established date", "1998-03-09")),
        ("Organization Type: Central banking", Detail("organization type", "Central banking")),
        ("Listing Date (CMIC) 03 Jun 2021", Detail("listing date (cmic)", "2021-06-03")),
        ("Secondary sanctions risk: section 1(b)", Detail("secondary sanctions risk", "section 1(b)")),
        ("Passport was lost and found in Oslo", Detail("remarks", "Passport was lost and found in Oslo")),
        ("Passport 41 issued under the name Dilan", Detail("remarks", "Passport 41 issued under the name Dilan")),
        ("HAMLET - Elsinore", Detail("remarks", "HAMLET - Elsinore")),
    ],
)
def test_what_no_field_has_room_for_is_a_detail(sentence: str, detail: Detail) -> None:
    entry = told(f"{sentence}.")
    assert entry.details == (detail,)
    assert entry.numbers == ()


def test_nationality_and_citizenship_are_countries_and_stay_apart_as_details() -> None:
    entry = told("nationality Norway; citizen Sweden; alt. nationality Ruritania.", type_="individual")
    assert entry.countries == ("NO", "SE")
    assert entry.details == (
        Detail("nationality", "Norway"),
        Detail("citizenship", "Sweden"),
        Detail("nationality", "Ruritania"),
    )


def test_quoted_names_are_weak_aliases() -> None:
    entry = told("a.k.a. 'BERG, Uncle'; f.k.a. 'THE KING'S OWN'; a.k.a. 'BERG'.", type_="individual")
    assert entry.names == (
        EntryName("Uncle BERG", "alias", weak=True),
        EntryName("THE KING'S OWN", "former", weak=True),
        EntryName("BERG", "alias", weak=True),
    )


def test_issuer_names_are_aliases() -> None:
    assert told("Issuer Name Test Telecom Ltd.").names == (EntryName("Test Telecom Ltd.", "alias"),)


@pytest.mark.parametrize(
    ("remarks", "name"),
    [
        ("Linked To: HAVBLIK HOLDING S.A.", "HAVBLIK HOLDING S.A."),
        ("Linked To: TEST TELECOM CO., LTD.", "TEST TELECOM CO., LTD."),
        ("Linked To: MINISTRY OF TESTS.", "MINISTRY OF TESTS"),
        ("(Linked To: SUMI-TEST)", "SUMI-TEST"),
        ("Linked To: BERGHOLM, Sten.", "Sten BERGHOLM"),
    ],
)
def test_a_link_is_a_relation_whose_full_stop_stays_where_it_abbreviates(remarks: str, name: str) -> None:
    assert told(remarks).relations == (EntryRelation("linked_to", name),)


def test_sentences_that_are_not_understood_are_kept_together_and_word_for_word() -> None:
    entry = told("Member ETA; Gender Male; Holder of two lighthouses (so they say); DOB 1961.")
    assert Detail("remarks", "Member ETA; Holder of two lighthouses (so they say)") in entry.details


def test_a_sentence_that_was_cut_off_proves_nothing() -> None:
    assert told("Passport A1; Passport B2345", ended=False).numbers == (EntryNumber("passport", "A1"),)
    assert told("Passport A1; Passport B2345", ended=False).details == (Detail("remarks cut off", "Passport B2345"),)
    late = told("ort A1 (Norway); Passport B2345.", begun=False)
    assert late.numbers == (EntryNumber("passport", "B2345"),)
    assert late.details == (Detail("remarks", "ort A1 (Norway)"),)


def test_a_government_entity_is_a_body() -> None:
    assert told("Target Type Government Entity.").kind == "body"


@given(st.text(max_size=300))
def test_no_text_is_too_strange(text: str) -> None:
    entry = told(text)
    assert entry.left == ()


@given(st.sampled_from(sorted(ofac_labels._ROLES)), st.text(alphabet="AB12 ()-.", min_size=1, max_size=20))
def test_a_label_with_anything_behind_it_leaves_its_words_somewhere(label: str, value: str) -> None:
    entry = told(f"{label} {value}")
    said = " ".join(
        [
            *(f"{number.scheme} {number.value} {number.note}" for number in entry.numbers),
            *(detail.value for detail in entry.details),
            *(name.text for name in entry.names),
            *(relation.name for relation in entry.relations),
        ]
    )
    assert all(word in said for word in value.replace("(", " ").replace(")", " ").split() if word.isalnum())


def test_every_label_of_the_table_is_found_at_the_start_of_a_sentence() -> None:
    for label in ofac_labels._ROLES:
        match = ofac_labels.STARTS.match(f"alt. {label} 12")
        assert match is not None
        assert match[1] == label


@pytest.mark.parametrize(
    ("written", "kind", "read"),
    [
        ("HASSAN, Ali", "person", "Ali HASSAN"),
        ("DELOS REYES, Pedro, Jr.", "person", "Pedro DELOS REYES, Jr."),
        ("KNOWLES, JR., Samuel", "person", "Samuel KNOWLES, JR."),
        ("KIM, TONG", "person", "TONG KIM"),
        ("TEST TELECOM CO., LTD.", "company", "TEST TELECOM CO., LTD."),
        ("MASSANDRA, Concern", "company", "MASSANDRA, Concern"),
        ("HASSAN, Ali", "unknown", "Ali HASSAN"),
        ("CIMEX, S.A.", "unknown", "CIMEX, S.A."),
        ("Uncle, Ali", "unknown", "Uncle, Ali"),
        ("HASSAN", "person", "HASSAN"),
    ],
)
def test_persons_are_written_given_name_first_and_nobody_else(written: str, kind: str, read: str) -> None:
    assert in_order(written, kind) == read  # type: ignore[arg-type]


def test_intervals_of_days_are_iso() -> None:
    assert day("01 Feb 2020 to 29 Feb 2020") == "2020-02"
    assert day("03 Feb 2020 to 29 Feb 2021") == "03 Feb 2020 to 29 Feb 2021"
    assert day("1958 or 1959") == "1958 or 1959"
