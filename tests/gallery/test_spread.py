from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shelf import clusters, random_units, unit

from gallery import Spread, offsets, spreads
from gallery.spread import COPY, SHRINK


def test_the_mean_distance_to_the_nearest_other_view() -> None:
    angles = np.radians([0, 10, 30])  # neighbours: 10, 10 and 20 degrees
    vectors = np.stack([np.cos(angles), np.sin(angles)], 1).astype(np.float32)
    found = spreads(vectors, ["a"] * 3)["a"]
    assert found.views == 3
    assert found.distance == pytest.approx(np.mean(2 * np.sin(np.radians([5, 5, 10]))), abs=1e-5)


def test_copies_count_once() -> None:
    base = unit(np.array([[1, 0, 0], [1, 1, 0]]))
    copies = unit(np.concatenate([base, base + 1e-3, base - 1e-3]))
    (plain,), (burst,) = (list(spreads(each, ["a"] * len(each)).values()) for each in (base, copies))
    assert (burst.views, plain.views) == (2, 2)
    assert burst.distance == pytest.approx(plain.distance, abs=0.01)
    alone = spreads(unit(base[:1] + np.eye(3) * COPY / 10), ["a"] * 3)["a"]
    assert alone.views == 1
    assert np.isnan(alone.distance)


def test_offsets_worked_by_hand() -> None:
    offset = offsets(
        {"wide": Spread(0.6, 7), "narrow": Spread(0.4, SHRINK * 3), "one": Spread(float("nan"), 1)}
    )
    assert offset == pytest.approx({"wide": 0.05, "narrow": -0.075, "one": 0.0})


@pytest.mark.parametrize("products", [0, 1, 5])
def test_products_of_one_view_have_no_offset(products: int) -> None:
    skus = [f"p{number}" for number in range(products)]
    assert offsets(spreads(random_units(products), skus)) == dict.fromkeys(skus, 0.0)


@settings(max_examples=20, deadline=None)
@given(st.integers(1, 6), st.integers(1, 6), st.integers(0, 99))
def test_the_order_of_the_views_does_not_matter_and_offsets_are_bounded(
    products: int, views: int, seed: int
) -> None:
    vectors, skus = clusters(products, views, spread=0.5, seed=seed)
    order = np.random.default_rng(seed).permutation(len(skus))
    mixed = spreads(vectors[order], [skus[row] for row in order])
    assert {sku: one.views for sku, one in mixed.items()} == {
        sku: one.views for sku, one in spreads(vectors, skus).items()
    }
    assert all(abs(offset) < 2 for offset in offsets(mixed).values())
