from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from shelf import clusters, open_gallery, view

from gallery import Gallery, GalleryError, InputError, Product
from gallery.store import vectors as vectors_module


@pytest.fixture
def gallery(tmp_path: Path) -> Iterator[Gallery]:
    vectors, skus = clusters(4, 3)
    with open_gallery(tmp_path / "shop.gallery") as opened:
        for number, (vector, sku) in enumerate(zip(vectors, skus, strict=True)):
            opened.enroll([(Product(sku), [view(str(number), vector)])])
        yield opened


def test_some_vectors_come_in_the_order_asked_for(gallery: Gallery) -> None:
    all_of_them = gallery.vectors()
    np.testing.assert_array_equal(gallery.vectors([7, 2, 2]), all_of_them[[6, 1, 1]])
    assert gallery.vectors(np.array([], np.int64)).shape == (0, 16)
    for gone in (0, 13):
        with pytest.raises(InputError, match=f"no view {gone}"):
            gallery.vectors([1, gone])


@pytest.mark.parametrize("block", [1, 5, 12, 4096])
def test_blocks_of_any_size_give_the_same(
    gallery: Gallery, monkeypatch: pytest.MonkeyPatch, block: int
) -> None:
    whole = gallery.vectors()
    monkeypatch.setattr(vectors_module, "_BLOCK", block)
    np.testing.assert_array_equal(gallery.vectors(), whole)
    contents, without = gallery.contents(), gallery.contents(vectors=False)
    np.testing.assert_array_equal(contents.vectors, whole)
    assert without.vectors.shape == (0, 16)
    assert (without.skus, without.products) == (contents.skus, contents.products)


@pytest.mark.parametrize("change", ["vector = zeroblob(64)", "vector = 'text'", "vector = x'00'"])
def test_a_damaged_one_is_named_whichever_way_it_is_read(gallery: Gallery, change: str) -> None:
    gallery._file.connection.execute(f"UPDATE vectors SET {change} WHERE id = 7")
    for read in (
        gallery.vectors,
        lambda: gallery.vectors([1, 7]),
        lambda: gallery.changes(1),
        lambda: gallery.views("p002"),
    ):
        with pytest.raises(GalleryError, match="vector of view 7 is damaged"):
            read()
    gallery.vectors([1, 2])


def test_a_missing_one_is_named(gallery: Gallery) -> None:
    gallery._file.connection.execute("DELETE FROM vectors WHERE id = 7")
    with pytest.raises(GalleryError, match="vector of view 7 is damaged"):
        gallery.vectors()


def test_skus_are_one_string_a_product(gallery: Gallery) -> None:
    assert len({id(sku) for sku in gallery.view_ids()[1]}) == 4


def test_whole_views_have_their_pictures(gallery: Gallery) -> None:
    with gallery.moment():
        seen = [(one.view_id, kept.thumbnail, kept.crop) for one, kept in gallery.whole_views()]
    assert seen == [(number, b"\xff\xd8thumb", b"") for number in range(1, 13)]
    with pytest.raises(InputError, match="no view 13"):
        gallery.crop(13)
