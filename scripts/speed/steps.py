"""Steps: what single steps of a frame cost, the plain way beside the way they are done; CPU time, one thread.

scripts/speed/steps.py
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import cv2
import numpy as np

TURNS = 200
rng = np.random.default_rng(0)
frame = rng.integers(0, 255, (720, 1280, 3), np.uint8)
half, small = np.empty((360, 640, 3), np.uint8), np.empty((180, 320, 3), np.uint8)
gain = np.array([1.1, 0.9, 1.05], np.float32)
picture, seen = rng.uniform(0, 255, (2, 180, 320, 3)).astype(np.float32)
planes = np.empty((3, 180, 320), np.float32)
nothing = np.zeros((180, 320), np.uint8)
crop = cv2.GaussianBlur(rng.integers(0, 255, (224, 224, 3), np.uint8), (0, 0), 2)
outside = np.where(rng.random((224, 224)) < 0.3, 255, 0).astype(np.uint8)
grey = np.full_like(crop, 128)
piece = nothing[:60, :60]
samples = np.stack([rng.integers(0, 255, small.shape, np.uint8) for _ in range(16)]).astype(np.float32)
_FULL = cv2.IMWRITE_JPEG_SAMPLING_FACTOR_444
JPEG = [cv2.IMWRITE_JPEG_QUALITY, 90, cv2.IMWRITE_JPEG_SAMPLING_FACTOR, _FULL]


def halves() -> None:
    """Reduce by halves."""
    cv2.resize(frame, (640, 360), dst=half, interpolation=cv2.INTER_AREA)
    cv2.resize(half, (320, 180), dst=small, interpolation=cv2.INTER_AREA)


def by_rows() -> None:
    """Multiply by the gain row by row, and take the channels apart."""
    rows = seen.reshape(180, -1)
    np.copyto(rows, small.reshape(180, -1))
    np.multiply(rows, np.tile(gain, 320), out=rows)
    cv2.split(seen, list(planes))


STEPS: tuple[tuple[str, Callable[[], Any]], ...] = (
    ("1280x720 to 320x180 by halves", halves),
    ("1280x720 to 320x180 at once", lambda: cv2.resize(frame, (320, 180), interpolation=cv2.INTER_AREA)),
    ("gain, pixel by pixel", lambda: picture * gain),
    ("gain, row by row, and channels apart", by_rows),
    ("label nothing, 32 bits", lambda: cv2.connectedComponentsWithStats(nothing)),
    (
        "label nothing, 16 bits",
        lambda: cv2.connectedComponentsWithStats(nothing, ltype=cv2.CV_16U),
    ),
    ("see that there is nothing", lambda: cv2.countNonZero(nothing)),
    ("np.pad", lambda: np.pad(piece, 4)),
    ("copyMakeBorder", lambda: cv2.copyMakeBorder(piece, 4, 4, 4, 4, cv2.BORDER_CONSTANT, value=0)),
    ("grey outside, NumPy's flags", lambda: crop.__setitem__(outside > 0, 128)),
    ("grey outside, copyTo", lambda: cv2.copyTo(grey, outside, crop)),
    ("JPEG of a crop", lambda: cv2.imencode(".jpg", crop, JPEG)),
    ("median of 16 frames", lambda: np.median(samples, axis=0)),
)


def main() -> None:
    """Print the median of each."""
    cv2.setNumThreads(1)
    for name, step in STEPS:
        times = []
        for _ in range(TURNS if "16 frames" not in name else 10):
            begun = time.thread_time()
            step()
            times.append(time.thread_time() - begun)
        print(f"{name:38} {np.median(times) * 1e6:8.1f} µs")


if __name__ == "__main__":
    main()
