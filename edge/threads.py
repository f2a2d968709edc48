"""Threads: who works on how many cores, so that capture, localiser and inference do not fight.

| who | 1 core | 2 cores | 4 cores | 8 cores | why |
|---|---|---|---|---|---|
| inference (`edge.embed`) | 1 | 2 | 4 | 4 | nearly all of a frame's time, and it splits well |
| OpenCV: localiser, crops | 1 | 1 | 1 | 1 | pictures of 320x180: to hand out parts costs what they save |
| NumPy (`edge.one_thread`) | 1 | 1 | 1 | 1 | its threads spin while they wait, on the model's cores |
| capture (`edge.source.live`) | 1 | 1 | 1 | 1 | a thread that sleeps in the driver but for decoding |

Inference's threads sleep between two runs (`edge.embed.providers`), and OpenCV's pool, which would have a
thread a core, is not begun at all. Measured on 2 cores and on 1; 4 and 8 are reasoning, untried. See
docs/performance.md, "Threads", and `scripts/speed/threads.py`.
"""

from __future__ import annotations

import cv2

OPENCV = 1
"""Threads of OpenCV's functions, whatever the number of cores."""


def settle() -> None:
    """Give this process's OpenCV its threads; `edge.pipeline.Till` does, so that all tills are alike."""
    cv2.setNumThreads(OPENCV)
