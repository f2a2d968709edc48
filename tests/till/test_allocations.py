"""Steady state: what a frame needs is there already; docs/performance.md, "Memory a frame"."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterator

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from edge.basket.ledger import Ledger
from edge.card import ModelCard
from edge.frame import Frame
from edge.localise.tray import TrayLocaliser
from edge.pipeline import Moment, Till
from gallery import Decision, Verdict

PASSING = 384 * 1024
"""Bytes that a frame of 1280x720 may need at once beside what the till holds; 9 items and 3 MB of frame."""

LEFT = 64 * 1024
"""Bytes that may be left of a frame in which nothing is laid down."""


class Embedder:
    provider = reason = "test"

    def __init__(self) -> None:
        self.card = ModelCard(
            name="none", dimension=3, height=224, width=224, backbone="none", training_data=("none",),
            licence="Apache-2.0", recipe="none", distance_threshold=0.5, content_hash="c" * 64,
        )  # fmt: skip

    def embed(self, images: NDArray[np.uint8]) -> NDArray[np.float32]:
        return np.eye(3, dtype=np.float32)[np.zeros(len(images), int)]


class Recogniser:
    version = 1

    def refresh(self) -> bool:
        return False

    def recognise(self, vectors: NDArray[np.float32], final: object = None) -> list[Decision]:
        return [Decision(Verdict.UNKNOWN, (), 0.0)] * len(vectors)


def pictures(items: int) -> list[NDArray[np.uint8]]:
    """A few noisy frames of the same still scene."""
    rng = np.random.default_rng(items)
    scene = cv2.resize(np.random.default_rng(0).integers(60, 200, (45, 80, 3), np.uint8), (1280, 720))
    for number in range(items):
        x, y = 60 + number % 5 * 240, 60 + number // 5 * 300
        scene[y : y + 120, x : x + 120] = (40 * (number % 6), 30, 220)
        scene[y : y + 120 : 9, x : x + 120] = 90
    noise = [rng.integers(0, 4, scene.shape, np.uint8) for _ in range(3)]
    return [cv2.add(scene, some) for some in noise]


def watched(
    till: Till, scene: list[NDArray[np.uint8]], first: int, count: int
) -> Iterator[tuple[Moment, int, int]]:
    """Each moment, what its frame needed at once, and what is left of it: bytes that tracemalloc knows of."""
    for index in range(first, first + count):
        frame = Frame(scene[index % len(scene)], index, index / 15, 0.0)
        tracemalloc.reset_peak()
        before = tracemalloc.get_traced_memory()[0]
        moment = till.see(frame)
        after, peak = tracemalloc.get_traced_memory()
        yield moment, peak - before, after - before


@pytest.fixture
def tracing() -> Iterator[None]:
    tracemalloc.start()
    yield
    tracemalloc.stop()


def test_a_frame_in_the_steady_state_needs_little_memory_and_leaves_none(tracing: None) -> None:
    till = Till(TrayLocaliser(), Embedder(), Recogniser(), Ledger(None))  # type: ignore[arg-type]
    for _ in watched(till, pictures(0), 0, 20):
        pass
    laid = pictures(9)
    arrival = list(watched(till, laid, 20, 40))
    assert len(arrival[-1][0].items) == 9
    assert sum(moment.looks for moment, _, _ in arrival) == 9 * 6
    looking = [(peak, left) for moment, peak, left in arrival if moment.looks and not moment.events][1:]
    assert len(looking) >= 4, "frames with looks, after those in which each item keeps its first crop"
    assert max(peak for peak, _ in looking) < PASSING
    assert max(left for _, left in looking) < LEFT
    still = list(watched(till, laid, 60, 15))
    assert max(peak for _, peak, _ in still) < PASSING
    assert max(left for _, _, left in still) < LEFT


def test_memory_does_not_grow_with_frames(tracing: None) -> None:
    till = Till(TrayLocaliser(), Embedder(), Recogniser(), Ledger(None))  # type: ignore[arg-type]
    scene = pictures(2)
    for _ in watched(till, scene, 0, 40):
        pass
    before = tracemalloc.get_traced_memory()[0]
    for _ in watched(till, scene, 40, 30):
        pass
    assert tracemalloc.get_traced_memory()[0] - before < LEFT
