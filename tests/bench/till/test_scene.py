"""Scene: a gallery filled up around the drawn products, and the video of a camera with its truth."""

from __future__ import annotations

from pathlib import Path

import pytest
from embed.tiny import write_tiny_embedder

from edge import embed
from edge.bench.till import scene
from edge.bench.till.asked import Asked
from edge.source import open_source
from edge.synth import Shop, make_shop
from gallery import Gallery


def silent(words: str, done: int, of: int) -> None:
    """No progress."""


@pytest.fixture(scope="module")
def shop() -> Shop:
    return make_shop(5, products=2, strangers=0)


def test_a_gallery_is_filled_up(shop: Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scene, "_PHOTOS", 1)
    embedder = embed.load(write_tiny_embedder(tmp_path / "tiny.onnx"), "cpu")
    path = scene.draw_gallery(tmp_path, shop, embedder, silent, views=35)
    with Gallery.open(path, model=embedder.card.space, dimension=embedder.card.dimension) as gallery:
        skus = {product.sku for product in gallery.products()}
        assert {package.sku for package in shop.products} <= skus
        assert gallery.stats().views == 35


def test_a_video_is_as_asked_and_its_truth_known(shop: Shop, tmp_path: Path) -> None:
    asked = Asked(size=(160, 90), fps=4, items=1, duration=3)
    played = scene.draw_video(tmp_path, shop, asked, silent)
    assert played.seconds == 13  # what one item needs, which is more than was asked for
    assert [event.kind for event in played.truth] == ["added"]
    with open_source(str(played.video)) as source:
        assert (source.size, source.fps, source.total) == ((160, 90), 4, 52)
