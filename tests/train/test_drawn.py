"""Drawn products: cut-outs with a mask, the same every time, and none of the shops that tests use."""

from __future__ import annotations

import numpy as np

from edge.synth import make_shop
from train.drawn import FIRST_SEED, PRODUCTS_A_SHOP, drawn_photos, shop_of


def test_every_product_has_its_views_and_they_are_repeatable() -> None:
    one, other = drawn_photos(1, 2), drawn_photos(1, 2)
    assert len(one.classes) == PRODUCTS_A_SHOP
    assert np.bincount(one.labels).tolist() == [2] * PRODUCTS_A_SHOP
    assert all(np.array_equal(a, b) for a, b in zip(one.images, other.images, strict=True))
    assert all(image.shape[2] == 4 and image[..., 3].any() for image in one.images)
    assert not np.array_equal(one.images[0], one.images[1])
    assert {shop_of(name) for name in one.classes} == {0}


def test_the_products_are_those_of_shops_no_test_draws() -> None:
    sold = {product.sku for product in make_shop(FIRST_SEED, PRODUCTS_A_SHOP, strangers=0).products}
    assert {name.split("-", 2)[2] for name in drawn_photos(1, 1).classes} == sold
