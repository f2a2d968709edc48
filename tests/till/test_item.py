"""Item: its picture is that of the sharpest look, whatever becomes of the memory the looks came in."""

from __future__ import annotations

import cv2
import numpy as np

from edge.fuse import Sharpness, sharpness
from edge.item import PICTURE, Item

BOX = (0.0, 0.0, 1.0, 1.0)
VECTOR = np.eye(3, dtype=np.float32)[0]


def jpeg(crop: np.ndarray) -> bytes:
    return cv2.imencode(".jpg", crop, PICTURE)[1].tobytes()


def test_the_picture_is_the_sharpest_crop_though_the_room_is_used_again() -> None:
    item, room = Item(BOX), np.empty((32, 32, 3), np.uint8)
    assert item.picture == b""
    shots = np.random.default_rng(0).integers(0, 255, (4, 32, 32, 3), np.uint8)
    for shot, sharp in zip(shots, (1.0, 3.0, 2.0, 3.0), strict=True):
        room[:] = shot
        item.look(VECTOR, room, sharp)
        room[:] = 7
    assert item.picture == jpeg(shots[1]), "of equal ones the first"
    room[:] = shots[3]
    item.look(VECTOR, room, 4.0)
    assert item.picture == jpeg(shots[3]), "a sharper one after it was asked for"


def test_sharpness_is_the_variance_to_the_bit() -> None:
    rng = np.random.default_rng(1)
    meter = Sharpness(224, 224)
    for smooth in (0.1, 1.0, 4.0):
        crop = cv2.GaussianBlur(rng.integers(0, 255, (224, 224, 3), np.uint8), (0, 0), smooth)
        edges = cv2.Laplacian(cv2.cvtColor(crop, cv2.COLOR_BGR2GRAY), cv2.CV_32F)
        assert meter.of(crop) == sharpness(crop) == float(edges.var())
