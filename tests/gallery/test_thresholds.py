from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from shelf import clusters, random_units, unit

from gallery import K, Thresholds, Verdict, ViewIndex, decide, from_gallery, rank, thresholds
from gallery.otsu import otsu

CARD = 0.9


def _verdicts(
    vectors: NDArray[np.float32], skus: list[str], limit: Thresholds, queries: NDArray[np.float32]
) -> list[Verdict]:
    found = ViewIndex.build(vectors, np.arange(len(vectors))).search(queries, K)
    return [decide(candidates, limit).verdict for candidates in rank(found, skus)]


def test_separated_products_are_accepted_and_a_far_one_is_unknown() -> None:
    vectors, skus = clusters(20, 12, spread=0.35, dimension=64)
    enrolled = np.arange(len(skus)) % 12 < 6
    names = [sku for sku, keep in zip(skus, enrolled, strict=True) if keep]
    limit = from_gallery(vectors[enrolled], names, 1.2)
    assert limit.origin.startswith("otsu of this gallery")
    assert set(_verdicts(vectors[enrolled], names, limit, vectors[~enrolled])) == {Verdict.ACCEPT}
    strangers, _ = clusters(20, 12, spread=0.35, dimension=64, seed=1)
    assert set(_verdicts(vectors[enrolled], names, limit, strangers)) == {Verdict.UNKNOWN}


def test_the_cut_is_of_leave_one_out_distances_to_products() -> None:
    vectors, skus = clusters(15, 3, spread=0.6)
    distance = np.linalg.norm(vectors[:, None].astype(np.float64) - vectors[None], axis=2)
    np.fill_diagonal(distance, np.inf)
    same, different = [], []
    for row, sku in enumerate(skus):
        for other in sorted(set(skus)):
            nearest = min(distance[row, column] for column, name in enumerate(skus) if name == other)
            (same if other == sku else different).append(nearest)
    cut = otsu(np.array(same), np.array(different))
    weight = 15 / (15 + thresholds.CARD_WEIGHT)
    assert from_gallery(vectors, skus, CARD).distance == pytest.approx(
        weight * cut + (1 - weight) * CARD, abs=0.01
    )


@pytest.mark.parametrize(("products", "views"), [(0, 0), (1, 5), (8, 1)])
def test_too_few_views_leave_it_to_the_model_card(products: int, views: int) -> None:
    vectors, skus = clusters(products, views) if products else (random_units(0), [])
    assert from_gallery(vectors, skus, CARD) == Thresholds(CARD, origin=f"model card: {CARD:.3f}")


def test_products_without_a_second_view_do_not_count() -> None:
    vectors, skus = clusters(3, 4)
    alone = random_units(50, seed=7)
    few = from_gallery(np.concatenate([vectors, alone]), [*skus, *(f"q{n}" for n in range(50))], CARD)
    assert "3 products" in few.origin


def test_products_enrolled_twice_do_not_shut_the_door() -> None:
    vectors, skus = clusters(20, 6, spread=0.4, dimension=64)
    plain = from_gallery(vectors, skus, 1.1).distance
    twins = [f"{sku}-{row % 2}" for row, sku in enumerate(skus[:24])] + skus[24:]
    assert from_gallery(vectors, twins, 1.1).distance == pytest.approx(plain, rel=0.1)
    all_twins = [f"{sku}-{row % 2}" for row, sku in enumerate(skus)]
    assert from_gallery(vectors, all_twins, 1.1).distance > 0.5


def test_photos_taken_in_one_burst_do_not_shut_the_door() -> None:
    vectors, skus = clusters(20, 6, spread=0.01)
    assert from_gallery(vectors, skus, CARD).distance >= CARD * thresholds.LOWEST


@pytest.mark.parametrize("products", [2, 5, 20])
def test_one_stray_view_does_not_open_the_door(products: int) -> None:
    vectors, skus = clusters(products, 3, spread=0.3, dimension=64)
    plain = from_gallery(vectors, skus, CARD).distance
    stray = vectors.copy()
    stray[0] = -unit(vectors.mean(axis=0, keepdims=True))[0]
    assert from_gallery(stray, skus, CARD).distance <= plain * 1.1


def test_a_large_gallery_costs_no_more_and_answers_the_same_each_time() -> None:
    vectors, skus = clusters(1500, 4, spread=0.4, dimension=32)
    limit = from_gallery(vectors, skus, CARD)
    assert limit == from_gallery(vectors, skus, CARD)
    assert "500 products" in limit.origin
    part = from_gallery(vectors[:1600], skus[:1600], CARD)
    assert limit.distance == pytest.approx(part.distance, abs=0.05)


@settings(max_examples=20, deadline=None)
@given(st.integers(2, 8), st.integers(2, 5), st.integers(0, 100))
def test_neither_order_nor_a_turn_of_the_space_matters(products: int, views: int, seed: int) -> None:
    vectors, skus = clusters(products, views, seed=seed)
    plain = from_gallery(vectors, skus, CARD).distance
    generator = np.random.default_rng(seed)
    order = generator.permutation(len(skus))
    assert from_gallery(vectors[order], [skus[row] for row in order], CARD).distance == pytest.approx(
        plain, abs=1e-3
    )
    turn, _ = np.linalg.qr(generator.normal(size=(16, 16)))
    assert from_gallery((vectors @ turn).astype(np.float32), skus, CARD).distance == pytest.approx(
        plain, abs=0.02
    )
    assert CARD * thresholds.LOWEST <= plain <= CARD * thresholds.HIGHEST


@pytest.mark.parametrize(("distance", "margin"), [(0, 0), (-1, 0), (2.1, 0), (1, -0.1), (float("nan"), 0)])
def test_thresholds_out_of_range_are_refused(distance: float, margin: float) -> None:
    with pytest.raises(ValueError, match="must be"):
        Thresholds(distance, margin)


def test_a_gallery_without_order_moves_the_card_by_a_tenth_and_no_more() -> None:
    vectors = random_units(80)  # the two photos of a product have nothing in common
    limit = from_gallery(vectors, [f"p{row // 2}" for row in range(80)], 0.5)
    assert limit.distance == pytest.approx(0.55)
