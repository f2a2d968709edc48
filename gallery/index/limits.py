"""Limits: from how many views on a graph is kept, and when its parts are put together."""

from __future__ import annotations

EXACT_BELOW = 5_000
"""A gallery of fewer views is compared one by one, and has no graph.

Measured at 256 dimensions on one core of an x86-64 server, median of 500 new views: see `docs/scale.md`.
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
