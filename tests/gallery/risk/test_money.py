from __future__ import annotations

import numpy as np
import pytest

from gallery import Product
from gallery.classify import Candidate
from gallery.errors import InputError
from gallery.risk.evidence import GIVEN, Evidence
from gallery.risk.money import tariff
from gallery.risk.outcomes import GRID, outcomes
from gallery.risk.stock import Stock
from gallery.risk.trials import Trials

SHOP = Stock(np.eye(3, dtype=np.float32), ["a", "b", "c"])


def _trials(*each: tuple[str, str]) -> Trials:
    """Each thing with one photo, accepted as a product from a distance of 0.5 on."""
    found = [(Candidate(sku, 1.0, 0.5),) for _, sku in each]
    return Trials(tuple(thing for thing, _ in each), np.arange(len(each)), found)


def _products(**prices: int | None) -> list[Product]:
    return [Product(sku, price_minor=price, currency="EUR") for sku, price in prices.items()]


def _sums(unknown: Trials, known: Trials, **prices: int | None) -> tuple[float, float]:
    found = Evidence(SHOP, unknown, known)
    loss, over = tariff(_products(**prices), basket_items=10, unknown_share=0.1).sums(
        found, outcomes(found, 0.03)
    )
    strict, loose = int(np.searchsorted(GRID, 0.45)), int(np.searchsorted(GRID, 0.6))
    assert loss[strict] == over[strict] == 0
    return float(loss[loose]), float(over[loose])


def test_worked_by_hand() -> None:
    """1,000 baskets of 10 items, a tenth unknown: 1,000 unknown and 9,000 known items.

    Unknown a (100) charged as b (250) and unknown b charged as a: 75 lost and 75 overcharged an item.
    One known a of two charged as b: 75 overcharged an item.
    """
    unknown = _trials(("a", "b"), ("b", "a"))
    known = _trials(("a", "b"), ("b", "b"))
    assert _sums(unknown, known, a=100, b=250) == pytest.approx((1000 * 75, 1000 * 75 + 9000 * 75))


def test_what_is_not_sold_costs_nothing_and_what_is_charged_for_it_is_too_much() -> None:
    assert _sums(_trials((GIVEN + "phone", "a")), _trials(("a", "a")), a=100) == pytest.approx(
        (0, 1000 * 100)
    )


def test_what_has_no_price_does_not_count() -> None:
    """Of two unknown things one has no price; the other stands for both."""
    unknown = _trials(("a", "b"), ("c", "b"))
    assert _sums(unknown, _trials(("b", "b")), a=100, b=250, c=None) == pytest.approx((0, 1000 * 150))


def test_currencies_are_not_added_up() -> None:
    with pytest.raises(InputError, match="EUR, USD cannot be added up"):
        tariff([*_products(a=100), Product("b", price_minor=1, currency="USD")])
    with pytest.raises(InputError, match="no product has a price"):
        tariff(_products(a=None))
    with pytest.raises(InputError, match="unknown-share"):
        tariff(_products(a=1), unknown_share=1.5)
