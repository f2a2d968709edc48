from __future__ import annotations

import numpy as np

from gallery.index.nearest import in_order, nearest


def _found(*pairs: tuple[float, int]) -> tuple[np.ndarray, np.ndarray]:
    return np.array([[d for d, _ in pairs]], np.float32), np.array([[i for _, i in pairs]], np.int64)


def test_parts_are_merged_by_distance_and_then_by_view_id() -> None:
    distances, view_ids = nearest([_found((0.1, 9), (0.5, 2)), _found((0.1, 3), (0.2, 1), (0.5, 1))], 4)
    assert view_ids.tolist() == [[3, 9, 1, 1]]
    np.testing.assert_allclose(distances, [[0.1, 0.1, 0.2, 0.5]])


def test_ties_of_one_part_are_put_in_order() -> None:
    assert in_order(*_found((0.1, 1), (0.5, 7), (0.5, 2)))[1].tolist() == [[1, 2, 7]]
    assert nearest([_found((0.1, 1), (0.5, 2), (0.5, 7))], 2)[1].tolist() == [[1, 2]]


def test_a_part_without_views_adds_nothing() -> None:
    empty = np.empty((1, 0), np.float32), np.empty((1, 0), np.int64)
    assert nearest([empty, _found((0.1, 1))], 7)[1].tolist() == [[1]]


def test_a_part_that_is_farther_than_the_nearest_k_changes_nothing_and_a_tie_counts() -> None:
    first = _found((0.1, 5), (0.5, 6), (0.9, 7))
    far, tie = _found((0.51, 1)), _found((0.5, 1))
    assert nearest([first, far], 2)[1].tolist() == [[5, 6]]
    assert nearest([first, tie], 2)[1].tolist() == [[5, 1]]
    two = (
        tuple(np.repeat(each, 2, axis=0) for each in first),
        tuple(np.repeat(each, 2, axis=0) for each in far),
    )
    two[1][0][1] = 0.2
    assert nearest(two, 2)[1].tolist() == [[5, 6], [5, 1]]
