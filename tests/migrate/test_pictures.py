from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from enroll.pictures import save, scene
from migrate.world import new, old, photo, shop_gallery

from edge.enroll.one_photo import prepare
from edge.migrate.pictures import find_photos, pictures
from edge.photo import photo_hash
from gallery import Gallery, Product, View
from gallery.errors import GalleryError, InputError


def test_views_without_a_crop_are_counted_and_named(tmp_path: Path) -> None:
    with shop_gallery(tmp_path / "bare.gallery", products=7, views=2, crop=False) as gallery:
        gallery.enroll([(Product("p9"), [photo(5000, old())])])
        with pytest.raises(InputError) as caught:
            find_photos(gallery, gallery.live_views(), None)
    assert "16 of 17 views have no stored crop: p0, p1, p2, p3, p4 and 3 more" in caught.value.problem
    assert "--photos" in caught.value.remedy


@pytest.fixture
def bare(tmp_path: Path) -> Gallery:
    """One product enrolled from two files, without crops, and one with a crop."""
    model = old()
    gallery = Gallery.open(tmp_path / "bare.gallery", model=model.card.space, dimension=8, create=True)
    views = []
    for number in range(2):
        path = save(tmp_path / "photos" / "deep" / f"{number}.png", scene(number))
        views.append(View(photo_hash(path), photo(number, model).vector, source=path.name))
    gallery.enroll([(Product("bare"), views), (Product("whole"), [photo(50, model)])])
    return gallery


def test_photos_are_found_by_their_hash_wherever_they_lie(bare: Gallery, tmp_path: Path) -> None:
    (tmp_path / "photos" / "deep" / "1.png").rename(tmp_path / "photos" / "renamed.png")
    save(tmp_path / "photos" / "unknown.jpg", scene(9))
    views = bare.live_views()
    found = find_photos(bare, views, tmp_path / "photos")
    assert [found[one.photo_hash].name for one in views[:2]] == ["0.png", "renamed.png"]
    first, _, last = pictures(bare, views, found)
    np.testing.assert_array_equal(
        first.decode((64, 64)), prepare(tmp_path / "photos" / "deep" / "0.png", (64, 64)).crop
    )
    assert last.decode((32, 48)).shape == (32, 48, 3)
    assert len({one.key for one in pictures(bare, views, found)}) == 3


def test_a_photo_that_is_not_found_is_told_of(bare: Gallery, tmp_path: Path) -> None:
    (tmp_path / "photos" / "deep" / "1.png").unlink()
    with pytest.raises(InputError, match="1 of 3 views have no stored crop, and their photos are not in"):
        find_photos(bare, bare.live_views(), tmp_path / "photos")
    with pytest.raises(InputError, match="no folder"):
        find_photos(bare, bare.live_views(), tmp_path / "none")


def test_where_every_view_has_a_crop_no_folder_is_read(tmp_path: Path) -> None:
    with shop_gallery(tmp_path / "shop.gallery", products=1) as gallery:
        assert find_photos(gallery, gallery.live_views(), tmp_path / "none") == {}


def test_a_crop_that_is_no_picture_is_a_damaged_gallery(tmp_path: Path) -> None:
    one = photo(1, old())
    with shop_gallery(tmp_path / "shop.gallery", products=1) as gallery:
        gallery.enroll([(Product("odd"), [View(one.photo_hash[::-1], one.vector, crop=b"no picture")])])
        (*_, odd) = pictures(gallery, gallery.live_views(), {})
        with pytest.raises(GalleryError, match="of odd") as caught:
            odd.decode((new().card.height, new().card.width))
    assert "verify" in caught.value.remedy
