from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from shelf import MODEL, OTHER_MODEL, item, open_gallery, random_units, view

from gallery import Gallery, GalleryError, Product


@pytest.fixture
def gallery(tmp_path: Path) -> Iterator[Gallery]:
    with open_gallery(tmp_path / "shop.gallery") as opened:
        opened.enroll([item("milk", "1", "2"), item("bun", "1")])
        opened.reject("milk", [view("cream")])
        yield opened


def _new(gallery: Gallery) -> dict[int, NDArray[np.float32]]:
    ids = [one.view_id for one in gallery.live_views()]
    return dict(zip(ids, random_units(len(ids), 8, seed=3), strict=True))


def test_every_view_has_its_new_vector_and_its_old_pictures(gallery: Gallery) -> None:
    new, before = _new(gallery), gallery.live_views()
    gallery.re_embed(OTHER_MODEL, 8, new, reason="better")
    assert (gallery.model, gallery.dimension, gallery.version) == (OTHER_MODEL, 8, 3)
    np.testing.assert_array_equal(gallery.matrix()[0], [new[1], new[2], new[3]])
    np.testing.assert_array_equal(gallery.contents().negatives.vectors, [new[4]])
    after = gallery.live_views()
    assert [(a.sku, a.role, a.photo_hash) for a in after] == [(b.sku, b.role, b.photo_hash) for b in before]
    assert gallery.views("bun")[0].thumbnail == b"\xff\xd8thumb"
    assert gallery._file.one("SELECT count(*) FROM pictures") == 4
    difference = gallery.diff(2, 3)
    assert difference.model == (MODEL, OTHER_MODEL)
    assert {sku: len(photos) for sku, photos in difference.views_changed.items()} == {"bun": 1, "milk": 2}
    assert (difference.views_added, difference.views_removed, difference.products_added) == ({}, {}, ())
    assert gallery.changes(2) is None
    assert gallery.verify() == []
    gallery.enroll([(Product("ale"), [view("ale", random_units(1, 8)[0])])])
    with pytest.raises(ValueError, match="must be"):
        gallery.enroll([item("rye", "1")])


def test_views_that_changed_meanwhile_are_told_and_nothing_is_done(gallery: Gallery) -> None:
    new = _new(gallery)
    for wrong in ({**new, 99: new[1]}, {number: new[number] for number in (1, 2, 3)}):
        with pytest.raises(GalleryError, match="changed while") as caught:
            gallery.re_embed(OTHER_MODEL, 8, wrong)
        assert "again" in caught.value.remedy
    assert (gallery.model, gallery.version) == (MODEL, 2)


@pytest.mark.parametrize("vector", [np.ones(8), np.zeros(8), np.full(8, np.nan), random_units(1, 9)[0]])
def test_a_vector_that_is_none_leaves_all_as_it_was(gallery: Gallery, vector: NDArray[np.float32]) -> None:
    state = gallery.state
    with pytest.raises(ValueError, match="unit length"):
        gallery.re_embed(OTHER_MODEL, 8, {**_new(gallery), 4: vector})
    assert (gallery.model, gallery.state, gallery.version) == (MODEL, state, 2)
    assert gallery.verify() == []


def test_a_failure_afterwards_in_the_same_change_takes_it_back(gallery: Gallery) -> None:
    def fail() -> None:
        with gallery.changing("migrate"):
            gallery.re_embed(OTHER_MODEL, 8, _new(gallery))
            raise RuntimeError("no calibration")

    with pytest.raises(RuntimeError, match="no calibration"):
        fail()
    assert (gallery.model, gallery.dimension, gallery.version) == (MODEL, 16, 2)
    gallery.enroll([item("rye", "1")])
