"""Photos for enrolment: the layout of the folder, the list, and pictures that differ."""

from __future__ import annotations

import csv
from pathlib import Path

import cv2
import numpy as np
import pytest

from edge.synth.photos import photo, write_product_photos
from edge.synth.shop import make_shop
from gallery.errors import InputError


def test_folder_and_list(tmp_path: Path) -> None:
    shop = make_shop(1, products=2, strangers=1)
    write_product_photos(shop, tmp_path / "shop", views=3)
    folders = sorted(path.name for path in (tmp_path / "shop").iterdir() if path.is_dir())
    assert folders == sorted(package.sku for package in shop.products)
    for folder in folders:
        pictures = sorted((tmp_path / "shop" / folder).glob("*.jpg"))
        assert len(pictures) == 3
        assert {cv2.imread(str(path)).shape for path in pictures} == {(640, 640, 3)}
    with (tmp_path / "shop" / "products.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    expected = [
        {
            "sku": p.sku,
            "name": p.name,
            "price_minor": str(p.price_minor),
            "currency": "EUR",
            "barcode": p.barcode,
        }
        for p in shop.products
    ]
    assert rows == expected


def test_views_differ_and_repeat() -> None:
    package = make_shop(0, 1, 0).products[0]
    views = [photo(package, number, size=96) for number in range(8)]
    assert np.array_equal(views[3], photo(package, 3, size=96))
    for number, view in enumerate(views[1:]):
        assert np.abs(view.astype(int) - views[number]).mean() > 3
    corners = np.stack([view[:8, :8].mean((0, 1)) for view in views])
    assert corners.min() > 185


def test_no_views_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="0 views"):
        write_product_photos(make_shop(0, 1, 0), tmp_path, views=0)


def test_a_folder_that_is_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("x")
    with pytest.raises(InputError, match="taken"):
        write_product_photos(make_shop(0, 1, 0), tmp_path / "taken")
