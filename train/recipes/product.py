"""Product: ours, judged by classes that it is not trained on."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import torch

from gallery.errors import InputError
from train.data import Photos
from train.embedder import Embedder, Shape
from train.engine.judge import ByOthers
from train.engine.numerics import Numerics
from train.engine.world import World
from train.features import start_head
from train.fit import product_job
from train.recipes.prepared import Prepared
from train.settings import ProductSettings
from train.split import Split, take, unseen_classes


def prepare(
    settings: ProductSettings, photos: Photos, numerics: Numerics, world: World, saved: Path
) -> Prepared:
    """The run of `product`: see `train.fit`. Test photos, where the data names them, are left out.

    The head starts from principal components, unless the checkpoint `saved` has a better one.

    Raises:
        InputError: photos or weights are missing.
    """
    split = _split(photos, settings)
    torch.manual_seed(settings.seed)
    shape = Shape(settings.backbone, settings.dimension, settings.size)
    embedder = Embedder(shape, settings.weights)
    if not saved.exists():
        start_head(embedder, split.train, settings.size)
    job = product_job(embedder, split.train, settings)
    judge = ByOthers(split.val) if len(split.val) else None
    return Prepared(replace(job, judge=judge, numerics=numerics, world=world), split)


def _split(photos: Photos, settings: ProductSettings) -> Split:
    testing = np.array([name == "test" for name in photos.splits or [""] * len(photos)])
    used, rest = take(photos, np.flatnonzero(~testing)), take(photos, np.flatnonzero(testing))
    count = round(settings.unseen * len(photos.classes))
    apart = unseen_classes(photos.classes, count, settings.seed)
    val = used.only(apart)
    train = used.only([name for name in _present(used) if name not in apart])
    if len(train.classes) < 2 or (count and len(val.classes) < 2):
        raise InputError(
            f"{len(photos.classes)} classes are too few to keep {settings.unseen:.0%} out for validation",
            "give more classes, or train with --set unseen=0",
        )
    return Split(train, val, rest)


def _present(photos: Photos) -> list[str]:
    return [photos.classes[label] for label in np.unique(photos.labels)]
