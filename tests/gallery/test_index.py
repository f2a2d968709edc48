"""Nearest views against plain NumPy, by both ways."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from shelf import clusters, random_units

from gallery import ViewIndex, index

QUERIES = random_units(20, seed=9)


def _oracle(
    vectors: NDArray[np.float32], queries: NDArray[np.float32], k: int
) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    distance = np.linalg.norm(queries[:, None].astype(np.float64) - vectors[None].astype(np.float64), axis=2)
    rows = np.argsort(distance, axis=1, kind="stable")[:, :k]
    return np.take_along_axis(distance, rows, axis=1), rows


@pytest.mark.parametrize("k", [1, 7, 100])
def test_the_exact_way_is_plain_numpy(k: int) -> None:
    vectors = random_units(300)
    found = ViewIndex.build(vectors, np.arange(300)).search(QUERIES, k)
    distances, rows = _oracle(vectors, QUERIES, k)
    differ = found.rows != rows  # two views may change places where they are equally far in float32
    assert differ.mean() < 0.01
    np.testing.assert_array_equal(np.sort(found.rows[:, :7]), np.sort(rows[:, :7]))
    np.testing.assert_allclose(found.distances, distances, atol=1e-6)  # float32 differences, float64 sums
    assert (found.distances.dtype, found.rows.dtype) == (np.float32, np.int64)


def test_the_graph_finds_what_the_exact_way_finds(monkeypatch: pytest.MonkeyPatch) -> None:
    vectors, _ = clusters(200, 10, spread=0.5, dimension=64)
    queries = random_units(100, 64, seed=3)
    exact = ViewIndex.build(vectors, np.arange(len(vectors))).search(queries, 7)
    monkeypatch.setattr(index, "EXACT_BELOW", 100)
    graph = ViewIndex.build(vectors, np.arange(len(vectors)))
    assert not graph.exact
    found = graph.search(queries, 7)
    shared = [len(set(a) & set(b)) / 7 for a, b in zip(found.rows, exact.rows, strict=True)]
    assert np.mean(shared) >= 0.99  # recall at 7 that is promised
    same = found.rows == exact.rows
    np.testing.assert_array_equal(found.distances[same], exact.distances[same])  # not squared, same float32
    assert (np.diff(found.distances, axis=1) >= 0).all()


def test_the_same_views_give_the_same_graph(monkeypatch: pytest.MonkeyPatch, tmp_path) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setattr(index, "EXACT_BELOW", 1)
    vectors = random_units(500)
    for name in ("one", "two"):
        ViewIndex.build(vectors, np.arange(500)).save(tmp_path / name)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


@pytest.mark.parametrize("exact_below", [10_000, 1])
def test_equal_vectors_are_at_zero_and_ties_go_to_the_lower_id(
    exact_below: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index, "EXACT_BELOW", exact_below)
    vectors = np.concatenate([random_units(40), random_units(5), random_units(5)])
    labels = np.arange(50)[::-1].copy()
    found = ViewIndex.build(vectors, labels).search(vectors[:5], 4)
    assert (found.distances[:, :3] == 0).all()
    np.testing.assert_array_equal(found.rows[:, :3], np.arange(5)[:, None] + [45, 40, 0])
    assert (found.distances[:, 3] > 0).all()


@pytest.mark.parametrize("exact_below", [10_000, 0])
@pytest.mark.parametrize("views", [1, 3])
def test_a_small_gallery_gives_fewer_neighbours(
    exact_below: int, views: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index, "EXACT_BELOW", exact_below)
    built = ViewIndex.build(random_units(views), np.arange(views))
    assert built.search(QUERIES, 7).rows.shape == (20, views)
    assert built.search(QUERIES[:0], 7).rows.shape == (0, views)


def test_an_empty_gallery_gives_none() -> None:
    built = ViewIndex.build(np.empty((0, 16), np.float32), np.empty(0, np.int64))
    assert built.search(QUERIES, 7).distances.shape == (20, 0)


def test_queries_of_another_length_are_refused() -> None:
    with pytest.raises(ValueError, match="must be"):
        ViewIndex.build(random_units(3), np.arange(3)).search(random_units(1, 8), 1)


@settings(max_examples=30, deadline=None)
@given(st.integers(1, 60), st.integers(1, 9), st.integers(0, 1000))
def test_any_size_agrees_with_plain_numpy(views: int, k: int, seed: int) -> None:
    vectors = random_units(views, seed=seed)
    found = ViewIndex.build(vectors, np.arange(views)).search(QUERIES, k)
    np.testing.assert_allclose(found.distances, _oracle(vectors, QUERIES, k)[0], atol=1e-6)
