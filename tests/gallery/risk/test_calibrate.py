from __future__ import annotations

import re

import numpy as np
import pytest
from risk.shops import families, stock
from shelf import unit

from gallery.errors import GateError
from gallery.risk.calibrate import Basis, calibrate
from gallery.risk.evidence import evidence
from gallery.risk.offenders import accepted_unknown
from gallery.risk.stock import Stock
from gallery.risk.targets import Targets
from gallery.thresholds import Thresholds, from_gallery

BASIS = Basis("ab" * 32, "cd" * 32, 3)
FOUND = evidence(stock(60, 5))
EASY = Targets(0.2, 0.2)


def test_a_calibration_says_what_it_was_measured_on_and_what_was_shown() -> None:
    made = calibrate(FOUND, EASY, BASIS, reason="spring")
    assert made.shown
    assert made.far.measured < made.far.bound == made.far.target == 0.2
    assert (made.far.things, made.far.trials) == (60, 300)
    assert made.is_fresh(BASIS.state, BASIS.model)
    assert made.reason == "spring"
    rule, offset = made.thresholds(), FOUND.stock.offset
    assert rule.of("p000") == pytest.approx(made.distance + offset["p000"])


def test_the_curve_holds_the_chosen_setting_and_rises_with_the_distance() -> None:
    made = calibrate(FOUND, EASY, BASIS)
    points = [point for point in made.curve if point.margin == made.margin]
    chosen = next(point for point in points if point.distance == made.distance)
    assert chosen.far == pytest.approx(made.far.measured)
    assert chosen.right + chosen.asked + chosen.refused + chosen.wrong == pytest.approx(1)
    assert np.diff([point.far for point in points]).min() >= 0
    assert points[0].refused == pytest.approx(1, abs=0.01)
    assert points[-1].refused == pytest.approx(0, abs=0.01)


def test_too_few_products_are_told_what_would_do() -> None:
    found = evidence(stock(24, 5))
    with pytest.raises(GateError) as caught:
        calibrate(found, Targets(), BASIS)
    assert "the least they could show is 11.73%" in caught.value.problem
    assert "1.00% with 21% confidence" in caught.value.problem
    assert "299 different things" in caught.value.remedy
    offer = re.search(r"--target-far ([\d.]+) --target-wrong ([\d.]+)", caught.value.remedy)
    assert offer is not None
    assert calibrate(found, Targets(float(offer[1]), float(offer[2])), BASIS).shown


def test_anyway_keeps_what_was_measured_and_does_not_call_it_shown() -> None:
    made = calibrate(evidence(stock(24, 5)), Targets(), BASIS, anyway=True)
    assert not made.shown
    assert made.far.measured <= 0.01 < made.far.bound
    assert "NOT shown to be at most 1.00%" in made.words


def test_products_that_are_twins_stand_in_the_way_and_are_named() -> None:
    """Every product has a twin, so a product that is not enrolled is always taken for it."""
    vectors, _ = families(30, 4)
    twins = unit(vectors + np.random.default_rng(1).normal(0, 0.002, vectors.shape))
    names = [f"{twin}{number:02d}" for twin in "xy" for number in range(30) for _ in range(4)]
    found = evidence(Stock(np.concatenate([vectors, twins]), names))
    with pytest.raises(GateError) as caught:
        calibrate(found, EASY, BASIS)
    assert "shown only by accepting nothing" in caught.value.problem
    assert re.search(r"x(\d\d) as y\1 \(4 of 4 photos\)|y(\d\d) as x\2", caught.value.remedy)


def test_more_unknown_things_help() -> None:
    shop = stock(24, 5)
    strange, names = families(400, 1, seed=9)
    found = evidence(shop, (strange, names))
    made = calibrate(found, Targets(0.02, 0.3), BASIS)
    assert (made.far.things, made.given) == (424, 400)


def test_what_stands_in_the_way_alone_is_proposed_to_be_eased() -> None:
    """With 400 strange things the first target can be shown, with 24 products the second cannot."""
    found = evidence(stock(24, 5), families(400, 1, seed=9))
    with pytest.raises(
        GateError, match="24 products with two distinct views cannot show with 96% confidence"
    ) as caught:
        calibrate(found, Targets(0.02, 0.02), BASIS)
    assert "or give --target-wrong 0.15:" in caught.value.remedy


def test_otsu_is_kept_with_what_was_measured_of_it() -> None:
    otsu = from_gallery(FOUND.stock.vectors, FOUND.stock.skus, 0.8)
    made = calibrate(FOUND, Targets(), BASIS, otsu=otsu)
    assert made.method == "otsu"
    assert made.distance == otsu.distance
    assert made.thresholds().per_product == pytest.approx(dict(otsu.per_product))
    assert not made.shown
    assert made.far.bound > made.far.measured


def test_one_product_and_none() -> None:
    for products in (0, 1):
        vectors, skus = families(1, 3)
        shop = Stock(vectors[: 3 * products], skus[: 3 * products])
        with pytest.raises(GateError, match="try the unknown against"):
            calibrate(evidence(shop), EASY, BASIS)


def test_those_accepted_though_unknown_are_counted() -> None:
    made = calibrate(FOUND, EASY, BASIS)
    accepted = accepted_unknown(FOUND, made)
    assert sum(one.accepted / one.photos for one in accepted) / 60 == pytest.approx(made.far.measured)
    assert [one.accepted for one in accepted] == sorted((one.accepted for one in accepted), reverse=True)
    assert all(one.thing != one.sku for one in accepted)


def test_products_that_hardly_anything_is_accepted_as_are_named() -> None:
    """All views of the last product are all but copies; with a strict threshold it is shut out."""
    vectors, skus = families(60, 5)
    still, others = vectors[-5:], vectors[:-5]
    still = unit(still[:1] + 0.11 * unit(np.eye(5, still.shape[1])))
    found = evidence(Stock(np.concatenate([others, still]).astype(np.float32), skus))
    made = calibrate(found, EASY, BASIS, otsu=Thresholds(0.12))
    assert made.per_product["p059"] == 0.0
    assert made.shut_out[0] == "p059"
    assert all(made.per_product[sku] <= 0.1 for sku in made.shut_out)


def test_both_targets_are_named_each_with_what_helps_it() -> None:
    with pytest.raises(GateError) as caught:
        calibrate(evidence(stock(24, 5)), Targets(), BASIS)
    assert caught.value.problem.startswith("24 things cannot show with 95% confidence")
    assert "24 products with two distinct views cannot show with 96% confidence" in caught.value.problem
    assert "--unknown, 299 different things or more; for --target-wrong 0.01 enrol 321 products" in (
        caught.value.remedy
    )
    assert "(--unknown does not help it)" in caught.value.remedy
    assert "of photos like those enrolled (photos from the till" in caught.value.remedy
    assert caught.value.remedy.endswith("or keep the measured setting with --anyway")


def test_only_what_is_missing_is_named() -> None:
    found = evidence(stock(24, 5), families(400, 1, seed=9))
    with pytest.raises(GateError) as caught:
        calibrate(found, Targets(0.02, 0.02), BASIS)
    assert "unknown items" not in caught.value.problem
    assert "things or more" not in caught.value.remedy


def test_who_asked_for_anyway_is_not_sent_to_it() -> None:
    """Two products, each photographed as the other: whatever is accepted is wrong."""
    vectors = np.repeat(np.eye(3, dtype=np.float32), 2, axis=0)
    with pytest.raises(GateError, match="whatever the threshold") as caught:
        calibrate(evidence(Stock(vectors, ["a", "b"] * 3)), Targets(), BASIS, anyway=True)
    assert "--anyway" not in caught.value.remedy
    assert caught.value.remedy.endswith("or enrol more photos of each product")


def test_otsu_of_one_product_says_that_nothing_unknown_was_tried() -> None:
    made = calibrate(evidence(Stock(*families(1, 3))), Targets(), BASIS, otsu=Thresholds(0.8))
    assert (made.far.things, made.far.trials, made.far.shown) == (0, 0, False)
    assert "no unknown item was tried" in made.words
    photographed = calibrate(
        evidence(Stock(*families(1, 3)), families(30, 1, seed=9)), Targets(), BASIS, otsu=Thresholds(0.8)
    )
    assert photographed.far.things == photographed.given == 30
