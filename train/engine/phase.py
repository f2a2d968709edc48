"""Phase: a stretch of training with one optimiser."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Image = NDArray[np.uint8]
Augment = Callable[[Image, int, np.random.Generator], Image]
"""A photo, a size in pixels and the only source of chance to a crop, uint8 `[size, size, 3]` BGR."""


@dataclass(frozen=True)
class Phase:
    """What is trained, and how long.

    Attributes:
        name: `frozen` trains the head on features that the backbone gives once; `whole` trains all.
        epochs: passes at most.
        backbone_rate: learning rate of the backbone; the peak where there is a cycle.
        head_rate: the same of pooling, head and objective.
        patience: epochs without a better validation figure after which the phase ends, with its best
            weights; None: it goes to the end and keeps the last.
        weight_decay: of AdamW (Loshchilov & Hutter, 2019); with 0 it is Adam.
        one_cycle: the rates rise for a fifth of the steps and fall to nought (Smith & Topin, 2018).
        statistics: whether BatchNorm follows the batches, or keeps the statistics it came with.
        held: how many parts of the backbone, from the stem on, keep their weights.
        longest_gradient: longer ones are cut to this length, or None.
    """

    name: Literal["frozen", "whole"]
    epochs: int
    backbone_rate: float
    head_rate: float
    patience: int | None = None
    weight_decay: float = 0.0
    one_cycle: bool = False
    statistics: bool = False
    held: int = 0
    longest_gradient: float | None = None
