"""Allocations: what memory a frame takes from Python and gives back, and what it does not give back."""

from __future__ import annotations

import gc
import sys
import tracemalloc
from statistics import median

from edge.bench.guard.watched import Watched

FRAMES, STRETCHES = 30, 4


def measure(watched: Watched, frames: int = FRAMES, stretches: int = STRETCHES) -> tuple[float, float]:
    """The most that is taken at once in the median frame, in frames' bytes, and bytes kept a frame.

    Of some stretches of frames the one that keeps least counts: a list that grows takes more than it
    needs now and then, a leak takes as much each time. Arrays of NumPy count, and pictures of OpenCV that
    it hands to Python; what a runtime takes for itself does not, nor does the belt's own memory: a frame is
    drawn before it is watched.

    Args:
        watched: warm, with nothing new to decide.
        frames: of a stretch.
        stretches: to watch.
    """
    tracemalloc.start()
    try:
        watched.see(watched.next())
        found = [_stretch(watched, frames) for _ in range(stretches)]
    finally:
        tracemalloc.stop()
    return median(at_once for at_once, _ in found), min(kept for _, kept in found)


def _stretch(watched: Watched, frames: int) -> tuple[float, float]:
    before, peaks = _traced(), []
    for _ in range(frames):
        frame = watched.next()
        tracemalloc.reset_peak()
        held = tracemalloc.get_traced_memory()[0]
        watched.see(frame)
        peaks.append((tracemalloc.get_traced_memory()[1] - held) / frame.image.nbytes)
    del frame
    return median(peaks), (_traced() - before - sys.getsizeof(peaks)) / frames


def _traced() -> int:
    """Bytes that Python holds, once what nobody refers to is gone."""
    gc.collect()
    return tracemalloc.get_traced_memory()[0]
