from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edge.enroll.product_fields import product_of
from gallery.errors import InputError
from gallery.product import Product


def test_all_fields() -> None:
    fields = {"name": "Cola", "price_minor": 199, "currency": "EUR", "barcode": "4006381333931"}
    assert product_of("cola", fields, "here") == Product("cola", "Cola", 199, "EUR", "4006381333931")
    assert product_of("cola", {}, "here") == Product("cola")


@pytest.mark.parametrize(
    ("key", "value", "remedy"),
    [
        ("price_minor", -1, "1.99 EUR is 199"),
        ("price_minor", 1.99, "1.99 EUR is 199"),
        ("price_minor", "1,99", "1.99 EUR is 199"),
        ("price_minor", True, "1.99 EUR is 199"),
        ("price_minor", 2**60, "1.99 EUR is 199"),
        ("currency", "eur", "ISO 4217"),
        ("currency", "EURO", "ISO 4217"),
        ("currency", 978, "ISO 4217"),
        ("name", 5, "text"),
        ("barcode", "4006381333930", "8 to 14 digits"),
        ("barcode", "12345", "8 to 14 digits"),
        ("barcode", "40063813339X1", "8 to 14 digits"),
        ("barcode", True, "8 to 14 digits"),
    ],
)
def test_a_bad_value_is_named_with_place_key_and_remedy(key: str, value: Any, remedy: str) -> None:
    with pytest.raises(InputError) as caught:
        product_of("cola", {key: value}, "shelf/product.toml")
    assert all(part in caught.value.problem for part in ("shelf/product.toml", key, repr(value)))
    assert remedy in caught.value.remedy


def test_an_unknown_key_is_named_with_the_known_ones() -> None:
    with pytest.raises(InputError, match="'prize'") as caught:
        product_of("cola", {"prize": 1}, "product.toml")
    assert "name, price_minor, currency, barcode" in caught.value.remedy


@pytest.mark.parametrize(
    "gtin", ["96385074", "036000291452", "4006381333931", "14006381333938", 4006381333931]
)
def test_real_barcodes_of_every_length(gtin: str | int) -> None:
    assert product_of("a", {"barcode": gtin}, "here").barcode == str(gtin)


@given(st.integers(10**11, 10**12 - 1), st.integers(0, 12), st.integers(1, 9))
def test_one_mistyped_digit_is_noticed(body: int, place: int, change: int) -> None:
    digits = [int(digit) for digit in str(body)]
    digits.append(-sum(d * (3 if i % 2 else 1) for i, d in enumerate(digits)) % 10)  # EAN-13 as printed
    right = "".join(map(str, digits))
    assert product_of("a", {"barcode": right}, "here").barcode == right
    digits[place] = (digits[place] + change) % 10
    with pytest.raises(InputError, match="check digit"):
        product_of("a", {"barcode": "".join(map(str, digits))}, "here")
