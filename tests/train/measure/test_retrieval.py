from __future__ import annotations

import numpy as np
import pytest
from clusters import clusters
from hypothesis import given, settings
from hypothesis import strategies as st

from train.measure import retrieval as module
from train.measure.retrieval import KS, retrieval
from train.metrics import distances


def slow(vectors: np.ndarray, labels: np.ndarray, query: int) -> tuple[list[bool], float]:
    """Recall@k and MAP@R of one query, as Musgrave et al. write them down."""
    others = [row for row in range(len(labels)) if row != query]
    apart = distances(vectors[query : query + 1], vectors)[0]
    ranked = sorted(others, key=lambda row: (apart[row], row))
    same = [bool(labels[row] == labels[query]) for row in ranked]
    count = sum(same)
    precise = [sum(same[: i + 1]) / (i + 1) for i in range(count) if same[i]]
    return [any(same[:k]) for k in KS], sum(precise) / count


@settings(deadline=None)
@given(st.lists(st.integers(1, 14), min_size=2, max_size=5), st.integers(0, 100))
def test_it_is_the_plain_definition(counts: list[int], seed: int) -> None:
    vectors, _ = clusters(len(counts), max(counts), 0.5, seed)
    labels = np.repeat(np.arange(len(counts)), counts)
    vectors = vectors[np.random.default_rng(seed).permutation(len(vectors))[: len(labels)]]
    found = retrieval(vectors, labels)
    queries = [row for row in range(len(labels)) if counts[labels[row]] > 1]
    expected = [slow(vectors, labels, row) for row in queries]
    assert found.labels.tolist() == labels[queries].tolist()
    assert found.recall.tolist() == [recall for recall, _ in expected]
    assert found.map_at_r == pytest.approx([precise for _, precise in expected])


def test_it_is_that_of_pytorch_metric_learning() -> None:
    torch = pytest.importorskip("torch")
    accuracy = pytest.importorskip("pytorch_metric_learning.utils.accuracy_calculator")
    inference = pytest.importorskip("pytorch_metric_learning.utils.inference")
    vectors, labels = clusters(6, 15, 0.35, 3)
    oracle = accuracy.AccuracyCalculator(
        include=("precision_at_1", "mean_average_precision_at_r"),
        k="max_bin_count",
        knn_func=inference.CustomKNN(__import__("pytorch_metric_learning").distances.LpDistance()),
        device=torch.device("cpu"),
    ).get_accuracy(torch.from_numpy(vectors), torch.from_numpy(labels))
    found = retrieval(vectors, labels)
    assert found.recall[:, 0].mean() == pytest.approx(oracle["precision_at_1"])
    assert found.map_at_r.mean() == pytest.approx(oracle["mean_average_precision_at_r"], abs=1e-6)


def test_chunks_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    vectors, labels = clusters(4, 9, 0.4)
    whole = retrieval(vectors, labels)
    monkeypatch.setattr(module, "CHUNK", 5)
    assert np.array_equal(retrieval(vectors, labels).map_at_r, whole.map_at_r)


def test_classes_of_one_photo_ask_nothing() -> None:
    assert len(retrieval(np.eye(3, dtype=np.float32), np.arange(3)).labels) == 0
