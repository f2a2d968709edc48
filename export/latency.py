"""Latency: how long a file takes for one crop."""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np

from edge import embed


def latency(model: Path, threads: int, runs: int = 50) -> float:
    """Median time of one crop on the CPU, milliseconds, after five runs to warm up."""
    device = embed.load(model, "cpu", threads)
    crop = np.zeros((1, device.card.height, device.card.width, 3), np.uint8)
    times = []
    for _ in range(runs + 5):
        started = time.perf_counter()
        device.embed(crop)
        times.append(time.perf_counter() - started)
    return float(np.median(times[5:]) * 1000)
