"""Gate: of which kind a picture is, and so how much the generalist counts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

import numpy as np
import torch
from sklearn.linear_model import LogisticRegression

from train.data import Photos
from train.embedder import Embedder, Generalist
from train.features import branch_vectors
from train.views import hard, whole

CERTAINTY = 10.0
"""Inverse strength of the logistic regression's ridge."""

CAUTION = 2.0
"""Log-odds by which a kind with more than the least share must be likelier. Two views of one thing taken
for different kinds lie apart; where the gate doubts, both are better taken for what is trained for."""


@torch.no_grad()
def teach_gate(embedder: Embedder, kinds: Sequence[Photos]) -> None:
    """Teach the gate which kind a picture is of, from the generalist's vectors.

    It is a multinomial logistic regression (Cox, 1958), each kind counting equally, over photos as
    they are and as a till might see them. With one kind there is nothing to learn.

    Args:
        embedder: with a generalist and as many shares as there are kinds.
        kinds: photos of each kind that were trained on.
    """
    if embedder.generalist is None or embedder.gate is None or len(kinds) < 2:
        return
    size = embedder.shape.size
    vectors = [
        branch_vectors(embedder.generalist, photos, size, view)
        for photos in kinds
        for view in (whole, hard())
    ]
    labels = np.repeat(np.arange(len(vectors)) // 2, [len(part) for part in vectors])
    model = LogisticRegression(C=CERTAINTY, max_iter=2000, class_weight="balanced")
    model.fit(np.concatenate(vectors), labels)
    weight, bias = model.coef_, model.intercept_
    if len(kinds) == 2:  # scikit-learn gives one row for two kinds
        weight, bias = np.concatenate([-weight, weight]) / 2, np.concatenate([-bias, bias]) / 2
    embedder.gate.weight.copy_(torch.from_numpy(weight))
    embedder.gate.bias.copy_(torch.from_numpy(bias))
    shares = torch.tensor(cast(Generalist, embedder.shape.generalist).shares)
    embedder.gate.bias.sub_(CAUTION * (shares > shares.min()).float())
