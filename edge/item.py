"""Item: one thing on the tray, as long as it is there, covered and moved included."""

from __future__ import annotations

from dataclasses import dataclass, field

import cv2
import numpy as np
from numpy.typing import NDArray

from edge.basket.event import Kind
from edge.fuse import Fusion
from gallery import Decision, Verdict

Box = tuple[float, float, float, float]


@dataclass(slots=True)
class Item:
    """What is known of one item so far.

    Attributes:
        box: where it lies, x1 y1 x2 y2 in pixels.
        looks: its embeddings, fused.
        fresh: what is seen in its place since it was nudged or uncovered; None when nothing is in doubt.
        decision: of the fused looks.
        published: the last event's kind, None before the first.
        crop: the sharpest look, uint8 `[H, W, 3]`, BGR; the item's own copy.
        number: the track number in the ledger, 0 before the first event.
        missing_since: seconds, when its place was first seen empty; None while it is there.
    """

    box: Box
    looks: Fusion = field(default_factory=Fusion)
    fresh: Item | None = None
    decision: Decision | None = None
    published: Kind | None = None
    sku: str | None = None
    number: int = 0
    covered: bool = False
    last_look: float = float("-inf")
    waiting_since: float | None = None
    missing_since: float | None = None
    sharpest: float = -1.0
    crop: NDArray[np.uint8] | None = None
    seen_as: NDArray[np.int16] | None = None
    _picture: bytes = b""

    def look(self, embedding: NDArray[np.float32], crop: NDArray[np.uint8], sharpness: float) -> None:
        """Count one look; the sharpest crop becomes the picture in the ledger. `crop` may be used again."""
        if self.fresh is not None:
            self.fresh.look(embedding, crop, sharpness)
            return
        self.looks.add(embedding, sharpness)
        if sharpness > self.sharpest or self.crop is None:
            self.sharpest, self.crop, self._picture = sharpness, _kept(crop, self.crop), b""
        self.seen_as = signature(crop)

    @property
    def picture(self) -> bytes:
        """The sharpest crop as JPEG, made when it is first asked for; empty before the first look."""
        if not self._picture and self.crop is not None:
            self._picture = _jpeg(self.crop)
        return self._picture

    def looks_changed(self, crop: NDArray[np.uint8]) -> bool:
        """Whether the crop differs from the last look at a glance, without embedding it."""
        if self.seen_as is None:
            return True
        difference = signature(crop) - self.seen_as
        return float(np.abs(difference - np.median(difference)).mean()) > CHANGED

    def wants_look(self, time: float, every: float, accept: int, give_up: int) -> bool:
        """Whether another look at `time` (seconds) could still change the decision."""
        if time - self.last_look < every - 1e-6:
            return False
        if self.fresh is not None:
            return True
        accepted = self.decision is not None and self.decision.verdict is Verdict.ACCEPT
        return len(self.looks) < (accept if accepted else give_up)

    def is_like(self, other: Item, distance: float) -> bool:
        """Whether two items are the same to the eye: one product, or vectors within `distance`."""
        if self.looks_as_sku is not None and self.looks_as_sku == other.looks_as_sku:
            return True
        return bool(np.linalg.norm(self.looks.vector - other.looks.vector) <= distance)

    @property
    def looks_as_sku(self) -> str | None:
        """The product of the present decision, where it is one."""
        return self.decision.sku if self.decision is not None else None


CHANGED = 12.0
"""Mean difference of two signatures, grey levels, above which an item is looked at again."""


PICTURE = [
    *(cv2.IMWRITE_JPEG_QUALITY, 90),
    *(cv2.IMWRITE_JPEG_SAMPLING_FACTOR, cv2.IMWRITE_JPEG_SAMPLING_FACTOR_444),
]
"""How the picture in the ledger is written, of the embedder's input size. Full colour resolution keeps the
edge between an item and the grey around it; see `scripts/enrolment/till.py`."""


def whole_pixels(box: Box) -> tuple[int, int, int, int]:
    """A box rounded to whole pixels."""
    x1, y1, x2, y2 = (round(float(side)) for side in box)
    return x1, y1, x2, y2


def signature(crop: NDArray[np.uint8]) -> NDArray[np.int16]:
    """A crop at a glance: int16 `[16, 16, 3]`."""
    return np.asarray(cv2.resize(crop, (16, 16), interpolation=cv2.INTER_AREA), np.int16)


def _kept(crop: NDArray[np.uint8], place: NDArray[np.uint8] | None) -> NDArray[np.uint8]:
    """A copy of a crop, in `place` where there is one."""
    if place is None:
        return np.array(crop)
    np.copyto(place, crop)
    return place


def _jpeg(crop: NDArray[np.uint8]) -> bytes:
    """The crop as the embedder saw it, good enough to be enrolled from; see docs/events.md."""
    return cv2.imencode(".jpg", crop, PICTURE)[1].tobytes()
