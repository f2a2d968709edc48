"""Limits: from how many views on a graph is kept, and when its parts are put together."""

from __future__ import annotations

EXACT_BELOW = 5_000
"""A gallery of fewer views is compared one by one, and has no graph.

`OMP_NUM_THREADS=1 python scripts/scale/exact.py`, a query of 256-d views: 1,000 views take 34 µs compared one
by one and 36 µs in a graph, 2,000 take 52 and 46, 5,000 take 91 and 52, 10,000 take 215 and 77, 20,000 take
1725 and 136. Up to here the difference is some thousandths of what embedding an item takes, and a
graph misses one neighbour in a thousand.
"""

SIDE = 2_000
"""Views that came since the graph was made; with more of them a thread makes a graph of them, too."""

DEAD = 0.2
"""Share of a graph's views that may have been removed; above it a thread makes the graph anew."""

LARGEST_REPLACED = 100_000
"""A graph of more views is not replaced while a till runs: hnswlib frees it under Python's lock, which
takes 27 ms for 100,000 views, and a frame is 33 ms. The next `keep_graph` takes care of it."""


def recall_floor(views: int) -> float:
    """The least recall at 7, against exact, that a graph of this many views may have."""
    return 0.99 if views <= 300_000 else 0.98
