"""Triplets: the loss of the paper, on semi-hard triplets or on random ones."""

from __future__ import annotations

from abc import abstractmethod

import torch
from pytorch_metric_learning.distances import LpDistance
from pytorch_metric_learning.losses import TripletMarginLoss
from torch import Tensor

from train.losses.mine import Indices, active_pairs, nearest_negative, random_negative, semi_hard
from train.losses.objective import Loss, Objective


class TripletObjective(Objective):
    """max(0, d(a, p) - d(a, n) + margin), L2 distance of unit vectors, not squared.

    The mean goes over the triplets above nought. Each anchor-positive pair of the batch has at most
    one triplet, so that ways of choosing it can be compared.

    Args:
        margin: between same and different; distances on the unit sphere go from 0 to 2.
    """

    def __init__(self, margin: float = 1.0) -> None:
        super().__init__()
        self.margin = self.stuck_at = margin
        self.distance = LpDistance(normalize_embeddings=True, p=2)
        self.loss = TripletMarginLoss(margin=margin, distance=self.distance)

    @abstractmethod
    def choose(self, outputs: Tensor, labels: Tensor, apart: Tensor) -> Indices:
        """The triplets to train on, given outputs `[N, D]`, labels `[N]` and distances `[N, N]`."""

    def forward(self, outputs: Tensor, labels: Tensor, images: Tensor | None = None) -> Loss:
        """See `Objective.forward`."""
        with torch.no_grad():
            apart = self.distance(outputs)
            triplets = self.choose(outputs, labels, apart)
            active = active_pairs(triplets, apart, labels, self.margin)
        return Loss(self.loss(outputs, labels, triplets), active)


class SemiHard(TripletObjective):
    """Each anchor-positive pair with its nearest semi-hard negative (Schroff et al., 2015)."""

    def choose(self, outputs: Tensor, labels: Tensor, apart: Tensor) -> Indices:
        """See `train.losses.mine.semi_hard`; pairs without such a negative are left out."""
        return nearest_negative(semi_hard(outputs, labels, self.margin, self.distance), apart)


class RandomTriplets(TripletObjective):
    """Each anchor-positive pair with a negative taken at random: the paper's baseline."""

    def choose(self, outputs: Tensor, labels: Tensor, apart: Tensor) -> Indices:
        """See `train.losses.mine.random_negative`."""
        return random_negative(labels)
