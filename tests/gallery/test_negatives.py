from __future__ import annotations

import numpy as np
import pytest
from shelf import random_units, unit

from gallery import Candidate, Negatives, refute

QUERY = np.array([[1.0, 0, 0]], np.float32)


def _at(distance: float) -> np.ndarray:
    """A unit vector at this L2 distance from the query."""
    cosine = 1 - distance**2 / 2
    return np.array([cosine, np.sqrt(1 - cosine**2), 0], np.float32)


CANDIDATES = [(Candidate("a", 0.6, 0.5), Candidate("b", 0.4, 0.7))]


@pytest.mark.parametrize(
    ("sku", "distance", "left"),
    [
        ("a", 0.4, ["b"]),
        ("a", 0.6, ["a", "b"]),
        ("b", 0.4, ["a"]),
        ("c", 0.1, ["a", "b"]),
        ("", 0.4, []),
        ("", 0.6, ["a"]),
    ],
)
def test_cases_worked_by_hand(sku: str, distance: float, left: list[str]) -> None:
    (kept,) = refute(CANDIDATES, QUERY, Negatives(_at(distance)[None], (sku,)))
    assert [candidate.sku for candidate in kept] == left
    assert all(candidate in CANDIDATES[0] for candidate in kept)


def test_the_nearest_of_several_negatives_counts_and_each_query_is_judged_alone() -> None:
    negatives = Negatives(np.stack([_at(0.9), _at(0.3), _at(0.8)]), ("a", "a", ""))
    far = unit(np.array([[0, 0, 1.0]]))
    kept = refute([*CANDIDATES, *CANDIDATES], np.concatenate([QUERY, far]), negatives)
    assert [[candidate.sku for candidate in some] for some in kept] == [["b"], ["a", "b"]]


def test_a_photo_that_was_both_enrolled_and_rejected_is_rejected() -> None:
    queries = random_units(50)
    both = [(Candidate("a", 1.0, 0.0),)] * 50
    assert refute(both, queries, Negatives(queries[::-1].copy(), ("a",) * 50)) == [()] * 50


def test_without_negatives_nothing_changes() -> None:
    assert refute(CANDIDATES, QUERY, Negatives.none(3)) == CANDIDATES
    assert refute([], np.zeros((0, 3), np.float32), Negatives.none(3)) == []
    assert refute([()], QUERY, Negatives(_at(0.1)[None], ("",))) == [()]


def test_shapes_that_do_not_fit_are_refused() -> None:
    with pytest.raises(ValueError, match=r"\[M, D\]"):
        Negatives(random_units(2), ("a",))
