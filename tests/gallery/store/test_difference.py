from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from shelf import item, open_gallery, view

from gallery import Gallery, InputError, Product


@pytest.fixture
def gallery(tmp_path: Path) -> Iterator[Gallery]:
    with open_gallery(tmp_path / "shop.gallery") as opened:
        opened.enroll([item("milk", "1", price_minor=100), item("bun", "1", "2")])  # version 1
        opened.enroll([item("milk", "2", price_minor=120)])
        opened.remove("bun")
        opened.enroll([item("ale", "1")])
        opened.reject("milk", [view("cream")])  # version 5
        yield opened


def _hash(*names: str) -> tuple[str, ...]:
    return tuple(sorted(view(name).photo_hash for name in names))


def test_forwards_and_backwards(gallery: Gallery) -> None:
    old, new = Product("milk", price_minor=100), Product("milk", price_minor=120)
    there = gallery.diff(1, 5)
    assert (there.old, there.new, there.model) == (1, 5, None)
    assert there.products_added == (Product("ale"),)
    assert there.products_removed == (Product("bun"),)
    assert there.products_changed == ((old, new),)
    assert there.views_added == {"ale": _hash("ale/1"), "milk": _hash("milk/2")}
    assert there.views_removed == {"bun": _hash("bun/1", "bun/2")}
    assert there.negatives_added == {"milk": _hash("cream")}
    back = gallery.diff(5, 1)
    assert (back.products_added, back.products_removed) == ((Product("bun"),), (Product("ale"),))
    assert back.products_changed == ((new, old),)
    assert (back.views_added, back.views_removed) == (there.views_removed, there.views_added)
    assert back.negatives_removed == there.negatives_added
    assert not back.nothing


def test_a_version_does_not_differ_from_itself_and_what_went_and_came_back_is_no_difference(
    gallery: Gallery,
) -> None:
    assert gallery.diff(5, 5).nothing
    gallery.remove("ale")
    gallery.enroll([item("ale", "1")])
    assert gallery.diff(5, 7).nothing
    assert not gallery.diff(5, 6).nothing


def test_versions_that_are_not_there_are_refused(gallery: Gallery) -> None:
    for old, new in ((1, 9), (9, 1)):
        with pytest.raises(InputError, match="no version 9") as caught:
            gallery.diff(old, new)
        assert "0 to 5" in caught.value.remedy


def test_the_log_is_newest_first_and_says_when_and_why(gallery: Gallery) -> None:
    gallery.remove("ale", reason="no licence")
    log = gallery.log()
    assert [one.version for one in log] == [6, 5, 4, 3, 2, 1, 0]
    assert [one.action for one in log] == [
        "remove",
        "reject",
        "enroll",
        "remove",
        "enroll",
        "enroll",
        "create",
    ]
    assert log[0].reason == "no licence"
    assert log[0].time.endswith("+00:00")
    assert log[0].state == gallery.state == gallery.state_at(6)
    assert gallery.log(2) == log[:2]
    assert gallery.state_at(7) is None
