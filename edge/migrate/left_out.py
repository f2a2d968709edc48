"""Left out: what the vote of the other views says of each enrolled view."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from gallery.classify import K
from gallery.nearest_views import nearest_views, ranked, runs

MOST_VIEWS = 5000
"""Views that are left out in turn; a larger gallery gives views at random, each against all others."""


def with_others(skus: Sequence[str]) -> NDArray[np.int64]:
    """The views that can be judged: rows int64 `[N]`, ascending, whose product has another view.

    Args:
        skus: the product of each view. Where there are more than `MOST_VIEWS` rows, some at random,
            always the same ones.
    """
    names, owner, counts = np.unique(np.array(skus, dtype=object), return_inverse=True, return_counts=True)
    rows = np.flatnonzero(counts[owner] > 1) if len(names) > 1 else np.empty(0, np.int64)
    if len(rows) > MOST_VIEWS:
        rows = np.sort(np.random.default_rng(0).choice(rows, MOST_VIEWS, replace=False))
    return rows.astype(np.int64)


def voted(vectors: NDArray[np.float32], skus: Sequence[str], rows: NDArray[np.int64]) -> list[str]:
    """The product that the nearest other views vote for, as the till's do, for each of some views.

    Args:
        vectors: float32 `[V, D]`, unit length; V is 2 or more.
        skus: the product of each.
        rows: int64 `[N]`, the views that are left out in turn.
    """
    answers: list[str] = []
    for run in runs(len(rows), len(vectors)):
        found = nearest_views(vectors, vectors[rows[run]], K, list(rows[run, None]))
        answers += [candidates[0].sku for candidates in ranked(found, skus)]
    return answers
