"""The file in the package, measured on photos it never saw."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("onnxruntime", reason="onnxruntime is not installed (pip install checkout-edge[cpu])")
pytest.importorskip("torch", reason="torch is not installed (pip install checkout-edge[train])")

from edge import embed, models
from train.data import read_photos
from train.evaluate import few_shot
from train.views import whole

LARGEST = 25_000_000


def test_it_is_small_and_its_card_is_its_own() -> None:
    path = models.default()
    assert path.stat().st_size < LARGEST
    assert embed.load(path, "cpu").card.name == path.stem


def test_packaged_goods_it_never_saw(data: Path) -> None:
    photos, device = read_photos([data / "packaged8/cutouts"]), embed.load(backend="cpu")
    crops = np.stack([whole(image, device.card.height) for image in photos.images])
    score = few_shot(
        np.concatenate([device.embed(part) for part in np.array_split(crops, 10)]), photos.labels
    )
    assert score.top1 > 0.87
    assert score.auroc > 0.9
