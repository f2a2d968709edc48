"""Two phases: the paper's recipe and its two baselines, which differ in the objective alone."""

from __future__ import annotations

import torch

from train.batches import BatchShape
from train.data import Photos
from train.embedder import Embedder, Shape
from train.engine.job import Job
from train.engine.judge import ByClass, ByNearest, Judge
from train.engine.numerics import Numerics
from train.engine.phase import Phase
from train.engine.world import World
from train.fit import identity
from train.losses import Objective
from train.losses.softmax import Softmax
from train.losses.triplets import RandomTriplets, SemiHard
from train.recipes.little import little, none
from train.recipes.prepared import Prepared
from train.settings import PaperSettings, SoftmaxSettings, TripletSettings, TwoPhaseSettings
from train.split import Split, split_shots


def prepare(settings: TwoPhaseSettings, photos: Photos, numerics: Numerics, world: World) -> Prepared:
    """The run of `paper`, `softmax` or `random-triplets` (Baranov & Shcherbyna, 2022).

    Average pooling and one linear layer; the backbone frozen to the plateau of the validation
    figure, then all of it trained at a lower rate until that rises no more.

    Raises:
        InputError: photos or weights are missing.
    """
    split = split_shots(photos, settings.train_shots, settings.val_shots, settings.seed)
    torch.manual_seed(settings.seed)
    embedder = Embedder(_shape(settings, split), settings.weights)
    job = Job(
        embedder,
        _objective(settings),
        split.train,
        _phases(settings),
        BatchShape(settings.classes, settings.per_class),
        little if settings.augment else none,
        identity(settings.identity(), embedder, split.train),
        judge=_judge(settings, split),
        seed=settings.seed,
        workers=settings.workers,
        checkpoint_steps=settings.checkpoint_steps,
        numerics=numerics,
        world=world,
    )
    return Prepared(job, split)


def _shape(settings: TwoPhaseSettings, split: Split) -> Shape:
    """The classification layer of `softmax` is the embedder's head: one output for each class."""
    outputs = settings.dimension if isinstance(settings, TripletSettings) else len(split.train.classes)
    return Shape(settings.backbone, outputs, settings.size, "avg")


def _objective(settings: TwoPhaseSettings) -> Objective:
    if isinstance(settings, TripletSettings):
        return (SemiHard if isinstance(settings, PaperSettings) else RandomTriplets)(settings.margin)
    return Softmax()


def _judge(settings: TwoPhaseSettings, split: Split) -> Judge:
    if isinstance(settings, SoftmaxSettings):
        return ByClass(split.val)
    return ByNearest(split.train, split.val)


def _phases(settings: TwoPhaseSettings) -> tuple[Phase, ...]:
    s = settings
    return (
        Phase("frozen", s.frozen_epochs, 0.0, s.frozen_rate, s.frozen_patience),
        Phase("whole", s.epochs, s.rate, s.rate, s.patience),
    )
