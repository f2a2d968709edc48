from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from embed.tiny import tiny_card
from risk.calibrations import RATE, calibration
from shelf import MODEL, clusters, random_units, view

from edge.migrate import Embedded, Wish, calibrated, wish
from gallery import Gallery, Product
from gallery.errors import GateError, InputError
from gallery.risk.targets import Targets

CARD = tiny_card(16, content_hash="b" * 64)


def test_what_is_asked_is_what_the_old_one_kept_unless_said() -> None:
    assert wish(None, None) is None
    assert wish(None, 0.05) == Wish(Targets(0.05, 0.05))
    old = calibration(far=RATE, wrong=RATE.model_copy(update={"target": 0.03}), confidence=0.9)
    assert wish(old, None) == Wish(Targets(0.02, 0.03, 0.9))
    assert wish(old, 0.05) == Wish(Targets(0.05, 0.05))
    loose = calibration(method="otsu", far=RATE.model_copy(update={"shown": False}))
    assert wish(loose, None) == Wish(Targets(0.02, 0.02), otsu=True, anyway=True)
    with pytest.raises(InputError, match=r"1\.5"):
        wish(None, 1.5)


@pytest.fixture
def shop(tmp_path: Path) -> tuple[Gallery, Embedded]:
    """Forty products in an old space of noise; the new space tells them apart."""
    vectors, skus = clusters(40, 4, spread=0.2, seed=1)
    gallery = Gallery.open(tmp_path / "shop.gallery", model=MODEL, dimension=16, create=True)
    noise = random_units(len(skus), seed=2)
    gallery.enroll(
        [(Product(sku), [view(f"{row}", noise[row])]) for row, sku in enumerate(skus)],
    )
    gallery.reject("p001", [view("not")])
    gallery.reject(None, [view("background")])
    views = gallery.live_views()
    positive = np.array([one.role == "is" for one in views])
    every = random_units(len(views), seed=3)
    every[positive] = vectors
    ids = np.array([one.view_id for one in views])
    return gallery, Embedded(gallery.state, ids, [one.sku for one in views], positive, every)


def test_the_new_vectors_are_calibrated_not_the_old_ones(shop: tuple[Gallery, Embedded]) -> None:
    gallery, new = shop
    version = gallery.version
    found = calibrated(gallery, new, CARD, Wish(Targets(0.2, 0.2, 0.9)))
    assert found.shown
    assert found.model == CARD.space
    assert found.far.things == 40
    assert max(point.right for point in found.curve) > 0.8
    assert gallery.version == version


def test_what_cannot_be_shown_is_told_with_a_way_on(shop: tuple[Gallery, Embedded]) -> None:
    gallery, new = shop
    with pytest.raises(GateError, match="nothing was changed") as caught:
        calibrated(gallery, new, CARD, Wish(Targets(0.001, 0.001)))
    assert "--no-calibrate" in caught.value.remedy


def test_otsu_stays_otsu(shop: tuple[Gallery, Embedded]) -> None:
    gallery, new = shop
    assert calibrated(gallery, new, CARD, Wish(Targets(0.2, 0.2), otsu=True, anyway=True)).method == "otsu"
