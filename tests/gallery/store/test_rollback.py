from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from shelf import DIMENSION, MODEL, OTHER_MODEL, item, open_gallery, random_units, state, view

from gallery import Gallery, GalleryError, InputError


@pytest.fixture
def gallery(tmp_path: Path) -> Iterator[Gallery]:
    with open_gallery(tmp_path / "shop.gallery") as opened:
        opened.enroll([item("milk", "1", "2", price_minor=100, currency="EUR"), item("bun", "1")])
        yield opened


def _count(gallery: Gallery, table: str) -> int:
    return gallery._file.one(f"SELECT count(*) FROM {table}")


def test_everything_is_again_what_it_was_and_nothing_is_stored_twice(gallery: Gallery) -> None:
    gallery.reject("milk", [view("cream")])
    gallery.group("white", ["milk", "bun"])
    then, before, groups = gallery.state, state(gallery), gallery.groups()
    gallery.enroll([item("milk", price_minor=150)])
    gallery.remove("milk")
    assert gallery.rollback(3, reason="price was wrong") == 6
    assert (gallery.state, state(gallery), gallery.groups()) == (then, before, groups)
    assert [one.photo_hash for one in gallery.negatives("milk")] == [view("cream").photo_hash]
    assert gallery.products()[1].price_minor == 100
    assert (_count(gallery, "vectors"), _count(gallery, "pictures"), _count(gallery, "views")) == (4, 4, 7)
    newest = gallery.log(1)[0]
    assert (newest.action, newest.reason, newest.state) == ("rollback", "price was wrong", then)
    assert gallery.diff(3, 6).nothing


def test_what_stays_keeps_its_id_and_what_comes_back_gets_a_new_one(gallery: Gallery) -> None:
    gallery.remove("bun")
    gallery.rollback(1)
    assert gallery.view_ids()[0].tolist() == [1, 2, 4]
    changes = gallery.changes(2)
    assert changes is not None
    assert (changes.added_ids.tolist(), changes.removed_ids.tolist()) == ([4], [])


def test_the_same_enrolled_again_by_hand_stays_as_it_is(gallery: Gallery) -> None:
    gallery.remove("bun")
    gallery.enroll([item("bun", "1")])
    ids = gallery.view_ids()[0].tolist()
    gallery.enroll([item("new", "1")])
    gallery.rollback(1)
    assert gallery.view_ids()[0].tolist() == ids
    assert gallery.state == gallery.state_at(1)


def test_a_rollback_can_be_rolled_back_and_to_where_one_is_changes_nothing(gallery: Gallery) -> None:
    gallery.remove("bun")
    gone = gallery.state
    assert gallery.rollback(1) == 3
    assert gallery.rollback(1) == 3
    assert gallery.rollback(3) == 3
    assert gallery.rollback(2) == 4
    assert gallery.state == gone
    assert gallery.rollback(0) == 5
    assert gallery.products() == []


def test_a_version_that_is_not_there_is_refused_naming_those_that_are(gallery: Gallery) -> None:
    for unknown in (-1, 2):
        with pytest.raises(InputError) as caught:
            gallery.rollback(unknown)
        assert "0 to 1" in caught.value.remedy
    assert gallery.version == 1


def test_the_model_comes_back_with_its_vectors(gallery: Gallery) -> None:
    before = gallery.matrix()[0]
    new = random_units(3, 8)
    gallery.re_embed(OTHER_MODEL, 8, dict(zip([1, 2, 3], new, strict=True)))
    np.testing.assert_array_equal(gallery.matrix()[0], new)
    with Gallery.open(gallery.path, model=OTHER_MODEL, dimension=8) as other:
        assert gallery.rollback(1) == 3
        assert (gallery.model, gallery.dimension) == (MODEL, DIMENSION)
        np.testing.assert_array_equal(gallery.matrix()[0], before)
        with pytest.raises(GalleryError, match="moved to model"):
            other.contents()
        with pytest.raises(GalleryError, match="moved to model"):
            other.enroll([(item("bread")[0], [view("b", random_units(1, 8)[0])])])
        assert other.changes is not None
    with pytest.raises(GalleryError, match="moved to model"):
        gallery.enroll([item("bread", "1")])  # it is open for the other model since `re_embed`
    with pytest.raises(GalleryError, match="enrolled with model"):
        Gallery.open(gallery.path, model=OTHER_MODEL, dimension=8)


def test_a_damaged_past_is_not_restored(gallery: Gallery) -> None:
    gallery.remove("bun")
    gallery._file.connection.execute("UPDATE views SET digest = zeroblob(32) WHERE sku = 'bun'")
    now = gallery.state
    with pytest.raises(GalleryError, match="version 1 is damaged"):
        gallery.rollback(1)
    assert gallery.state == now
    assert gallery.version == 2
