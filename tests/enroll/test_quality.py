from __future__ import annotations

import os
from pathlib import Path

import cv2
import numpy as np
import pytest

from edge.photo import Photo, read_photo
from edge.photo.item import ItemInPhoto, find_item
from edge.photo.quality import Fault, Quality, measure

DATA = Path(os.environ.get("CHECKOUT_EDGE_DATA", Path(__file__).resolve().parents[3] / "shared" / "data"))


def drawn(x: int = 120, y: int = 100, width: int = 160, height: int = 200) -> tuple[np.ndarray, np.ndarray]:
    """A printed pack on a light table, and its mask."""
    image = np.full((400, 400, 3), 225, np.uint8)
    mask = np.zeros((400, 400), np.uint8)
    coarse = np.random.default_rng(0).integers(20, 230, (26, 20, 3), dtype=np.uint8)
    pack = cv2.resize(coarse, (width, height), interpolation=cv2.INTER_NEAREST)
    left, top = max(x, 0), max(y, 0)
    right, bottom = min(x + width, 400), min(y + height, 400)
    image[top:bottom, left:right] = pack[top - y : bottom - y, left - x : right - x]
    mask[top:bottom, left:right] = 255
    return image, mask


def quality(image: np.ndarray, mask: np.ndarray | None) -> Quality:
    return measure(image, find_item(Photo(image, mask, "")))


def test_a_good_photo_has_no_fault() -> None:
    image, mask = drawn()
    assert quality(image, mask).faults == ()
    assert find_item(Photo(image, None, "")).how == "plain background"
    assert quality(image, None).faults == ()


def test_blurred_dark_and_blown_out() -> None:
    image, mask = drawn()
    assert quality(cv2.GaussianBlur(image, (0, 0), 6), mask).faults == (Fault.BLURRED,)
    assert quality((image * 0.3).astype(np.uint8), mask).faults == (Fault.DARK,)
    bright = np.clip(image.astype(np.float32) * 2.5, 0, 255).astype(np.uint8)
    assert Fault.BLOWN_OUT in quality(bright, mask).faults


def test_white_paper_is_not_blown_out_and_a_dark_product_on_a_light_table_not_dark() -> None:
    image, mask = drawn()
    paper = image.copy()
    paper[100:250, 120:280] = 255
    assert Fault.BLOWN_OUT not in quality(paper, mask).faults
    black = image.copy()
    black[mask > 0] //= 4
    assert quality(black, None).faults == ()
    assert quality((black * 0.3).astype(np.uint8), None).faults == (Fault.DARK,)


@pytest.mark.parametrize(("x", "y"), [(-60, 100), (300, 100), (120, -80), (120, 280)])
def test_cut_off_at_any_side(x: int, y: int) -> None:
    image, mask = drawn(x, y)
    assert quality(image, mask).faults == (Fault.CUT_OFF,)


def test_an_item_that_touches_with_a_point_is_whole() -> None:
    mask = np.zeros((400, 400), np.uint8)
    cv2.circle(mask, (150, 200), 150, 255, -1)
    image = np.where(mask[..., None] > 0, drawn(0, 0, 400, 400)[0], 225).astype(np.uint8)
    touching = quality(image, mask).touching
    assert 0 < touching < 0.1


def test_a_picture_cut_to_its_item_and_a_photo_without_a_mask_tell_nothing_of_cutting() -> None:
    image, mask = drawn()
    assert quality(image[100:300, 120:280], mask[100:300, 120:280]).touching == 0
    assert measure(image, ItemInPhoto((0, 0, 400, 400), None, "whole photo")).touching == 0


def test_too_small() -> None:
    image, mask = drawn(180, 180, 48, 60)
    assert quality(image, mask).faults == (Fault.SMALL,)


@pytest.mark.skipif(not (DATA / "grocery").is_dir(), reason=f"no photos at {DATA / 'grocery'}")
def test_on_real_photos_few_good_ones_are_blamed_and_most_damaged_ones_found() -> None:
    paths = sorted((DATA / "grocery" / "test").glob("*/*.jpg"))[::23]
    items = [(photo.image, find_item(photo)) for photo in map(read_photo, paths)]
    assert len(items) >= 30
    blamed = sum(bool(measure(image, found).faults) for image, found in items)
    blurred = [measure(cv2.GaussianBlur(image, (0, 0), 2.7), found).faults for image, found in items]
    dark = [measure(image // 3, found).faults for image, found in items]
    assert blamed <= 0.1 * len(items)
    assert sum(Fault.BLURRED in faults for faults in blurred) >= 0.9 * len(items)
    assert sum(Fault.DARK in faults for faults in dark) >= 0.9 * len(items)
