"""A shop whose gallery keeps crops, and embedders that look at the colours of a picture."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import Path

import cv2
import numpy as np
from embed.tiny import expected, tiny_card
from enroll.pictures import scene

from edge.card import ModelCard
from edge.enroll.stored_crop import pack
from edge.view_of import item_crop
from gallery import Gallery, Product, View


@dataclass
class FakeEmbedder:
    """The tiny model in NumPy; it counts the pictures it was given and may die at one of them."""

    card: ModelCard
    provider: str = "numpy"
    reason: str = "a test"
    seen: int = 0
    dies_after: int | None = None
    batches: list[int] = field(default_factory=list)

    def embed(self, images: np.ndarray) -> np.ndarray:
        if self.dies_after is not None and self.seen + len(images) > self.dies_after:
            raise KeyboardInterrupt
        self.seen += len(images)
        self.batches.append(len(images))
        return expected(images, self.card.dimension).astype(np.float32)


def old() -> FakeEmbedder:
    return FakeEmbedder(tiny_card(8, content_hash="a" * 64))


def new(dimension: int = 12) -> FakeEmbedder:
    return FakeEmbedder(tiny_card(dimension, 64, 64, content_hash="b" * 64))


def photo(seed: int, embedder: FakeEmbedder, crop: bool = True) -> View:
    """One view as an enrolment makes it, of a picture drawn from a seed."""
    image = scene(seed)
    box = (0.0, 0.0, float(image.shape[1]), float(image.shape[0]))
    card = embedder.card
    (vector,) = embedder.embed(item_crop(image, box, (card.height, card.width))[None])
    small = cv2.imencode(".jpg", image)[1].tobytes()
    digest = hashlib.sha256(f"{seed}".encode()).hexdigest()
    return View(digest, vector, small, f"{seed}.jpg", pack(image, box) if crop else b"")


def shop_gallery(path: Path, products: int = 6, views: int = 3, crop: bool = True) -> Gallery:
    """Products whose views are all unlike, and negatives of one of them and of the background."""
    model = old()
    gallery = Gallery.open(path, model=model.card.space, dimension=8, create=True)
    gallery.enroll(
        [
            (Product(f"p{number}"), [photo(100 * number + one, model, crop) for one in range(views)])
            for number in range(products)
        ]
    )
    gallery.reject("p0", [photo(9000, model, crop)])
    gallery.reject(None, [photo(9001, model, crop)])
    return gallery
