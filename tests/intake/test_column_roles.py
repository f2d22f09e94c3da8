"""Which role a column has."""

from __future__ import annotations

import pytest

from obstat.intake.columns import guess, overridden
from obstat.model.errors import UnknownCode

MACS = ["00:1a:2b:3c:4d:5e", "001A-2B3C-4D5F", "001a.2b3c.4d60", "00-1A-2B-3C-4D-61", "a4b1c1d2e3f4"]
IMEIS = ["352099001761481", "490154203237518", "356938035643809", "35-209900-176148-1", "49 015420 323751 8"]


def roles(*headers: str, rows: list[list[str]] | None = None) -> list[str | None]:
    return [column.role for column in guess(headers, rows or []).columns]


@pytest.mark.parametrize(
    ("header", "role"),
    [
        ("Supplier Name", "name"),
        ("VENDOR", "name"),
        ("vendorName", "name"),
        ("vendor_name", "name"),
        ("Hersteller", "name"),
        ("Fabricant", "name"),
        ("Proveedor", "name"),
        ("Lieferant", "name"),
        ("厂商", "name"),
        ("供应商名称", "name"),
        ("Raison sociale", "name"),
        ("Producer", "name"),
        ("Brand", "brand"),
        ("Modèle", "model"),
        ("MODÈLE", "model"),
        ("Part No.", "model"),
        ("Mfr. Part Number", "model"),
        ("型号", "model"),
        ("SKU", "model"),
        ("Item Description", "description"),
        ("Wi-Fi MAC", "mac"),
        ("wiFiMacAddress", "mac"),
        ("Ethernet MAC", "mac"),
        ("Primary MAC Address", "mac"),
        ("IMEI #", "imei"),
        ("FCC-ID", "fcc_id"),
        ("S/N", "serial"),
        ("SerialNumber", "serial"),
        ("sysObjectID", "oid"),
        ("Country of Origin", "made_in"),
        ("Pays d’origine", "made_in"),
        ("Ursprungsland", "made_in"),
        ("Qty.", "quantity"),
        ("Menge (Stück)", "quantity"),
        ("Line Total (USD)", "spend"),
        ("Amount_EUR", "spend"),
        ("Purchase Date", "date"),
        ("Vendor ID", None),
        ("Supplier No.", None),
        ("Vendor Address", None),
        ("Model Year", None),
        ("Warranty Expiration", None),
    ],
)
def test_a_header_is_known_in_whatever_way_it_is_written(header: str, role: str | None) -> None:
    assert roles(header) == [role]


def test_a_column_called_address_that_is_full_of_macs_is_one_of_macs() -> None:
    (column,) = guess(["Address"], [[mac] for mac in MACS]).columns
    assert column.role == "mac"
    assert column.why == "100 % of its cells are MAC addresses"


def test_a_column_called_address_that_holds_streets_says_nothing() -> None:
    assert roles("Address", rows=[["1 High Street"], ["2 Low Road"]]) == [None]


def test_a_vendor_column_of_numbers_is_a_vendor_number() -> None:
    (column,) = guess(["Vendor"], [["100023"], ["100024"], ["100025"]]).columns
    assert column.role is None
    assert "but its cells are numbers" in column.why


def test_imeis_are_told_by_their_check_digit() -> None:
    assert roles("Device ID", rows=[[imei] for imei in IMEIS]) == ["imei"]
    assert roles("Ticket", rows=[["352099001761482"], ["490154203237511"], ["356938035643802"]]) == [None]


def test_a_header_whose_cells_are_something_else_describes() -> None:
    rows = [["camera for the gate"], ["switch"], ["router"], ["access point"], ["spare"]]
    assert roles("MAC", rows=rows) == ["description"]


def test_several_columns_may_hold_macs_but_one_states_the_quantity() -> None:
    assert roles("Wi-Fi MAC", "Ethernet MAC", "Qty", "Count") == ["mac", "mac", "quantity", None]


def test_what_is_paid_in_all_is_the_spend() -> None:
    assert roles("Unit Price", "Total Amount") == [None, "spend"]


def test_a_name_beside_a_manufacturer_is_no_company() -> None:
    assert roles("Name", "Manufacturer", "Price") == ["description", "name", "spend"]
    assert roles("Name", "Manufacturer", "MAC") == ["hostname", "name", "mac"]
    assert roles("Name", "Country") == ["name", None]


def test_where_nothing_names_a_thing_the_words_do() -> None:
    assert roles("Foo", "Bar", rows=[["Huawei P30", "7"], ["ZTE Blade", "9"]]) == ["description", None]


def test_words_for_nothing_count_as_empty() -> None:
    rows = [["n/a"], ["-"], ["NULL"], ["00:1a:2b:3c:4d:5e"]]
    assert roles("Foo", rows=rows) == ["mac"]


def test_a_guess_can_be_read() -> None:
    shown = str(guess(["Supplier", ""], [["Acme", "aa:bb:cc:dd:ee:ff"]]))
    assert shown == "Supplier: name (its header is 'supplier')\ncolumn 2: mac (100 % of its cells are MAC addresses)"


def test_what_a_person_says_holds() -> None:
    columns = guess(["Foo", "Vendor"], [["Acme", "Bolt"]])
    said = overridden(columns, {"foo": "name", "column 2": "-"})
    assert [column.role for column in said.columns] == ["name", None]
    assert said.columns[0].why == "as you said"


def test_what_is_said_of_an_unknown_column_or_role_names_those_there_are() -> None:
    columns = guess(["Foo", "Vendor"], [])
    with pytest.raises(UnknownCode, match=r"'Vendr' is not a known column; use one of: Vendor, Foo\."):
        overridden(columns, {"Vendr": "name"})
    with pytest.raises(UnknownCode, match=r"'supplier' is not a known role of a column; use one of: .*name"):
        overridden(columns, {"Foo": "supplier"})


def test_very_many_columns_are_judged_by_fewer_rows() -> None:
    headers = [f"f{at}" for at in range(10_000)]
    columns = guess([*headers, "Vendor"], ([*headers, "Acme"] for _ in range(1_000)))
    assert columns.columns[-1].role == "name"
