from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from risk.shops import stock
from shelf import item, open_gallery

from gallery.risk.stock import Stock
from gallery.spread import offsets, spreads


def test_it_is_what_the_gallery_holds(tmp_path: Path) -> None:
    with open_gallery(tmp_path / "shop.gallery") as gallery:
        gallery.enroll([item(sku, "1", "2") for sku in ("cola", "light", "milk")])
        gallery.group("colas", ["cola", "light"])
        gallery.group("drinks", ["light", "milk"])
        shop = Stock.of(gallery.contents())
    assert shop.names == ["cola", "light", "milk"]
    assert [rows.tolist() for rows in shop.rows] == [[0, 1], [2, 3], [4, 5]]
    assert shop.groups["cola"] == {"cola", "light"}
    assert shop.groups["light"] == {"cola", "light", "milk"}
    assert shop.negatives is not None
    assert len(shop.negatives) == 0


def test_offsets_are_those_of_the_till() -> None:
    shop = stock(8, 3)
    assert shop.offset == offsets(spreads(shop.vectors, shop.skus))


def test_shapes_that_do_not_fit() -> None:
    with pytest.raises(ValueError, match="must be"):
        Stock(np.zeros((3, 4), np.float32), ["a"])
