from __future__ import annotations

import io

import cv2
import numpy as np
import pytest
from enroll.pictures import scene
from PIL import Image

from edge.enroll.stored_crop import LONGEST_SIDE, pack, unpack
from edge.view_of import item_crop
from gallery.errors import InputError

SIZE = (96, 96)


def drawn() -> tuple[np.ndarray, np.ndarray, tuple[float, float, float, float]]:
    """A picture of 480x640, an ellipse on it, and its box."""
    mask = np.zeros((480, 640), np.uint8)
    cv2.ellipse(mask, (300, 240), (200, 120), 20, 0, 360, 255, -1)
    x, y, width, height = cv2.boundingRect(mask)
    return scene(3, 480, 640), mask[y : y + height, x : x + width], (x, y, x + width, y + height)


def size_of(jpeg: bytes) -> tuple[int, int]:
    return Image.open(io.BytesIO(jpeg)).size


@pytest.mark.parametrize("masked", [True, False])
def test_what_comes_back_is_nearly_the_crop_of_the_photo(masked: bool) -> None:
    image, mask, box = drawn()
    wanted = item_crop(image, box, SIZE, mask if masked else None).astype(int)
    got = unpack(pack(image, box, mask if masked else None), SIZE).astype(int)
    assert np.abs(got - wanted).mean() < 3
    assert (np.abs(got - wanted).max(axis=2) > 40).mean() < 0.02  # some pixels of the outline


def test_a_viewer_sees_the_items_own_pixels_without_grey() -> None:
    image, mask, box = drawn()
    shown = cv2.imdecode(np.frombuffer(pack(image, box, mask), np.uint8), cv2.IMREAD_COLOR)
    plain = cv2.imdecode(np.frombuffer(pack(image, box), np.uint8), cv2.IMREAD_COLOR)
    assert np.array_equal(shown, plain)


def test_a_large_item_is_scaled_down_and_a_small_one_is_not_enlarged() -> None:
    image = scene(1, 500, 900)
    assert size_of(pack(image, (0, 0, 900, 450))) == (LONGEST_SIDE, LONGEST_SIDE // 2)
    assert size_of(pack(image, (10, 10, 60, 110))) == (50, 100)


def test_a_box_beside_the_image_is_refused() -> None:
    with pytest.raises(ValueError, match="no pixel"):
        pack(scene(), (500, 500, 600, 600))


def test_what_is_no_picture_is_refused_in_words() -> None:
    image, mask, box = drawn()
    with pytest.raises(InputError, match="stored crop is empty"):
        unpack(b"", SIZE)
    with pytest.raises(InputError, match="broken or cut short"):
        unpack(pack(image, box, mask)[:-500], SIZE)
    broken = pack(image, box, mask)
    at = broken.index(b"\x89PNG") + 8
    with pytest.raises(InputError, match="mask that is broken"):
        unpack(broken[:at] + bytes(40) + broken[at + 40 :], SIZE)
