"""Catalogue: the products of a folder and the photos of each."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from edge.enroll.product_csv import read_product_csv
from edge.enroll.product_fields import product_of
from edge.photo.folder import entries, photos_in
from gallery.errors import InputError
from gallery.product import Product

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

_TOML, _CSV = "product.toml", "products.csv"
_LAYOUT = """lay it out like this:
  products/
    products.csv        may be left out: sku,name,price_minor,currency,barcode
    cola-330ml/         a folder a product, named by its SKU
      front.jpg
      back.jpg
      product.toml      may be left out: name, price_minor, currency, barcode
or give the folder of one product's photos and --sku"""


@dataclass(frozen=True, slots=True)
class Listing:
    """One product and its photos.

    Attributes:
        product: what is known of it.
        photos: its photos in natural order; none of them is read yet.
        skipped: one line a file that looks like a photo and cannot be used.
    """

    product: Product
    photos: tuple[Path, ...]
    skipped: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The products of a folder, in natural order, and one line for all that was left aside.

    Iterating gives the listings.
    """

    listings: tuple[Listing, ...]
    notes: tuple[str, ...] = ()

    def __iter__(self) -> Iterator[Listing]:
        return iter(self.listings)

    def __len__(self) -> int:
        return len(self.listings)


def read_catalogue(
    product_dir: Path, sku: str | None = None, fields: Mapping[str, object] | None = None
) -> Catalogue:
    """Read which products a folder holds.

    Args:
        product_dir: a folder with a folder a product; with `sku`, the photos of that one product.
        sku: the SKU of the photos directly in `product_dir`.
        fields: its name, price_minor, currency or barcode; they come before those of product.toml.

    Raises:
        InputError: no product, a SKU that cannot be used, or a product.toml or products.csv that
            cannot be read; the message names file, line or key, and value.
    """
    if product_dir.is_file():
        raise InputError(f"{product_dir} is a file", "give the folder that it lies in")
    if sku is not None:
        return Catalogue((_one(product_dir, sku, fields or {}),))
    folders = [path for path in entries(product_dir) if path.is_dir()]
    loose = photos_in(product_dir).photos
    if loose and not folders:
        raise InputError(
            f"{product_dir} holds photos and no product folders",
            f"say which product they show: --sku {product_dir.resolve().name!r}; or {_LAYOUT}",
        )
    if not folders:
        raise InputError(f"{product_dir} holds no products", _LAYOUT)
    listed = read_product_csv(product_dir / _CSV) if (product_dir / _CSV).exists() else {}
    listings = _listings(folders, listed)
    missing = listed.keys() - {listing.product.sku for listing in listings}
    notes = [f"{path}: lies beside the product folders, not enrolled" for path in loose]
    notes += [f"{product_dir / _CSV}: no folder for SKU {name!r}" for name in listed if name in missing]
    return Catalogue(listings, tuple(notes))


def _one(folder: Path, sku: str, fields: Mapping[str, object]) -> Listing:
    found = photos_in(folder)
    if not found.photos:
        raise InputError(
            f"{folder} holds no photo of {sku!r}",
            "put JPEG, PNG or WebP photos in it; for a folder of product folders leave out --sku",
        )
    told = _toml(folder / _TOML)
    product_of(sku, told, str(folder / _TOML))
    return Listing(product_of(sku, {**told, **fields}, "options"), *_contents(folder))


def _listings(folders: list[Path], listed: Mapping[str, Product]) -> tuple[Listing, ...]:
    listings: dict[str, Listing] = {}
    for folder in folders:
        product = _product(folder, listed)
        if product.sku in listings:
            problem = f"folder {folder} and another one are both SKU {product.sku!r}"
            raise InputError(problem, "put the photos of both into one folder")
        listings[product.sku] = Listing(product, *_contents(folder))
    return tuple(listings.values())


def _product(folder: Path, listed: Mapping[str, Product]) -> Product:
    told = folder / _TOML
    product = product_of(folder.name, _toml(told), str(told))
    if product.sku not in listed:
        return product
    if told.exists():
        raise InputError(f"{product.sku!r} is described in {_CSV} and in {told}", "remove one of the two")
    return listed[product.sku]


def _contents(folder: Path) -> tuple[tuple[Path, ...], tuple[str, ...]]:
    found = photos_in(folder)
    return found.photos, found.skipped


def _toml(path: Path) -> dict[str, object]:
    if not path.exists():
        return {}
    try:
        return tomllib.loads(path.read_text("utf-8-sig"))
    except OSError as error:
        raise InputError(f"{path}: {error.strerror}", "check the file and its rights") from None
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        remedy = 'write lines like: name = "Cola 330 ml"  and  price_minor = 199'
        raise InputError(f"{path}: {error}", remedy) from None
