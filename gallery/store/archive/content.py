"""Content: the part of an archive that is small: products, look-alike groups, calibration."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field

from pydantic import BaseModel, ConfigDict, ValidationError

from gallery.errors import InputError
from gallery.product import Product
from gallery.risk.calibration import Calibration
from gallery.store.state import lookalike_digest, product_digest

NAME = "contents.json"


class _Whole(BaseModel):
    model_config = ConfigDict(extra="forbid")

    products: list[Product]
    groups: dict[str, tuple[str, ...]]
    calibration: Calibration | None


@dataclass(frozen=True, slots=True)
class Content:
    """What a gallery holds besides its views.

    Attributes:
        products: by SKU, in alphabetical order.
        groups: the SKUs of each look-alike group.
        calibration: of this very state, or None.
    """

    products: Mapping[str, Product]
    groups: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    calibration: Calibration | None = None

    def to_bytes(self) -> bytes:
        """As it is stored: JSON, the same bytes for the same content."""
        calibration = None if self.calibration is None else self.calibration.model_dump(mode="json")
        products = [asdict(self.products[sku]) for sku in sorted(self.products)]
        groups = {name: sorted(self.groups[name]) for name in sorted(self.groups)}
        whole = {"products": products, "groups": groups, "calibration": calibration}
        return json.dumps(whole, ensure_ascii=False, indent=1).encode()

    def digests(self) -> Iterator[bytes]:
        """The digest of each product and each membership, as the gallery's state counts them."""
        yield from map(product_digest, self.products.values())
        for name, skus in self.groups.items():
            yield from (lookalike_digest(name, sku) for sku in skus)


def parse(data: bytes) -> Content:
    """Read what `Content.to_bytes` wrote.

    Raises:
        ValueError: it is none, or a product in it cannot be used; says why.
    """
    try:
        whole = _Whole.model_validate_json(data)
    except ValidationError as error:
        raise ValueError(error.errors()[0]["msg"]) from None
    except InputError as error:
        raise ValueError(error.problem) from None
    products = {product.sku: product for product in whole.products}
    if len(products) < len(whole.products):
        raise ValueError("a product is there twice")
    return Content(products, whole.groups, whole.calibration)
