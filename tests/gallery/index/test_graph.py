from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from index.oracle import nearest
from shelf import clusters, random_units

from gallery.index.graph import WIDE, Graph

VECTORS, _ = clusters(200, 10, spread=0.5, dimension=64)
IDS = np.arange(len(VECTORS)) * 3 + 7
QUERIES = random_units(100, 64, seed=3)


def _graph(ef: int = 100) -> Graph:
    graph = Graph.build([(IDS[:900], VECTORS[:900]), (IDS[900:], VECTORS[900:])], len(IDS), 64)
    graph.raw.set_ef(ef)
    return graph


@pytest.fixture(scope="module")
def graph() -> Graph:
    return _graph()


def _share(found: np.ndarray, expected: np.ndarray) -> float:
    return float(np.mean([len(set(a) & set(b)) / len(b) for a, b in zip(found, expected, strict=True)]))


def test_it_finds_what_numpy_finds(graph: Graph) -> None:
    distances, found = graph.search(QUERIES, 7)
    expected, labels = nearest(VECTORS, IDS, QUERIES, 7)
    assert _share(found[:, :7], labels) >= 0.99
    np.testing.assert_allclose(distances[:, 0], expected[:, 0], atol=1e-5)
    assert found.dtype == np.int64


def test_a_thorough_search_finds_what_a_careless_one_misses() -> None:
    careless = _graph(ef=1)
    _, labels = nearest(VECTORS, IDS, QUERIES, 1)
    missed = 1 - _share(careless.search(QUERIES, 1)[1][:, :1], labels)
    assert missed > 0.1, "else there is nothing to find"
    assert _share(careless.search(QUERIES, 1, WIDE)[1][:, :1], labels) == 1.0


def test_the_same_views_give_the_same_graph(tmp_path: Path) -> None:
    for name in ("one", "two"):
        _graph().save(tmp_path / name)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def test_a_saved_graph_answers_as_before(graph: Graph, tmp_path: Path) -> None:
    graph.save(tmp_path / "graph")
    loaded = Graph.load(tmp_path / "graph", 64)
    loaded.raw.set_ef(100)
    np.testing.assert_array_equal(loaded.search(QUERIES, 7)[1], graph.search(QUERIES, 7)[1])
    np.testing.assert_array_equal(loaded.view_ids, IDS)


def test_what_was_removed_is_not_found_and_something_else_is(graph: Graph) -> None:
    _, near = nearest(VECTORS, IDS, QUERIES[:1], 500)
    less = graph.without(np.r_[near[0], 1])  # all that is near, and a view that there is not
    stay = ~np.isin(IDS, near)
    _, found = less.search(QUERIES[:1], 7)
    _, expected = nearest(VECTORS[stay], IDS[stay], QUERIES[:1], 7)
    assert _share(found[:, :7], expected) >= 6 / 7
    assert len(less) == len(IDS) - 500
    assert less.dead_share == pytest.approx(500 / 2000)
    assert len(graph) == len(IDS)


def test_all_but_three_removed(graph: Graph) -> None:
    less = graph.without(IDS[:-3])
    distances, found = less.search(QUERIES, 7)
    assert distances.shape == (100, 3)
    np.testing.assert_array_equal(np.sort(found), np.broadcast_to(IDS[-3:], (100, 3)))
    np.testing.assert_allclose(distances, nearest(VECTORS[-3:], IDS[-3:], QUERIES, 3)[0], atol=1e-5)
    assert less.without(IDS).search(QUERIES, 7)[0].shape == (100, 0)


def test_a_graph_that_cannot_reach_enough_compares_all(graph: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    class Apart:
        def knn_query(self, *_: object, **__: object) -> None:
            raise RuntimeError("Cannot return the results in a contiguous 2D array")

        def get_items(self, view_ids: np.ndarray) -> np.ndarray:
            return VECTORS[np.searchsorted(IDS, view_ids)]

    distances, found = Graph(Apart(), IDS, np.empty(0, np.int64)).search(QUERIES, 7)
    expected, labels = nearest(VECTORS, IDS, QUERIES, 7)
    np.testing.assert_array_equal(found[:, :7], labels)
    np.testing.assert_allclose(distances[:, :7], expected, atol=1e-5)


def test_more_views_are_found_too(graph: Graph, tmp_path: Path) -> None:
    graph.save(tmp_path / "graph")
    more = random_units(50, 64, seed=8)
    grown = Graph.load(tmp_path / "graph", 64).extended([(np.arange(50) + 10_000, more)], 50)
    assert len(grown) == len(IDS) + 50
    assert grown.search(more, 1)[1][:, 0].tolist() == list(range(10_000, 10_050))


def test_its_vectors_are_those_it_was_given(graph: Graph) -> None:
    np.testing.assert_array_equal(graph.vectors(IDS[[5, 900]]), VECTORS[[5, 900]])
