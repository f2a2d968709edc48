"""Objective: the one form of everything that training minimises."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass

from torch import Tensor, nn


@dataclass(frozen=True)
class Loss:
    """What one batch costs.

    Attributes:
        value: float32 scalar with a gradient.
        active: share of the batch's anchor-positive pairs that still push, 0 to 1; None where the
            objective has no pairs.
    """

    value: Tensor
    active: float | None = None


class Objective(nn.Module, ABC):
    """A module, because an objective may have weights of its own to learn and to save.

    Attributes:
        unit: whether outputs are brought to unit length before they come here.
        stuck_at: the value that means that nothing is learnt, such as a triplet loss's margin.
    """

    unit: bool = True
    stuck_at: float | None = None

    @abstractmethod
    def forward(self, outputs: Tensor, labels: Tensor, images: Tensor | None = None) -> Loss:
        """The cost of one batch.

        Args:
            outputs: float32 `[N, D]`, of the whole batch, over all processes.
            labels: int64 `[N]`.
            images: this process's part of the batch, float32 `[n, 3, H, W]` RGB in -1..1; None where
                training goes over features taken once.
        """
