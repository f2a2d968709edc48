"""Stillness: what items cost that lie still, in turns with as many that do not."""

from __future__ import annotations

import time
from array import array
from collections.abc import Callable, Iterator
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from edge.bench.till.crowd import Seer
from edge.bench.till.results import Stillness
from edge.frame import Frame

WARM_UP = 2
"""Chunks of each that are not counted: what lies still is decided on by then."""


class Side:
    """One of the two scenes: its till, and what its frames cost.

    Args:
        pictures: endless.
        till: sees them alone.
        fps: the rate that they stand for.
        clock: seconds.
        cpu: CPU seconds of this process.
    """

    def __init__(
        self,
        pictures: Iterator[NDArray[np.uint8]],
        till: Seer,
        fps: float,
        clock: Callable[[], float] = time.perf_counter,
        cpu: Callable[[], float] = time.process_time,
    ) -> None:
        self._pictures, self._till, self._fps = pictures, till, fps
        self._clock, self._cpu = clock, cpu
        self._index = 0
        self.frames = array("d")
        self.looks, self.busy = 0, 0.0

    def show(self, frames: int, counted: bool) -> None:
        """Show the till its next frames; drawing them is neither timed nor charged."""
        for picture in islice(self._pictures, frames):
            frame = Frame(picture, self._index, self._index / self._fps, self._clock())
            before = self._cpu()
            moment = self._till.see(frame)
            busy = self._cpu() - before
            self._index += 1
            if counted:
                self.frames.append(moment.latency * 1e3)
                self.busy, self.looks = self.busy + busy, self.looks + moment.looks

    @property
    def share(self) -> float:
        """CPU seconds a second of the scene."""
        return self.busy * self._fps / max(1, len(self.frames))


def measure(still: Side, moving: Side, chunk: int, chunks: int, tell: Callable[[int, int], None]) -> None:
    """Show both sides chunks of so many frames in turns, the first ones without counting them.

    Args:
        still: nothing moves there.
        moving: all items move on once a chunk.
        chunk: frames.
        chunks: of each side that count.
        tell: told how many chunks are done, of how many.
    """
    for number in range(WARM_UP + chunks):
        for side in (still, moving) if number % 2 else (moving, still):
            side.show(chunk, number >= WARM_UP)
        tell(number + 1, WARM_UP + chunks)


def result(items: int, still: Side, moving: Side) -> Stillness | None:
    """What both sides cost; None before a frame of each is counted."""
    if not still.frames or not moving.frames:
        return None
    return Stillness(
        items=items,
        still=tuple(still.frames),
        moving=tuple(moving.frames),
        still_cpu=still.share,
        moving_cpu=moving.share,
        still_looks=still.looks,
        moving_looks=moving.looks,
    )
