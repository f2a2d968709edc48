"""Subjects in one process: the same decisions as ours, on all items at once and one by one."""

from __future__ import annotations

import numpy as np
import pytest

from edge import embed
from edge.bench.gallery.filled import product
from edge.view_of import item_crop
from gallery import Gallery, Recogniser

pytest.importorskip("onnx", reason="onnx is no part of a device")
pytest.importorskip("torch", reason="float input is cut off with export, which knows torch")

from peers.agreement import compare, refuse_another_network
from peers.host import Host
from peers.scene import Scene, Setting
from peers.stock import Stock
from peers.subjects import OURS, SUBJECTS

BOXES = ((10.0, 20.0, 130.0, 160.0), (150.0, 30.0, 210.0, 170.0), (230.0, 5.0, 310.0, 60.0))


@pytest.fixture(scope="module")
def scene() -> Scene:
    rng = np.random.default_rng(3)
    image = np.kron(rng.integers(0, 256, (18, 32, 3)), np.ones((10, 10, 1))).astype(np.uint8)
    return Scene(image, BOXES, (None, np.full((8, 8), 255, np.uint8), None), Setting(3, 0), 0)


@pytest.fixture(scope="module")
def stock(scene: Scene, tmp_path_factory: pytest.TempPathFactory) -> Stock:
    """A gallery that knows the first two items and forty other things."""
    model = embed.load(None, "cpu", 1)
    path = tmp_path_factory.mktemp("stock") / "shop.gallery"
    size = (model.card.height, model.card.width)
    crops = [item_crop(scene.image, box, size) for box in BOXES[:2]]
    known = model.embed(np.stack(crops))
    others = np.random.default_rng(0).standard_normal((40, model.card.dimension)).astype(np.float32)
    others /= np.linalg.norm(others, axis=1, keepdims=True)
    views = np.concatenate([known, others])
    with Gallery.open(path, model=model.card.space, dimension=model.card.dimension, create=True) as gallery:
        gallery.enroll([product(f"sku-{row}", view[None]) for row, view in enumerate(views)])
        vectors, _, skus = gallery.matrix()
        thresholds = Recogniser(gallery, model.card.distance_threshold).thresholds
    return Stock(path, vectors, skus, thresholds)


def host(name: str, scene: Scene, stock: Stock) -> Host:
    made = Host(name, 1, [scene], lambda _: None)
    made.take(stock)
    return made


@pytest.fixture(scope="module")
def ours(scene: Scene, stock: Stock) -> Host:
    return host(OURS, scene, stock)


def test_ours_knows_what_it_has_seen(ours: Host) -> None:
    (answer,) = ours.answers()
    assert answer is not None
    assert answer.decided[0] == ("accept", "sku-0")
    assert answer.decided[1] == ("accept", "sku-1")


@pytest.mark.parametrize(
    "name", [name for name in SUBJECTS if name != OURS and "till" not in name and "auto" not in name]
)
def test_a_peer_decides_as_ours(name: str, ours: Host, scene: Scene, stock: Stock) -> None:
    for package in SUBJECTS[name].needs:
        pytest.importorskip(package, reason=f"{package} is not installed")
    peer = host(name, scene, stock)
    agreement = compare(ours.answers(), peer.answers())
    assert (agreement.equal, agreement.items) == (3, 3)
    if SUBJECTS[name].exact:
        refuse_another_network(name, agreement)


def test_a_turn_times_what_it_was_asked_to(ours: Host) -> None:
    took = ours.turn({3: 2})
    assert list(took) == [3]
    assert len(took[3]) == 2
    assert all(seconds > 0 for seconds in took[3])
    assert "onnxruntime" in ours.about()[0]
