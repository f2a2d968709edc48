"""Product fields: what a shop writes about a product in product.toml, products.csv or on the command line."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from gallery.errors import InputError
from gallery.product import Product, check_sku

_REMEDIES = {
    "name": "give it as one line of text in quotes",
    "price_minor": "give a whole number of minor units, 0 or more: 1.99 EUR is 199",
    "currency": "give an ISO 4217 code of three capital letters, for example EUR",
    "barcode": "give the 8 to 14 digits under the bars, the last one included",
}


class ProductFields(BaseModel):
    """The fields beside the SKU. None and an empty name mean: not said."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    name: str = Field("", max_length=200, description="what people are shown")
    price_minor: int | None = Field(None, ge=0, le=2**53, description="price in minor units: 1.99 EUR is 199")
    currency: str | None = Field(None, pattern="^[A-Z]{3}$", description="ISO 4217 code")
    barcode: str | None = Field(None, description="GTIN: 8 to 14 digits with a right check digit")

    @field_validator("barcode", mode="before")
    @classmethod
    def _is_gtin(cls, value: object) -> object:
        """Check digit of a GTIN: GS1 General Specifications, section 7.9."""
        if value is None:
            return None
        digits = str(value)
        if isinstance(value, bool) or not (digits.isascii() and digits.isdigit() and 8 <= len(digits) <= 14):
            raise ValueError("not 8 to 14 digits")
        weighted = sum(int(digit) * (1 + 2 * (place % 2)) for place, digit in enumerate(reversed(digits)))
        if weighted % 10:
            raise ValueError("its check digit is wrong, so a digit is mistyped")
        return digits


def product_of(sku: str, fields: Mapping[str, object], where: str) -> Product:
    """The product with these fields.

    Args:
        sku: its SKU, checked here.
        fields: keys of `ProductFields` and their values.
        where: the file, or file and line, that an error names.

    Raises:
        InputError: the SKU, a key or a value cannot be used; the message names all three and `where`.
    """
    try:
        checked = ProductFields(**dict(fields))  # type: ignore[arg-type]  # pydantic checks them
    except ValidationError as error:
        raise _explained(error, fields, where) from None
    return Product(check_sku(sku), **checked.model_dump())


def _explained(error: ValidationError, fields: Mapping[str, object], where: str) -> InputError:
    first = error.errors()[0]
    key = str(first["loc"][0])
    if key not in ProductFields.model_fields:
        known = ", ".join(ProductFields.model_fields)
        return InputError(f"{where}: unknown key {key!r}", f"the keys are {known}: correct or remove it")
    why = f" ({first['msg'].removeprefix('Value error, ')})" if key in ("barcode", "name") else ""
    return InputError(f"{where}: {key} = {fields[key]!r} cannot be used{why}", _REMEDIES[key])
