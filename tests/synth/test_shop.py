"""Packages and shops: valid, distinct, the same for the same seed."""

from __future__ import annotations

import re

import numpy as np
import pytest

from edge.synth.artwork import faces
from edge.synth.layout import PAINTERS
from edge.synth.motif import MOTIFS
from edge.synth.names import LINES
from edge.synth.package import KINDS, LAYOUTS, make_package
from edge.synth.shop import make_shop
from gallery.errors import InputError


@pytest.mark.parametrize("seed", range(5))
def test_shop_is_valid(seed: int) -> None:
    shop = make_shop(seed)
    everything = shop.products + shop.strangers
    assert (len(shop.products), len(shop.strangers)) == (12, 2)
    assert {package.kind for package in shop.products} == set(KINDS)
    for field in ("sku", "name", "barcode"):
        assert len({getattr(package, field) for package in everything}) == len(everything), field
    for package in everything:
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)+", package.sku)
        assert package.name.isascii()
        assert 0 < package.price_minor < 1000
        assert package.currency == "EUR"


def test_same_seed_same_shop_and_other_seed_other_shop() -> None:
    assert make_shop(3) == make_shop(3)
    assert make_package(8) == make_package(8)
    assert {package.sku for package in make_shop(3).products}.isdisjoint(p.sku for p in make_shop(4).products)


@pytest.mark.parametrize("seed", range(5))
def test_look_alikes_share_brand_and_layout_but_not_pixels(seed: int) -> None:
    shop = make_shop(seed)
    by_sku = {package.sku: package for package in shop.products}
    assert len(shop.look_alikes) == 3
    for one, other in ((by_sku[a], by_sku[b]) for a, b in shop.look_alikes):
        a, b = one.artwork, other.artwork
        assert (a.brand, a.noun, a.layout, a.palette, one.size_cm) == (
            b.brand,
            b.noun,
            b.layout,
            b.palette,
            other.size_cm,
        )
        assert a.flavour.motif != b.flavour.motif
        name = "front" if "front" in faces(one) else "wrap"
        changed = np.any(faces(one)[name] != faces(other)[name], axis=2).mean()
        assert 0.03 < changed < 0.97


@pytest.mark.parametrize(("products", "pairs"), [(1, 0), (4, 0), (5, 1), (40, 10)])
def test_any_number_of_products(products: int, pairs: int) -> None:
    shop = make_shop(0, products, 0)
    assert (len(shop.products), len(shop.look_alikes)) == (products, pairs)
    assert len({package.sku for package in shop.products}) == products


def test_many_packages_are_mostly_distinct() -> None:
    assert len({make_package(seed).sku for seed in range(2000)}) > 1960


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_can_be_asked_for(kind: str) -> None:
    assert {make_package(seed, kind).kind for seed in range(5)} == {kind}


@pytest.mark.parametrize(
    "call",
    [
        lambda: make_package(-1),
        lambda: make_package(0, "jar"),
        lambda: make_shop(0, 0),
        lambda: make_shop(0, 3, -1),
        lambda: make_shop(-1),
    ],
)
def test_what_cannot_be_made_is_refused(call: object) -> None:
    with pytest.raises(InputError) as error:
        call()  # type: ignore[operator]
    assert error.value.remedy.startswith(("give", "choose"))


def test_every_motif_and_layout_that_is_named_can_be_drawn() -> None:
    flavours = {flavour for lines in LINES.values() for line in lines for flavour in line.flavours}
    assert {flavour.motif for flavour in flavours} <= set(MOTIFS)
    assert set(LAYOUTS) == set(PAINTERS)
    for name, draw in MOTIFS.items():
        canvas = np.full((80, 80, 3), 255, np.uint8)
        draw(canvas, 40, 40, 30, (30, 60, 180))
        inked = np.any(canvas < 250, axis=2)
        assert 0.08 < inked.mean() < 0.9, name
        assert not inked[:2].any(), name
