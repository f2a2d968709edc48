"""Looks: a photo's small grey picture, by which copies of it are found."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

SIDE = 24


def looks(thumbnails: Sequence[bytes]) -> NDArray[np.float32] | None:
    """Small grey pictures of some views, for `gallery.verdict.copies`.

    Args:
        thumbnails: JPEG of each.

    Returns:
        float32 `[N, SIDE * SIDE]`, zero mean and unit length; None where a view has no thumbnail.
    """
    pictures = [_look(thumbnail) for thumbnail in thumbnails]
    return None if any(picture is None for picture in pictures) else np.array(pictures, np.float32)


def _look(thumbnail: bytes) -> NDArray[np.float32] | None:
    if not thumbnail:
        return None
    grey = cv2.imdecode(np.frombuffer(thumbnail, np.uint8), cv2.IMREAD_GRAYSCALE)
    if grey is None:
        return None
    small = cv2.resize(grey, (SIDE, SIDE), interpolation=cv2.INTER_AREA).astype(np.float32).ravel()
    small -= small.mean()
    return np.asarray(small / max(float(np.linalg.norm(small)), 1e-6), np.float32)
