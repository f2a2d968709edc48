"""Settings: how an embedder is trained."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Settings:
    """How to train. The defaults are those of the shipped model.

    Attributes:
        epochs: passes; in each, about as many photos are drawn as there are, classes evenly.
        classes: of one batch.
        per_class: photos of each of them.
        backbone_rate: peak learning rate of the backbone.
        head_rate: peak learning rate of pooling, head and loss.
        weight_decay: of AdamW.
        held: how many parts of the backbone, from the stem on, keep their ImageNet weights.
        decay: of the moving average of the weights.
        seed: of everything random.
        workers: processes that augment; their number takes part in what is random.
    """

    epochs: int = 5
    classes: int = 12
    per_class: int = 4
    backbone_rate: float = 3e-4
    head_rate: float = 3e-3
    weight_decay: float = 0.02
    held: int = 4
    decay: float = 0.995
    seed: int = 0
    workers: int = 1
