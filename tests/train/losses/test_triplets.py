from __future__ import annotations

import pytest
import torch

from train.losses import Objective
from train.losses.arcface_contrast import ArcFaceAndContrast
from train.losses.softmax import Softmax
from train.losses.triplets import RandomTriplets, SemiHard


def test_the_loss_by_hand() -> None:
    """Unit vectors at 0, 60 and 90 degrees: d(0, 60) = 1, d(0, 90) = sqrt 2, d(60, 90) = 0.518.

    Anchor 0: positive at 1, negative at 1.414, semi-hard: 1 - 1.414 + 1 = 0.586. Anchor 60: its
    negative is nearer than its positive, no triplet. So the mean is 0.586 and half the pairs push.
    Squared distances would give 1 - 2 + 1 = 0.
    """
    angles = torch.deg2rad(torch.tensor([0.0, 60.0, 90.0]))
    points = torch.stack([angles.cos(), angles.sin()], 1)
    loss = SemiHard(1.0)(points, torch.tensor([0, 0, 1]))
    assert float(loss.value) == pytest.approx(2 - 2**0.5, abs=1e-5)
    assert loss.active == 0.5


def test_random_triplets_are_those_of_the_seed() -> None:
    points, labels = torch.nn.functional.normalize(torch.randn(16, 8)), torch.arange(16) // 4
    losses = []
    for seed in (0, 0, 1):
        torch.manual_seed(seed)
        losses.append(float(RandomTriplets(1.0)(points, labels).value))
    assert losses[0] == losses[1] != losses[2]


@pytest.mark.parametrize(
    "objective",
    [SemiHard(), RandomTriplets(), Softmax(), ArcFaceAndContrast(4, 8)],
    ids=lambda o: type(o).__name__,
)
def test_every_objective_gives_a_scalar_and_a_direction(objective: Objective) -> None:
    torch.manual_seed(0)
    outputs = torch.nn.functional.normalize(torch.randn(16, 8)).requires_grad_()
    loss = objective(outputs, torch.arange(16) // 4)
    loss.value.backward()
    assert loss.value.shape == ()
    assert loss.value.detach() > 0
    assert outputs.grad is not None
    assert float(outputs.grad.norm()) > 0
    assert loss.active is None or 0 < loss.active <= 1


def test_no_triplet_is_no_loss_and_no_error() -> None:
    outputs = torch.eye(4).requires_grad_()
    loss = SemiHard()(outputs, torch.zeros(4, dtype=torch.long))
    loss.value.backward()
    assert loss.value.detach() == 0
    assert loss.active == 0
