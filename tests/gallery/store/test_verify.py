"""Verify finds what a disk has done to a file, names the row, and says what to do."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from risk.calibrations import calibration
from shelf import MODEL, item, open_gallery, random_units, view

from gallery import CheckoutError, Gallery, GalleryError, Product, View
from gallery.store import Fault

PICTURED = view("pictured")
PICTURED = View(PICTURED.photo_hash, PICTURED.vector, b"small" * 40, "front.jpg", b"large" * 3000)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A gallery with every kind of row, and with some history."""
    place = tmp_path / "shop.gallery"
    with open_gallery(place) as gallery:
        gallery.enroll([item(f"p{number}", *"123") for number in range(8)])
        gallery.enroll([(Product("bun", "Bun", 50, "EUR"), [PICTURED])])
        gallery.remove("p7")
        gallery.reject("p1", [view("not p1")])
        gallery.reject(None, [view("tray")])
        gallery.group("round", ["p1", "p2"])
        gallery.keep_calibration(calibration(state=gallery.state, model=MODEL, version=gallery.version))
    return place


def _verify(path: Path) -> list[Fault]:
    with Gallery.inspect(path) as gallery:
        return gallery.verify()


def _edited(path: Path, statement: str) -> list[Fault]:
    connection = sqlite3.connect(path)
    with connection:
        connection.execute(statement)
    connection.close()
    return _verify(path)


def test_a_whole_gallery_has_no_fault_and_progress_reaches_the_end(path: Path) -> None:
    seen: list[tuple[int, int]] = []
    with Gallery.inspect(path) as gallery:
        assert gallery.verify(lambda done, total: seen.append((done, total))) == []
    assert seen == sorted(seen)
    assert seen[-1][0] == seen[-1][1] == 8 + 1 + 24 + 1 + 2 + 2


@pytest.mark.parametrize(
    ("content", "at", "problem"),
    [
        (PICTURED.vector.astype("<f4").tobytes(), 8, "vector"),
        (b"small" * 40, 60, "thumbnail"),
        (b"large" * 500, 900, "crop"),
        (b"bunis" + PICTURED.photo_hash.encode(), 0, "not what was written"),
        (b"bunis" + PICTURED.photo_hash.encode(), 40, "not what was written"),
        (b"photofront.jpg", 12, "not what was written"),
    ],
)
def test_a_flipped_bit_is_found_and_its_view_named(path: Path, content: bytes, at: int, problem: str) -> None:
    data = bytearray(path.read_bytes())
    data[data.index(content) + at] ^= 1
    path.write_bytes(data)
    faults = [fault for fault in _verify(path) if "view 25" in fault.where]
    assert any(problem in fault.problem for fault in faults)
    assert all("front.jpg" in fault.where or "front.jqg" in fault.where for fault in faults)
    assert all(fault.remedy for fault in faults)


@pytest.mark.parametrize(
    ("statement", "where", "problem"),
    [
        ("UPDATE products SET price_minor = 5 WHERE sku = 'bun'", "product 'bun'", "not what was written"),
        ("UPDATE products SET currency = 'euro' WHERE sku = 'bun'", "product 'bun'", "not what was written"),
        ("UPDATE lookalikes SET sku = 'p3' WHERE sku = 'p2'", "group 'round'", "not what was written"),
        ("UPDATE vectors SET vector = zeroblob(64) WHERE id = 2", "view 2 of 'p0'", "vector"),
        ("DELETE FROM vectors WHERE id = 2", "view 2 of 'p0'", "vector is missing"),
        ("DELETE FROM pictures WHERE id = 2", "view 2 of 'p0'", "crop are missing"),
        ("DELETE FROM products WHERE sku = 'bun'", "view 25 of 'bun'", "there is no product"),
        ("DELETE FROM views WHERE id = 2", "version 2", "not what was written"),
        ("UPDATE views SET removed_in = 4 WHERE id = 2", "version 5", "not what was written"),
        ("DELETE FROM versions WHERE version = 3", "the history", "missing"),
        ("UPDATE versions SET state = zeroblob(32) WHERE version = 3", "version 3", "not what was written"),
        ("UPDATE calibrations SET data = '{'", "calibration of version 7", "not what was written"),
        ("UPDATE versions SET reason = 'x' WHERE version = 3", "version 3", "not what was written"),
        ("UPDATE vectors SET vector = zeroblob(64) WHERE id = 23", "view 23 of 'p7'", "vector"),
    ],
)
def test_each_kind_of_row_is_checked(path: Path, statement: str, where: str, problem: str) -> None:
    faults = _edited(path, statement)
    assert any(where in fault.where and problem in fault.problem for fault in faults), faults
    assert all(fault.remedy for fault in faults)


def test_a_vector_that_is_what_was_written_but_no_unit_vector_is_named(path: Path) -> None:
    from gallery.store.state import vector_digest

    blob = (2 * random_units(1)[0]).astype("<f4").tobytes()
    connection = sqlite3.connect(path)
    with connection:
        connection.execute("UPDATE vectors SET vector = ? WHERE id = 2", (blob,))
        connection.execute("UPDATE views SET vector_digest = ? WHERE id = 2", (vector_digest(blob),))
    connection.close()
    assert any("16 numbers of unit length" in fault.problem for fault in _verify(path))


def test_what_only_the_past_needs_can_be_dropped(path: Path) -> None:
    (fault,) = [one for one in _edited(path, "DELETE FROM vectors WHERE id = 23") if "view 23" in one.where]
    assert "compact" in fault.remedy
    with Gallery.open(path, model=None, dimension=None) as gallery:
        gallery.compact(gallery.version)
        assert gallery.verify() == []


def test_a_damaged_vector_met_while_reading_is_an_error_that_names_it(path: Path) -> None:
    _edited(path, "UPDATE vectors SET vector = zeroblob(64) WHERE id = 2")
    with Gallery.inspect(path) as gallery:
        for read in (gallery.contents, gallery.matrix, lambda: gallery.views("p0")):
            with pytest.raises(GalleryError, match="vector of view 2 is damaged") as caught:
                read()  # type: ignore[operator]
            assert "gallery verify" in caught.value.remedy
        assert gallery.views("p1")


def _everything(path: Path) -> list[object]:
    with Gallery.inspect(path) as gallery:
        contents = gallery.contents()
        views = [(one, gallery.crop(one.view_id)) for one in gallery.live_views()]
        thumbnails = [view.thumbnail for product in gallery.products() for view in gallery.views(product.sku)]
        return [
            *(contents.products, contents.vectors.tobytes(), contents.skus, contents.groups),
            *(contents.negatives.vectors.tobytes(), contents.negatives.skus, contents.calibration),
            *(views, thumbnails, gallery.log(), gallery.diff(1, gallery.version)),
        ]


def _flips(data: bytes, generator: np.random.Generator) -> bytes:
    place, width = int(generator.integers(len(data))), int(generator.choice([1, 1, 40, 4096]))
    noise = generator.bytes(width) if width > 1 else bytes([data[place] ^ (1 << int(generator.integers(8)))])
    return data[:place] + noise[: len(data) - place] + data[place + width :]


@pytest.mark.parametrize("seed", range(6))
def test_whatever_is_damaged_is_found_or_changes_nothing_that_is_read(path: Path, seed: int) -> None:
    whole, before, generator = path.read_bytes(), _everything(path), np.random.default_rng(seed)
    for _ in range(20):
        path.write_bytes(_flips(whole, generator))
        with contextlib.suppress(CheckoutError):
            found, after = _verify(path), _everything(path)
            assert found or after == before


def _swap(path: Path, change: Callable[[bytes], bytes]) -> None:
    path.write_bytes(change(path.read_bytes()))


def test_pages_of_one_table_lost_leave_the_others_readable(path: Path) -> None:
    connection = sqlite3.connect(path)
    root = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'pictures'").fetchone()[0]
    connection.close()
    _swap(path, lambda data: data[: 4096 * (root - 1)] + bytes(4096) + data[4096 * root :])
    with Gallery.inspect(path) as gallery:
        assert len(gallery.contents().vectors) == 22
        faults = gallery.verify()
    assert any("its thumbnail and crop cannot be read" in fault.problem for fault in faults)
    assert any("view 1 of 'p0'" in fault.where for fault in faults)
