"""Filled: a gallery's file with as many views as wanted, and no photo behind them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from gallery import Gallery, Product, View

Floats = NDArray[np.float32]

FILE = "shop.gallery"
_MODEL = hashlib.sha256(b"bench").hexdigest()
_PICTURE = b"\xff\xd8" + bytes(998)  # stands for the thumbnail of a view
_PRODUCTS_AT_ONCE = 2_000


def open_gallery(path: Path, dimension: int, create: bool = False) -> Gallery:
    """Open a gallery of the bench.

    Raises:
        GalleryError: it cannot be opened.
    """
    return Gallery.open(path, model=_MODEL, dimension=dimension, create=create)


def fill(gallery: Gallery, vectors: Floats, each: int, told: Callable[[int], None] | None = None) -> None:
    """Enrol float32 `[V, D]` vectors, `each` to a product, in some large versions.

    Raises:
        GalleryError: the gallery cannot be written.
    """
    step = _PRODUCTS_AT_ONCE * each
    for first in range(0, len(vectors), step):
        block = np.asarray(vectors[first : first + step])
        gallery.enroll(_products(first // each, block, each))
        if told is not None:
            told(first + len(block))


def product(sku: str, vectors: Floats) -> tuple[Product, list[View]]:
    """A product with views of these vectors, float32 `[V, D]`, as `Gallery.enroll` takes them."""
    return Product(sku), [_view(f"{sku}/{row}", vector) for row, vector in enumerate(vectors)]


def _products(first: int, block: Floats, each: int) -> Iterator[tuple[Product, list[View]]]:
    for number in range(-(-len(block) // each)):
        yield product(f"sku-{first + number}", block[number * each : (number + 1) * each])


def _view(name: str, vector: Floats) -> View:
    return View(hashlib.sha256(name.encode()).hexdigest(), vector, _PICTURE, name)
