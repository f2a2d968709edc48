"""A little world for the till's tests: coloured squares on a black tray, seen by an all-knowing localiser."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from edge.basket.event import Event, Kind
from edge.basket.ledger import Ledger
from edge.card import ModelCard
from edge.detections import Detections
from edge.frame import Frame
from edge.hidden import Hidden
from edge.pipeline import Till
from edge.settings import TillSettings
from gallery import Gallery, Product, Recogniser, Thresholds, View

MODEL = "c" * 64
COLOURS = {"red": (0, 0, 255), "green": (0, 255, 0), "blue": (255, 0, 0), "grey": (128, 128, 128)}
SIDE = 40
FPS = 10.0


class ColourEmbedder:
    """Embeds a crop as its mean colour over grey: far apart for pure colours, and counted."""

    provider = "test"
    reason = "test"

    def __init__(self) -> None:
        self.card = ModelCard(
            name="colour", dimension=3, height=16, width=16, backbone="none", training_data=("none",),
            licence="Apache-2.0", recipe="none", distance_threshold=0.5, content_hash=MODEL,
        )  # fmt: skip
        self.seen = 0

    def embed(self, images: NDArray[np.uint8]) -> NDArray[np.float32]:
        self.seen += len(images)
        centre = images[:, 4:12, 4:12].reshape(len(images), -1, 3).astype(np.float32).mean(axis=1) - 64
        return centre / np.maximum(np.linalg.norm(centre, axis=1, keepdims=True), 1e-6)


@dataclass
class Scene:
    """What lies where in one frame; `hand` is a box that hides what is beneath."""

    items: dict[tuple[int, int], str] = field(default_factory=dict)
    hand: tuple[int, int, int, int] | None = None


class AllKnowing:
    """A localiser that is told the truth. Items under the hand are not seen."""

    def __init__(self) -> None:
        self.scene = Scene()

    def locate(self, frame: Frame) -> Detections:
        hidden = np.zeros(frame.image.shape[:2], np.uint8)
        if self.scene.hand:
            x1, y1, x2, y2 = self.scene.hand
            hidden[y1:y2, x1:x2] = 255
        seen = [(x, y) for x, y in self.scene.items if not hidden[y : y + SIDE, x : x + SIDE].any()]
        boxes = np.array([(x, y, x + SIDE, y + SIDE) for x, y in seen], np.float32).reshape(-1, 4)
        return Detections(boxes, (None,) * len(seen), np.ones(len(seen), bool), Hidden(hidden, hidden.shape))


class World:
    """A till over a gallery of red, green and blue; grey is never enrolled."""

    def __init__(self, folder: Path, settings: TillSettings | None = None) -> None:
        self.embedder = ColourEmbedder()
        self.gallery = Gallery.open(folder / "shop.gallery", model=MODEL, dimension=3, create=True)
        self.gallery.enroll(product(name) for name in ("red", "green", "blue"))
        self.recogniser = Recogniser(self.gallery, 0.5, Thresholds(0.5, 0.03, "test"))
        self.eye = AllKnowing()
        self.ledger = Ledger()
        self.till = Till(self.eye, self.embedder, self.recogniser, self.ledger, settings)
        self.frames = 0

    def play(
        self, seconds: float, items: dict[tuple[int, int], str], hand: tuple[int, int, int, int] | None = None
    ) -> None:
        """Show one arrangement for so long."""
        self.eye.scene = Scene(items, hand)
        image = paint(items)
        for _ in range(round(seconds * FPS)):
            self.till.see(Frame(image, self.frames, self.frames / FPS, 0.0))
            self.frames += 1

    @property
    def story(self) -> list[tuple[str, str | None]]:
        """The events so far, as kind and SKU."""
        return [(event.kind.value, event.sku) for event in self.ledger.events]


def paint(items: dict[tuple[int, int], str]) -> NDArray[np.uint8]:
    """The tray from above: uint8 `[240, 320, 3]`."""
    image = np.zeros((240, 320, 3), np.uint8)
    for (x, y), colour in items.items():
        image[y : y + SIDE, x : x + SIDE] = COLOURS[colour]
        image[y : y + SIDE : 8, x : x + SIDE : 8] = 90  # something sharp to see
    return image


def product(name: str) -> tuple[Product, list[View]]:
    """A product of the little shop, with three views of its colour."""
    colour = np.array(COLOURS[name], np.float32) - 64
    views = []
    for number in range(3):
        vector = colour + np.array([0, 6 * number, -4 * number], np.float32)
        views.append(
            View(f"{name}{number}".encode().hex().ljust(64, "0"), vector / np.linalg.norm(vector), b"", "")
        )
    return Product(name, name.title(), 100 + len(name), "EUR"), views


def event(
    kind: Kind, track: int, sku: str | None = None, sequence: int = 0, price: int | None = 250
) -> Event:
    """An event with what a test does not care about filled in."""
    priced = sku is not None
    return Event(
        sequence, kind, track, sku, sku, price if priced else None, "EUR" if priced else None, 0.9,
        (), 0, 0.0, (0, 0, 1, 1), b"",
    )  # fmt: skip
