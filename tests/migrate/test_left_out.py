from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from shelf import clusters

from edge.migrate import left_out
from edge.migrate.left_out import voted, with_others


def plain_vote(vectors: np.ndarray, skus: list[str], row: int) -> str:
    """The rule spelt out: of the seven nearest other views each votes with one over its distance."""
    distances = {
        other: float(np.linalg.norm(vectors[row] - vectors[other]))
        for other in range(len(skus))
        if other != row
    }
    votes: Counter[str] = Counter()
    for other in sorted(distances, key=distances.__getitem__)[:7]:
        votes[skus[other]] += 1 / distances[other]
    return votes.most_common(1)[0][0]


def test_each_view_is_judged_by_the_others_as_the_till_votes() -> None:
    vectors, skus = clusters(12, 4, spread=1.2)
    found = voted(vectors, skus, np.arange(len(skus)))
    assert found == [plain_vote(vectors, skus, row) for row in range(len(skus))]
    assert 0 < sum(map(str.__eq__, found, skus)) < len(skus)


def test_products_of_one_view_are_left_aside() -> None:
    assert with_others(list("aabbc")).tolist() == [0, 1, 2, 3]
    assert with_others(list("abc")).tolist() == []
    assert with_others(list("aaa")).tolist() == []


def test_a_large_gallery_gives_some_views_always_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(left_out, "MOST_VIEWS", 10)
    rows = with_others([f"p{number // 4}" for number in range(80)])
    assert len(set(rows.tolist())) == 10
    assert (np.diff(rows) > 0).all()
    assert (rows == with_others([f"p{number // 4}" for number in range(80)])).all()
