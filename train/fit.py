"""Fit: train an embedder on labelled photos by the product recipe."""

from __future__ import annotations

import logging
from dataclasses import asdict, replace
from pathlib import Path

import torch

from train.augment import augment
from train.average import State
from train.batches import BatchShape
from train.data import Photos
from train.embedder import Embedder
from train.engine.job import Job
from train.engine.phase import Augment, Phase
from train.engine.records import Epoch, Watcher
from train.engine.training import Training
from train.losses import Objective
from train.losses.arcface_contrast import ArcFaceAndContrast
from train.settings import ProductSettings

log = logging.getLogger(__name__)

LONGEST_GRADIENT = 5.0


def fit(
    embedder: Embedder,
    photos: Photos,
    settings: ProductSettings,
    saved: Path,
    objective: Objective | None = None,
    view: Augment = augment,
) -> State:
    """Train `embedder` in place; return the averaged weights, which it has too.

    After each epoch the whole state is written to the file `saved`. If that is there at the start,
    training goes on from it.

    Args:
        embedder: what to train.
        photos: all trained on.
        settings: of the product recipe; its backbone, weights, size and dimension are the embedder's.
        saved: the checkpoint.
        objective: what to minimise; ArcFace with supervised contrast if None.
        view: makes a training crop of a photo.

    Raises:
        InputError: `saved` is damaged, or is of a run with other settings or classes.
        CollapseError: training comes to nothing.
    """
    job = replace(product_job(embedder, photos, settings, objective), augment=view)
    return Training(job, saved, LogLines(settings.epochs)).run()


def product_job(
    embedder: Embedder, photos: Photos, settings: ProductSettings, objective: Objective | None = None
) -> Job:
    """The product recipe as a job: one phase, one cycle, averaged weights, the first stages held."""
    torch.manual_seed(settings.seed)
    phase = Phase(
        "whole",
        settings.epochs,
        settings.backbone_rate,
        settings.head_rate,
        weight_decay=settings.weight_decay,
        one_cycle=True,
        statistics=settings.statistics,
        held=settings.held,
        longest_gradient=LONGEST_GRADIENT,
    )
    return Job(
        embedder,
        objective or ArcFaceAndContrast(len(photos.classes), embedder.shape.dimension),
        photos,
        (phase,) if settings.epochs else (),
        BatchShape(settings.classes, settings.per_class),
        augment,
        identity(settings.identity(), embedder, photos),
        seed=settings.seed,
        decay=settings.decay or None,
        workers=settings.workers,
        checkpoint_steps=settings.checkpoint_steps,
    )


def identity(settings: dict[str, object], embedder: Embedder, photos: Photos) -> dict[str, object]:
    """What must be the same for a run to go on from a checkpoint."""
    data = {"names": list(photos.classes), "photos": len(photos)}
    return {**settings, **asdict(embedder.shape), **data}


class LogLines(Watcher):
    """A line in the log for each epoch."""

    def __init__(self, epochs: int) -> None:
        self.epochs = epochs

    def epoch(self, record: Epoch) -> None:
        """Write it."""
        left = record.seconds * (self.epochs - record.epoch - 1)
        log.info("epoch %d of %d: loss %.3f, %.0f s left", record.epoch + 1, self.epochs, record.loss, left)
