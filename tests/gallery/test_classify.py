"""7-NN with 1/distance votes against plain NumPy and against scikit-learn."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from shelf import clusters, random_units

from gallery import Candidate, K, Neighbours, ViewIndex, rank


def _neighbours(*pairs: tuple[float, int]) -> Neighbours:
    distances, rows = zip(*pairs, strict=True)
    return Neighbours(np.array([distances], np.float32), np.array([rows], np.int64))


def test_a_case_worked_by_hand() -> None:
    # votes 1/0.5 = 2 for a, 1/1 + 1/2 = 1.5 for b
    (ranked,) = rank(_neighbours((0.5, 0), (1.0, 1), (2.0, 2)), ["a", "b", "b"])
    assert ranked == (
        Candidate("a", pytest.approx(2 / 3.5), 0.5),
        Candidate("b", pytest.approx(1.5 / 3.5), 1.0),
    )


def test_exact_matches_alone_vote_and_ties_go_by_sku() -> None:
    (ranked,) = rank(_neighbours((0.0, 0), (0.0, 1), (0.1, 2), (0.1, 2)), ["b", "a", "c"])
    assert [(each.sku, each.share) for each in ranked] == [("a", 0.5), ("b", 0.5), ("c", 0.0)]


def test_views_beyond_the_seven_are_candidates_without_a_vote() -> None:
    (ranked,) = rank(_neighbours(*[(0.5, 0)] * K, (0.52, 1), (0.6, 0)), ["a", "b"])
    assert ranked == (Candidate("a", pytest.approx(1), 0.5), Candidate("b", 0.0, pytest.approx(0.52)))


def test_no_neighbour_no_candidate() -> None:
    assert rank(Neighbours(np.empty((2, 0), np.float32), np.empty((2, 0), np.int64)), []) == [(), ()]


def _data() -> tuple[NDArray[np.float32], list[str], NDArray[np.float32]]:
    vectors, skus = clusters(12, 5, spread=1.2)
    return vectors, skus, np.concatenate([random_units(200, seed=8), vectors[:10]])


def test_the_vote_is_that_of_plain_numpy() -> None:
    vectors, skus, queries = _data()
    ranked = rank(ViewIndex.build(vectors, np.arange(len(vectors))).search(queries, K), skus)
    for query, candidates in zip(queries, ranked, strict=True):
        distance = np.sqrt(((vectors.astype(np.float64) - query) ** 2).sum(axis=1))
        nearest = np.argsort(distance, kind="stable")[:7]
        with np.errstate(divide="ignore"):
            vote = np.where(distance[nearest[0]] == 0, distance[nearest] == 0, 1 / distance[nearest])
        shares = {sku: vote[[skus[row] == sku for row in nearest]].sum() / vote.sum() for sku in set(skus)}
        assert {each.sku: each.share for each in candidates} == pytest.approx(
            {skus[row]: shares[skus[row]] for row in nearest}, abs=1e-6
        )
        assert sum(each.share for each in candidates) == pytest.approx(1)
        assert candidates[0].share == pytest.approx(max(shares.values()), abs=1e-6)


def test_the_vote_is_that_of_scikit_learn() -> None:
    neighbors = pytest.importorskip("sklearn.neighbors")
    vectors, skus, queries = _data()
    oracle = neighbors.KNeighborsClassifier(7, weights="distance", algorithm="kd_tree").fit(vectors, skus)
    shares = oracle.predict_proba(queries)
    ranked = rank(ViewIndex.build(vectors, np.arange(len(vectors))).search(queries, K), skus)
    mine = np.zeros_like(shares)
    for row, candidates in enumerate(ranked):
        for each in candidates:
            mine[row, list(oracle.classes_).index(each.sku)] = each.share
    np.testing.assert_allclose(mine, shares, atol=1e-6)
    assert [candidates[0].sku for candidates in ranked] == list(oracle.predict(queries))
