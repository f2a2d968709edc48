from __future__ import annotations

import pytest
import torch
from torch import nn

from train.average import Average, interpolate


def test_the_average_follows_by_hand() -> None:
    model = nn.Linear(1, 1, bias=False)
    nn.init.zeros_(model.weight)
    average = Average(model, 0.5)
    nn.init.ones_(model.weight)
    average.update(model)
    assert float(average.state["weight"]) == pytest.approx(
        1 - 2 / 11
    )  # the first step keeps (1 + 1) / (10 + 1)
    for _ in range(60):
        average.update(model)
    assert abs(float(average.state["weight"]) - 1) < 1e-6


def test_interpolation_meets_both_ends_and_the_middle() -> None:
    start, end = (
        {"w": torch.zeros(2), "n": torch.tensor(1)},
        {"w": torch.tensor([2.0, 4.0]), "n": torch.tensor(3)},
    )
    assert torch.equal(interpolate(start, end, 0.0)["w"], start["w"])
    assert torch.equal(interpolate(start, end, 1.0)["w"], end["w"])
    middle = interpolate(start, end, 0.5)
    assert middle["w"].tolist() == [1.0, 2.0]
    assert int(middle["n"]) == 3
