"""Every search beside ours: the same views, distances and decisions."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from peers.search import Brute, Counter, Library
from peers.stock import Stock

from edge.bench.gallery.likeness import draw
from edge.bench.gallery.subjects import SUBJECTS
from gallery.thresholds import Thresholds

DRAWN = np.concatenate(list(draw(30, 11, 32, seed=2)))
VIEWS, QUERIES = DRAWN[:, :10].reshape(-1, 32), np.ascontiguousarray(DRAWN[:, 10])


def exact(query: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.sort(np.sqrt(((VIEWS.astype(np.float64) - query) ** 2).sum(axis=1)))[:7].astype(np.float32)


@pytest.mark.parametrize("name", ["brute", "faiss flat", "faiss hnsw", "usearch f32"])
def test_it_finds_the_nearest_with_their_distances(name: str) -> None:
    if name != "brute" and not SUBJECTS[name].present:
        pytest.skip(f"{SUBJECTS[name].install} is not installed")
    search = Brute(VIEWS) if name == "brute" else Library(name, VIEWS)
    together = search.nearest(QUERIES, 7)
    alone = search.nearest(QUERIES[:1], 7)
    assert together.distances.shape == (30, 7)
    assert alone.labels.shape == (1, 7)
    assert np.allclose(together.distances, [exact(query) for query in QUERIES], atol=1e-3)
    assert np.array_equal(together.labels[0], alone.labels[0])


def test_the_rule_is_the_tills() -> None:
    skus = [f"sku-{row // 10}" for row in range(len(VIEWS))]
    thresholds = Thresholds(distance=0.6, margin=0.03, origin="given")
    counter = Counter(Brute(VIEWS), Stock(Path("none"), VIEWS, skus, thresholds))
    known = counter.recognise(VIEWS[40:41])[0]
    assert (known.verdict.value, known.sku) == ("accept", "sku-4")
    assert counter.recognise(-VIEWS[40:41])[0].verdict.value == "unknown"
