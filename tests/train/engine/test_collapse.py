from __future__ import annotations

import pytest
import torch

from train.engine.collapse import CollapseDetector, CollapseError

ONE_POINT = torch.ones(4, 3)


def test_equal_distances_are_a_collapse_only_if_they_last() -> None:
    detector = CollapseDetector(patience=3)
    for outputs in (ONE_POINT, ONE_POINT, torch.randn(4, 3), ONE_POINT, ONE_POINT):
        detector.see(outputs, 0.7)
    with pytest.raises(CollapseError, match="equal for 3 steps"):
        detector.see(ONE_POINT, 0.7)


def test_a_head_of_zeros_is_one_point_too() -> None:
    with pytest.raises(CollapseError, match="all distances"):
        CollapseDetector(patience=1).see(torch.zeros(4, 3), 0.7)


def test_a_loss_that_stays_at_the_margin_is_a_collapse() -> None:
    detector = CollapseDetector(stuck_at=1.0, patience=2)
    for loss in (1.0, 0.9, 1.00001):
        detector.see(torch.randn(4, 3), loss)
    with pytest.raises(CollapseError, match=r"margin, 1\.0"):
        detector.see(torch.randn(4, 3), 0.99999)


@pytest.mark.parametrize("loss", [float("nan"), float("inf")])
def test_a_loss_that_is_no_number_is_one_at_once(loss: float) -> None:
    with pytest.raises(CollapseError, match="loss is") as error:
        CollapseDetector().see(torch.randn(4, 3), loss)
    assert "rates" in error.value.remedy


def test_a_network_that_learns_is_left_alone() -> None:
    detector = CollapseDetector(stuck_at=1.0, patience=1)
    torch.manual_seed(0)
    for step in range(50):
        detector.see(torch.randn(8, 3), 0.9 - step / 100)
