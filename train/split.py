"""Split: which photos and which classes a training run never sees."""

from __future__ import annotations

import logging
import random
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gallery.errors import InputError
from train.data import Photos

log = logging.getLogger(__name__)

Rows = NDArray[np.int64]


def unseen_classes(classes: Sequence[str], count: int, seed: int) -> tuple[str, ...]:
    """`count` of `classes`, sorted: the same for the same names, count and seed on any machine."""
    return tuple(sorted(random.Random(seed).sample(sorted(classes), count)))


@dataclass(frozen=True)
class Split:
    """Photos of the same classes by their use; `rest` are those that neither train nor choose."""

    train: Photos
    val: Photos
    rest: Photos


def split_shots(photos: Photos, train: int, val: int, seed: int) -> Split:
    """So many photos of each class for training and validation, as the paper parts FSS-1000 7 to 3.

    Data that says what is for training and what for validation is followed; a class that lacks
    photos for validation is given some that were for training and are not needed. `rest` is then the
    test photos, and else all that is left over. A class with fewer than `train` + `val` photos is
    parted in the same proportion.

    Raises:
        InputError: there is one class only, or classes have fewer than three photos.
    """
    photos = _with_training(photos)
    rng = np.random.default_rng(seed)
    parts = [_part(photos, label, train, val, rng) for label in range(len(photos.classes))]
    _check(photos, parts)
    chosen = [np.concatenate([part[use] for part in parts]) for use in range(3)]
    return Split(*(take(photos, rows) for rows in chosen))


def take(photos: Photos, rows: Rows) -> Photos:
    """The photos in `rows`, with the same classes."""
    splits = tuple(photos.splits[i] for i in rows) if photos.splits else ()
    images = tuple(photos.images[i] for i in rows)
    return Photos(images, photos.labels[rows], photos.classes, splits, photos.origins)


def first_of_each(photos: Photos, count: int) -> Photos:
    """The first `count` photos of each class."""
    rows = [np.flatnonzero(photos.labels == label)[:count] for label in range(len(photos.classes))]
    return take(photos, np.concatenate(rows))


def _with_training(photos: Photos) -> Photos:
    """Without the classes that the data has no training photos of."""
    if not photos.has_splits:
        return photos
    present = set(photos.split("train").labels.tolist()) | set(photos.split("").labels.tolist())
    absent = [name for label, name in enumerate(photos.classes) if label not in present]
    if absent:
        log.warning("left out, no photo to train on: %s", ", ".join(absent))
    return photos.without(absent)


def _part(
    photos: Photos, label: int, train: int, val: int, rng: np.random.Generator
) -> tuple[Rows, Rows, Rows]:
    """Rows of one class for training, for validation, and the rest."""
    rows = rng.permutation(np.flatnonzero(photos.labels == label))
    named = np.array(photos.splits, object)[rows] if photos.has_splits else np.full(len(rows), "")
    free, kept, test = (rows[np.isin(named, names)] for names in (("train", ""), ("val",), ("test",)))
    if not len(kept) and len(free) < train + val:
        train = max(2, round(len(free) * train / (train + val)))
    chosen, spare = free[:train], free[train:]
    judged = np.concatenate([kept, spare])
    rest = test if photos.has_splits and "test" in photos.splits else judged[val:]
    return chosen, judged[:val], rest


def _check(photos: Photos, parts: Sequence[tuple[Rows, Rows, Rows]]) -> None:
    few = [
        name
        for name, (chosen, judged, _) in zip(photos.classes, parts, strict=True)
        if len(chosen) < 2 or not len(judged)
    ]
    if few:
        shown = ", ".join(few[:5]) + (f" and {len(few) - 5} more" if len(few) > 5 else "")
        raise InputError(
            f"too few photos, 2 to train on and 1 for validation are needed: {shown}",
            "add photos of these classes, or take them out",
        )
    if len(photos.classes) < 2:
        raise InputError(f"one class only: {photos.classes[0]}", "give photos of two classes at least")
