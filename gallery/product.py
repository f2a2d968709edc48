"""Product: what a shop sells, as the gallery knows it."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from gallery.errors import InputError

LONGEST_SKU = 128
"""Characters a SKU may have, after normalisation."""

_REFUSED_CATEGORIES = ("Cc", "Cs", "Zl", "Zp")
_LARGEST_PRICE = 2**53  # what JSON, and so every till, reads back exactly

_TEXT, _TEXT_OR_NONE, _NUMBER_OR_NONE = (str,), (str, type(None)), (int, type(None))
_KINDS: tuple[tuple[type, ...], ...] = (_TEXT, _TEXT, _NUMBER_OR_NONE, _TEXT_OR_NONE, _TEXT_OR_NONE)


@dataclass(frozen=True, slots=True)
class Product:
    """One product.

    Attributes:
        sku: the shop's own key; normalised by `check_sku`.
        name: what people are shown; empty where none is given, see `title`.
        price_minor: price in minor units of the currency (cents), never negative, or None.
        currency: ISO 4217 code, three upper-case letters, or None.
        barcode: what a scanner would read, or None.

    In an enrolment an empty name or a None leaves what the gallery already holds.

    Raises:
        InputError: a field cannot be used as given.
    """

    sku: str
    name: str = ""
    price_minor: int | None = None
    currency: str | None = None
    barcode: str | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "sku", check_sku(self.sku))
        check_line(f"name of {self.sku!r}", self.name)
        _check_price(self.sku, self.price_minor)
        if self.currency is not None and not re.fullmatch("[A-Z]{3}", self.currency):
            raise InputError(
                f"currency {self.currency!r} of {self.sku!r}", "give an ISO 4217 code, for example EUR"
            )
        if self.barcode is not None:
            check_line(f"barcode of {self.sku!r}", self.barcode)

    @classmethod
    def stored(cls, *row: object) -> Product:
        """The product of a row that was checked when it was stored: the fields in their order.

        Raises:
            ValueError: a field is not of its kind, so the row is damaged.
        """
        product = object.__new__(cls)
        for field, value, kinds in zip(cls.__slots__, row, _KINDS, strict=True):
            if not isinstance(value, kinds):
                raise ValueError(f"{field} {value!r} of product {row[0]!r}")
            object.__setattr__(product, field, value)
        return product

    @property
    def title(self) -> str:
        """The name, or the SKU where no name is given."""
        return self.name or self.sku


def check_sku(sku: str) -> str:
    """The SKU in Unicode normal form C without surrounding white space.

    Raises:
        InputError: it is empty, longer than 128 characters, `.` or `..`, or has a control character
            or a slash; such a name could not be a folder, a file or a line of a log.
    """
    normal = unicodedata.normalize("NFC", sku).strip()
    if not normal:
        raise InputError(f"SKU {sku!r} is empty", "give the product a name of at least one character")
    if len(normal) > LONGEST_SKU:
        raise InputError(f"SKU {normal[:24]!r}… has {len(normal)} characters", f"use at most {LONGEST_SKU}")
    if normal in (".", "..") or "/" in normal or "\\" in normal or _unprintable(normal):
        raise InputError(
            f"SKU {sku!r} cannot be used", "leave out slashes and control characters, and do not use . or .."
        )
    return normal


def _unprintable(text: str) -> bool:
    return any(unicodedata.category(character) in _REFUSED_CATEGORIES for character in text)


def check_line(what: str, text: str) -> None:
    """See that `text`, called `what` in the message, is one line that can be shown.

    Raises:
        InputError: it has a control character.
    """
    if _unprintable(text):
        raise InputError(f"{what} {text!r} has a control character", "give it as one line of text")


def _check_price(sku: str, price: int | None) -> None:
    if price is None:
        return
    if isinstance(price, bool) or not isinstance(price, int) or not 0 <= price <= _LARGEST_PRICE:
        raise InputError(
            f"price {price!r} of {sku!r}", "give a whole number of minor units, 0 or more: 1.99 EUR is 199"
        )
