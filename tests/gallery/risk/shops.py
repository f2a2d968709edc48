"""Shops for tests of risk: clusters in families, so that some products look alike."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from shelf import unit

from gallery.risk.stock import Stock


def families(
    products: int, views: int, seed: int = 0, dimension: int = 32, spread: float = 0.5
) -> tuple[NDArray[np.float32], list[str]]:
    """Products about family centres (four of a family), views about products."""
    generator = np.random.default_rng(seed)
    family = unit(generator.normal(size=(products // 4 + 1, dimension)))
    own = unit(generator.normal(size=(products, dimension)))
    near = generator.uniform(0.5, 1.6, (products, 1))
    centres = unit(family[np.arange(products) // 4] + near * own)
    noise = unit(generator.normal(size=(products, views, dimension)))
    loose = spread * generator.uniform(0.5, 1.5, (products, views, 1))
    vectors = unit(centres[:, None] + noise * loose).reshape(-1, dimension)
    return vectors, [f"p{number:03d}" for number in range(products) for _ in range(views)]


def stock(products: int = 40, views: int = 5, seed: int = 0) -> Stock:
    return Stock(*families(products, views, seed))
