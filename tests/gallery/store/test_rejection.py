from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from shelf import DIMENSION, item, open_gallery, random_units, view

from gallery import Gallery, InputError, Product, View


@pytest.fixture
def gallery(tmp_path: Path) -> Iterator[Gallery]:
    with open_gallery(tmp_path / "shop.gallery") as opened:
        opened.enroll([item("milk", "1"), item("cream", "1")])
        yield opened


def test_a_negative_view_is_kept_whole_and_is_no_view_of_the_product(gallery: Gallery) -> None:
    one = view("cream at the till")
    given = View(one.photo_hash, one.vector, b"small", "events.jsonl#4", b"large", "till")
    assert gallery.reject("milk", [given, given], reason="mistaken twice") == 1
    (kept,) = gallery.negatives("milk")
    assert (kept.photo_hash, kept.thumbnail, kept.source, kept.origin, kept.crop) == (
        *(given.photo_hash, b"small", "events.jsonl#4", "till", b""),
    )
    (live,) = [found for found in gallery.live_views() if found.role == "not"]
    assert (live.sku, live.crop_bytes, gallery.crop(live.view_id)) == ("milk", 5, b"large")
    np.testing.assert_array_equal(gallery.vectors([live.view_id])[0], given.vector)
    assert len(gallery.views("milk")) == 1
    assert gallery.matrix()[2] == ["milk", "cream"]
    assert (gallery.log(1)[0].action, gallery.log(1)[0].reason) == ("reject", "mistaken twice")
    negatives = gallery.contents().negatives
    assert negatives.skus == ("milk",)
    np.testing.assert_array_equal(negatives.vectors[0], given.vector)


def test_a_photo_twice_is_one_negative_view_and_no_new_version(gallery: Gallery) -> None:
    assert gallery.reject(None, [view("tray")]) == 1
    assert gallery.reject(None, [view("tray"), view("hand")]) == 1
    version = gallery.version
    assert gallery.reject(None, [view("hand")]) == 0
    assert gallery.version == version
    assert gallery.contents().negatives.skus == ("", "")
    assert len(gallery.negatives(None)) == 2


def test_a_photo_of_one_product_may_be_what_another_is_not(gallery: Gallery) -> None:
    assert gallery.reject("cream", [view("milk/1")]) == 1
    assert gallery.reject("milk", [view("new")]) == 1
    assert gallery.reject("cream", [view("new")]) == 1
    gallery.enroll([(Product("bread"), [view("new")])])
    assert gallery.verify() == []


def test_what_a_product_is_cannot_be_what_it_is_not(gallery: Gallery) -> None:
    for sku in ("milk", None):
        with pytest.raises(InputError, match="is enrolled as 'milk'"):
            gallery.reject(sku, [view("other"), view("milk/1")])
    gallery.reject("milk", [view("milk/2")])
    gallery.reject(None, [view("tray")])
    for photo in ("milk/2", "tray"):
        with pytest.raises(InputError, match="was rejected"):
            gallery.enroll([(Product("milk"), [view(photo)])])
    assert gallery.version == 3
    assert gallery.unreject("milk") == 1
    assert gallery.unreject(None) == 1
    gallery.enroll([(Product("milk"), [view("milk/2")])])
    assert gallery.unreject("milk") == 0


def test_unknown_products_and_foreign_vectors_are_refused(gallery: Gallery) -> None:
    for act in (
        lambda: gallery.reject("mlik", [view("x")]),
        lambda: gallery.unreject("mlik"),
        lambda: gallery.negatives("mlik"),
    ):
        with pytest.raises(InputError, match="no product 'mlik'") as caught:
            act()
        assert "milk" in caught.value.remedy
    with pytest.raises(ValueError, match=rf"must be \[{DIMENSION}\]"):
        gallery.reject("milk", [view("x", random_units(1, 8)[0])])


def test_a_removed_product_takes_its_negative_views_along(gallery: Gallery) -> None:
    gallery.reject("milk", [view("x")])
    gallery.reject("cream", [view("x")])
    gallery.remove("milk")
    assert gallery.contents().negatives.skus == ("cream",)
    gallery.enroll([item("milk", "1")])
    assert gallery.negatives("milk") == []
