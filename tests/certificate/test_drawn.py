from __future__ import annotations

import numpy as np

from edge.certificate.drawn import drawn_check_set
from edge.crop import GREY

SIZE = (64, 48)


def test_what_is_drawn() -> None:
    check = drawn_check_set(SIZE, products=3, strangers=1)
    dark = check.crops[check.rows("known")].min(axis=3).mean((1, 2))
    assert dark[1::4].mean() < 0.8 * dark[0::4].mean(), "what is to be recognised is harder to see"
    assert check.crops.shape == (37, 64, 48, 3)
    assert [check.roles.count(role) for role in ("gallery", "known", "stranger")] == [21, 12, 4]
    known = {check.products[row] for row in check.rows("known")}
    assert known == {check.products[row] for row in check.rows("gallery")}
    assert known.isdisjoint({check.products[row] for row in check.rows("stranger")})
    assert "drawn" in check.origin
    assert check.hash == drawn_check_set(SIZE, products=3, strangers=1).hash


def test_every_picture_shows_something_and_none_twice() -> None:
    crops = drawn_check_set(SIZE, products=2, strangers=1).crops
    item = (np.abs(crops.astype(int) - GREY) > 16).any(-1).mean((1, 2))
    assert (item > 0.05).all()
    assert len({crop.tobytes() for crop in crops}) == len(crops)
    assert len(np.unique(crops)) <= 32, "few levels keep the file small"
