from __future__ import annotations

import time

import numpy as np
import pytest
from verdict.stocks import DIMENSION, near, product, stock

from gallery.verdict import Forecast, Stock, Word, judge
from gallery.verdict.product_verdict import ProductVerdict

SIDE = 0.35


def one(shop: Stock, sku: str) -> ProductVerdict:
    (verdict,) = judge(shop, [sku], SIDE)
    return verdict


def test_a_product_with_several_sides_of_its_own_is_good() -> None:
    shop = stock({"a": product(0, [0.3] * 5), "b": product(1, [0.3] * 5)})
    verdict = one(shop, "a")
    assert verdict.word is Word.GOOD
    assert verdict.forecast == Forecast(right=5, asked=0, wrong=0, refused=0)
    assert verdict.forecast.accuracy == 1
    assert verdict.closest is not None
    assert verdict.closest[0] == "b"
    assert verdict.reach == pytest.approx(0.42, abs=0.01)


def test_few_views_and_views_of_one_side_need_more() -> None:
    shop = stock({"a": product(0, [0.3, 0.3]), "b": product(1, [0.2] * 6), "c": product(2, [0.3] * 3)})
    assert [v.word for v in judge(shop, ["a", "b", "c"], SIDE)] == [
        Word.MORE_VIEWS,
        Word.MORE_VIEWS,
        Word.GOOD,
    ]
    assert one(shop, "b").one_sided
    assert not one(shop, "a").one_sided


def test_views_that_no_other_resembles_need_more() -> None:
    verdict = one(stock({"a": product(0, [0.3, 0.3, 0.3, 1.2, 1.2, 1.2]), "b": product(1, [0.3])}), "a")
    assert (verdict.forecast.refused, verdict.lonely, verdict.word) == (3, True, Word.MORE_VIEWS)


def test_copies_make_no_prediction_better_and_count_once() -> None:
    (front,) = product(0, [0.3])
    shop = stock({"a": [front, *(near(front, 0.03, 24 + n) for n in range(5))], "b": product(1, [0.3] * 3)})
    verdict = one(shop, "a")
    assert verdict.copies == ((0, 1, 2, 3, 4, 5),)
    assert (verdict.distinct, verdict.forecast) == (1, Forecast(0, 0, 0, 1))
    assert verdict.forecast.accuracy is None
    assert verdict.word is Word.MORE_VIEWS


def twins() -> dict[str, list[np.ndarray]]:
    """Two products that show the same in two of their four views, one that resembles neither."""
    a = product(0, [0.3, 0.3, 0.3, 0.3])
    b = [near(a[0], 0.11, 25), near(a[1], 0.11, 26), *product(1, [0.3, 0.3])]
    return {"a": a, "b": b, "c": product(2, [0.3] * 4)}


def test_products_that_meet_each_other_are_confused_both_ways() -> None:
    shop = stock(twins())
    verdict = one(shop, "a")
    (met,) = verdict.confusions
    assert (met.sku, met.views, met.share, met.back_views, met.back) == ("b", 4, 1.0, 2, 0.5)
    assert {(met.row, met.other_row)} <= {(0, 4), (1, 5)}
    assert met.distance == pytest.approx(0.11, abs=1e-3)
    assert verdict.strays == ()  # most views meet the other one: no photo is in the wrong place
    assert verdict.word is Word.CONFUSED
    assert one(shop, "b").confused_with[0].sku == "a"
    assert one(shop, "c").word is Word.GOOD


def test_a_product_that_is_judged_is_told_of_one_it_harms_without_suffering() -> None:
    thief = product(0, [0.2, 0.2, 0.2, 0.2])
    victim = [near(thief[0], 0.35, 25), near(thief[1], 0.35, 26), *product(1, [0.3, 0.3])]
    verdict = one(stock({"thief": thief, "victim": victim}), "thief")
    (met,) = verdict.confusions
    assert (met.views, met.back_views) == (0, 2)
    assert verdict.word is Word.CONFUSED


def test_in_a_look_alike_group_asking_is_wanted() -> None:
    both = frozenset({"a", "b"})
    verdict = one(stock(twins(), groups={"a": both, "b": both}), "a")
    assert verdict.confusions[0].grouped
    assert verdict.confused_with == ()
    assert verdict.word is Word.GOOD


def test_a_photo_of_another_product_is_found_and_the_right_ones_are_not_blamed() -> None:
    other = product(1, [0.3] * 5)
    verdict = one(stock({"a": [*product(0, [0.3] * 5), near(other[2], 0.2, 28)], "b": other}), "a")
    (stray,) = verdict.strays
    assert (stray.row, stray.sku, stray.other_row) == (5, "b", 8)
    assert stray.distance == pytest.approx(0.2, abs=1e-3)
    assert stray.own_distance > 0.6
    assert verdict.word is Word.WRONG_PHOTOS


def test_the_only_view_of_a_product_is_no_stray() -> None:
    other = product(1, [0.3] * 5)
    verdict = one(stock({"a": [near(other[2], 0.2, 28)], "b": other}), "a")
    assert verdict.strays == ()
    assert verdict.confusions[0].sku == "b"
    assert verdict.word is Word.MORE_VIEWS


def test_verdicts_come_in_the_order_asked_and_do_not_depend_on_who_else_is_judged() -> None:
    shop = stock(twins())
    both = judge(shop, ["c", "a"], SIDE)
    assert [verdict.sku for verdict in both] == ["c", "a"]
    assert both[1] == one(shop, "a")
    assert judge(shop, [], SIDE) == []


def test_five_new_products_among_20000_views_are_judged_at_once() -> None:
    rng = np.random.default_rng(0)
    centres = rng.standard_normal((2000, DIMENSION)).astype(np.float32)
    views = centres.repeat(10, axis=0) + 0.5 * rng.standard_normal((20000, DIMENSION)).astype(np.float32)
    views /= np.linalg.norm(views, axis=1, keepdims=True)
    shop = stock({f"p{n:04d}": list(views[10 * n : 10 * n + 10]) for n in range(2000)})
    start = time.perf_counter()
    assert len(judge(shop, [f"p{n:04d}" for n in range(5)], SIDE)) == 5
    assert time.perf_counter() - start < 4
