from __future__ import annotations

import cv2
import numpy as np
from enroll.pictures import scene

from edge.enroll.looks import SIDE, looks
from edge.enroll.one_photo import thumbnail


def test_a_photo_saved_again_looks_like_itself_and_another_does_not() -> None:
    one, other = scene(1, 96, 96), scene(2, 96, 96)
    brighter = np.clip(one * 1.1 + 5, 0, 255).astype(np.uint8)
    again = cv2.imencode(".jpg", one, [cv2.IMWRITE_JPEG_QUALITY, 40])[1].tobytes()
    seen = looks([thumbnail(one), again, thumbnail(brighter), thumbnail(other)])
    assert seen is not None
    assert seen.shape == (4, SIDE * SIDE)
    assert np.allclose(np.linalg.norm(seen, axis=1), 1)
    assert (seen[0] @ seen[1:3].T > 0.99).all()
    assert seen[0] @ seen[3] < 0.9


def test_without_a_picture_of_each_there_are_none() -> None:
    assert looks([thumbnail(scene(1)), b""]) is None
    assert looks([thumbnail(scene(1)), b"no picture"]) is None
