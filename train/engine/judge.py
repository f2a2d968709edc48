"""Judge: the validation figure that ends a phase."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import torch
from torch import Tensor

from train.data import Photos
from train.losses import Objective

See = Callable[[Photos], Tensor]
"""Photos to the network's outputs, float32 `[N, D]` on the CPU."""


@dataclass(frozen=True)
class Verdict:
    """How good the network is now.

    Attributes:
        recall_at_1: share of validation photos named rightly, 0 to 1. More is better.
        val_loss: the objective's loss on them, or None.
    """

    recall_at_1: float
    val_loss: float | None = None


class Judge(Protocol):
    """Judges a network by what it makes of photos it is not trained on."""

    def __call__(self, see: See, objective: Objective) -> Verdict:
        """Judge what `see` gives."""


@dataclass(frozen=True)
class ByNearest:
    """Each photo of `asked` is named by the nearest one of `known`, which has the same classes."""

    known: Photos
    asked: Photos

    def __call__(self, see: See, objective: Objective) -> Verdict:
        """See `Judge`."""
        outputs = see(self.asked)
        nearest = torch.cdist(outputs, see(self.known)).argmin(1).numpy()
        right = self.known.labels[nearest] == self.asked.labels
        return Verdict(float(right.mean()), loss_of(outputs, self.asked, objective))


@dataclass(frozen=True)
class ByClass:
    """Each photo of `asked` is named by its largest output: for a network that ends in classes."""

    asked: Photos

    def __call__(self, see: See, objective: Objective) -> Verdict:
        """See `Judge`."""
        outputs = see(self.asked)
        right = outputs.argmax(1).numpy() == self.asked.labels
        return Verdict(float(right.mean()), loss_of(outputs, self.asked, objective))


@dataclass(frozen=True)
class ByOthers:
    """Each photo is named by the nearest other one: for classes that are not trained on."""

    asked: Photos

    def __call__(self, see: See, objective: Objective) -> Verdict:
        """See `Judge`; there is no loss, because the objective knows nothing of these classes."""
        outputs = see(self.asked)
        apart = torch.cdist(outputs, outputs).fill_diagonal_(torch.inf)
        right = self.asked.labels[apart.argmin(1).numpy()] == self.asked.labels
        return Verdict(float(right.mean()))


CHUNK = 96
"""Photos of neighbouring classes whose loss is taken together: all triplets of all photos are too many."""


@torch.no_grad()
def loss_of(outputs: Tensor, photos: Photos, objective: Objective) -> float:
    """The objective's mean loss over the photos, in chunks of whole neighbourhoods of classes."""
    order = np.argsort(photos.labels, kind="stable")
    labels = torch.from_numpy(photos.labels)
    losses = []
    for start in range(0, len(order), CHUNK):
        rows = torch.from_numpy(order[start : start + CHUNK])
        losses.append(float(objective(outputs[rows], labels[rows]).value) * len(rows))
    return sum(losses) / len(order)
