"""What columns are called."""

from __future__ import annotations

import pytest

from obstat.intake import roles


@pytest.mark.parametrize(
    ("header", "plain"),
    [("Wi-FiMAC", "wi fi mac"), ("vendor_name", "vendor name"), ("Amount (USD)", "amount"), ("MODÈLE", "modele"),
     ("serialNumber", "serial number"), ("hardware.manufacturer", "hardware manufacturer"), ("  ", "")],
)  # fmt: skip
def test_a_header_is_compared_without_its_dress(header: str, plain: str) -> None:
    assert roles.plain(header) == plain


def test_every_role_of_the_word_list_is_one() -> None:
    assert {known.role for known in roles._table().values()} <= {*roles.ROLES, roles.NOTHING}


@pytest.mark.parametrize(
    ("text", "code"),
    [("Amount (EUR)", "EUR"), ("$12", "USD"), ("1 200 zł", "PLN"), ("total_usd", "USD"), ("Europe", None)],
)
def test_a_currency_is_a_code_or_a_sign(text: str, code: str | None) -> None:
    assert roles.currency(text) == code
