"""Softmax: the paper's baseline, a classification layer with cross-entropy."""

from __future__ import annotations

from torch import Tensor
from torch.nn.functional import cross_entropy

from train.losses.objective import Loss, Objective


class Softmax(Objective):
    """Cross-entropy of the head's outputs, one for each class.

    The embedder's head is the classification layer: its dimension is the number of classes, and its
    outputs come here as they are.
    """

    unit = False

    def forward(self, outputs: Tensor, labels: Tensor, images: Tensor | None = None) -> Loss:
        """See `Objective.forward`; `outputs` are logits `[N, classes]`."""
        return Loss(cross_entropy(outputs, labels))
