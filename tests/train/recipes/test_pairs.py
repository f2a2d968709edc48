from __future__ import annotations

import numpy as np
import pytest

from train.recipes.pairs import Pairs


def test_pairs_and_rates_by_hand() -> None:
    """Three photos of class 0 at 0, 0 and 60 degrees, one of class 1 at 90.

    Same: 0, 1, 1. Different: sqrt 2, sqrt 2, 0.518. At 0.75 a third of the same are near enough and
    two thirds of the different are far enough.
    """
    angles = np.deg2rad([0, 0, 60, 90])
    vectors = np.stack([np.cos(angles), np.sin(angles)], 1).astype(np.float32)
    pairs = Pairs.of(vectors, np.array([0, 0, 0, 1]))
    assert sorted(pairs.same.tolist()) == pytest.approx([0, 1, 1], abs=1e-3)
    assert sorted(pairs.different.tolist()) == pytest.approx([0.5176, 2**0.5, 2**0.5], abs=1e-3)
    assert pairs.rates(0.75) == {"tpr": pytest.approx(1 / 3), "tnr": pytest.approx(2 / 3)}


def test_the_threshold_lies_between_two_clouds_and_needs_both() -> None:
    labels = np.repeat(np.arange(3), 4)
    threshold = Pairs.of(np.eye(3, dtype=np.float32)[labels], labels).threshold()
    assert threshold is not None
    assert 0 < threshold < 2**0.5
    assert Pairs.of(np.eye(3, dtype=np.float32), np.arange(3)).threshold() is None


def test_of_very_many_photos_some_are_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("train.recipes.pairs.MOST", 5)
    pairs = Pairs.of(np.eye(9, dtype=np.float32), np.arange(9))
    assert len(pairs.same) + len(pairs.different) == 5 * 4 // 2
