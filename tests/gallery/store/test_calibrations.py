from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from risk.calibrations import calibration
from shelf import MODEL, OTHER_MODEL, item, open_gallery, random_units

from gallery import Gallery, GalleryError, InputError, Recogniser


@pytest.fixture
def gallery(tmp_path: Path) -> Iterator[Gallery]:
    with open_gallery(tmp_path / "shop.gallery") as opened:
        opened.enroll([item("milk", "1"), item("bun", "1")])
        yield opened


def _keep(gallery: Gallery, margin: float) -> None:
    state, model, version = gallery.state, gallery.model, gallery.version
    gallery.keep_calibration(calibration(state=state, model=model, version=version, margin=margin))


def _margin(gallery: Gallery) -> tuple[float, bool] | None:
    found = gallery.calibration()
    return found and (found.margin, found.is_fresh(gallery.state, gallery.model))


def test_keeping_one_is_a_version_of_the_same_state(gallery: Gallery) -> None:
    state = gallery.state
    assert _margin(gallery) is None
    _keep(gallery, 0.01)
    assert (gallery.version, gallery.state, gallery.log(1)[0].action) == (2, state, "calibrate")
    assert gallery.calibration() == gallery.contents().calibration
    changes = gallery.changes(1)
    assert changes is not None
    assert changes.calibration == gallery.calibration()


def test_the_last_one_is_in_force_and_a_rollback_brings_back_what_was(gallery: Gallery) -> None:
    _keep(gallery, 0.01)
    gallery.enroll([item("ale", "1")])
    assert _margin(gallery) == (0.01, False)
    _keep(gallery, 0.02)
    assert _margin(gallery) == (0.02, True)
    gallery.rollback(2)
    assert _margin(gallery) == (0.01, True)
    gallery.rollback(3)
    assert _margin(gallery) == (0.01, False), "what decided then, stale or not"
    gallery.rollback(4)
    assert _margin(gallery) == (0.02, True)


def test_a_calibration_alone_can_be_taken_back_and_that_too(gallery: Gallery) -> None:
    _keep(gallery, 0.01)
    _keep(gallery, 0.02)
    assert gallery.rollback(2, reason="too strict") == 4
    assert _margin(gallery) == (0.01, True)
    assert gallery.rollback(1) == 5
    assert _margin(gallery) is None
    assert gallery.rollback(1) == gallery.rollback(5) == 5, "nothing to do"
    assert gallery.rollback(3) == 6
    assert _margin(gallery) == (0.02, True)
    assert gallery.state == gallery.state_at(1)
    assert gallery.verify() == []


def test_the_difference_says_both(gallery: Gallery) -> None:
    _keep(gallery, 0.01)
    assert gallery.diff(1, 2).calibration == (
        "none",
        "distance 0.8000, margin 0.0100 of 2026-03-01 12:00 UTC",
    )
    assert not gallery.diff(1, 2).nothing
    gallery.rollback(1)
    assert gallery.diff(1, 3).nothing
    assert gallery.diff(2, 3).calibration == gallery.diff(2, 1).calibration


def test_what_compact_keeps_can_still_be_brought_back(gallery: Gallery) -> None:
    for margin in (0.01, 0.02, 0.03):
        _keep(gallery, margin)
    gallery.rollback(1)
    gallery.compact(3)
    assert gallery._file.one("SELECT count(*) FROM calibrations") == 3
    assert _margin(gallery) is None
    for version, margin in ((3, 0.02), (4, 0.03)):
        gallery.rollback(version)
        assert _margin(gallery) == (margin, True)
    gallery.rollback(5)
    assert _margin(gallery) is None


def test_the_till_takes_up_what_is_brought_back(gallery: Gallery) -> None:
    till = Recogniser(gallery, 0.8)
    own = till.thresholds
    _keep(gallery, 0.01)
    assert till.refresh(wait=True)
    calibrated = till.thresholds
    assert calibrated != own
    gallery.rollback(1)
    assert till.refresh(wait=True)
    assert (till.calibration, till.thresholds) == (None, own)
    gallery.rollback(2)
    assert till.refresh(wait=True)
    assert till.thresholds == calibrated


def test_a_damaged_one_is_not_brought_back_and_hinders_nothing_else(gallery: Gallery) -> None:
    _keep(gallery, 0.01)
    _keep(gallery, 0.02)
    gallery._file.connection.execute("UPDATE calibrations SET data = '{}' WHERE version = 2")
    assert gallery.diff(1, 2).calibration == ("none", "a damaged one")
    with pytest.raises(GalleryError, match="calibration of version 2 is damaged"):
        gallery.rollback(2)
    assert (gallery.version, _margin(gallery)) == (3, (0.02, True))
    gallery.rollback(1)
    assert _margin(gallery) is None


def test_one_of_another_model_is_never_gone_by(gallery: Gallery) -> None:
    _keep(gallery, 0.01)
    gallery.re_embed(OTHER_MODEL, 8, dict(zip([1, 2], random_units(2, 8), strict=True)))
    assert _margin(gallery) is None
    with pytest.raises(InputError, match=f"of model {MODEL[:12]}"):
        gallery.keep_calibration(calibration(model=MODEL))
    _keep(gallery, 0.02)
    gallery.rollback(2)
    assert _margin(gallery) == (0.01, True)
    gallery.rollback(4)
    assert _margin(gallery) == (0.02, True)


@pytest.mark.parametrize("change", ["data = replace(data, '0.01', '0.02')", "data = '{}'", "state = x'00'"])
def test_a_damaged_one_is_an_error_until_there_is_a_new_one(gallery: Gallery, change: str) -> None:
    _keep(gallery, 0.01)
    gallery._file.connection.execute(f"UPDATE calibrations SET {change}")
    with pytest.raises(GalleryError, match="calibration of version 2 is damaged") as caught:
        gallery.contents()
    assert "calibrate" in caught.value.remedy
    assert len(gallery.contents(calibration=False).vectors) == 2
    _keep(gallery, 0.03)
    assert _margin(gallery) == (0.03, True)
