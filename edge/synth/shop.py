"""Shop: what a shop that does not exist sells, with look-alikes, and strangers it does not sell."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from edge.synth.package import KINDS, Package, make_package, sibling
from edge.synth.palette import Colour
from gallery.errors import InputError


@dataclass(frozen=True, slots=True)
class Shop:
    """What a shop sells, and what customers bring along that it does not.

    Attributes:
        products: to be enrolled.
        strangers: never enrolled.
        look_alikes: pairs of SKUs of one brand and layout in two flavours.
    """

    products: tuple[Package, ...]
    strangers: tuple[Package, ...]
    look_alikes: tuple[tuple[str, str], ...]


def make_shop(seed: int, products: int = 12, strangers: int = 2) -> Shop:
    """A shop: a quarter of its products have a look-alike, and all four kinds occur from 4 products on.

    Args:
        seed: same seed, same shop.
        products: number of products, at least 1.
        strangers: number of packages it does not sell.

    Raises:
        InputError: a number is out of range.
    """
    if products < 1 or strangers < 0 or seed < 0:
        raise InputError(
            f"a shop with seed {seed}, {products} products and {strangers} strangers cannot be made",
            "give a seed of 0 or more, 1 product or more, and 0 strangers or more",
        )
    rng = np.random.default_rng((seed, 0x5409))
    pairs = products // 4 if products > 4 else 0
    chosen: list[Package] = []
    for number in range(products - pairs + strangers):
        chosen.append(_unlike(chosen, KINDS[number % len(KINDS)], rng))
    sold, unsold = chosen[: products - pairs], chosen[products - pairs :]
    twins = [_fresh_sibling(sold[k], sold, rng) for k in range(pairs)]
    alike = tuple((sold[k].sku, twin.sku) for k, twin in enumerate(twins))
    return Shop(tuple(sold + twins), tuple(unsold), alike)


def _fresh_sibling(package: Package, taken: list[Package], rng: np.random.Generator) -> Package:
    twin = sibling(package, rng)
    while any(twin.sku == other.sku for other in taken):
        twin = sibling(package, rng)
    return twin


def _unlike(taken: list[Package], kind: str, rng: np.random.Generator) -> Package:
    """Of some candidates, the one that looks least like the packages already taken."""
    candidates = [make_package(int(rng.integers(2**31)), kind) for _ in range(8)]
    names = {package.artwork.brand for package in taken}
    fresh = [package for package in candidates if package.artwork.brand not in names] or candidates
    return max(fresh, key=lambda one: min((_unlikeness(one, other) for other in taken), default=0.0))


def _unlikeness(one: Package, other: Package) -> float:
    a, b = one.artwork, other.artwork
    ground = _apart(a.palette.ground, b.palette.ground) + 0.5 * _apart(a.flavour.accent, b.flavour.accent)
    signs = (a.layout != b.layout) + (a.flavour.motif != b.flavour.motif) + (a.noun != b.noun)
    return ground + 0.35 * signs + 0.3 * (one.kind != other.kind)


def _apart(one: Colour, other: Colour) -> float:
    return float(np.linalg.norm(np.subtract(one, other))) / 255
