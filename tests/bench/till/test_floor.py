"""Floor: the runtime's own call, and the nearest views as an obvious slow search finds them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from bench.till.clocks import Clock
from embed.tiny import write_tiny_embedder

from edge import embed
from edge.bench.till.floor import Floor, bare, nearest
from edge.bench.till.overheard import Overheard
from gallery.classify import K


def test_the_nearest_are_those_of_a_full_sort() -> None:
    rng = np.random.default_rng(3)
    views = rng.standard_normal((50, 8)).astype(np.float32)
    views /= np.linalg.norm(views, axis=1, keepdims=True)
    found = nearest(views[:4], np.ascontiguousarray(views.T))
    for row, columns in enumerate(found):
        assert set(columns) == set(np.argsort(np.linalg.norm(views - views[row], axis=1))[:K])


def test_a_gallery_of_few_views() -> None:
    assert nearest(np.ones((2, 4), np.float32), np.ones((4, 3), np.float32)).shape == (2, 3)


def test_times_are_milliseconds_of_the_clock() -> None:
    clock = Clock()

    class Slow:
        def embed(self, images: np.ndarray) -> None:
            clock.now += 0.25

    floor = Floor(Slow(), np.ones((3, 4), np.float32), clock)  # type: ignore[arg-type]
    assert floor.inference(np.zeros((1, 2, 2, 3), np.uint8)) == 250
    assert floor.search(np.ones((1, 4), np.float32)) == 0


def test_onnxruntime_is_called_itself_and_answers_the_same(tmp_path: Path) -> None:
    embedder = embed.load(write_tiny_embedder(tmp_path / "tiny.onnx"), "cpu")
    size = embedder.card.height, embedder.card.width
    images = np.random.default_rng(0).integers(0, 256, (3, *size, 3), np.uint8)
    run, overheard = bare(embedder), Overheard(embedder)
    assert run != embedder.embed
    vectors = overheard.embed(images)
    np.testing.assert_array_equal(run(images)[0], vectors)
    assert overheard.images is images
    assert overheard.vectors is vectors
    assert (overheard.card, overheard.provider) == (embedder.card, embedder.provider)


def test_another_embedder_is_called_as_it_is() -> None:
    class Other:
        def embed(self, images: np.ndarray) -> np.ndarray:
            return images

    other = Other()
    assert bare(other) == other.embed  # type: ignore[arg-type]
