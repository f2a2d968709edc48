from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gallery import InputError, Product, check_sku


@pytest.mark.parametrize(
    "sku", ["milk", "Crème brûlée 200 g", "牛乳 1L", "🥛", "a.b", "...", "-x", "a'; DROP TABLE"]
)
def test_any_name_a_shop_may_use_is_kept(sku: str) -> None:
    assert check_sku(sku) == unicodedata.normalize("NFC", sku)


@pytest.mark.parametrize(
    "sku", ["", "  ", ".", "..", "../etc", "a/b", "a\\b", "a\nb", "a\x00", "\ud800", "x" * 129]
)
def test_names_that_cannot_be_a_folder_are_refused(sku: str) -> None:
    with pytest.raises(InputError) as caught:
        Product(sku)
    assert caught.value.remedy


def test_the_same_name_typed_in_two_ways_is_one_sku() -> None:
    assert Product("  Cafe\u0301 ").sku == Product("Caf\u00e9").sku == "Caf\u00e9"


@given(st.text(max_size=140))
def test_checking_a_sku_twice_changes_nothing_more(text: str) -> None:
    try:
        once = check_sku(text)
    except InputError:
        return
    assert check_sku(once) == once
    assert 0 < len(once) <= 128
    assert not {"/", "\\", "\n", "\x00"} & set(once)


@pytest.mark.parametrize("price", [-1, True, 1.5, 2**60])
def test_prices_that_are_no_minor_units_are_refused(price: object) -> None:
    with pytest.raises(InputError, match="price"):
        Product("milk", price_minor=price)  # type: ignore[arg-type]


@pytest.mark.parametrize("currency", ["eur", "EU", "EURO", "€", "EUR\n", ""])
def test_currencies_are_iso_4217(currency: str) -> None:
    with pytest.raises(InputError, match="currency"):
        Product("milk", currency=currency)
    assert Product("milk", price_minor=0, currency="EUR").price_minor == 0


def test_the_title_is_the_name_or_else_the_sku() -> None:
    assert (Product("milk").title, Product("milk", "Milk 1 l").title) == ("milk", "Milk 1 l")
