"""Threshold: the distance between same and different that a model card carries."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from train.data import Photos
from train.embedder import Embedder
from train.features import embed
from train.metrics import otsu, pair_distances


def distance_threshold(embedder: Embedder, unseen: Sequence[Photos], seed: int = 0) -> float:
    """Otsu's threshold of pairs of photos of classes not trained on, as many same as different.

    Pairs are formed within each set: a fruit against a helicopter would make it look easy.
    """
    pairs = [pair_distances(embed(embedder, photos), photos.labels, seed) for photos in unseen]
    return otsu(np.concatenate([part for pair in pairs for part in pair]))
