from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from shelf import item, open_gallery, state, view

from gallery import Gallery, InputError


@pytest.fixture
def gallery(tmp_path: Path) -> Iterator[Gallery]:
    with open_gallery(tmp_path / "shop.gallery") as opened:
        opened.enroll([item("milk", "1", "2", "3"), item("bun", "1")])
        yield opened


def _hash(name: str) -> str:
    return view(name).photo_hash


def test_single_views_go_in_one_version_that_can_be_rolled_back(gallery: Gallery) -> None:
    before = state(gallery)
    assert gallery.remove_views("milk", [_hash("milk/1"), _hash("milk/3")], reason="blurred") == 2
    assert state(gallery) == {**before, "milk": {_hash("milk/2")}}
    newest = gallery.log(1)[0]
    assert (newest.version, newest.action, newest.reason) == (2, "remove", "blurred")
    assert gallery.diff(1, 2).views_removed == {"milk": tuple(sorted([_hash("milk/1"), _hash("milk/3")]))}
    gallery.rollback(1)
    assert state(gallery) == before
    assert gallery.verify() == []


def test_a_photo_named_twice_counts_once_and_none_at_all_is_no_version(gallery: Gallery) -> None:
    assert gallery.remove_views("milk", [_hash("milk/1")] * 2) == 1
    assert gallery.remove_views("milk", []) == 0
    assert gallery.version == 2


@pytest.mark.parametrize(
    ("sku", "photos", "said"),
    [
        ("mlk", ["milk/1"], "no product 'mlk'"),
        ("milk", ["milk/1", "bun/1"], f"no view '{_hash('bun/1')}' of product 'milk'"),
        ("bun", ["bun/1"], "would be left without a view"),
        ("milk", ["milk/1", "milk/2", "milk/3"], "would be left without a view"),
    ],
)
def test_what_is_not_there_or_is_the_last_is_refused_and_nothing_goes(
    gallery: Gallery, sku: str, photos: list[str], said: str
) -> None:
    before = state(gallery)
    with pytest.raises(InputError, match=said):
        gallery.remove_views(sku, [_hash(photo) for photo in photos])
    assert (state(gallery), gallery.version) == (before, 1)


def test_the_last_view_goes_with_the_product(gallery: Gallery) -> None:
    with pytest.raises(InputError) as caught:
        gallery.remove_views("bun", [_hash("bun/1")])
    assert "take the product out instead" in caught.value.remedy


def test_a_rejected_photo_is_no_view_and_stays(gallery: Gallery) -> None:
    gallery.reject("bun", [view("milk/1")])
    gallery.remove_views("milk", [_hash("milk/1")])
    assert [one.photo_hash for one in gallery.negatives("bun")] == [_hash("milk/1")]
