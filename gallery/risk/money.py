"""Money: what wrong charges cost, expected over many baskets.

Each item of a basket is taken to be any enrolled product, all equally likely, or with `unknown_share` one
that is not enrolled. An unknown product costs what the product that plays it costs; a thing that is not
sold costs nothing. What is asked about or refused is settled by a person and costs nothing here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from gallery.errors import InputError
from gallery.product import Product
from gallery.risk.acceptance import Acceptance
from gallery.risk.calibration import Money
from gallery.risk.evidence import GIVEN, Evidence
from gallery.risk.outcomes import Outcomes, Shares, accepted_share
from gallery.risk.trials import Trials

BASKETS, BASKET_ITEMS, UNKNOWN_SHARE = 1000, 8.0, 0.02


@dataclass(frozen=True, slots=True)
class Tariff:
    """Prices in one currency.

    Attributes:
        price: minor units by SKU, of the products that have one.
        money: what the sums assume.
    """

    price: Mapping[str, int]
    money: Money

    def sums(self, evidence: Evidence, judged: Outcomes) -> tuple[Shares, Shares]:
        """Expected loss and overcharge over the baskets, minor units, at each threshold of `GRID`."""
        unknown = self._each(evidence.unknown, judged.unknown)
        known = self._each(evidence.known, judged.known)
        items = self.money.baskets * self.money.basket_items
        part = self.money.unknown_share
        loss, over = (
            items * (part * strange + (1 - part) * familiar)
            for strange, familiar in zip(unknown, known, strict=True)
        )
        return loss, over

    def _each(self, trials: Trials, judged: Acceptance) -> tuple[Shares, Shares]:
        """Loss and overcharge of one item."""
        true = np.array([self._true(thing) for thing in trials.things] or [np.nan])[trials.thing]
        charged = np.array([self.price.get(sku, np.nan) for sku in judged.sku], np.float64)
        counted = np.isfinite(true) & (np.isfinite(charged) | ~np.isfinite(judged.low))
        weights = np.where(counted, trials.weights, 0.0)
        weights /= max(weights.sum(), 1e-12)
        more = np.where(counted & np.isfinite(charged), charged - true, 0.0)
        return (
            accepted_share(judged, weights * np.maximum(-more, 0)),
            accepted_share(judged, weights * np.maximum(more, 0)),
        )

    def _true(self, thing: str) -> float:
        return 0.0 if thing.startswith(GIVEN) else float(self.price.get(thing, np.nan))


def tariff(
    products: Iterable[Product], basket_items: float = BASKET_ITEMS, unknown_share: float = UNKNOWN_SHARE
) -> Tariff:
    """The prices of a gallery's products.

    Raises:
        InputError: none has a price, they are in several currencies, or a number is out of its range.
    """
    if not 0 < basket_items <= 10_000 or not 0 <= unknown_share <= 1:
        raise InputError(
            f"--basket-items {basket_items:g} or --unknown-share {unknown_share:g}",
            "give items above 0 and a share from 0 to 1",
        )
    priced = [product for product in products if product.price_minor is not None]
    if not priced:
        raise InputError(
            "--prices: no product has a price", "give prices at enrolment, price_minor in products.csv"
        )
    currencies = sorted({product.currency or "none" for product in priced})
    if len(currencies) > 1:
        raise InputError(
            f"--prices: prices in {', '.join(currencies)} cannot be added up",
            "give all products one currency, or leave --prices out",
        )
    price = {product.sku: product.price_minor for product in priced if product.price_minor is not None}
    money = Money(
        currency=priced[0].currency,
        baskets=BASKETS,
        basket_items=basket_items,
        unknown_share=unknown_share,
        priced=len(price),
    )
    return Tariff(price, money)
