"""Busy: a short video in which something happens all the time, however short the look at it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from edge.bench.till.asked import Asked
from edge.synth import Shop, write_video
from edge.synth.belt import ARRANGEMENTS, Belt


@dataclass(frozen=True, slots=True)
class Stretch:
    """The steps of a belt until its arrangements come again: played again and again it has no cut."""

    belt: Belt

    @property
    def size(self) -> tuple[int, int]:
        """Width and height, pixels."""
        return self.belt.size

    @property
    def fps(self) -> float:
        """Frames a second."""
        return self.belt.fps

    @property
    def total(self) -> int:
        """Frames."""
        return ARRANGEMENTS * self.belt.step

    def frames(self) -> Iterator[NDArray[np.uint8]]:
        """All frames, uint8 `[H, W, 3]` BGR."""
        return islice(self.belt.frames(), self.total)


def draw_busy(folder: Path, shop: Shop, asked: Asked) -> Path:
    """Write the belt with the items asked for: they come and go all at once, each 1.9 s.

    Raises:
        DeviceError: OpenCV cannot write a video.
    """
    path = folder / "busy.mp4"
    write_video(Stretch(Belt(shop, asked.items, asked.size, asked.fps, asked.seed)), path)
    return path
