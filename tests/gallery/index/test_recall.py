from __future__ import annotations

import numpy as np
import pytest
from index.oracle import nearest
from shelf import clusters, random_units, unit

from gallery.index import recall
from gallery.index.graph import Graph

VECTORS, _ = clusters(100, 5, spread=0.5, dimension=64)
IDS = np.arange(500) + 10
QUERIES = random_units(40, 64, seed=3)
CHUNKS = [(IDS[:300], VECTORS[:300]), (IDS[300:], VECTORS[300:])]


class Answers(Graph):
    """Answers as plain NumPy, but leaves out the nearest `missing` of each query."""

    def __init__(self, missing: int) -> None:
        super().__init__(None, IDS, np.empty(0, np.int64))
        self.missing = missing

    def search(self, queries: np.ndarray, k: int) -> tuple[np.ndarray, np.ndarray]:
        distances, found = nearest(VECTORS, IDS, queries, k + self.missing)
        return distances[:, self.missing :].astype(np.float32), found[:, self.missing :]


@pytest.mark.parametrize(("missing", "expected"), [(0, 1), (1, 6 / 7), (7, 0)])
def test_it_is_the_share_that_is_found(missing: int, expected: float) -> None:
    of = recall.sample(QUERIES, CHUNKS)
    np.testing.assert_allclose(of.edge, nearest(VECTORS, IDS, QUERIES, 7)[0][:, 6], atol=1e-6)
    assert recall.recall(Answers(missing), of) == pytest.approx(expected, abs=0.01)


def test_few_views_have_few_neighbours_and_none_are_all_found() -> None:
    of = recall.sample(QUERIES, [(IDS[:3], VECTORS[:3])])
    assert of.k == 3
    np.testing.assert_allclose(of.edge, nearest(VECTORS[:3], IDS[:3], QUERIES, 3)[0][:, 2], atol=1e-6)
    assert recall.recall(Answers(7), recall.sample(QUERIES, [])) == 1
    assert recall.recall(Answers(7), recall.sample(QUERIES[:0], CHUNKS)) == 1


def test_the_search_is_made_as_thorough_as_it_must_be(monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[int] = []

    class Dial:
        def set_ef(self, effort: int) -> None:
            tried.append(effort)

    graph = Answers(0)
    graph.raw = Dial()
    monkeypatch.setattr(recall, "recall", lambda *_: 0.996 if tried[-1] < 192 else 0.998)
    assert recall.tune(graph, recall.sample(QUERIES, CHUNKS)) == 0.998
    assert tried == [32, 48, 64, 96, 128, 192]
    monkeypatch.setattr(recall, "recall", lambda *_: 0.5)
    assert recall.tune(graph, recall.sample(QUERIES, CHUNKS)) == 0.5
    assert tried[-1] == recall.EFFORTS[-1]


def test_the_floor() -> None:
    assert recall.too_low(0.989, 100_000)
    assert not recall.too_low(0.99, 100_000)
    assert not recall.too_low(0.985, 1_000_000)
    assert recall.too_low(0.979, 1_000_000)


def test_queries_lie_half_way_and_the_draw_repeats() -> None:
    some, others = random_units(9, 64, seed=1), random_units(9, 64, seed=2)
    np.testing.assert_allclose(recall.between(some, others), unit(some + others), atol=1e-6)
    np.testing.assert_array_equal(recall.between(some, -some), some)
    np.testing.assert_array_equal(recall.drawn(5000), recall.drawn(5000))
    assert len(set(recall.drawn(5000).tolist())) == recall.QUERIES
    assert recall.drawn(3).tolist() == [0, 1, 2]
