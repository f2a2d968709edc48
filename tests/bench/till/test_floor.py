"""Floor: the runtime's own call, and the nearest views as an obvious slow search finds them."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from bench.till.clocks import Clock
from embed.tiny import write_tiny_embedder

from edge import embed
from edge.bench.till.floor import Floor, bare, bare_words, nearest, search_words
from edge.bench.till.overheard import Overheard
from gallery.classify import K
from gallery.index import ViewIndex, limits


def test_the_nearest_are_those_of_a_full_sort() -> None:
    rng = np.random.default_rng(3)
    views = rng.standard_normal((50, 8)).astype(np.float32)
    views /= np.linalg.norm(views, axis=1, keepdims=True)
    found = nearest(views[:4], np.ascontiguousarray(views.T))
    for row, columns in enumerate(found):
        assert set(columns) == set(np.argsort(np.linalg.norm(views - views[row], axis=1))[:K])


def test_a_gallery_of_few_views() -> None:
    assert nearest(np.ones((2, 4), np.float32), np.ones((4, 3), np.float32)).shape == (2, 3)


def index(views: int, dimension: int = 8) -> ViewIndex:
    vectors = np.random.default_rng(1).standard_normal((views, dimension)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return ViewIndex.build(vectors, np.arange(views, dtype=np.int64))


def test_times_are_milliseconds_of_the_clock() -> None:
    clock = Clock()

    class Slow:
        def embed(self, images: np.ndarray) -> None:
            clock.now += 0.25

    floor = Floor(Slow(), index(3), clock)  # type: ignore[arg-type]
    assert floor.inference(np.zeros((1, 2, 2, 3), np.uint8)) == 250
    assert floor.search(np.ones((1, 8), np.float32)) == 0


class Runtime:
    """Takes a second a crop, and a tenth more for each beyond the eighth of one run."""

    def __init__(self, clock: Clock) -> None:
        self.clock, self.runs = clock, list[int]()

    def run(self, names: list[str], given: dict[str, np.ndarray]) -> list[np.ndarray]:
        (images,) = given.values()
        self.clock.now += len(images) + max(0, len(images) - 8) / 10
        self.runs.append(len(images))
        return [images[:, 0, 0, :1].astype(np.float32)]


def test_the_floor_makes_the_runs_that_the_till_makes_and_no_slower_ones() -> None:
    """In one run 20 crops would take 21.2 s here: a till that takes 20 would look faster than its floor."""
    clock = Clock()
    runtime = Runtime(clock)
    embedder = SimpleNamespace(_session=runtime, _most=8, embed=None)
    images = np.zeros((20, 2, 2, 3), np.uint8)
    assert Floor(embedder, index(3), clock).inference(images) == pytest.approx(20_000)  # type: ignore[arg-type]
    assert runtime.runs == [8, 8, 4]


def test_search_of_a_graph_is_the_librarys_own_query_of_this_graph(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "EXACT_BELOW", 50)
    graphed = index(60)
    clock, asked = Clock(), []

    class Raw:
        def knn_query(self, vectors: np.ndarray, k: int, num_threads: int) -> None:
            clock.now += 0.5
            asked.append((len(vectors), k, num_threads))

    graphed.parts[0].raw = Raw()  # type: ignore[union-attr]
    floor = Floor(SimpleNamespace(embed=None), graphed, clock)  # type: ignore[arg-type]
    assert floor.search(np.ones((20, 8), np.float32)) == 500
    assert asked == [(20, K, 1)]
    assert search_words(graphed) == "hnswlib's own query of the till's graph of 60 views"


def test_views_beside_the_graph_are_searched_and_named_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "EXACT_BELOW", 50)
    both = index(60).changed(np.array([99]), np.eye(1, 8, dtype=np.float32), np.empty(0, np.int64))
    floor = Floor(SimpleNamespace(embed=None), both)  # type: ignore[arg-type]
    assert floor.search(np.ones((2, 8), np.float32)) > 0
    assert search_words(both).endswith("graph of 60 views and NumPy's product with all of 1 views")


def test_it_says_what_it_is() -> None:
    assert bare_words(SimpleNamespace(embed=None)) == (  # type: ignore[arg-type]
        "our embed on this backend, whose own call is not timed apart"
    )
    runtime = SimpleNamespace(_session=Runtime(Clock()), _most=8)
    assert "at most 8 crops at a time" in bare_words(runtime)  # type: ignore[arg-type]
    assert search_words(index(0)) == ""
    assert search_words(index(3)) == "NumPy's product with all of 3 views"


def test_onnxruntime_is_called_itself_and_answers_the_same(tmp_path: Path) -> None:
    embedder = embed.load(write_tiny_embedder(tmp_path / "tiny.onnx"), "cpu")
    size = embedder.card.height, embedder.card.width
    images = np.random.default_rng(0).integers(0, 256, (11, *size, 3), np.uint8)
    run, overheard = bare(embedder), Overheard(embedder)
    assert run != embedder.embed
    vectors = overheard.embed(images)
    np.testing.assert_array_equal(np.concatenate(run(images)), vectors)
    assert overheard.images is images
    assert overheard.vectors is vectors
    assert (overheard.card, overheard.provider) == (embedder.card, embedder.provider)


def test_another_embedder_is_called_as_it_is() -> None:
    class Other:
        def embed(self, images: np.ndarray) -> np.ndarray:
            return images

    other = Other()
    assert bare(other) == other.embed  # type: ignore[arg-type]
