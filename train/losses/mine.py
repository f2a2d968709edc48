"""Mine: which triplets of a batch are trained on. Indices int64 `[T]` of anchors, positives, negatives."""

from __future__ import annotations

import torch
from pytorch_metric_learning.distances import BaseDistance
from pytorch_metric_learning.miners import TripletMarginMiner
from pytorch_metric_learning.utils.loss_and_miner_utils import get_all_pairs_indices
from torch import Tensor

Indices = tuple[Tensor, Tensor, Tensor]


def semi_hard(embeddings: Tensor, labels: Tensor, margin: float, distance: BaseDistance) -> Indices:
    """Every triplet whose negative is further than the positive, by less than the margin.

    FaceNet (Schroff et al., 2015): d(a, p) < d(a, n) < d(a, p) + margin, for each pair of anchor and
    positive on its own.

    Args:
        embeddings: `[N, D]`, or whatever `distance` takes.
        labels: int64 `[N]`.
        margin: in the unit of `distance`.
        distance: gives the matrix `[N, N]`.
    """
    miner = TripletMarginMiner(margin, "semihard", distance=distance)
    anchors, positives, negatives = miner(embeddings, labels)
    with torch.no_grad():
        apart = distance(embeddings)
        inside = apart[anchors, negatives] - apart[anchors, positives] < margin
    return anchors[inside], positives[inside], negatives[inside]


def nearest_negative(triplets: Indices, apart: Tensor) -> Indices:
    """Of the triplets of each anchor-positive pair, the one whose negative is nearest to the anchor.

    Args:
        triplets: any.
        apart: distances `[N, N]`.
    """
    anchors, positives, negatives = triplets
    pair = anchors * len(apart) + positives
    order = torch.argsort(apart[anchors, negatives], stable=True)
    order = order[torch.argsort(pair[order], stable=True)]
    first = torch.ones_like(order, dtype=torch.bool)
    first[1:] = pair[order][1:] != pair[order][:-1]
    chosen = order[first]
    return anchors[chosen], positives[chosen], negatives[chosen]


def random_negative(labels: Tensor) -> Indices:
    """For each anchor-positive pair one negative, any with equal chance, from torch's generator."""
    anchors, positives, _, _ = get_all_pairs_indices(labels)
    different = (labels[:, None] != labels)[anchors].float()
    if not len(anchors) or not bool(different.any(1).all()):
        return anchors[:0], anchors[:0], anchors[:0]
    return anchors, positives, torch.multinomial(different, 1).flatten()


def active_pairs(triplets: Indices, apart: Tensor, labels: Tensor, margin: float) -> float:
    """Share of the batch's anchor-positive pairs that have a triplet with a loss above nought."""
    anchors, positives, negatives = triplets
    pushes = apart[anchors, positives] - apart[anchors, negatives] + margin > 0
    pairs = len(get_all_pairs_indices(labels)[0])
    pushing = torch.unique(anchors[pushes] * len(apart) + positives[pushes])
    return len(pushing) / max(pairs, 1)
