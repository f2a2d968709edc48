"""Frame: one picture from a source, and when it was taken."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Frame:
    """One picture.

    Attributes:
        image: uint8 `[H, W, 3]`, BGR.
        index: 0-based number of the frame in its source; gaps are frames dropped.
        time: seconds. A file's own timestamp, counted from its start; for a live camera, seconds
            since the camera was opened.
        grabbed: `time.perf_counter()` at the moment the frame reached this process. Used for
            latency alone: nothing that is decided or published depends on it.
    """

    image: NDArray[np.uint8]
    index: int
    time: float
    grabbed: float
