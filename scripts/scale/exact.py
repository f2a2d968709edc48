"""Exact: from how many views on a graph answers sooner than comparing all, in turn on one thread.

OMP_NUM_THREADS=1 python scripts/scale/exact.py
"""

from __future__ import annotations

from time import perf_counter

import numpy as np

from edge.bench.gallery.likeness import draw
from gallery.index import ViewIndex, limits
from gallery.index.graph import Graph

SIZES = (1_000, 2_000, 5_000, 10_000, 20_000)
EFFORT, K, QUERIES, ROUNDS = 64, 7, 500, 10


def main() -> None:
    """Print the table."""
    for size in SIZES:
        products = np.concatenate(list(draw(size // 10, 11, 256, seed=0)))
        views = np.ascontiguousarray(products[:, :10].reshape(-1, 256))
        asked = np.resize(products[:, 10], (QUERIES, 256))
        ids = np.arange(len(views))
        limits.EXACT_BELOW = size + 1
        exact = ViewIndex.build(views, ids)
        limits.EXACT_BELOW = 0
        start = perf_counter()
        graph = ViewIndex.build(views, ids)
        built = perf_counter() - start
        for part in graph.parts:
            if isinstance(part, Graph):
                part.raw.set_ef(EFFORT)
        took: dict[str, list[float]] = {"exact": [], "graph": []}
        for _ in range(ROUNDS):
            for name, index in (("exact", exact), ("graph", graph)):
                for at in range(QUERIES):
                    start = perf_counter()
                    index.search(asked[at : at + 1], K)
                    took[name].append(perf_counter() - start)
        same = np.mean(
            [
                len(set(exact.search(query[None], K).labels[0]) & set(graph.search(query[None], K).labels[0]))
                / K
                for query in asked
            ]
        )
        both = ", ".join(f"{name} {np.median(times) * 1e6:.0f} µs" for name, times in took.items())
        print(f"{size:>7,} views: {both}; recall of the graph {same:.4f}, built in {built:.1f} s", flush=True)


if __name__ == "__main__":
    main()
