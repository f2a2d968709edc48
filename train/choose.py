"""Choose: how far to go from the pre-trained towards the trained weights."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence

import numpy as np
from torch import Tensor

from train.average import State, interpolate
from train.data import Photos
from train.embedder import Embedder
from train.evaluate import few_shot
from train.features import embed
from train.views import hard, whole

log = logging.getLogger(__name__)

ALPHAS = (0.0, 0.3, 0.5, 0.6, 0.7, 0.8, 1.0)


def choose(
    embedder: Embedder, start: Mapping[str, Tensor], end: Mapping[str, Tensor], unseen: Sequence[Photos]
) -> tuple[float, State]:
    """The `alpha` and the weights between `start` and `end` that serve unseen classes best.

    Best is the highest mean of top-1 and AUROC over the sets in `unseen`, each seen as it is and as
    a till might see it, all counting equally.
    `embedder` is left with the chosen weights.
    """
    ranks = {alpha: _merit(embedder, interpolate(start, end, alpha), alpha, unseen) for alpha in ALPHAS}
    best = max(ranks, key=ranks.__getitem__)
    chosen = interpolate(start, end, best)
    embedder.load_state_dict(chosen)
    return best, chosen


def _merit(embedder: Embedder, state: State, alpha: float, unseen: Sequence[Photos]) -> float:
    embedder.load_state_dict(state)
    views = [(photos, view) for photos in unseen for view in (whole, hard())]
    scores = [few_shot(embed(embedder, photos, view), photos.labels) for photos, view in views]
    for score in scores:
        log.info("alpha %.1f: %s", alpha, score)
    return float(np.mean([(score.top1 + score.auroc) / 2 for score in scores]))
