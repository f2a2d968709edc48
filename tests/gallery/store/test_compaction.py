from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from risk.calibrations import calibration
from shelf import MODEL, OTHER_MODEL, item, open_gallery, random_units, state, view

from gallery import Gallery, GalleryError, InputError, Product, View
from gallery.store import Compaction, database


def _large(name: str) -> View:
    one = view(name)
    return View(one.photo_hash, one.vector, crop=name.encode() * 4000)


@pytest.fixture
def gallery(tmp_path: Path) -> Iterator[Gallery]:
    """Version 4: `bun` came, `milk` went, `milk` came back with another photo, a price changed."""
    with open_gallery(tmp_path / "shop.gallery") as opened:
        opened.enroll([(Product("bun"), [_large("bun")]), (Product("milk"), [_large("milk 1")])])
        opened.remove("milk")
        opened.enroll([(Product("milk"), [_large("milk 2")])])
        opened.enroll([item("bun", price_minor=5)])
        yield opened


def test_the_past_goes_the_present_stays_and_the_file_is_smaller(gallery: Gallery) -> None:
    before, now = state(gallery), gallery.state
    done = gallery.compact(3, reason="spring")
    assert done == Compaction(5, 3, 1, done.bytes_before, done.bytes_after, True)
    assert gallery.path.stat().st_size == done.bytes_after < done.bytes_before - 20_000
    assert (state(gallery), gallery.state) == (before, now)
    assert [one.version for one in gallery.log()] == [5, 4, 3]
    assert (gallery.log()[0].action, gallery.log()[0].reason) == ("compact", "spring")
    assert gallery.changes(2) is None
    assert gallery.changes(3) is not None
    assert gallery.verify() == []
    gallery.rollback(3)
    with pytest.raises(InputError, match="no version 2"):
        gallery.rollback(2)


def test_what_was_removed_in_the_first_version_kept_goes_too(gallery: Gallery) -> None:
    done = gallery.compact(2)
    assert (done.versions, done.views) == (2, 1)
    assert gallery.verify() == []


def test_again_it_has_nothing_to_drop_and_makes_no_version(gallery: Gallery) -> None:
    gallery.compact(4)
    done = gallery.compact(4)
    assert (done.version, done.versions, done.views) == (5, 0, 0)


def test_an_id_is_not_used_again_after_the_view_is_forgotten(gallery: Gallery) -> None:
    gallery.remove("milk")
    gallery.compact(5)
    gallery.enroll([item("milk", "3")])
    assert gallery.view_ids()[0].tolist() == [1, 4]


def test_vectors_that_a_rollback_shares_stay(gallery: Gallery) -> None:
    gallery.remove("bun")
    gallery.rollback(4)
    gallery.compact(6)
    assert gallery.verify() == []
    assert gallery.crop(gallery.view_ids()[0][-1])


@pytest.mark.parametrize("version", [-1, 5])
def test_a_version_that_is_not_there_is_refused(gallery: Gallery, version: int) -> None:
    with pytest.raises(InputError, match=f"no version {version}"):
        gallery.compact(version)


def test_the_old_vectors_stay_until_the_new_model_is_calibrated(gallery: Gallery) -> None:
    ids = [one.view_id for one in gallery.live_views()]
    gallery.re_embed(OTHER_MODEL, 8, dict(zip(ids, random_units(len(ids), 8), strict=True)))
    with pytest.raises(InputError, match="not calibrated yet") as caught:
        gallery.compact(5)
    assert "calibrate" in caught.value.remedy
    assert gallery.compact(4).versions == 4, "what is older than the model before may go"
    gallery.keep_calibration(calibration(state=gallery.state, model=OTHER_MODEL, version=gallery.version))
    assert gallery.compact(6).versions == 2
    assert gallery.verify() == []
    assert gallery.calibration() is not None
    assert {one.model for one in gallery.log()} == {OTHER_MODEL} != {MODEL}


def test_anyway_drops_them(gallery: Gallery) -> None:
    ids = [one.view_id for one in gallery.live_views()]
    gallery.re_embed(OTHER_MODEL, 8, dict(zip(ids, random_units(len(ids), 8), strict=True)))
    assert gallery.compact(5, anyway=True).views == 3


def test_what_cannot_be_made_smaller_is_said_and_done_the_next_time(
    gallery: Gallery, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.05)
    with Gallery.open(gallery.path, model=None, dimension=None) as impatient:
        other = sqlite3.connect(gallery.path, isolation_level=None)
        hold = impatient._file.writing

        def writing(action: str, reason: str):  # type: ignore[no-untyped-def]
            with hold(action, reason) as change:
                yield change
            other.execute("BEGIN IMMEDIATE")

        import contextlib

        monkeypatch.setattr(impatient._file, "writing", contextlib.contextmanager(writing))
        with pytest.raises(GalleryError, match="history was dropped") as caught:
            impatient.compact(4)
        assert "compact again" in caught.value.remedy
        other.close()
        monkeypatch.setattr(impatient._file, "writing", hold)
        assert [one.version for one in impatient.log()] == [5, 4]
        assert impatient.compact(4).bytes_after < impatient.compact(4).bytes_before + 1
        assert impatient.verify() == []


def test_beside_a_reader_the_file_shrinks_later_and_that_is_said(
    gallery: Gallery, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.05)
    with Gallery.open(gallery.path, model=None, dimension=None) as impatient:
        gallery.checkpoint()
        before = gallery.path.stat().st_size
        with Gallery.inspect(gallery.path) as reader, reader.moment():
            assert reader.products()
            done = impatient.compact(3)
            assert not done.shrunk
            assert gallery.path.stat().st_size == before > done.bytes_after
        assert impatient.compact(3).shrunk
        assert gallery.path.stat().st_size == done.bytes_after
