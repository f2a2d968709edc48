"""Photos read ahead of the model: in order, bounded, and each file read once."""

from __future__ import annotations

import threading
import time
from pathlib import Path
from typing import cast

import numpy as np
import pytest
from numpy.typing import NDArray

from edge.embed import Embedder
from edge.enroll import photos
from edge.enroll.catalogue import Listing
from edge.enroll.enrolled import Embedded, EnrolledProduct
from edge.enroll.one_photo import Prepared
from edge.enroll.photos import outcomes
from edge.enroll.read_ahead import BATCH
from gallery.errors import InputError
from gallery.product import Product
from gallery.view import View

SIZE = 8


class _Card:
    height = width = SIZE


class _Model:
    """The number in a crop's corner comes back in the vector."""

    card = _Card()

    def __init__(self) -> None:
        self.batches: list[int] = []

    def embed(self, crops: NDArray[np.uint8]) -> NDArray[np.float32]:
        self.batches.append(len(crops))
        angle = crops[:, 0, 0, 0] / 256
        return np.stack([np.cos(angle), np.sin(angle)], axis=1).astype(np.float32)


def number(path: Path) -> int:
    return int(path.stem)


def digest(path: Path) -> str:
    return f"{number(path):064x}"


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Photos are made up; the list says which were read."""
    done: list[int] = []
    lock = threading.Lock()

    def prepare(path: Path, size: tuple[int, int]) -> Prepared:
        time.sleep(0.001 * (number(path) % 3))
        with lock:
            done.append(number(path))
        if number(path) % 10 == 9:
            raise InputError(f"photo {path} is broken", "replace it")
        crop = np.full((*size, 3), number(path), np.uint8)
        return Prepared(path.name, crop, b"", b"", digest(path), "whole photo")

    monkeypatch.setattr(photos, "prepare", prepare)
    monkeypatch.setattr(photos, "photo_hash", digest)
    return done


def jobs(count: int) -> list[tuple[EnrolledProduct, Path]]:
    product = EnrolledProduct(Listing(Product("cola"), ()))
    return [(product, Path(f"{n}.jpg")) for n in range(count)]


def test_outcomes_come_in_the_order_of_the_photos(read: list[int]) -> None:
    model = _Model()
    found = [outcome for _, outcome in outcomes(jobs(100), {}, cast(Embedder, model))]
    for place, outcome in enumerate(found):
        if place % 10 == 9:
            assert isinstance(outcome, InputError)
        else:
            assert isinstance(outcome, Embedded)
            assert outcome.view.photo_hash == f"{place:064x}"
            assert np.arctan2(*outcome.view.vector[::-1]) == pytest.approx(place / 256, abs=1e-5)
    assert sorted(read) == list(range(100))
    assert sum(model.batches) == 90


def test_a_photo_of_the_gallery_is_neither_read_nor_embedded(read: list[int]) -> None:
    there = View(digest(Path("3.jpg")), np.array([1, 0], np.float32))
    found = outcomes(jobs(5), {"cola": {there.photo_hash: there}}, cast(Embedder, _Model()))
    assert [outcome for _, outcome in found][3] is there
    assert sorted(read) == [0, 1, 2, 4]


def test_no_more_is_read_ahead_than_fits_into_memory(read: list[int]) -> None:
    going = outcomes(jobs(200), {}, cast(Embedder, _Model()))
    next(going)
    deadline = time.monotonic() + 5
    while len(read) < 3 * BATCH and time.monotonic() < deadline:
        time.sleep(0.01)
    time.sleep(0.05)
    assert len(read) == 3 * BATCH
    going.close()
    assert len(read) == 3 * BATCH


def test_stopping_early_leaves_no_thread(read: list[int]) -> None:
    going = outcomes(jobs(200), {}, cast(Embedder, _Model()))
    next(going)
    going.close()
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("photo")]
