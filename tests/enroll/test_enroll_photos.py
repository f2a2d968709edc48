from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest
from embed.tiny import expected, tiny_card
from enroll.pictures import save, save_turned, scene, shop

from edge.card import ModelCard
from edge.enroll import enroll
from edge.enroll.catalogue import read_catalogue
from edge.enroll.one_photo import prepare
from edge.enroll.read_ahead import BATCH
from gallery.errors import InputError
from gallery.store import Gallery

SIZE = (32, 32)


class FakeEmbedder:
    """The tiny embedder in NumPy; counts what it embeds."""

    provider = reason = "fake"

    def __init__(self) -> None:
        self.card: ModelCard = tiny_card()
        self.batches: list[int] = []

    def embed(self, images: np.ndarray) -> np.ndarray:
        self.batches.append(len(images))
        return expected(images).astype(np.float32)


@pytest.fixture
def embedder() -> FakeEmbedder:
    return FakeEmbedder()


@pytest.fixture
def gallery(tmp_path: Path, embedder: FakeEmbedder) -> Iterator[Gallery]:
    path = tmp_path / "shop.gallery"
    with Gallery.open(path, model=embedder.card.space, dimension=8, create=True) as opened:
        yield opened


def counts(gallery: Gallery) -> dict[str, int]:
    return {product.sku: len(gallery.views(product.sku)) for product in gallery.products()}


def test_views_are_the_embeddings_of_the_crops(
    tmp_path: Path, gallery: Gallery, embedder: FakeEmbedder
) -> None:
    shop(tmp_path / "shop", products=9, photos=4)
    seen: list[tuple[int, int]] = []
    products = enroll(read_catalogue(tmp_path / "shop"), embedder, gallery, lambda *done: seen.append(done))
    assert [(product.sku, product.added, product.already) for product in products] == [
        (f"sku-{number}", 4, 0) for number in range(9)
    ]
    assert seen == [(done, 36) for done in range(1, 37)]
    assert embedder.batches == [BATCH, BATCH, 4]
    for number in range(9):
        for view, photo in zip(gallery.views(f"sku-{number}"), range(4), strict=True):
            prepared = prepare(tmp_path / "shop" / f"sku-{number}" / f"{photo}.jpg", SIZE)
            assert (view.source, view.photo_hash) == (f"{photo}.jpg", prepared.sha256)
            assert np.allclose(view.vector, expected(prepared.crop[None])[0], atol=1e-6)
            thumbnail = cv2.imdecode(np.frombuffer(view.thumbnail, np.uint8), cv2.IMREAD_COLOR)
            assert thumbnail.shape == (96, 96, 3)


def test_again_adds_nothing_and_embeds_nothing(
    tmp_path: Path, gallery: Gallery, embedder: FakeEmbedder
) -> None:
    shop(tmp_path / "shop")
    enroll(read_catalogue(tmp_path / "shop"), embedder, gallery)
    version = gallery.version
    embedder.batches.clear()
    products = enroll(read_catalogue(tmp_path / "shop"), embedder, gallery)
    assert [(product.added, product.already) for product in products] == [(0, 2)] * 3
    assert (embedder.batches, gallery.version) == ([], version)


def test_what_is_new_is_added_to_what_is_there(
    tmp_path: Path, gallery: Gallery, embedder: FakeEmbedder
) -> None:
    shop(tmp_path / "shop")
    enroll(read_catalogue(tmp_path / "shop"), embedder, gallery)
    save(tmp_path / "shop" / "sku-1" / "new.png", scene(77))
    (tmp_path / "shop" / "sku-2" / "product.toml").write_text("price_minor = 5")
    products = enroll(read_catalogue(tmp_path / "shop"), embedder, gallery)
    assert [(product.added, product.already) for product in products] == [(0, 2), (1, 2), (0, 2)]
    assert [product.price_minor for product in gallery.products()] == [None, None, 5]


@pytest.mark.parametrize("suffix", ["jpg", "png", "webp"])
def test_a_photo_held_any_way_gives_the_same_view(tmp_path: Path, suffix: str) -> None:
    crops = [
        prepare(save_turned(tmp_path / f"{turn}.{suffix}", scene(), turn), SIZE).crop for turn in range(1, 9)
    ]
    vectors = expected(np.stack(crops))
    assert np.linalg.norm(vectors - vectors[0], axis=1).max() < 0.02


def test_alpha_and_mask_file_give_the_same_view(tmp_path: Path) -> None:
    mask = np.zeros((96, 128), np.uint8)
    mask[20:70, 30:100] = 255
    save(tmp_path / "alpha.png", np.dstack([scene(), mask]))
    save(tmp_path / "drawn.png", scene())
    save(tmp_path / "drawn.mask.png", mask)
    alpha, drawn = prepare(tmp_path / "alpha.png", SIZE), prepare(tmp_path / "drawn.png", SIZE)
    assert alpha.how == drawn.how == "mask"
    assert np.array_equal(alpha.crop, drawn.crop)


def test_broken_photos_are_skipped_by_name(tmp_path: Path, gallery: Gallery, embedder: FakeEmbedder) -> None:
    shop(tmp_path / "shop", products=1)
    folder = tmp_path / "shop" / "sku-0"
    (folder / "empty.jpg").write_bytes(b"")
    (folder / "cut.jpg").write_bytes((folder / "0.jpg").read_bytes()[:-300])
    (folder / "text.png").write_text("hello")
    (folder / "phone.heic").write_bytes(b"x")
    save(folder / "dot.png", np.zeros((1, 1, 3), np.uint8))
    (product,) = enroll(read_catalogue(tmp_path / "shop"), embedder, gallery)
    assert (product.added, len(product.skipped)) == (2, 5)
    for name in ("empty.jpg", "cut.jpg", "text.png", "dot.png", "phone.heic"):
        assert sum(name in line for line in product.skipped) == 1


def test_one_product_without_a_usable_photo_stops_all(
    tmp_path: Path, gallery: Gallery, embedder: FakeEmbedder
) -> None:
    shop(tmp_path / "shop")
    (tmp_path / "shop" / "bad").mkdir()
    (tmp_path / "shop" / "bad" / "a.jpg").write_bytes(b"")
    (tmp_path / "shop" / "bare").mkdir()
    with pytest.raises(InputError) as caught:
        enroll(read_catalogue(tmp_path / "shop"), embedder, gallery)
    assert all(part in caught.value.problem for part in ("'bad'", "a.jpg", "0 bytes", "'bare'"))
    assert counts(gallery) == {}


def test_the_same_photo_twice_is_one_view(tmp_path: Path, gallery: Gallery, embedder: FakeEmbedder) -> None:
    shop(tmp_path / "shop", products=1)
    folder = tmp_path / "shop" / "sku-0"
    (folder / "copy.jpg").write_bytes((folder / "0.jpg").read_bytes())
    (product,) = enroll(read_catalogue(tmp_path / "shop"), embedder, gallery)
    assert (product.added, product.already, product.duplicates) == (2, 0, 1)


def test_one_photo_under_two_products_is_refused(
    tmp_path: Path, gallery: Gallery, embedder: FakeEmbedder
) -> None:
    shop(tmp_path / "shop")
    photo = (tmp_path / "shop" / "sku-0" / "0.jpg").read_bytes()
    (tmp_path / "shop" / "sku-2" / "copy.jpg").write_bytes(photo)
    with pytest.raises(InputError, match=r"'0\.jpg' of 'sku-0', 'copy\.jpg' of 'sku-2'"):
        enroll(read_catalogue(tmp_path / "shop"), embedder, gallery)
    assert counts(gallery) == {}


def test_an_interrupt_leaves_the_gallery_and_no_thread(
    tmp_path: Path, gallery: Gallery, embedder: FakeEmbedder
) -> None:
    shop(tmp_path / "old", products=1)
    enroll(read_catalogue(tmp_path / "old"), embedder, gallery)
    before = counts(gallery), gallery.version
    shop(tmp_path / "shop", products=20)

    def stop(done: int, _total: int) -> None:
        if done == 20:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        enroll(read_catalogue(tmp_path / "shop"), embedder, gallery, stop)
    assert (counts(gallery), gallery.version) == before
    assert not any(thread.name.startswith("photo") for thread in threading.enumerate())


def test_a_file_name_of_other_bytes_can_be_enrolled(
    tmp_path: Path, gallery: Gallery, embedder: FakeEmbedder
) -> None:
    shop(tmp_path / "shop", products=1, photos=1)
    odd = tmp_path / "shop" / "sku-0" / "caf\udce9.jpg"
    try:
        save(tmp_path / "plain.jpg", scene(9)).rename(odd)
    except OSError:
        pytest.skip("this file system takes UTF-8 names alone")
    enroll(read_catalogue(tmp_path / "shop"), embedder, gallery)
    assert [view.source for view in gallery.views("sku-0")] == ["0.jpg", "caf?.jpg"]
