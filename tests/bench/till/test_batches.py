"""Bare inference by batch size, on a clock that the embedder itself turns."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from world import ColourEmbedder

from edge.bench.till.batches import SIZES, measure


class Slow(ColourEmbedder):
    """Takes a second, and a tenth a crop; the very first call of each size takes ten more."""

    def __init__(self) -> None:
        super().__init__()
        self.now = 0.0
        self.sizes: list[int] = []
        self.seen_crops: NDArray[np.uint8] | None = None

    def embed(self, images: NDArray[np.uint8]) -> NDArray[np.float32]:
        self.now += 1 + len(images) / 10 + (0 if len(images) in self.sizes else 10)
        self.sizes.append(len(images))
        self.seen_crops = images
        return super().embed(images)

    def clock(self) -> float:
        return self.now


def test_each_size_is_timed_once_a_round_and_the_first_round_is_not_kept() -> None:
    embedder = Slow()
    found = measure(embedder, runs=3, clock=embedder.clock)
    assert [batch.size for batch in found] == list(SIZES)
    for batch in found:
        np.testing.assert_allclose(batch.milliseconds, [1000 + 100 * batch.size] * 3)
    rounds = np.reshape(embedder.sizes, (4, len(SIZES)))
    assert all(sorted(one) == list(SIZES) for one in rounds.tolist())
    assert len({tuple(one) for one in rounds.tolist()}) > 1


def test_crops_are_repeated_as_needed() -> None:
    embedder = Slow()
    crops = np.arange(3, dtype=np.uint8)[:, None, None, None] + np.zeros((16, 16, 3), np.uint8)
    measure(embedder, sizes=(5,), runs=1, crops=crops, clock=embedder.clock)
    assert embedder.seen_crops is not None
    assert embedder.seen_crops[:, 0, 0, 0].tolist() == [0, 1, 2, 0, 1]


def test_it_tells_how_far_it_is() -> None:
    told: list[tuple[int, int]] = []
    measure(ColourEmbedder(), sizes=(1,), runs=2, tell=lambda done, of: told.append((done, of)))
    assert told == [(0, 2), (1, 2), (2, 2)]
