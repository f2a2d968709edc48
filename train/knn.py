"""KNN: the paper's classifier over embeddings, its K chosen by cross-validation."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.model_selection import GridSearchCV, StratifiedKFold, cross_val_predict
from sklearn.neighbors import KNeighborsClassifier

from train.metrics import distances

Vectors = NDArray[np.float32]
Labels = NDArray[np.int64]
Votes = NDArray[np.float64]


@dataclass(frozen=True)
class Knn:
    """Nearest neighbours that vote with one over their distance.

    Attributes:
        k: how many vote.
        vectors: float32 `[G, D]`, unit length.
        labels: int64 `[G]`, 0 to classes - 1.
    """

    k: int
    vectors: Vectors
    labels: Labels

    def ranking(self, queries: Vectors) -> Labels:
        """For each query all classes, best first, int64 `[Q, classes]`.

        Classes without a vote follow those with votes, the one with the nearest photo first: with a
        small K the vote alone names too few classes for a top-5.
        """
        model = KNeighborsClassifier(self.k, weights="distance").fit(self.vectors, self.labels)
        return rank(model.predict_proba(queries), distances(queries, self.vectors), self.labels)


def choose_k(vectors: Vectors, labels: Labels, folds: int = 5, largest: int = 15, seed: int = 0) -> int:
    """The K with the best accuracy in stratified cross-validation, the smallest of equals.

    Args:
        vectors: float32 `[N, D]`.
        labels: int64 `[N]`.
        folds: of the cross-validation; fewer where the largest class has fewer photos.
        largest: K tried, from 1; fewer where a fold trains on fewer photos.
        seed: of the folds.
    """
    parts = _folds(labels, folds, seed)
    most = min(largest, len(labels) - -(-len(labels) // parts.n_splits))
    search = GridSearchCV(
        KNeighborsClassifier(weights="distance"), {"n_neighbors": list(range(1, most + 1))}, cv=parts
    )
    return int(search.fit(vectors, labels).best_params_["n_neighbors"])


def ranking_across(vectors: Vectors, labels: Labels, k: int, folds: int = 5, seed: int = 0) -> Labels:
    """Rank classes for each photo by the photos of the other folds, int64 `[N, classes]`.

    A photo that is asked among those enrolled finds itself; this is the honest figure for them.
    """
    parts = _folds(labels, folds, seed)
    model = KNeighborsClassifier(k, weights="distance")
    votes = cross_val_predict(model, vectors, labels, cv=parts, method="predict_proba")
    apart = distances(vectors, vectors)
    for _, fold in parts.split(vectors, labels):
        apart[np.ix_(fold, fold)] = np.inf
    return rank(votes, apart, labels)


def rank(votes: Votes, apart: Vectors, labels: Labels) -> Labels:
    """Classes by votes `[Q, classes]`, equal ones by their nearest photo of `apart` `[Q, G]`."""
    nearest = np.stack([apart[:, labels == label].min(1) for label in range(votes.shape[1])], 1)
    return np.asarray(np.lexsort((nearest, -votes), axis=1), np.int64)


def top(ranking: Labels, labels: Labels, count: int) -> float:
    """Share of queries `[Q, classes]` whose right class is among the first `count`."""
    return float(np.mean((ranking[:, :count] == labels[:, None]).any(1)))


def _folds(labels: Labels, folds: int, seed: int) -> StratifiedKFold:
    count = max(2, min(folds, int(np.bincount(labels).max())))
    return StratifiedKFold(count, shuffle=True, random_state=seed)
