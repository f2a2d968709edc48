"""Graph: how many links it needs, and which queries foretell what a new photo finds.

OMP_NUM_THREADS=1 python scripts/scale/graph.py 100000
"""

from __future__ import annotations

import sys
from time import thread_time

import hnswlib
import numpy as np
from numpy.typing import NDArray

from edge.bench.gallery.likeness import draw
from gallery.index.matrix import Matrix
from gallery.index.recall import between

SETTINGS = ((16, 100), (16, 200), (8, 100))
EFFORTS = (32, 64, 96, 128, 256)
K, QUERIES = 7, 1000

Vectors = NDArray[np.float32]


def main() -> None:
    """Print both tables."""
    products = np.concatenate(list(draw(int(sys.argv[1]) // 10, 11, 256, seed=0)))
    views, new = np.ascontiguousarray(products[:, :10].reshape(-1, 256)), products[:, 10]
    rows = np.random.default_rng(0).permutation(len(views) - 1)[:QUERIES]
    kinds = {
        "new views": new[np.random.default_rng(1).permutation(len(new))[:QUERIES]],
        "half way between two": between(views[rows], views[rows + 1]),
        "enrolled, itself left out": views[rows],
    }
    exact = Matrix.of(views, np.arange(len(views)))
    print("recall at 7 / microseconds a query, by ef:", *EFFORTS)
    for links, width in SETTINGS:
        start = thread_time()
        graph = hnswlib.Index("l2", 256)
        graph.init_index(len(views), M=links, ef_construction=width, random_seed=0)
        graph.add_items(views, np.arange(len(views)), num_threads=1)
        print(f"M {links}, ef_construction {width}: built in {thread_time() - start:.0f} s")
        for name, queries in kinds.items():
            own = int(name.startswith("enrolled"))
            truth = exact.search(queries, K + own)[1][:, own:]
            print(f"  {name:>26}", *(measured(graph, effort, queries, truth, own) for effort in EFFORTS))


def measured(graph: hnswlib.Index, effort: int, queries: Vectors, truth: NDArray[np.int64], own: int) -> str:
    """Recall and time of one setting."""
    graph.set_ef(effort)
    times, hits = [], 0
    for query, near in zip(queries, truth.tolist(), strict=True):
        start = thread_time()
        found, _ = graph.knn_query(query, k=K + own, num_threads=1)
        times.append(thread_time() - start)
        hits += len(set(found[0, own:].tolist()) & set(near))
    return f"{hits / truth.size:.3f} / {1e6 * float(np.median(times)):.0f}"


if __name__ == "__main__":
    main()
