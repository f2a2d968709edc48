"""Views in a file, and queries of which some show products that are not among them."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from edge.bench.gallery.shelf import QUERIES, STRANGERS, stock


def test_views_queries_and_strangers(tmp_path: Path) -> None:
    told: list[int] = []
    shelf = stock(tmp_path / "v.npy", 195, 10, 32, seed=0, told=told.append)
    vectors = np.load(shelf.path)
    assert vectors.shape == (195, 32)
    assert (shelf.views, shelf.products, told[-1]) == (195, 20, 195)
    assert np.abs(np.linalg.norm(vectors, axis=1) - 1).max() < 1e-5
    assert shelf.queries.shape == (QUERIES, 32)
    nearest = 2 - 2 * (shelf.queries @ vectors.T).max(axis=1)
    assert nearest.min() > 1e-3  # no query is an enrolled view
    known = len(np.unique(shelf.queries, axis=0))
    assert known <= 20 + QUERIES * STRANGERS  # one new view a product, one a stranger
    again = stock(tmp_path / "w.npy", 195, 10, 32, seed=0, told=told.append)
    assert np.array_equal(np.load(again.path), vectors)
    assert np.array_equal(again.queries, shelf.queries)


def test_views_of_one_product_lie_together(tmp_path: Path) -> None:
    shelf = stock(tmp_path / "v.npy", 500, 10, 64, seed=1, told=lambda _: None)
    views = np.load(shelf.path).reshape(50, 10, 64)
    within = np.einsum("pvd,pwd->pvw", views, views).mean()
    across = np.einsum("pvd,qvd->pqv", views, views).mean()
    assert within > across + 0.2
