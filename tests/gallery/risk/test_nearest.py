from __future__ import annotations

import numpy as np
import pytest
from risk.shops import stock

from gallery.classify import LOOK
from gallery.risk.nearest import distinct, merged, nearest
from gallery.spread import COPY

SHOP = stock(20, 4)


def test_they_are_those_that_a_full_sort_finds() -> None:
    left = SHOP.rows[3]
    (distances, rows), *_ = nearest(SHOP, SHOP.vectors[:1], [left])
    true = np.linalg.norm(SHOP.vectors - SHOP.vectors[0], axis=1)
    true[left] = np.inf
    order = np.argsort(true, kind="stable")[:LOOK]
    assert rows.tolist() == order.tolist()
    assert distances == pytest.approx(true[order])


def test_what_is_left_out_never_comes_back_even_where_little_else_is_there() -> None:
    few = stock(4, 3)
    (distances, rows), *_ = nearest(few, few.vectors[:1], [few.rows[0]])
    assert len(rows) == 9
    assert not set(rows.tolist()) & set(few.rows[0].tolist())
    assert np.isfinite(distances).all()


def test_own_views_join_the_others_in_order() -> None:
    others = nearest(SHOP, SHOP.vectors[:1], [SHOP.rows[0]])[0]
    again = distinct(SHOP, 0, SHOP.rows[0])
    assert 0 not in again
    assert (np.linalg.norm(SHOP.vectors[again] - SHOP.vectors[0], axis=1) >= COPY).all()
    distances, rows = merged(SHOP, 0, again, others)
    assert (np.diff(distances) >= 0).all()
    assert set(again.tolist()) <= set(rows.tolist())
    assert len(rows) == LOOK
