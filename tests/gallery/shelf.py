"""A small shop for tests: products as clusters of unit vectors, drawn from a seed."""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from gallery import Gallery, Product, View

MODEL = "ab" * 32
OTHER_MODEL = "cd" * 32
DIMENSION = 16


def unit(vectors: NDArray[np.floating]) -> NDArray[np.float32]:
    return (vectors / np.linalg.norm(vectors, axis=-1, keepdims=True)).astype(np.float32)


def random_units(count: int, dimension: int = DIMENSION, seed: int = 0) -> NDArray[np.float32]:
    return unit(np.random.default_rng(seed).normal(size=(count, dimension)))


def clusters(
    products: int, views: int, spread: float = 0.3, dimension: int = DIMENSION, seed: int = 0
) -> tuple[NDArray[np.float32], list[str]]:
    """`views` vectors about each of `products` centres; noise of length `spread`."""
    generator = np.random.default_rng(seed)
    centres = unit(generator.normal(size=(products, dimension)))
    noise = unit(generator.normal(size=(products, views, dimension))) * spread
    vectors = unit(centres[:, None] + noise).reshape(-1, dimension)
    return vectors, [f"p{number:03d}" for number in range(products) for _ in range(views)]


def view(name: str, vector: NDArray[np.float32] | None = None) -> View:
    digest = hashlib.sha256(name.encode())
    seed = int.from_bytes(digest.digest()[:8], "big")
    vector = random_units(1, seed=seed)[0] if vector is None else vector
    return View(digest.hexdigest(), vector, b"\xff\xd8thumb", f"{name}.jpg")


def item(sku: str, *photos: str, **fields: object) -> tuple[Product, list[View]]:
    return Product(sku, **fields), [view(f"{sku}/{photo}") for photo in photos]  # type: ignore[arg-type]


def open_gallery(path: Path) -> Gallery:
    return Gallery.open(path, model=MODEL, dimension=DIMENSION, create=True)


def state(gallery: Gallery) -> dict[str, set[str]]:
    """Every product with the hashes of its photos."""
    return {
        product.sku: {one.photo_hash for one in gallery.views(product.sku)} for product in gallery.products()
    }
