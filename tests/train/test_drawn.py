"""Drawn products: cut-outs with a mask, the same every time, and none of the shops that tests use."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from edge.synth import make_shop
from gallery.errors import InputError
from train.data import Photos, read_photos
from train.drawn import FIRST_SEED, PRODUCTS_A_SHOP, draw


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("drawn")
    assert sum(draw(out, [0], 2, workers=2)) == 2 * PRODUCTS_A_SHOP
    return out


def test_every_product_has_its_views_and_a_mask(drawn: Path) -> None:
    photos: Photos = read_photos([drawn])
    assert len(photos.classes) == PRODUCTS_A_SHOP
    assert np.bincount(photos.labels).tolist() == [2] * PRODUCTS_A_SHOP
    assert all(image.shape[2] == 4 and image[..., 3].any() for image in photos.images)
    assert not np.array_equal(photos.images[0], photos.images[1])


def test_what_is_missing_is_drawn_again_the_same(drawn: Path) -> None:
    product = sorted(drawn.iterdir())[0]
    before = {path.name: path.read_bytes() for path in product.iterdir()}
    for path in product.iterdir():
        path.unlink()
    product.rmdir()
    assert sum(draw(drawn, [0], 2, workers=1)) == 2
    assert {path.name: path.read_bytes() for path in product.iterdir()} == before


def test_the_products_are_those_of_shops_no_test_draws(drawn: Path) -> None:
    sold = {product.sku for product in make_shop(FIRST_SEED, PRODUCTS_A_SHOP, strangers=0).products}
    assert {path.name.split("-", 2)[2] for path in drawn.iterdir()} == sold


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(InputError, match="file"):
        list(draw(tmp_path / "file" / "in", [0], 1))
