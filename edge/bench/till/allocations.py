"""Allocations: what memory a frame takes from Python and gives back, and what it does not give back."""

from __future__ import annotations

import gc
import tracemalloc

from edge.bench.till.watched import Watched

FRAMES = 60


def measure(watched: Watched, frames: int = FRAMES) -> tuple[float, float]:
    """The most that is taken at once in the median frame, in frames' bytes, and bytes kept a frame.

    Arrays of NumPy count, and pictures of OpenCV that it hands to Python; what a runtime takes for itself
    does not. The belt's own memory does not count: a frame is drawn before it is watched.

    Args:
        watched: warm, with nothing new to decide.
        frames: to watch.
    """
    tracemalloc.start()
    try:
        watched.see(watched.next())
        gc.collect()
        before, peaks = tracemalloc.get_traced_memory()[0], []
        for _ in range(frames):
            frame = watched.next()
            tracemalloc.reset_peak()
            held = tracemalloc.get_traced_memory()[0]
            watched.see(frame)
            peaks.append((tracemalloc.get_traced_memory()[1] - held) / frame.image.nbytes)
        del frame
        gc.collect()
        kept = tracemalloc.get_traced_memory()[0] - before
    finally:
        tracemalloc.stop()
    return sorted(peaks)[frames // 2], kept / frames
