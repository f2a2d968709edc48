"""A gallery with one product for each verdict, its vectors put where they have to be."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
from enroll.pictures import scene

from edge.enroll.one_photo import thumbnail
from edge.enroll.stored_crop import pack
from gallery.product import Product
from gallery.store import Gallery
from gallery.view import View

MODEL, DIMENSION, FALLBACK = "0" * 64, 64, 0.6
SIZES = ((90, 200), (200, 90), (120, 200), (150, 150), (110, 180))


def near(base: np.ndarray, distance: float, axis: int) -> np.ndarray:
    """The unit vector at an L2 distance from `base`, turned towards an axis that it has not."""
    angle = 2 * np.arcsin(distance / 2)
    return (np.cos(angle) * base + np.sin(angle) * np.eye(DIMENSION)[axis]).astype(np.float32)


def around(place: int, distances: tuple[float, ...]) -> list[np.ndarray]:
    base = np.eye(DIMENSION, dtype=np.float32)[place]
    return [near(base, distance, 32 + number) for number, distance in enumerate(distances)]


def view(sku: str, number: int, vector: np.ndarray, blurred: bool = False, origin: str = "photo") -> View:
    """A view with a picture of its own; sizes differ, as if seen from all sides."""
    width, height = SIZES[number % len(SIZES)]
    seed = sum(map(ord, sku)) * 100 + number
    patches = np.random.default_rng(seed).integers(60, 250, (9, 9, 3), dtype=np.uint8)
    image = cv2.resize(patches, (width, height), interpolation=cv2.INTER_NEAREST)
    image = cv2.GaussianBlur(image, (0, 0), 6) if blurred else image
    mask = np.full((height, width), 255, np.uint8)
    name = f"{number}.jpg"
    crop = pack(image, (0, 0, width, height), mask)
    return View(f"{seed:064x}", vector, thumbnail(scene(seed, 96, 96)), name, crop, origin)


def fill(gallery: Gallery) -> None:
    """`good`, `few` (2 views), `twin-a` and `twin-b`, `mixed` (a photo of `robbed`), `poor` (blurred)."""
    twin, robbed = around(1, (0.4,) * 5), around(5, (0.4,) * 5)
    vectors = {
        "good": around(0, (0.4,) * 5),
        "robbed": robbed,
        "few": around(2, (0.4,) * 2),
        "twin-a": twin,
        "twin-b": [near(vector, 0.2, 40 + number) for number, vector in enumerate(twin)],
        "mixed": [*around(3, (0.4,) * 5), near(robbed[1], 0.15, 50)],
        "poor": around(4, (0.4,) * 5),
    }
    gallery.enroll(
        [
            (
                Product(sku, f"The {sku} [one]"),
                [view(sku, number, vector, sku == "poor") for number, vector in enumerate(some)],
            )
            for sku, some in vectors.items()
        ]
    )


def make(path: Path) -> Gallery:
    """Open a new gallery with all of them."""
    gallery = Gallery.open(path, model=MODEL, dimension=DIMENSION, create=True)
    fill(gallery)
    return gallery
