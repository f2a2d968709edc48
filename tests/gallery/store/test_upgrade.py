"""A file of schema 1 is brought up to date in one transaction, and where it cannot be written in a copy."""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
import tempfile
from pathlib import Path

import numpy as np
import pytest
from shelf import DIMENSION, MODEL, item, random_units, state, view

from gallery import Gallery, GalleryError, InputError
from gallery.store.state import empty, moved

GOLDEN = Path(__file__).parents[1] / "golden"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return Path(shutil.copy(GOLDEN / "v1.gallery", tmp_path / "v1.gallery"))


def _schema(path: Path) -> int:
    with contextlib.closing(sqlite3.connect(path)) as connection:
        return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _rows(path: Path) -> list[tuple[object, ...]]:
    with contextlib.closing(sqlite3.connect(path)) as connection:
        return connection.execute(
            "SELECT views.id, photo_hash, source, vector, thumbnail FROM views "
            "JOIN products ON products.id = product_id ORDER BY views.id"
        ).fetchall()


def test_looking_leaves_the_file_as_it_is_and_opening_upgrades_it(path: Path) -> None:
    before = path.read_bytes()
    with Gallery.inspect(path) as copy:
        seen, found = state(copy), copy.contents()
        assert copy.verify() == []
        with pytest.raises(GalleryError, match="read-only"):
            copy.remove("milk")
    assert path.read_bytes() == before
    assert _schema(path) == 1
    with Gallery.open(path, model=MODEL, dimension=DIMENSION) as gallery:
        assert state(gallery) == seen
        assert (gallery.version, gallery.state) == (found.version, found.state)
        np.testing.assert_array_equal(gallery.matrix()[0], found.vectors)
        assert gallery.verify() == []
        (only,) = gallery.log()
        assert (only.version, only.action) == (4, "upgrade")
    assert _schema(path) == 2


def test_every_view_comes_over_byte_for_byte(path: Path) -> None:
    rows = _rows(path)
    with Gallery.open(path, model=MODEL, dimension=DIMENSION) as gallery, gallery.moment():
        for row, (one, kept) in zip(rows, gallery.whole_views(), strict=True):
            assert (one.view_id, kept.photo_hash, kept.source) == row[:3]
            assert (kept.vector.astype("<f4").tobytes(), kept.thumbnail) == row[3:]
            assert (kept.crop, kept.origin, one.crop_bytes) == (b"", "photo", 0)


def test_the_state_is_that_of_the_same_products_enrolled_today(path: Path, tmp_path: Path) -> None:
    with (
        Gallery.open(path, model=MODEL, dimension=DIMENSION) as old,
        Gallery.open(tmp_path / "new", model=MODEL, dimension=DIMENSION, create=True) as new,
    ):
        new.enroll([(product, old.views(product.sku)) for product in old.products()])
        assert new.state == old.state != moved(empty(MODEL, DIMENSION), [], []).hex()


def test_an_id_of_a_view_removed_long_ago_is_not_given_again(path: Path) -> None:
    with contextlib.closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE sqlite_sequence SET seq = 100 WHERE name = 'views'")
    with Gallery.open(path, model=MODEL, dimension=DIMENSION) as gallery:
        gallery.enroll([item("new", "1")])
        assert gallery.view_ids()[0][-1] == 101


def test_an_upgraded_gallery_can_be_changed_and_rolled_back(path: Path) -> None:
    with Gallery.open(path, model=MODEL, dimension=DIMENSION) as gallery:
        before = gallery.state
        gallery.reject("milk", [view("cream", random_units(1, seed=9)[0])])
        gallery.remove(["milk", "🥛"])
        gallery.rollback(4)
        assert gallery.state == before
        with pytest.raises(InputError, match="no version 3"):
            gallery.rollback(3)


def test_without_a_model_in_it_the_file_stays_as_it_is(path: Path) -> None:
    with contextlib.closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("DELETE FROM meta WHERE key = 'model'")
    before = path.read_bytes()
    with pytest.raises(GalleryError, match="does not say its model"):
        Gallery.open(path, model=MODEL, dimension=DIMENSION)
    assert path.read_bytes() == before


def test_a_disk_that_is_full_leaves_schema_1(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from gallery.store import upgrade

    def full(connection: sqlite3.Connection) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    before = path.read_bytes()
    monkeypatch.setattr(upgrade, "_keep_numbers", full)
    with pytest.raises(GalleryError, match="disk is full"):
        Gallery.open(path, model=MODEL, dimension=DIMENSION)
    monkeypatch.undo()
    assert path.read_bytes() == before
    with Gallery.open(path, model=MODEL, dimension=DIMENSION) as gallery:
        assert len(gallery.products()) == 4


def test_a_file_that_may_only_be_read_is_upgraded_in_a_copy() -> None:
    root = os.geteuid() == 0  # to root every file can be written
    with tempfile.TemporaryDirectory() as folder:
        path = Path(shutil.copy(GOLDEN / "v1.gallery", folder))
        before = path.read_bytes()
        path.chmod(0o444)
        Path(folder).chmod(0o555)
        try:
            if root:
                os.setresuid(65534, 65534, 0)
            with Gallery.open(path, model=MODEL, dimension=DIMENSION) as gallery:
                assert len(gallery.contents().vectors) == 12
                assert gallery.verify() == []
        finally:
            if root:
                os.setresuid(0, 0, 0)
            Path(folder).chmod(0o755)
        assert path.read_bytes() == before
        assert os.listdir(folder) == ["v1.gallery"]
