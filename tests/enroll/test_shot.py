from __future__ import annotations

import dataclasses

import numpy as np
from enroll.judged_shop import around, view

from edge.enroll.shot import Shot
from edge.enroll.stored_crop import pack
from edge.photo.quality import Fault

VECTOR = around(0, (0.4,))[0]


def test_faults_of_a_stored_crop_are_measured_and_those_of_a_photo_believed() -> None:
    assert Shot(view("a", 0, VECTOR)).faults == ()
    assert Shot(view("a", 0, VECTOR, blurred=True)).faults == (Fault.BLURRED,)
    assert Shot(view("a", 0, VECTOR, blurred=True), ()).faults == ()
    assert Shot(view("a", 0, VECTOR), (Fault.CUT_OFF,)).faults == (Fault.CUT_OFF,)


def test_a_dark_item_that_was_cut_out_may_be_a_black_product() -> None:
    dark = np.random.default_rng(0).integers(0, 40, (120, 100, 3), dtype=np.uint8)
    mask = np.full((120, 100), 255, np.uint8)
    bare = view("a", 0, VECTOR)
    cut_out = dataclasses.replace(bare, crop=pack(dark, (0, 0, 100, 120), mask))
    whole = dataclasses.replace(bare, crop=pack(dark, (0, 0, 100, 120)))
    assert Fault.DARK not in Shot(cut_out).faults
    assert Fault.DARK in Shot(whole).faults


def test_without_a_crop_nothing_is_known() -> None:
    for crop in (b"", b"no picture"):
        shot = Shot(dataclasses.replace(view("a", 0, VECTOR), crop=crop))
        assert (shot.faults, shot.outline, len(shot.pixels)) == ((), None, 0)


def test_the_outline_and_the_pixels_are_the_items() -> None:
    shot = Shot(view("a", 1, VECTOR))
    assert shot.outline == (200, 90)
    assert shot.pixels.shape == (50 * 23, 3)
    assert shot.source == "1.jpg"
    assert Shot(dataclasses.replace(shot.view, source="")).source == shot.view.photo_hash[:12]
