"""On a full disk a gallery can be read, and a till that started there follows what others change."""

from __future__ import annotations

import logging
import os
import resource
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from shelf import DIMENSION, MODEL, item, open_gallery, state

from gallery import Gallery, GalleryError, Recogniser
from gallery.store import database
from gallery.store.unlocked import Unlocked

GOLDEN = Path(__file__).parents[1] / "golden" / "v1.gallery"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    place = tmp_path / "shop.gallery"
    with open_gallery(place) as gallery:
        gallery.enroll([item("milk", "1", "2"), item("bun", "1")])
    return place


@contextmanager
def full_disk() -> Iterator[None]:
    """No file can grow, so SQLite can make none of those it needs beside a gallery."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_it_can_be_read_and_that_is_said_once(path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.WARNING, logger=database.__name__)
    before = path.read_bytes()
    with full_disk():
        for _ in range(2):
            with Gallery.inspect(path) as gallery:
                assert state(gallery).keys() == {"milk", "bun"}
                assert gallery.verify() == []
    assert path.read_bytes() == before
    assert [one for one in caplog.messages if str(path) in one] == [
        f"gallery {path}: no room beside it (disk I/O error): opened for reading alone"
    ]


def test_a_change_is_refused_in_words_and_succeeds_once_there_is_room(path: Path) -> None:
    with full_disk():
        gallery = Gallery.open(path, model=MODEL, dimension=DIMENSION)
        with pytest.raises(GalleryError, match="disk is full") as caught:
            gallery.enroll([item("new", "1")])
        assert "free some space" in caught.value.remedy
        assert gallery.version == 1
    gallery.enroll([item("new", "1")])
    assert (gallery.version, state(gallery).keys()) == (2, {"milk", "bun", "new"})
    gallery.close()
    assert not path.with_name(path.name + "-wal").exists()


def test_a_till_started_on_a_full_disk_takes_up_what_another_process_enrols(path: Path) -> None:
    with full_disk():
        gallery = Gallery.open(path, model=MODEL, dimension=DIMENSION)
        till = Recogniser(gallery, 0.8)
        assert not till.refresh(wait=True)
    with open_gallery(path) as other:
        other.enroll([item("new", "1")])
        assert till.refresh(wait=True), "still in the write-ahead log"
        assert till.product("new") is not None
    assert not isinstance(gallery._file.connection, Unlocked)
    with open_gallery(path) as other:
        other.remove("bun")
    assert till.refresh(wait=True)
    assert till.product("bun") is None
    gallery.close()


def test_what_another_process_brought_into_the_file_is_read_on_a_disk_still_full(path: Path) -> None:
    with full_disk():
        gallery = Gallery.open(path, model=MODEL, dimension=DIMENSION)
    with open_gallery(path) as other:
        other.enroll([item("new", "1")])
    with full_disk():
        assert (gallery.version, state(gallery).keys()) == (2, {"milk", "bun", "new"})
        assert isinstance(gallery._file.connection, Unlocked)
    gallery.close()


def test_a_file_that_moves_while_it_is_read_gives_no_answer(path: Path) -> None:
    def read(gallery: Gallery) -> None:
        with gallery.moment():
            gallery.products()
            os.utime(path, (1, 1))

    with full_disk(), Gallery.inspect(path) as gallery:
        with pytest.raises(GalleryError, match="was changed while it was read"):
            read(gallery)
        assert len(gallery.products()) == 2


def test_with_changes_in_the_log_that_cannot_be_read_it_is_refused(path: Path, tmp_path: Path) -> None:
    folder = tmp_path / "copy"
    folder.mkdir()
    with open_gallery(path) as gallery:
        gallery.enroll([item("new", "1")])
        for suffix in ("", "-wal"):
            shutil.copy(f"{path}{suffix}", folder)
    with full_disk(), pytest.raises(GalleryError, match="disk I/O error"):
        Gallery.inspect(folder / path.name)
    with Gallery.inspect(folder / path.name) as copy:
        assert copy.version == 2


def test_an_older_schema_is_read_from_a_copy_and_not_opened_for_changes(tmp_path: Path) -> None:
    path = Path(shutil.copy(GOLDEN, tmp_path / "old.gallery"))
    with full_disk():
        with Gallery.inspect(path) as gallery:
            assert gallery.products()
        with pytest.raises(GalleryError, match="disk is full"):
            Gallery.open(path, model=MODEL, dimension=DIMENSION)
