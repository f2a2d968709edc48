from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from numpy.typing import NDArray

from train.data import Photos
from train.embedder import Embedder, Generalist, Shape
from train.features import embed, start_head
from train.gate import teach_gate
from train.saved import About, load, save


def kind(bright: int, seed: int) -> Photos:
    """24 noisy pictures about one grey."""
    rng = np.random.default_rng(seed)
    images = [np.clip(rng.normal(bright, 12, (40, 40, 3)), 0, 255).astype(np.uint8) for _ in range(24)]
    return Photos(tuple(images), np.repeat(np.arange(4), 6), tuple("abcd"))


def two_branches(photos: Photos, shares: tuple[float, ...]) -> Embedder:
    torch.manual_seed(0)
    generalist = Generalist("test_efficientnet", 6, shares)
    embedder = Embedder(Shape("test_efficientnet", 10, 32, generalist=generalist))
    assert embedder.generalist is not None
    start_head(embedder, photos, 32)
    start_head(embedder.generalist, photos, 32)
    return embedder


def general_part(embedder: Embedder, photos: Photos) -> NDArray[np.float32]:
    """The generalist's share of each picture."""
    return np.asarray(np.square(embed(embedder, photos)[:, :6]).sum(1))


def test_each_kind_gets_its_share() -> None:
    dark, light = kind(40, 0), kind(200, 1)
    both = Photos((*dark.images, *light.images), np.r_[dark.labels, light.labels + 4], tuple("abcdefgh"))
    embedder = two_branches(both, (0.2, 0.7))
    teach_gate(embedder, [dark, light])
    assert np.median(general_part(embedder, kind(40, 2))) == pytest.approx(0.2, abs=0.1)
    assert np.median(general_part(embedder, kind(200, 3))) == pytest.approx(0.7, abs=0.2)
    assert np.linalg.norm(embed(embedder, both), axis=1) == pytest.approx(1.0, abs=1e-5)


def test_in_doubt_the_least_share_counts() -> None:
    photos = kind(120, 0)
    embedder = two_branches(photos, (0.2, 0.7))
    teach_gate(embedder, [photos, photos])
    assert general_part(embedder, photos) == pytest.approx(np.full(24, 0.2 + 0.5 / (1 + np.e**2)), abs=0.03)


def test_one_kind_needs_no_gate() -> None:
    photos = kind(120, 0)
    embedder = two_branches(photos, (0.4,))
    teach_gate(embedder, [photos])
    assert general_part(embedder, photos) == pytest.approx(np.full(24, 0.4), abs=1e-5)


def test_it_is_saved_with_the_embedder(tmp_path: Path) -> None:
    photos = kind(120, 0)
    embedder = two_branches(photos, (0.2, 0.3, 0.7))
    teach_gate(embedder, [kind(40, 1), photos, kind(220, 2)])
    about = About(
        recipe="product",
        kind="embedder",
        shape=embedder.shape,
        classes=("a",),
        training_data=(),
        threshold=1,
        k=1,
    )
    save(tmp_path, embedder, about)
    again, _ = load(tmp_path)
    assert np.allclose(embed(again, photos), embed(embedder, photos), atol=1e-6)


def test_a_share_needs_a_generalist() -> None:
    with pytest.raises(ValueError, match="no generalist"):
        Embedder(Shape("test_efficientnet", 10, 32)).set_shares((0.5,))
