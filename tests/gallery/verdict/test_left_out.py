from __future__ import annotations

import numpy as np
import pytest
from verdict.stocks import DIMENSION, THRESHOLDS, near, product, stock

from gallery.classify import LOOK, rank
from gallery.decision import Verdict, decide
from gallery.negatives import Negatives, refute
from gallery.neighbours import Neighbours
from gallery.thresholds import Thresholds
from gallery.verdict.left_out import leave_out
from gallery.verdict.stock import Stock


def alone(size: int) -> np.ndarray:
    return np.arange(size)


def by_hand(shop: Stock, row: int) -> tuple[object, ...]:
    """The till's answer to a view, in a gallery built without it."""
    keep = np.flatnonzero(np.arange(len(shop.skus)) != row)
    distances = np.linalg.norm(shop.vectors[keep] - shop.vectors[row], axis=1).astype(np.float32)
    order = np.argsort(distances, kind="stable")[:LOOK]
    neighbours = Neighbours(distances[order][None], keep[order][None])
    ranked = refute(rank(neighbours, shop.skus), shop.vectors[[row]], shop.negatives)
    decision = decide(ranked[0], shop.thresholds, shop.groups)
    return decision.verdict, decision.sku, tuple(c.sku for c in decision.candidates)


@pytest.mark.parametrize("seed", range(3))
def test_the_answer_is_that_of_a_gallery_without_the_view(seed: int) -> None:
    rng = np.random.default_rng(seed)
    centres = rng.standard_normal((12, DIMENSION))
    views = centres.repeat(6, axis=0) + 1.1 * rng.standard_normal((72, DIMENSION))
    views /= np.linalg.norm(views, axis=1, keepdims=True)
    skus = [f"p{number // 6:02d}" for number in range(72)]
    negatives = Negatives((views[[18, 40]] * 0.9 + views[[3, 5]] * 0.3).astype(np.float32), ("p03", ""))
    groups = {"p01": frozenset({"p01", "p02"}), "p02": frozenset({"p01", "p02"})}
    shop = Stock(views.astype(np.float32), skus, Thresholds(1.0, 0.08), negatives, groups)
    answers = leave_out(shop, alone(72), alone(72))
    got = [(a.decision.verdict, a.decision.sku, tuple(c.sku for c in a.decision.candidates)) for a in answers]
    assert got == [by_hand(shop, row) for row in range(72)]
    assert {verdict for verdict, *_ in got} == set(Verdict)


def test_copies_are_left_out_together() -> None:
    (one,) = product(0, [0.3])
    shop = stock({"a": [one, near(one, 0.02, 30)], "b": product(1, [0.3])})
    rows = np.array([0])
    assert leave_out(shop, rows, alone(3))[0].right
    assert leave_out(shop, rows, np.array([0, 0, 2]))[0].refused


def test_what_a_person_would_be_asked_about_stands_in_the_way_and_a_farther_one_does_not() -> None:
    base = np.eye(DIMENSION, dtype=np.float32)[0]
    shop = stock({"a": [base, near(base, 0.4, 20)], "b": [near(base, 0.41, 21)], "c": [near(base, 0.55, 22)]})
    answer = leave_out(shop, np.array([0]), alone(4))[0]
    assert (answer.asked, answer.rivals) == (True, ("b",))
    assert answer.nearest["c"][0] == 3
    assert answer.nearest["c"][1] == pytest.approx(0.55, abs=1e-4)


def test_a_gallery_of_one_view_answers_unknown() -> None:
    answer = leave_out(stock({"a": product(0, [0.3])}), np.array([0]), alone(1))[0]
    assert (answer.refused, answer.rivals, answer.nearest) == (True, (), {})


def test_progress_is_told_of_all() -> None:
    shop = stock({"a": product(0, [0.3] * 8), "b": product(1, [0.3] * 8)}, THRESHOLDS)
    seen: list[tuple[int, int]] = []
    leave_out(shop, alone(16), alone(16), lambda *done: seen.append(done))
    assert seen[-1] == (16, 16)
