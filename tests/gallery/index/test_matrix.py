"""Comparing all, through every way of adding and removing."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from index.oracle import nearest
from shelf import DIMENSION, random_units

from gallery.index.matrix import Matrix

QUERIES = random_units(6, seed=9)


def _assert_holds(matrix: Matrix, vectors: np.ndarray, view_ids: np.ndarray, k: int = 7) -> None:
    distances, found = matrix.search(QUERIES, k)
    expected, labels = nearest(vectors, view_ids, QUERIES, k)
    np.testing.assert_allclose(distances, expected, atol=1e-6)
    np.testing.assert_array_equal(np.sort(found), np.sort(labels))
    assert len(matrix) == len(view_ids)
    np.testing.assert_array_equal(matrix.view_ids, view_ids)
    np.testing.assert_array_equal(matrix.vectors, vectors)


@pytest.mark.parametrize("views", [1, 7, 100, 3000])
@pytest.mark.parametrize("k", [1, 7, 32])
def test_it_is_plain_numpy(views: int, k: int) -> None:
    vectors = random_units(views)
    _assert_holds(Matrix.of(vectors, np.arange(views) + 5), vectors, np.arange(views) + 5, k)


def test_one_query_is_answered_as_it_is_among_many() -> None:
    matrix = Matrix.of(random_units(3000), np.arange(3000))
    together = matrix.search(QUERIES, 7)
    for row, query in enumerate(QUERIES):
        alone = matrix.search(query[None], 7)
        np.testing.assert_array_equal(alone[1][0], together[1][row])
        np.testing.assert_array_equal(alone[0][0], together[0][row])


def test_many_queries_are_answered_in_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    matrix = Matrix.of(random_units(300), np.arange(300))
    whole = matrix.search(QUERIES, 7)[1]
    monkeypatch.setattr("gallery.index.matrix._SCORES", 700)
    np.testing.assert_array_equal(matrix.search(QUERIES, 7)[1], whole)


def test_equal_vectors_are_at_zero_and_ties_go_to_the_lower_id() -> None:
    vectors = np.concatenate([random_units(3000), random_units(5), random_units(5)])
    view_ids = np.arange(len(vectors))[::-1].copy()
    distances, found = Matrix.of(vectors, view_ids).search(vectors[:5], 4)
    assert (distances[:, :3] == 0).all()
    assert (distances[:, 3] > 0).all()
    np.testing.assert_array_equal(found[:, :3], [[5 - 1 - n, 10 - 1 - n, 3009 - n] for n in range(5)])


def test_all_views_the_same() -> None:
    vectors = np.repeat(random_units(1), 500, axis=0)
    assert Matrix.of(vectors, np.arange(500)).search(QUERIES, 7)[1].tolist() == [list(range(7))] * 6


def test_an_older_matrix_does_not_see_what_came_or_went_later() -> None:
    vectors = random_units(40)
    first = Matrix.of(vectors[:10], np.arange(10))
    second = first.added(vectors[10:20], np.arange(10, 20))
    one, other = (
        second.added(vectors[20:30], np.arange(20, 30)),
        second.added(vectors[30:], np.arange(30, 40)),
    )
    less = second.without(np.array([3, 12, 99]))
    more = less.added(vectors[30:], np.arange(30, 40))
    stay = np.setdiff1d(np.arange(20), [3, 12])
    _assert_holds(first, vectors[:10], np.arange(10))
    _assert_holds(second, vectors[:20], np.arange(20))
    _assert_holds(one, vectors[:30], np.arange(30))
    _assert_holds(other, vectors[np.r_[:20, 30:40]], np.r_[:20, 30:40])
    _assert_holds(less, vectors[stay], stay)
    _assert_holds(more, vectors[np.r_[stay, 30:40]], np.r_[stay, 30:40])


def test_adding_a_few_to_many_copies_nothing() -> None:
    many = Matrix.of(random_units(1000), np.arange(1000)).added(random_units(1, seed=2), np.array([1000]))
    more = many.added(random_units(1, seed=3), np.array([1001]))
    assert np.shares_memory(more.vectors, many.vectors)


def test_none_left() -> None:
    gone = Matrix.of(random_units(5), np.arange(5)).without(np.arange(5))
    assert len(gone) == 0
    assert gone.search(QUERIES, 7)[0].shape == (6, 0)
    assert Matrix.empty(DIMENSION).search(QUERIES[:0], 7)[1].shape == (0, 0)


def test_what_is_set_aside_stays_so() -> None:
    aside = Matrix.of(random_units(9), np.arange(9), aside=9)
    assert aside.added(random_units(2), np.arange(9, 11)).aside == 9
    assert aside.without(np.array([1])).aside == 8
    assert aside.without(np.arange(8)).aside == 1


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 40), st.lists(st.integers(0, 200), max_size=20)), max_size=8))
def test_any_course_of_changes_ends_in_what_is_left(changes: list[tuple[int, list[int]]]) -> None:
    pool = random_units(400)
    matrix, live, next_id = Matrix.empty(DIMENSION), np.empty(0, np.int64), 0
    for count, removed in changes:
        fresh = np.arange(next_id, next_id + count)
        matrix = matrix.added(pool[fresh], fresh).without(np.array(removed, np.int64))
        live = np.setdiff1d(np.r_[live, fresh], removed).astype(np.int64)
        next_id += count
    _assert_holds(matrix, pool[live], live)
