"""Copies: views of one product that are one photo, saved twice or taken in one burst."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from gallery.spread import COPY

ALIKE = 0.99
"""Correlation of two photos' small grey pictures above which they are copies."""


def copies(vectors: NDArray[np.float32], looks: NDArray[np.float32] | None = None) -> NDArray[np.int64]:
    """Which views of one product are copies of each other.

    Two are, when their vectors are nearer than `COPY`, or their pictures correlate by more than `ALIKE`;
    and so are two that are copies of a third. Measured by `scripts/enrolment/copies.py` on photos of
    Grocery Store / Caltech-101 saved again, share of these that is found by vectors, and by either:

    - as JPEG of quality 75: 1.00, 1.00 / 0.91, 0.97; of quality 50: 0.30, 1.00 / 0.05, 0.77
    - at half the size: 0.73, 1.00 / 0.02, 0.69; brighter by a tenth: 0.98, 1.00 / 0.50, 0.69

    Of 4,413 pairs of different photos of one class none is taken for a copy.

    Args:
        vectors: float32 `[N, D]`, unit length.
        looks: float32 `[N, S]`, zero mean and unit length: a small grey picture of each; may be left out.

    Returns:
        int64 `[N]`: for each view the first one that it is a copy of, or itself.
    """
    alike = 2 - 2 * vectors @ vectors.T < COPY**2
    if looks is not None:
        alike |= looks @ looks.T > ALIKE
    first = np.arange(len(vectors))
    for row in range(len(vectors)):
        linked = np.unique(first[alike[row]])
        first[np.isin(first, linked)] = linked.min(initial=first[row])
    return first
