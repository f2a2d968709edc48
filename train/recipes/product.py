"""Product: ours, judged by classes that it is not trained on."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from pathlib import Path
from typing import cast

import numpy as np
import torch

from gallery.errors import InputError
from train import checkpoint
from train.choose import ALPHAS, Choice, apply, choose, few, own_weights
from train.data import Photos
from train.embedder import Branch, Embedder, Generalist, Shape
from train.engine.judge import ByOthers
from train.engine.numerics import Numerics
from train.engine.world import World
from train.features import start_head
from train.fit import product_job
from train.gate import teach_gate
from train.recipes.prepared import Prepared
from train.settings import ProductSettings
from train.split import Split, first_of_each, take, unseen_classes
from train.threshold import distance_threshold

START = "start.pt"
CHOICE = "choice.json"
"""What was chosen on unseen classes, and what else was judged, best first."""
UNSEEN = "unseen.txt"
"""The classes kept out, one a line, for `checkout-edge evaluate --only`."""
START_PHOTOS = 4
"""Photos of a class whose features give the principal components that a head starts from."""


def prepare(
    settings: ProductSettings, photos: Photos, numerics: Numerics, world: World, saved: Path
) -> Prepared:
    """The run of `product`: see `train.fit`. Test photos, where the data names them, are left out.

    The head starts from principal components, unless the checkpoint `saved` has a better one.

    Raises:
        InputError: photos or weights are missing, or there will be nothing to choose by.
    """
    split = _split(photos, settings)
    _check(split, settings)
    torch.manual_seed(settings.seed)
    shape = Shape(settings.backbone, settings.dimension, settings.crop or settings.size)
    embedder = Embedder(shape, settings.weights)
    start = saved.with_name(START)
    if world.is_first and not (saved.exists() and start.exists()):
        start_head(embedder, _some(split.train), settings.size)
        checkpoint.write(start, {"identity": {}, "weights": own_weights(embedder)})
        saved.with_name(UNSEEN).write_text(
            "".join(f"{name}\n" for name in split.val.classes), encoding="utf-8"
        )
    world.from_first(lambda: None)
    embedder.load_state_dict(checkpoint.read(start, {})["weights"])
    job = product_job(embedder, split.train, settings)
    judge = ByOthers(split.val) if len(split.val) else None
    return Prepared(replace(job, judge=judge, numerics=numerics, world=world), split)


def complete(prepared: Prepared, settings: ProductSettings, saved: Path) -> float | None:
    """What follows training: step back towards the start, and put the generalist beside.

    Training crops may be smaller than what the network is to see: items in them are cut and so
    larger, and at test a larger size makes up for it (Touvron et al., 2019).

    How far, and how much it says, is chosen on the unseen classes of each data set (see `choose`),
    unless the settings say it.

    Returns:
        The distance between known and unknown, from unseen classes; None where there are none.

    Raises:
        InputError: the generalist's weights are missing.
    """
    embedder, split = prepared.job.embedder.cpu(), prepared.split
    embedder.shape = replace(embedder.shape, size=settings.size)
    start, trained = checkpoint.read(saved.with_name(START), {})["weights"], own_weights(embedder)
    if settings.generalist:
        embedder.beside(
            Generalist(settings.generalist, settings.generalist_dimension), settings.generalist_weights
        )
        start_head(cast(Branch, embedder.generalist), _some(split.train), settings.size)
    sets = origins(split.val)
    threshold = settings.threshold
    if sets:
        choices = choose(
            embedder, start, trained, sets, ALPHAS if settings.alpha is None else (settings.alpha,)
        )
        shares = settings.shares or choices[0].shares
    else:
        choices, shares = [], settings.shares or ()
        apply(embedder, start, trained, settings.alpha or 0.0, shares)
    if settings.generalist:
        embedder.set_shares(shares)
        teach_gate(embedder, _kinds(split.train, len(shares)))
    if sets:
        threshold = threshold or distance_threshold(embedder, [few(photos) for photos in sets])
        _write_choice(saved.with_name(CHOICE), choices, shares, threshold)
    embedder.to(prepared.job.numerics.device)
    return threshold


def _kinds(photos: Photos, count: int) -> list[Photos]:
    """A few photos of each data set, for the gate; none where all have one share."""
    return [_some(part) for part in origins(photos)] if count > 1 else []


def _write_choice(path: Path, choices: list[Choice], shares: tuple[float, ...], threshold: float) -> None:
    chosen = {"alpha": choices[0].alpha, "shares": shares, "threshold": round(threshold, 4)}
    record = {**chosen, "judged": [asdict(choice) for choice in choices]}
    path.write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")


def origins(photos: Photos) -> tuple[Photos, ...]:
    """Photos of each data set by themselves, where there are at least two classes of it."""
    return tuple(photos.only(names) for names in photos.by_origin if len(names) > 1)


def _some(photos: Photos) -> Photos:
    """A few photos of each class: enough for principal components."""
    return first_of_each(photos, START_PHOTOS)


def _check(split: Split, settings: ProductSettings) -> None:
    """See, before training, that what is chosen after it can be."""
    given = settings.alpha is not None and (settings.shares is not None or not settings.generalist)
    judged = len(origins(split.val))
    if not judged and not given:
        raise InputError(
            "no class is kept out to choose alpha and shares by",
            "give --set alpha=1 --set shares=0.4, or an unseen that keeps two classes of a data set out",
        )
    count = len(settings.shares) if settings.shares else judged
    if settings.generalist and count not in (1, len(origins(split.train))):
        raise InputError(
            f"{count} shares for {len(origins(split.train))} data sets",
            "give one share for each --data, or one; two classes of each have to be kept out to choose them",
        )


def _split(photos: Photos, settings: ProductSettings) -> Split:
    testing = np.array([name == "test" for name in photos.splits or [""] * len(photos)])
    used, rest = take(photos, np.flatnonzero(~testing)), take(photos, np.flatnonzero(testing))
    apart = _apart(used.only(_present(used)), settings)
    val = used.only(apart)
    train = used.only([name for name in _present(used) if name not in apart])
    if len(train.classes) < 2 or (settings.unseen and len(val.classes) < 2):
        raise InputError(
            f"{len(photos.classes)} classes are too few to keep {settings.unseen:.0%} out for validation",
            "give more classes, or train with --set unseen=0",
        )
    return Split(train, val, rest)


def _apart(photos: Photos, settings: ProductSettings) -> list[str]:
    """The classes kept out: the same share of each data set's."""
    return [
        name
        for names in photos.by_origin
        for name in unseen_classes(names, round(settings.unseen * len(names)), settings.seed)
    ]


def _present(photos: Photos) -> list[str]:
    return [photos.classes[label] for label in np.unique(photos.labels)]
