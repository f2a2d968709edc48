"""Threshold: the distance between known and unknown that a model card carries."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from gallery import otsu
from train.data import Photos
from train.embedder import Embedder
from train.evaluate import DRAWS, SHOTS, half
from train.features import embed
from train.metrics import nearest_enrolled, shots


def distance_threshold(embedder: Embedder, unseen: Sequence[Photos]) -> float:
    """Otsu's threshold of what a till compares, on classes not trained on.

    In each of `DRAWS` draws a random half of a set's classes is enrolled with `SHOTS` photos. The
    other photos of these classes ("same") and those of the other half ("different") are asked for
    their distance to the nearest enrolled one. All pairs of photos, as the paper takes them, would
    set the threshold too wide: the nearest of many strangers is nearer than a stranger is.
    """
    same, different = [], []
    for photos in unseen:
        vectors = embed(embedder, photos)
        for seed in range(DRAWS):
            enrolled, known = shots(photos.labels, SHOTS, seed), half(photos.labels, seed)
            inside, outside = nearest_enrolled(vectors, photos.labels, enrolled, known)
            same.append(inside)
            different.append(outside)
    return otsu(np.concatenate(same), np.concatenate(different))
