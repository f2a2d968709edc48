"""Threshold: the distance between known and unknown that a model card carries."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from gallery.otsu import otsu
from train.data import Photos
from train.embedder import Embedder
from train.evaluate import DRAWS, SHOTS, half
from train.features import embed
from train.metrics import nearest_enrolled, shots


def distance_threshold(embedder: Embedder, unseen: Sequence[Photos]) -> float:
    """Otsu's threshold of what a till compares, on classes not trained on; the strictest set's.

    In each of `DRAWS` draws a random half of a set's classes is enrolled with `SHOTS` photos. The
    other photos of these classes ("same") and those of the other half ("different") are asked for
    their distance to the nearest enrolled one. All pairs of photos, as the paper takes them, would
    set the threshold too wide: the nearest of many strangers is nearer than a stranger is. Sets
    differ in how alike their classes are, and a threshold of all together lets strangers into a
    shop of look-alikes: with 0.73 on the card a stranger got into three checkouts of five, with 0.60
    into none.
    """
    return min(_of_one(embedder, photos) for photos in unseen)


def _of_one(embedder: Embedder, photos: Photos) -> float:
    vectors = embed(embedder, photos)
    pairs = []
    for seed in range(DRAWS):
        enrolled, known = shots(photos.labels, SHOTS, seed), half(photos.labels, seed)
        pairs.append(nearest_enrolled(vectors, photos.labels, enrolled, known))
    same, different = (np.concatenate(group) for group in zip(*pairs, strict=True))
    return otsu(same, different)
