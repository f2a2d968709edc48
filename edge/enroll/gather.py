"""Gather: embed what is to be enrolled; nothing is written yet."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import chain

import numpy as np

from edge.embed import Embedder
from edge.enroll.catalogue import Listing
from edge.enroll.enrolled import Embedded, EnrolledProduct
from edge.enroll.from_till import TillPhoto
from edge.enroll.photos import outcomes
from gallery.errors import InputError
from gallery.product import Product
from gallery.store import Gallery
from gallery.view import View

Progress = Callable[[int, int], None]
"""Told how many photos are done, of how many."""


def gather(
    listings: Iterable[Listing], embedder: Embedder, gallery: Gallery, progress: Progress | None = None
) -> list[EnrolledProduct]:
    """Embed the photos of products; nothing is written.

    A photo that the gallery has of a product is not embedded again. A photo that cannot be used is
    skipped and told of in `skipped`.

    Args:
        listings: products and their photos.
        embedder: the model the gallery was opened for.
        gallery: open for enrolment.
        progress: called after each photo.

    Raises:
        InputError: a product without any usable photo, or one photo under two products.
        GalleryError: the gallery cannot be read.
    """
    products = [EnrolledProduct(listing, skipped=list(listing.skipped)) for listing in listings]
    jobs = [(product, path) for product in products for path in product.listing.photos]
    known = _known(gallery, {product.sku for product in products})
    for done, (product, outcome) in enumerate(outcomes(jobs, known, embedder), start=1):
        product.keep(outcome)
        if progress is not None:
            progress(done, len(jobs))
    for product in products:
        product.present = frozenset(known.get(product.sku, {}))
    _check_photos(products)
    _check_owners(products)
    return products


def gather_seen(
    product: Product, seen: Sequence[TillPhoto], embedder: Embedder, gallery: Gallery
) -> list[EnrolledProduct]:
    """Embed what a till has seen of one product; nothing is written.

    Args:
        product: what staff say that it is.
        seen: pictures from a till's ledger.
        embedder: the model the gallery was opened for.
        gallery: open for enrolment.

    Raises:
        InputError: a picture cannot be used.
        GalleryError: the gallery cannot be read.
    """
    size = (embedder.card.height, embedder.card.width)
    prepared = [photo.prepare(size) for photo in seen]
    vectors = embedder.embed(np.stack([one.crop for one in prepared]))
    known = _known(gallery, {product.sku}).get(product.sku, {})
    gathered = EnrolledProduct(Listing(product, ()), present=frozenset(known))
    for one, vector in zip(prepared, vectors, strict=True):
        gathered.keep(known.get(one.sha256) or Embedded(one.view(vector), one.how, one.faults))
    return [gathered]


def _known(gallery: Gallery, skus: set[str]) -> dict[str, dict[str, View]]:
    """The views the gallery has of these products, by SKU and hash."""
    there = [product.sku for product in gallery.products() if product.sku in skus]
    return {sku: {view.photo_hash: view for view in gallery.views(sku)} for sku in there}


def _check_photos(products: Iterable[EnrolledProduct]) -> None:
    empty = [product for product in products if not product.views]
    if empty:
        reasons = chain.from_iterable([f"SKU {product.sku!r}:", *product.skipped] for product in empty)
        raise InputError(
            "no photo can be used of " + "\n  ".join(reasons),
            "nothing was enrolled: give each product a readable photo, or take its folder out",
        )


def _check_owners(products: Iterable[EnrolledProduct]) -> None:
    """Refuse a photo under two products: one of the two must be wrong."""
    owners: dict[str, tuple[str, str]] = {}
    for product in products:
        for photo, view in product.views.items():
            sku, source = owners.setdefault(photo, (product.sku, view.source))
            if sku != product.sku:
                raise InputError(
                    f"one photo of two products: {source!r} of {sku!r}, {view.source!r} of {product.sku!r}",
                    "nothing was enrolled: keep it under the product that it shows",
                )
