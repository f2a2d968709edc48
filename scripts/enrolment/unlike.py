"""Unlike: how often views of one product, and of several, are said to look nothing alike.

Usage: python scripts/enrolment/unlike.py GALLERY...

Of each product K views are drawn; for comparison one view of each of K products, 200 times.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from edge import models
from edge.embed.model_file import read_model
from edge.enroll.judged import UNLIKE
from gallery.store import Gallery


def nearest_two(vectors: NDArray[np.float32]) -> float:
    """L2 distance of the two most alike of `[K, D]`."""
    cosine = vectors @ vectors.T
    np.fill_diagonal(cosine, -1.0)
    return float(np.sqrt(max(0.0, 2 - 2 * float(cosine.max()))))


def measure(vectors: NDArray[np.float32], skus: list[str], count: int, rng: np.random.Generator) -> str:
    """One line: both shares."""
    owners = np.array(skus)
    places = [np.flatnonzero(owners == sku) for sku in dict.fromkeys(skus)]
    drawn = [rng.permutation(rows)[:count] for rows in places if len(rows) >= count]
    distance = read_model(models.default()).card.distance_threshold

    def unlike(some: NDArray[np.int64]) -> bool:
        return nearest_two(vectors[some]) > UNLIKE * distance

    def several() -> NDArray[np.int64]:
        chosen = rng.choice(len(drawn), count, replace=False)
        return np.array([rng.choice(drawn[one]) for one in chosen])

    one = np.mean([unlike(some) for some in drawn])
    other = np.mean([unlike(several()) for _ in range(200)])
    return f"{count} views, {len(drawn)} products: one {one:.2f}, several {other:.2f}"


def main() -> None:
    """Print a line for each gallery and number of views."""
    for path in map(Path, sys.argv[1:]):
        with Gallery.inspect(path) as gallery:
            vectors, _, skus = gallery.matrix()
        for count in (2, 3, 5, 7):
            print(path.name, measure(vectors, skus, count, np.random.default_rng(0)))


if __name__ == "__main__":
    main()
