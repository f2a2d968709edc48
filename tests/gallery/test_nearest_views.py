from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shelf import random_units

from gallery import nearest_views as module
from gallery.classify import rank
from gallery.nearest_views import in_order, nearest_views, ranked, runs
from gallery.neighbours import Neighbours


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 60), st.integers(0, 4), st.integers(1, 40), st.integers(0, 99))
def test_they_are_those_of_plain_numpy(views: int, queries: int, k: int, seed: int) -> None:
    vectors, asked = random_units(views, seed=seed), random_units(queries, seed=seed + 1)
    generator = np.random.default_rng(seed)
    without = [np.flatnonzero(generator.random(views) < 0.3) for _ in range(queries)]
    for query, left, (distances, rows) in zip(
        asked, without, nearest_views(vectors, asked, k, without), strict=True
    ):
        kept = np.setdiff1d(np.arange(views), left)
        far = np.linalg.norm(vectors[kept].astype(np.float64) - query, axis=1)
        order = np.argsort(far, kind="stable")[:k]
        assert rows.tolist() == kept[order].tolist()
        np.testing.assert_allclose(distances, far[order], atol=1e-6)


def test_equal_vectors_are_at_0_and_equal_distances_go_by_row() -> None:
    vectors = np.repeat(random_units(2), 3, axis=0)
    ((distances, rows),) = nearest_views(vectors, vectors[:1], 4)
    assert distances[:3].tolist() == [0, 0, 0]
    assert rows.tolist() == [0, 1, 2, 3]
    assert in_order(np.array([0.2, 0.1], np.float32), np.array([7, 9]), 1)[1].tolist() == [9]


@pytest.mark.parametrize(
    ("queries", "views", "most"), [(3000, 10, 1024), (10, 4_000_000, 2), (0, 5, 1), (3, 0, 3)]
)
def test_runs_hold_every_query_once_and_fit_into_memory(queries: int, views: int, most: int) -> None:
    cut = list(runs(queries, views))
    assert [row for run in cut for row in range(queries)[run]] == list(range(queries))
    assert max((run.stop - run.start for run in cut), default=0) <= most


def test_candidates_are_those_of_the_vote() -> None:
    found = nearest_views(random_units(9), random_units(2, seed=3), 9)
    skus = list("aabbccdde")
    both = Neighbours(*(np.stack(part) for part in zip(*found, strict=True)))
    assert ranked(found, skus) == rank(both, skus)
    assert ranked([], skus) == []


def test_runs_cover_all_queries_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_SIMILARITIES", 3 * 80)
    cut = list(runs(10, 80))
    assert [run.start for run in cut] == [0, 3, 6, 9]
    assert cut[-1].stop == 10
