"""Event: one line of the ledger, what changed in the basket and why."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from enum import Enum

import cv2
import numpy as np
from numpy.typing import NDArray

from gallery import Candidate
from gallery.errors import InputError


class Kind(str, Enum):
    """What happened to an item."""

    ADDED = "added"
    REMOVED = "removed"
    UNCERTAIN = "uncertain"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Event:
    """One change of the basket.

    Attributes:
        sequence: 0-based place in the ledger.
        kind: what happened. The last event of a track says what the basket holds for it.
        track: the item's number; it keeps it when it is moved or covered.
        sku, name, price_minor, currency: the product, where it is known (price in minor units).
        confidence: 0 to 1, of the decision.
        candidates: what the item was compared with, best first.
        frame: index of the frame that decided.
        time: seconds, of that frame in its source.
        box: x1 y1 x2 y2, pixels.
        picture: JPEG of the item's crop.
    """

    sequence: int
    kind: Kind
    track: int
    sku: str | None
    name: str | None
    price_minor: int | None
    currency: str | None
    confidence: float
    candidates: tuple[Candidate, ...]
    frame: int
    time: float
    box: tuple[int, int, int, int]
    picture: bytes

    def image(self) -> NDArray[np.uint8]:
        """The picture decoded: uint8 `[H, W, 3]`, BGR."""
        pixels = cv2.imdecode(np.frombuffer(self.picture, np.uint8), cv2.IMREAD_COLOR)
        return np.asarray(pixels, np.uint8)

    def to_json(self) -> str:
        """One line of JSON. Nothing in it depends on the clock or on the machine's speed."""
        return json.dumps(
            {
                "sequence": self.sequence,
                "event": self.kind.value,
                "track": self.track,
                "sku": self.sku,
                "name": self.name,
                "price_minor": self.price_minor,
                "currency": self.currency,
                "confidence": round(self.confidence, 3),
                "candidates": [
                    {"sku": c.sku, "share": round(c.share, 3), "distance": round(c.distance, 3)}
                    for c in self.candidates
                ],
                "frame": self.frame,
                "time": round(self.time, 3),
                "box": self.box,
                "picture": base64.b64encode(self.picture).decode("ascii"),
            },
            ensure_ascii=False,
        )

    @classmethod
    def from_json(cls, line: str) -> Event:
        """Read one line of a ledger.

        Raises:
            InputError: the line is no event.
        """
        try:
            row = json.loads(line)
            row["kind"] = Kind(row.pop("event"))
            row["candidates"] = tuple(Candidate(**c) for c in row["candidates"])
            row["box"] = tuple(row["box"])
            row["picture"] = base64.b64decode(row["picture"])
            return cls(**row)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise InputError(
                f"not an event: {line[:60]!r} ({error})", "give a file written by `run --events FILE`"
            ) from None
