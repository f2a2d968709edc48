"""Memory a frame: what a till takes for a moment, and what it keeps, is told to the byte or nearly so."""

from __future__ import annotations

from itertools import repeat
from typing import Any

import cv2
import numpy as np
import pytest

from edge.bench.guard.allocations import measure
from edge.bench.guard.watched import Watched
from edge.frame import Frame

IMAGE = np.zeros((180, 320, 3), np.uint8)


class Greedy:
    """Takes so many frames' bytes for a moment, and keeps some bytes of each frame for ever."""

    def __init__(self, frames: float, kept: int) -> None:
        self.frames, self.kept, self.all = frames, kept, []  # type: ignore[var-annotated]

    def see(self, frame: Frame) -> None:
        np.zeros(int(self.frames * frame.image.nbytes), np.uint8)
        if self.kept:
            self.all.append(bytes(self.kept))


def watch(frames: float, kept: int) -> tuple[float, float]:
    till: Any = Greedy(frames, kept)
    nothing: Any = None
    return measure(Watched(repeat(IMAGE), 15, 8, 1, lambda: till, False, nothing, nothing), frames=50)


@pytest.mark.parametrize("frames", [0.5, 1.0, 3.0])
def test_what_is_taken_for_a_moment_is_told_in_frames(frames: float) -> None:
    at_once, kept = watch(frames, 0)
    assert at_once == pytest.approx(frames, abs=0.02)
    assert abs(kept) < 50


def test_what_is_kept_of_each_frame_is_told() -> None:
    at_once, kept = watch(0, 10_000)
    assert kept == pytest.approx(10_000, rel=0.05)
    assert at_once < 0.1


def test_a_picture_that_opencv_hands_over_counts() -> None:
    class Resizes:
        def see(self, frame: Frame) -> None:
            cv2.resize(frame.image, None, fx=2, fy=2)

    till: Any = Resizes()
    nothing: Any = None
    at_once, _ = measure(Watched(repeat(IMAGE), 15, 8, 1, lambda: till, False, nothing, nothing), frames=9)
    assert at_once == pytest.approx(4, abs=0.05)
