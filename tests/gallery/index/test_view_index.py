"""An index through any course of changes answers as plain NumPy over what is left."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from index.oracle import assert_exact, check_invariants
from shelf import DIMENSION, clusters, random_units

from gallery import ViewIndex
from gallery.index import limits
from gallery.index.graph import Graph
from gallery.index.making import Source, make, parts_of
from gallery.index.matrix import Matrix
from gallery.index.plan import plan
from gallery.index.view_index import Part

QUERIES = random_units(20, seed=9)
NONE = np.empty(0, np.int64)
NO_VECTORS = np.empty((0, DIMENSION), np.float32)
POOL = clusters(80, 5, spread=0.6)[0]


@pytest.mark.parametrize("views", [1, 7, 300])
@pytest.mark.parametrize("k", [1, 7, 400])
def test_a_small_gallery_is_compared_one_by_one(views: int, k: int) -> None:
    vectors = random_units(views)
    index = ViewIndex.build(vectors, np.arange(views))
    assert index.exact
    assert_exact(index, vectors, np.arange(views), QUERIES, k)


@pytest.mark.parametrize("exact_below", [10_000, 1])
def test_equal_vectors_are_at_zero_and_ties_go_to_the_lower_id(
    exact_below: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "EXACT_BELOW", exact_below)
    vectors = np.concatenate([random_units(40), random_units(5), random_units(5)])
    view_ids = np.arange(50)[::-1].copy()
    index = ViewIndex.build(vectors, view_ids)
    assert index.exact == (exact_below > 50)
    found = index.search(vectors[:5], 4)
    check_invariants(found, index, 5, 4)
    assert (found.distances[:, :3] == 0).all()
    np.testing.assert_array_equal(found.labels[:, :3], [[4 - n, 9 - n, 49 - n] for n in range(5)])
    assert (found.distances[:, 3] > 0).all()


def test_equal_vectors_in_different_parts_are_ordered_by_view_id(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "EXACT_BELOW", 1)
    vectors = random_units(30)
    index = ViewIndex.build(vectors, np.arange(30) + 100).changed(np.arange(30), vectors, NONE)
    found = index.search(vectors[:5], 2)
    assert (found.distances == 0).all()
    np.testing.assert_array_equal(found.labels, [[n, 100 + n] for n in range(5)])


@pytest.mark.parametrize("exact_below", [10_000, 0])
@pytest.mark.parametrize("views", [0, 1, 3])
def test_few_views_give_few_neighbours(exact_below: int, views: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "EXACT_BELOW", exact_below)
    index = ViewIndex.build(random_units(views), np.arange(views))
    check_invariants(index.search(QUERIES, 7), index, 20, 7)
    check_invariants(index.search(QUERIES[:0], 7), index, 0, 7)


def test_none_left_and_some_again() -> None:
    index = ViewIndex.build(random_units(5), np.arange(5)).changed(NONE, NO_VECTORS, np.arange(5))
    check_invariants(index.search(QUERIES, 7), index, 20, 7)
    assert_exact(index.changed(np.array([5]), POOL[:1], NONE), POOL[:1], np.array([5]), QUERIES, 7)


def test_what_does_not_fit_is_refused() -> None:
    index = ViewIndex.build(random_units(3), np.arange(3))
    with pytest.raises(ValueError, match="must be"):
        index.search(random_units(1, 8), 1)
    with pytest.raises(ValueError, match="must be"):
        index.changed(np.array([3]), random_units(1, 8), NONE)
    with pytest.raises(ValueError, match="must be"):
        ViewIndex.build(random_units(3), np.arange(4))


def test_a_change_shares_the_graph_and_leaves_the_older_index_as_it_was(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(limits, "EXACT_BELOW", 100)
    before = ViewIndex.build(POOL[:300], np.arange(300))
    after = before.changed(np.arange(300, 310), POOL[300:310], np.arange(0, 300, 7))
    left = np.setdiff1d(np.arange(310), np.arange(0, 300, 7))
    assert isinstance(before.parts[0], Graph)
    assert isinstance(after.parts[0], Graph)
    assert after.parts[0].raw is before.parts[0].raw
    assert_exact(after, POOL[left], left, QUERIES, 7)  # 300 views at ef 64: nothing is missed
    assert_exact(before, POOL[:300], np.arange(300), QUERIES, 7)


def _tended(index: ViewIndex, started: ViewIndex) -> ViewIndex:
    """What the upkeep does, begun on an older index and finished on a newer one."""
    numbers = plan(started)
    if not numbers:
        return index
    old = [started.parts[number] for number in numbers]
    view_ids = np.sort(np.concatenate([part.view_ids for part in old]))
    source = Source(view_ids, lambda some: POOL[some], DIMENSION)
    parts: list[Part] = [Matrix.of(POOL[view_ids], view_ids)]
    if len(started) >= limits.EXACT_BELOW:
        parts = list(parts_of(source, make(source)))
    return index.replaced(numbers, parts)


CHANGE = st.tuples(st.integers(0, 60), st.sets(st.integers(0, 399), max_size=40), st.booleans())


@settings(max_examples=40, deadline=None)
@given(st.lists(CHANGE, max_size=10))
def test_any_course_of_changes_and_mergers_ends_in_what_is_left(
    changes: list[tuple[int, set[int], bool]],
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(limits, "EXACT_BELOW", 60)
        patch.setattr(limits, "SIDE", 25)
        index, live, next_id = ViewIndex.build(NO_VECTORS, NONE), NONE, 0
        for count, removed, merge in changes:
            started = index
            fresh = np.arange(next_id, min(next_id + count, len(POOL)))
            gone = np.array(sorted(removed), np.int64)
            index = index.changed(fresh, POOL[fresh], gone[gone < next_id])
            live = np.r_[np.setdiff1d(live, gone), fresh].astype(np.int64)
            next_id = max(next_id, next_id + len(fresh))
            if merge:
                index = _tended(index, started)
            np.testing.assert_array_equal(np.sort(_all_ids(index)), live)
            assert_exact(index, POOL[live], live, QUERIES[:5], 7)
        while plan(index):
            index = _tended(index, index)
        assert index.exact or len(index) >= 60
        assert_exact(index, POOL[live], live, QUERIES[:5], 7)


def _all_ids(index: ViewIndex) -> np.ndarray:
    return np.concatenate([NONE, *(part.view_ids for part in index.parts)])
