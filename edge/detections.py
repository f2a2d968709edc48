"""Detections: what a localiser found in one frame."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from edge.hidden import Hidden


@dataclass(frozen=True, slots=True)
class Detections:
    """Item candidates of one frame, class-agnostic.

    Attributes:
        boxes: float32 `[N, 4]`, x1 y1 x2 y2 in pixels of the frame, x2 and y2 exclusive.
        masks: per detection a uint8 `[h, w]` mask (0 or 255) that covers its box, at any
            resolution (it is resized to the box when used), or None where none is known.
        settled: bool `[N]`; False while the thing moves, is held, or touches the frame's border.
        hidden: where something in motion (a hand) covers the scene, so that what lies beneath cannot be
            seen; or None when the localiser cannot tell.
    """

    boxes: NDArray[np.float32]
    masks: tuple[NDArray[np.uint8] | None, ...]
    settled: NDArray[np.bool_]
    hidden: Hidden | None = None

    def __post_init__(self) -> None:
        if self.boxes.ndim != 2 or self.boxes.shape[1] != 4:
            raise ValueError(f"boxes must be [N, 4], not {list(self.boxes.shape)}")
        if not len(self.boxes) == len(self.masks) == len(self.settled):
            raise ValueError("boxes, masks and settled must have one entry a detection")

    def __len__(self) -> int:
        return len(self.boxes)
