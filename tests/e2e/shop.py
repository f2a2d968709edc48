"""Puts a whole till together for the end-to-end tests: photos in, events out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from edge import embed
from edge.basket import Basket
from edge.basket.event import Event
from edge.basket.ledger import Ledger
from edge.enroll import enroll
from edge.enroll.catalogue import read_catalogue
from edge.frame import Frame
from edge.localise.tray import TrayLocaliser
from edge.pipeline import Till
from gallery import Gallery, Recogniser


@lru_cache(maxsize=1)
def shipped() -> embed.Embedder:
    """The embedder in the package."""
    return embed.load()


@dataclass
class Story:
    """What a till made of a recording."""

    events: list[Event]
    basket: Basket

    def held(self, time: float) -> int:
        """Known pieces in the basket at `time`, seconds."""
        from edge.basket import fold

        return sum(fold(e for e in self.events if e.time <= time).quantities.values())


def enrolled(folder: Path, products: Path) -> Gallery:
    """A gallery of the products' photos."""
    card = shipped().card
    gallery = Gallery.open(folder / "shop.gallery", model=card.space, dimension=card.dimension, create=True)
    enroll(read_catalogue(products), shipped(), gallery)
    return gallery


def watch(
    gallery: Gallery, images: Iterable[NDArray[np.uint8]], fps: float, empty: NDArray[np.uint8] | None = None
) -> Story:
    """Play pictures to a till with the default localiser."""
    ledger = Ledger()
    recogniser = Recogniser(gallery, shipped().card.distance_threshold)
    till = Till(TrayLocaliser(empty=empty), shipped(), recogniser, ledger)
    for index, image in enumerate(images):
        till.see(Frame(image, index, index / fps, 0.0))
    till.finish()
    return Story(ledger.events, ledger.basket)


def film(path: Path) -> list[NDArray[np.uint8]]:
    """All frames of a video: uint8 `[H, W, 3]`, BGR."""
    capture = cv2.VideoCapture(str(path))
    frames = []
    while (read := capture.read())[0]:
        frames.append(np.asarray(read[1], np.uint8))
    return frames
