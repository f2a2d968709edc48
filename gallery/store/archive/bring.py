"""Bring: what an archive holds into a gallery, in one version or not at all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace

from gallery.errors import GalleryError
from gallery.product import Product
from gallery.store.archive.block import Carried
from gallery.store.archive.content import Content
from gallery.store.archive.read import Archive, Progress
from gallery.store.gallery import Gallery
from gallery.view import View


def merge(gallery: Gallery, archive: Archive, *, reason: str = "", progress: Progress | None = None) -> int:
    """Add what the archive has and the gallery has not; what is there stays as it is.

    A product's fields fill what is empty; a group of the same name gets the members of both. The
    calibration comes along where the two then hold the same.

    Args:
        gallery: open for enrolment with the archive's model.
        archive: checked.
        reason: kept in the history.
        progress: told of each block of views.

    Returns:
        The gallery's version afterwards; the same as before where nothing was new.

    Raises:
        InputError: a photo is in the two under different SKUs.
        GalleryError: another model, or the gallery cannot be written.
    """
    check_model(gallery, archive)
    content = archive.content()
    with gallery.changing("import", reason=reason) as change:
        _add_views(gallery, archive, _lacking(content.products, gallery.products()), progress)
        known = gallery.groups()
        for name, skus in content.groups.items():
            gallery.group(name, sorted({*skus, *known.get(name, ())}))
        if change.state() == archive.manifest.state:
            _keep_calibration(gallery, content, change.version)
    return gallery.version


def replace_all(
    gallery: Gallery, archive: Archive, *, reason: str = "", progress: Progress | None = None
) -> int:
    """Make the gallery hold what the archive holds, and nothing else. Its history stays.

    Only rows that differ are written.

    Args:
        gallery: open for enrolment with the archive's model.
        archive: checked.
        reason: kept in the history.
        progress: told of each block of views.

    Returns:
        The gallery's version afterwards.

    Raises:
        GalleryError: another model, or the gallery cannot be written.
    """
    check_model(gallery, archive)
    content = archive.content()
    with gallery.changing("import", reason=reason) as change:
        _take_out(gallery, archive, content)
        _add_views(gallery, archive, content.products, progress)
        for name, skus in content.groups.items():
            gallery.group(name, skus)
        if change.state() != archive.manifest.state:
            raise GalleryError(
                f"gallery {gallery.path} would not become what {archive.path} holds: a fault of this program",
                "nothing was changed; import into a new --gallery PATH",
            )
        _keep_calibration(gallery, content, change.version)
    return gallery.version


def _take_out(gallery: Gallery, archive: Archive, content: Content) -> None:
    """Remove products, negatives and groups of which the archive does not have every row."""
    odd: dict[str, set[str]] = {"is": set(), "not": set()}
    for view in gallery.live_views():
        if bytes.fromhex(view.digest) not in archive.views:
            odd[view.role].add(view.sku)
    changed = {product.sku for product in gallery.products() if content.products.get(product.sku) != product}
    gone = sorted(changed | odd["is"])
    if gone:
        gallery.remove(gone)
    left = {view.sku for view in gallery.live_views() if view.role == "not"}
    for sku in sorted(odd["not"] & left):
        gallery.unreject(sku or None)
    for name, skus in gallery.groups().items():
        if sorted(content.groups.get(name, ())) != sorted(skus):
            gallery.ungroup(name)


def _add_views(
    gallery: Gallery, archive: Archive, products: Mapping[str, Product], progress: Progress | None
) -> None:
    counts = archive.manifest.counts
    done = 0
    for block in archive.blocks():
        positive, negative = _by_sku(block)
        gallery.enroll([(products[sku], views) for sku, views in positive.items()])
        for sku, views in negative.items():
            gallery.reject(sku or None, views)
        done += len(block)
        if progress is not None:
            progress(done, counts.views + counts.negatives)


def _by_sku(block: Iterable[Carried]) -> tuple[dict[str, list[View]], dict[str, list[View]]]:
    positive: dict[str, list[View]] = defaultdict(list)
    negative: dict[str, list[View]] = defaultdict(list)
    for carried in block:
        (negative if carried.negative else positive)[carried.sku].append(carried.view)
    return positive, negative


def _lacking(products: Mapping[str, Product], known: Iterable[Product]) -> dict[str, Product]:
    """Products with those fields alone that the gallery does not have."""
    given = dict(products)
    for old in known:
        new = given.get(old.sku)
        if new is not None:
            given[old.sku] = replace(
                new,
                name="" if old.name else new.name,
                price_minor=None if old.price_minor is not None else new.price_minor,
                currency=None if old.currency is not None else new.currency,
                barcode=None if old.barcode is not None else new.barcode,
            )
    return given


def _keep_calibration(gallery: Gallery, content: Content, version: int) -> None:
    """Keep the archive's calibration, unless it is the gallery's already."""
    brought, present = content.calibration, gallery.calibration()
    if brought is None:
        return
    if present is None or present.model_copy(update={"version": brought.version}) != brought:
        gallery.keep_calibration(brought.model_copy(update={"version": version}))


def check_model(gallery: Gallery, archive: Archive) -> None:
    """See that an archive is of the gallery's model.

    Raises:
        GalleryError: it is of another one.
    """
    told = archive.manifest
    if (told.model, told.dimension) != (gallery.model, gallery.dimension):
        raise GalleryError(
            f"archive {archive.path} is of model {told.model[:12]} ({told.dimension}-d), "
            f"gallery {gallery.path} of {gallery.model[:12]} ({gallery.dimension}-d)",
            "import into another --gallery PATH, or `checkout-edge gallery migrate` one of the two",
        )
