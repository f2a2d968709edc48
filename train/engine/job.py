"""Job: everything a run is made of, before its first step."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from train.batches import BatchShape
from train.data import Photos
from train.embedder import Embedder
from train.engine.judge import Judge
from train.engine.numerics import Numerics
from train.engine.phase import Augment, Phase
from train.engine.world import World
from train.losses import Objective


@dataclass(frozen=True)
class Job:
    """What to train, on what, how.

    Attributes:
        embedder: trained in place.
        objective: what is minimised.
        photos: trained on.
        phases: one after the other.
        batch: of all processes together.
        augment: of the `whole` phase.
        identity: what must be the same for a run to go on from a checkpoint.
        judge: gives the validation figure, or None.
        seed: of everything random.
        decay: of the moving average of the weights, or None.
        workers: processes that augment; their number changes no result.
        checkpoint_steps: steps between two checkpoints within an epoch; 0: at the end of epochs only.
        numerics: device and precision.
        world: the processes that train.
    """

    embedder: Embedder
    objective: Objective
    photos: Photos
    phases: tuple[Phase, ...]
    batch: BatchShape
    augment: Augment
    identity: dict[str, Any]
    judge: Judge | None = None
    seed: int = 0
    decay: float | None = None
    workers: int = 0
    checkpoint_steps: int = 0
    numerics: Numerics = field(default_factory=Numerics)
    world: World = field(default_factory=World)
