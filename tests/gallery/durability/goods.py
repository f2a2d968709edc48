"""Goods: products and photos for the tests, large enough that a change takes many pages of the file."""

from __future__ import annotations

import hashlib

import numpy as np
from shelf import DIMENSION, random_units

from gallery import Product, View


def view(name: str, dimension: int = DIMENSION, crop: int = 1500) -> View:
    """A photo called `name`; the same name gives the same photo."""
    digest = hashlib.sha256(name.encode())
    seed = int.from_bytes(digest.digest()[:8], "big")
    noise = np.random.default_rng(seed).bytes(crop + 400)
    vector = random_units(1, dimension, seed)[0]
    return View(digest.hexdigest(), vector, noise[:400], f"{name}.jpg", crop=noise[400:])


def views(sku: str, count: int, word: str = "") -> list[View]:
    return [view(f"{sku}/{word}{number}") for number in range(count)]


def goods(first: int, last: int, photos: int = 4) -> list[tuple[Product, list[View]]]:
    """Products `p<first>` to `p<last - 1>` with so many photos each."""
    return [
        (Product(f"p{number}", f"Product {number}", 100 + number, "EUR"), views(f"p{number}", photos))
        for number in range(first, last)
    ]
