from __future__ import annotations

import sqlite3
from pathlib import Path

import numpy as np
import pytest
from embed.tiny import tiny_card

from edge.card import ModelCard
from edge.enroll.catalogue import Listing
from edge.enroll.destination import destination
from edge.enroll.enrolled import EnrolledProduct
from gallery.errors import GalleryError, InputError
from gallery.product import Product
from gallery.store import Gallery
from gallery.view import View

CARD: ModelCard = tiny_card()


def gathered(sku: str, seed: int) -> list[EnrolledProduct]:
    view = View(f"{seed:064x}", np.eye(CARD.dimension, dtype=np.float32)[0], source="0.jpg")
    return [EnrolledProduct(Listing(Product(sku), ()), views={view.photo_hash: view})]


def skus(path: Path) -> list[str]:
    with Gallery.inspect(path) as opened:
        return [product.sku for product in opened.products()]


def test_a_gallery_appears_with_what_is_kept_and_not_before(tmp_path: Path) -> None:
    path = tmp_path / "shop.gallery"
    with destination(path, CARD) as into:
        assert into.gallery.products() == []
        assert list(tmp_path.iterdir()) == []
        into.keep(gathered("a", 1), "first")
        assert (into.gallery.path, into.gallery.version) == (path, 1)
    assert skus(path) == ["a"]
    assert [one.name for one in tmp_path.iterdir()] == ["shop.gallery"]
    with destination(path, CARD) as into:
        assert [product.sku for product in into.gallery.products()] == ["a"]
        into.keep(gathered("b", 2))
    assert skus(path) == ["a", "b"]


def test_nothing_kept_or_an_error_in_keeping_leaves_nothing(tmp_path: Path) -> None:
    with destination(tmp_path / "shop.gallery", CARD):
        pass
    with destination(tmp_path / "shop.gallery", CARD) as into, pytest.raises(InputError):
        into.keep([EnrolledProduct(Listing(Product("a"), ()))])
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("late", [False, True])
def test_products_are_added_to_a_gallery_that_another_process_made_meanwhile(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, late: bool
) -> None:
    """Before `keep`; or, late, between its look and its own file's appearance."""
    path = tmp_path / "shop.gallery"

    def other() -> None:
        with Gallery.open(path, model=CARD.space, dimension=CARD.dimension, create=True) as opened:
            one = gathered("theirs", 7)[0]
            opened.enroll([(one.listing.product, list(one.views.values()))])

    with destination(path, CARD) as into:
        if late:
            checkpoint = Gallery.checkpoint

            def meanwhile(made: Gallery) -> None:
                checkpoint(made)
                other()

            monkeypatch.setattr(Gallery, "checkpoint", meanwhile)
        else:
            other()
        mine = gathered("mine", 8)
        into.keep(mine)
        assert (mine[0].added, mine[0].already) == (1, 0)
    assert skus(path) == ["mine", "theirs"]


def test_what_cannot_be_a_place_is_told_of_at_once(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="does not exist"), destination(tmp_path / "no" / "a", CARD):
        pass
    (tmp_path / "shop.gallery-wal").write_bytes(b"changes")
    with pytest.raises(GalleryError, match="not there"), destination(tmp_path / "shop.gallery", CARD):
        pass
    sqlite3.connect(tmp_path / "other.gallery").executescript("CREATE TABLE a (b)").connection.close()
    with pytest.raises(GalleryError), destination(tmp_path / "other.gallery", CARD):
        pass
