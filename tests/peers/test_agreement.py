"""Decisions are counted item by item, and another network is refused before it is timed."""

from __future__ import annotations

import numpy as np
import pytest
from peers.agreement import Agreement, compare, refuse_another_network
from peers.subject import Answer

from gallery.errors import GateError

VECTORS = np.eye(2, dtype=np.float32)
OURS = Answer((("accept", "tea"), ("unknown", None)), VECTORS)


def test_verdict_and_product_are_both_compared() -> None:
    other = Answer((("accept", "milk"), ("unknown", None)), VECTORS)
    unsure = Answer((("ask", None), ("ask", None)), VECTORS)
    assert compare([OURS], [OURS]) == Agreement(2, 2, 1.0)
    assert compare([OURS, OURS], [other, unsure]) == Agreement(1, 4, 1.0)


def test_what_a_subject_was_not_asked_counts_for_nothing() -> None:
    assert compare([OURS, OURS], [None, Answer(OURS.decided, None)]) == Agreement(2, 2, None)


def test_the_least_cosine_is_told() -> None:
    turned = np.array([[1, 0], [0.6, 0.8]], np.float32)
    assert compare([OURS], [Answer(OURS.decided, turned)]).cosine == pytest.approx(0.8)


@pytest.mark.parametrize("cosine", [0.9998, float("nan")])
def test_another_network_is_refused(cosine: float) -> None:
    with pytest.raises(GateError, match="peer"):
        refuse_another_network("peer", Agreement(2, 2, cosine))
    refuse_another_network("peer", Agreement(2, 2, 0.99995))
    refuse_another_network("till", Agreement(2, 2, None))
