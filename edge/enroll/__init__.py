"""Enroll: the photos of products become views in the gallery, all of them or none."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import chain

import numpy as np

from edge.embed import Embedder
from edge.enroll.catalogue import Listing
from edge.enroll.enrolled import Embedded, EnrolledProduct
from edge.enroll.from_till import TillPhoto
from edge.enroll.judge import judge_prospect
from edge.enroll.judged import Judged
from edge.enroll.photos import outcomes
from edge.enroll.prospect import Arrival, Prospect
from gallery.errors import GateError, InputError
from gallery.product import Product
from gallery.store import Gallery
from gallery.view import View

Progress = Callable[[int, int], None]
"""Told how many photos are done, of how many."""


def enroll(
    listings: Iterable[Listing],
    embedder: Embedder,
    gallery: Gallery,
    progress: Progress | None = None,
    *,
    reason: str = "",
) -> list[EnrolledProduct]:
    """Embed the photos of products and add them to a gallery in one transaction, without a verdict.

    A photo that the gallery has of a product is not embedded again. A photo that cannot be used is
    skipped and told of in `skipped`. Nothing is written before the last photo is embedded, so a
    crash or an interrupt leaves the gallery as it was.

    Args:
        listings: products and their photos.
        embedder: the model the gallery was opened for.
        gallery: open for enrolment.
        progress: called after each photo.
        reason: kept in the gallery's log.

    Raises:
        InputError: a product without any usable photo, or one photo under two products; nothing is
            enrolled.
        GalleryError: the gallery cannot be written.
    """
    products = gather(listings, embedder, gallery, progress)
    keep(products, gallery, reason)
    return products


def gather(
    listings: Iterable[Listing], embedder: Embedder, gallery: Gallery, progress: Progress | None = None
) -> list[EnrolledProduct]:
    """Embed the photos of products; nothing is written. See `enroll`.

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


def judged(
    products: Sequence[EnrolledProduct], gallery: Gallery, fallback: float, progress: Progress | None = None
) -> tuple[list[Judged], Prospect]:
    """Judge products in the gallery as it would be with them.

    Args:
        products: as `gather` gives them, before they are kept.
        gallery: open.
        fallback: the model card's distance threshold.
        progress: told how many views are judged, of how many.

    Returns:
        A verdict for each product, and the gallery as it would be, for the pictures.

    Raises:
        GalleryError: the gallery cannot be read.
    """
    arrivals = [Arrival(one.listing.product, tuple(one.fresh), one.faults) for one in products]
    prospect = Prospect(gallery, arrivals, fallback)
    return judge_prospect(prospect, [product.sku for product in products], fallback, progress), prospect


def refuse_bad(verdicts: Sequence[Judged]) -> None:
    """What `--strict` asks for: nothing is enrolled unless every product is good.

    Raises:
        GateError: one is not; it names the first ones and what is wrong with them.
    """
    bad = [one for one in verdicts if not one.good]
    if bad:
        named = ", ".join(f"{one.sku} ({one.word.value})" for one in bad[:5])
        more = f" and {len(bad) - 5} more" if len(bad) > 5 else ""
        raise GateError(
            f"{len(bad)} of {len(verdicts)} products are not good: {named}{more}",
            "nothing was enrolled: do what the verdicts say, or enrol without --strict",
        )


def keep(products: Sequence[EnrolledProduct], gallery: Gallery, reason: str = "") -> None:
    """Write what was gathered into the gallery, in one transaction, and count it.

    Raises:
        InputError: a photo is another product's already.
        GalleryError: the gallery cannot be written.
    """
    batch = [(product.listing.product, list(product.views.values())) for product in products]
    for product, enrolment in zip(products, gallery.enroll(batch, reason=reason), strict=True):
        product.added, product.already = enrolment.added, enrolment.already


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
