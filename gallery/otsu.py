"""Otsu: the one threshold that best parts two groups of distances."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def otsu(same: NDArray[np.floating], different: NDArray[np.floating], bins: int = 256) -> float:
    """Otsu's threshold between distances of the same product and of different ones.

    N. Otsu, "A Threshold Selection Method from Gray-Level Histograms" (1979): the cut of the pooled
    histogram with the largest variance between its two sides. The difference: both groups weigh the
    same, however many distances each has, because different pairs outnumber same ones by far and
    would move the cut into their own midst.

    Args:
        same: distances `[S]` between views of one product.
        different: distances `[T]` between views of different products.
        bins: of the histogram.

    Returns:
        The threshold; where a range of cuts does equally well, its middle. It lies between the
        smallest and the largest distance.

    Raises:
        ValueError: a group is empty or has a distance that is not finite.
    """
    if not len(same) or not len(different):
        raise ValueError("both groups need at least one distance")
    pooled = np.concatenate([same, different]).astype(np.float64)
    if not np.isfinite(pooled).all():
        raise ValueError("distances must be finite")
    weights = np.repeat([0.5 / len(same), 0.5 / len(different)], [len(same), len(different)])
    density, edges = np.histogram(pooled, bins=bins, weights=weights)
    between = _between_class_variance(density, (edges[:-1] + edges[1:]) / 2)
    best = np.flatnonzero(between >= between.max() * (1 - 1e-9))
    return float((edges[best[0] + 1] + edges[best[-1] + 1]) / 2)


def _between_class_variance(
    density: NDArray[np.float64], centres: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Otsu's criterion for a cut after each bin but the last: float64 `[bins - 1]`."""
    below = np.cumsum(density)[:-1]
    mass = np.cumsum(density * centres)
    above = density.sum() - below
    spread = below * above
    distance = mass[:-1] / np.where(below > 0, below, 1) - (mass[-1] - mass[:-1]) / np.where(
        above > 0, above, 1
    )
    return np.asarray(spread * distance**2)
