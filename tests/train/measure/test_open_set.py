from __future__ import annotations

import numpy as np
import pytest
from clusters import clusters, photos_of
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import roc_auc_score

from train.measure import Protocol, plan
from train.measure.open_set import Queries, queries
from train.metrics import unknown

Made = tuple[Queries, np.ndarray]


@st.composite
def asked(draw: st.DrawFn) -> Made:
    """Queries with many equal distances, and whole weights of four classes; 0 and 1 are known."""
    labels = np.array([0, 1, 2, 3, *draw(st.lists(st.integers(0, 3), max_size=20))])
    distance = np.sort(
        np.array(draw(st.lists(st.integers(0, 6), min_size=len(labels), max_size=len(labels))))
    )
    known = labels < 2
    named = np.array(draw(st.lists(st.booleans(), min_size=len(labels), max_size=len(labels))))
    weights = np.array(draw(st.lists(st.integers(1, 3), min_size=4, max_size=4)), float)
    return Queries(distance.astype(np.float32), labels, known, known & named), weights


def expanded(made: Made) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Each query as often as its class weighs: distance, known, right."""
    one, weights = made
    times = weights[one.labels].astype(int)
    return tuple(np.repeat(part, times) for part in (one.distance, one.known, one.right))  # type: ignore[return-value]


@settings(deadline=None)
@given(asked())
def test_auroc_is_that_of_scikit_learn(made: Made) -> None:
    distance, known, _ = expanded(made)
    assert made[0].figures(made[1][None]).auroc[0] == pytest.approx(roc_auc_score(known, -distance))


@settings(deadline=None)
@given(asked())
def test_fpr_and_oscr_are_the_plain_definition(made: Made) -> None:
    """Try every distance as the threshold; OSCR by the trapezium rule between them."""
    distance, known, right = expanded(made)
    fpr, tpr, ccr = [0.0], [0.0], [0.0]
    for threshold in np.unique(distance):
        accepted = distance <= threshold
        fpr.append(accepted[~known].mean())
        tpr.append(accepted[known].mean())
        ccr.append((accepted & right)[known].mean())
    area = sum((fpr[i] - fpr[i - 1]) * (ccr[i] + ccr[i - 1]) / 2 for i in range(1, len(fpr)))
    figures = made[0].figures(made[1][None])
    assert figures.oscr[0] == pytest.approx(area)
    assert figures.fpr[0] == pytest.approx(
        next(f for f, t in zip(fpr, tpr, strict=True) if t >= 0.95 - 1e-12)
    )
    assert figures.oscr[0] <= ccr[-1] + 1e-9


def test_they_are_those_of_the_plain_metrics() -> None:
    vectors, labels = clusters(8, 20, 0.5)
    for draw in plan(photos_of(labels), Protocol(7, 3)).draws:
        enrolled = np.zeros(len(labels), bool)
        enrolled[draw.enrolled] = True
        figures = queries(vectors, labels, draw).figures(np.ones((1, 8)))
        expected = unknown(vectors, labels, enrolled, draw.known)
        assert (figures.auroc[0], figures.fpr[0]) == pytest.approx(expected)


def test_a_side_that_weighs_nothing_gives_no_figure() -> None:
    vectors, labels = clusters(4, 9, 0.2)
    (draw,) = plan(photos_of(labels), Protocol(7, 1, ("c2", "c3"))).draws
    found = queries(vectors, labels, draw)
    for weights in ([1, 1, 0, 0], [0, 0, 1, 1]):
        assert np.isnan(np.concatenate(found.figures(np.array([weights], float)))).all()


def test_fpr_is_taken_where_just_95_of_100_known_are_accepted() -> None:
    distance = np.append(np.arange(100), [93.5, 94.5]).astype(np.float32)
    known, order = np.arange(102) < 100, np.argsort(distance)
    made = Queries(distance[order], (~known[order]).astype(np.int64), known[order], known[order])
    assert made.figures(np.ones((1, 2))).fpr[0] == 0.5
