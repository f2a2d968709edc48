"""Galleries: the demo's shop enrolled, and filled up with products that are drawn."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np

from edge import embed
from edge.bench.gallery.filled import product
from edge.bench.gallery.likeness import draw
from edge.embed import Embedder
from edge.enroll import enroll
from edge.enroll.catalogue import read_catalogue
from edge.synth import Shop, write_product_photos
from gallery import Gallery, Recogniser
from gallery.index import keep_graph
from peers.stock import Stock

EACH = 10
"""Views of a product that is drawn to fill the gallery."""


def enrolled(shop: Shop, folder: Path, photos: int = 7) -> Path:
    """A gallery of the shop's products, photographed and enrolled as `checkout-edge demo` does.

    Raises:
        GalleryError: it cannot be written.
    """
    model = embed.load(None, "cpu")
    write_product_photos(shop, folder / "photos", photos)
    path = folder / "shop.gallery"
    with _open(path, model, create=True) as gallery:
        enroll(read_catalogue(folder / "photos"), model, gallery)
    return path


def filled(shop: Path, views: int, told: Callable[[str], None]) -> Stock:
    """A copy of a gallery, filled to `views` views with drawn products that lie as real ones do.

    Args:
        shop: the gallery's file, closed.
        views: in the end; one that holds more already stays as it is.
        told: what is being done.

    Raises:
        GalleryError: it cannot be written.
    """
    model = embed.load(None, "cpu")
    path = shop.with_name(f"{views}.gallery")
    shutil.copyfile(shop, path)
    with _open(path, model) as gallery:
        missing = max(0, views - gallery.stats().views)
        told(f"filling a gallery to {views:,} views")
        if missing:
            rows = np.concatenate(list(draw(-(-missing // EACH), EACH, model.card.dimension, seed=1)))
            rows = rows.reshape(-1, model.card.dimension)[:missing]
            starts = range(0, missing, EACH)
            gallery.enroll([product(f"filler-{at // EACH}", rows[at : at + EACH]) for at in starts])
        keep_graph(gallery)
        recogniser = Recogniser(gallery, model.card.distance_threshold)
        vectors, _, skus = gallery.matrix()
        stock = Stock(path, vectors, skus, recogniser.thresholds)
        recogniser.close()
    return stock


def _open(path: Path, model: Embedder, create: bool = False) -> Gallery:
    return Gallery.open(path, model=model.card.space, dimension=model.card.dimension, create=create)
