"""Touching items are told apart by the neck between them; one item is never cut."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from edge.localise.split import split


def blank() -> np.ndarray:
    return np.zeros((120, 160), np.uint8)


def discs() -> np.ndarray:
    mask = blank()
    for x in (50, 98):
        cv2.circle(mask, (x, 60), 25, 255, -1)
    return mask


def corners() -> np.ndarray:
    mask = blank()
    mask[20:60, 20:70] = 255
    mask[52:100, 64:120] = 255
    return mask


def ell() -> np.ndarray:
    mask = blank()
    mask[10:100, 20:45] = 255
    mask[75:100, 20:120] = 255
    return mask


def bottle() -> np.ndarray:
    mask = blank()
    cv2.ellipse(mask, (60, 60), (45, 18), 0, 0, 360, 255, -1)
    mask[52:68, 90:135] = 255
    return mask


def rectangle() -> np.ndarray:
    mask = blank()
    cv2.fillPoly(mask, [cv2.boxPoints(((80, 60), (90, 40), 25)).astype(np.int32)], 255)
    return mask


@pytest.mark.parametrize("make", [discs, corners])
def test_two_that_touch_are_two(make) -> None:
    mask = make()
    pieces = split(mask)
    assert len(pieces) == 2
    assert np.array_equal(sum(piece > 0 for piece in pieces), mask > 0), "every pixel goes to one piece"
    areas = sorted(int((piece > 0).sum()) for piece in pieces)
    assert areas[0] > 0.35 * sum(areas)


@pytest.mark.parametrize("make", [ell, bottle, rectangle])
def test_one_item_stays_whole(make) -> None:
    mask = make()
    (piece,) = split(mask)
    assert np.array_equal(piece, mask)
