from __future__ import annotations

import numpy as np
import pytest
from risk.shops import families, stock
from shelf import unit

from gallery.classify import LOOK, rank
from gallery.neighbours import Neighbours
from gallery.risk import trials as trials_module
from gallery.risk.stock import Stock
from gallery.risk.trials import Trials, drawn, given, left_out
from gallery.spread import COPY


def _asked(shop: Stock, query: int, keep: np.ndarray) -> tuple:
    """The slow way: a gallery of the rows in `keep`, asked one query."""
    distances = np.linalg.norm(shop.vectors[keep] - shop.vectors[query], axis=1)
    order = np.argsort(distances, kind="stable")[:LOOK]
    return rank(Neighbours(distances[order][None], keep[order][None]), shop.skus)[0]


def test_they_are_what_a_gallery_without_the_product_or_the_view_answers() -> None:
    shop = stock(products=12, views=4)
    unknown, known = left_out(shop)
    everything = np.arange(len(shop.skus))
    for row in range(0, len(shop.skus), 5):
        others = everything[shop.owner != shop.owner[row]]
        assert unknown.candidates[row] == _asked(shop, row, others)
        assert known.candidates[row] == _asked(shop, row, everything[everything != row])
    assert unknown.things == known.things == tuple(shop.names)
    assert [unknown.things[thing] for thing in unknown.thing] == list(shop.skus)


def test_a_near_copy_does_not_flatter_its_view() -> None:
    vectors, skus = families(6, 3)
    copies = unit(vectors + np.random.default_rng(1).normal(0, COPY / 40, vectors.shape))
    shop = Stock(np.concatenate([vectors, copies]), [*skus, *skus])
    _, known = left_out(shop)
    own = [
        one.distance
        for trial, thing in zip(known.candidates, known.thing, strict=True)
        for one in trial
        if one.sku == known.things[thing]
    ]
    assert min(own) > COPY


def test_a_product_with_one_view_plays_the_unknown_only() -> None:
    vectors, skus = families(6, 2)
    unknown, known = left_out(Stock(vectors[:-1], skus[:-1]))
    assert (len(unknown.things), len(known.things)) == (6, 5)


def test_one_product_alone_plays_no_unknown_thing() -> None:
    vectors, skus = families(1, 3)
    unknown, _ = left_out(Stock(vectors, skus))
    assert (unknown.things, unknown.candidates) == ((), [])


def test_every_thing_weighs_the_same() -> None:
    trials = Trials(("a", "b"), np.array([0, 0, 0, 1]), [()] * 4)
    assert trials.weights == pytest.approx([1 / 6] * 3 + [1 / 2])
    both = trials + Trials(("c",), np.array([0]), [()])
    assert both.things == ("a", "b", "c")
    assert both.weights.sum() == pytest.approx(1)
    assert both.thing.tolist() == [0, 0, 0, 1, 2]


def test_photos_of_other_things_meet_the_whole_gallery() -> None:
    shop = stock(products=8, views=3)
    asked = given(shop, shop.vectors[:2], ["x", "y"])
    assert [trial[0].distance for trial in asked.candidates] == [0, 0]
    assert asked.things == ("x", "y")


def test_a_large_gallery_gives_a_part_of_each_product(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trials_module, "MOST_TRIALS", 20)
    shop = stock(products=10, views=5)
    rows = drawn(shop)
    assert np.bincount(shop.owner[rows]).tolist() == [2] * 10
    assert drawn(stock(products=40, views=5)).size == 20
    assert rows.tolist() == drawn(shop).tolist() == sorted(rows.tolist())


def test_progress_ends_at_the_end() -> None:
    seen: list[tuple[int, int]] = []
    left_out(stock(8, 3), lambda done, total: seen.append((done, total)))
    assert seen[-1] == (24, 24)
