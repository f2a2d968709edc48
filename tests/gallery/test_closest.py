from __future__ import annotations

import numpy as np
import pytest
from shelf import clusters, random_units

from gallery import closest


def test_each_products_closest_other_is_that_of_plain_numpy() -> None:
    vectors, skus = clusters(90, 7, spread=0.8)  # more views than one block
    order = np.random.default_rng(0).permutation(len(skus))
    vectors, skus = vectors[order], [skus[row] for row in order]
    found = closest(vectors, skus)
    assert list(found) == sorted(set(skus))
    names = np.array(skus)
    distance = np.linalg.norm(vectors[:, None].astype(np.float64) - vectors[None], axis=2)
    for sku, (other, near) in found.items():
        between = np.where(names[None] != sku, distance, np.inf)[names == sku]
        row, column = np.unravel_index(between.argmin(), between.shape)
        assert other == names[column]
        assert near == pytest.approx(between[row, column], abs=1e-3)


def test_equal_vectors_are_at_zero_and_the_first_sku_is_named() -> None:
    one = random_units(1)
    found = closest(np.repeat(one, 3, axis=0), ["c", "a", "b"])
    assert [found[sku][0] for sku in "abc"] == ["b", "a", "a"]
    assert found["a"][1] == pytest.approx(0, abs=1e-3)


@pytest.mark.parametrize("views", [0, 3])
def test_fewer_than_two_products_have_no_other(views: int) -> None:
    assert closest(random_units(views), ["a"] * views) == {}
