from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from risk.calibrations import calibration
from shelf import MODEL, OTHER_MODEL, item, open_gallery, random_units

from gallery import Gallery, GalleryError, InputError


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


def test_the_one_of_this_state_comes_first_and_a_rollback_brings_it_back(gallery: Gallery) -> None:
    _keep(gallery, 0.01)
    gallery.enroll([item("ale", "1")])
    assert _margin(gallery) == (0.01, False)
    _keep(gallery, 0.02)
    assert _margin(gallery) == (0.02, True)
    gallery.rollback(1)
    assert _margin(gallery) == (0.01, True)
    gallery.rollback(3)
    assert _margin(gallery) == (0.02, True)


def test_one_of_another_model_is_never_gone_by(gallery: Gallery) -> None:
    _keep(gallery, 0.01)
    gallery.re_embed(OTHER_MODEL, 8, dict(zip([1, 2], random_units(2, 8), strict=True)))
    assert _margin(gallery) is None
    with pytest.raises(InputError, match=f"of model {MODEL[:12]}"):
        gallery.keep_calibration(calibration(model=MODEL))
    _keep(gallery, 0.02)
    gallery.rollback(1)
    assert _margin(gallery) == (0.01, True)


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
