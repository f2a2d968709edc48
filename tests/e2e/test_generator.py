"""The whole main job on drawn shops: the basket is exactly right, whoever the customer is."""

from __future__ import annotations

from pathlib import Path

import pytest
from shop import enrolled, watch

from edge.basket.event import Kind
from edge.synth import Checkout, make_shop, write_product_photos


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2, 6])
def test_the_basket_is_exactly_right_and_both_strangers_are_refused(seed: int, tmp_path: Path) -> None:
    shop = make_shop(seed)
    write_product_photos(shop, tmp_path / "products")
    checkout = Checkout(shop, seed)
    with enrolled(tmp_path, tmp_path / "products") as gallery:
        story = watch(gallery, checkout.frames(), checkout.fps)
    assert story.basket.quantities == checkout.basket()
    assert len(story.basket.unknown) == checkout.unknowns
    assert not story.basket.uncertain
    assert sum(event.kind is Kind.UNKNOWN for event in story.events) == 2, "both strangers were refused"
    taken_back = [event.sku for event in checkout.truth if event.kind in ("removed", "unknown_removed")]
    removed = [event.sku for event in story.events if event.kind is Kind.REMOVED]
    assert removed == taken_back, "and what was moved or covered was never removed"
