from __future__ import annotations

from gallery.sampled import sampled, turn

SKUS = [f"p{number % 100:03d}" for number in range(1000)]


def _products(skus: list[str], most: int) -> list[str]:
    return list(dict.fromkeys(skus[row] for row in sampled(skus, most, 100)))


def test_all_where_there_are_few() -> None:
    assert sampled(SKUS, 1000, 2) == list(range(1000))


def test_whole_products_up_to_the_most() -> None:
    rows = sampled(SKUS, 205, 100)
    assert len(rows) == len(set(rows)) == 205
    assert sorted([SKUS[row] for row in rows].count(sku) for sku in _products(SKUS, 205))[-20:] == [10] * 20


def test_no_product_takes_all() -> None:
    rows = sampled(["one"] * 500 + SKUS, 300, 7)
    assert sum(row < 500 for row in rows) <= 7


def test_the_order_of_the_views_and_other_products_move_no_product() -> None:
    drawn = _products(SKUS, 200)
    assert _products(SKUS[::-1], 200) == drawn
    late = max((f"new{number}" for number in range(50)), key=turn)
    assert _products([*SKUS, late], 200) == drawn
    early = min((f"new{number}" for number in range(5000)), key=turn)
    assert _products([early, *SKUS], 201) == [early, *drawn]
