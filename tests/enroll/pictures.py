"""Pictures for the enrolment tests, drawn from seeds."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import cv2
import numpy as np
from PIL import Image

UNTURN = {
    1: None,
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}
"""What a camera did to the upright picture that it stored with each Exif orientation."""


def scene(seed: int = 0, height: int = 96, width: int = 128) -> np.ndarray:
    """A smooth cluttered picture without any symmetry, uint8 BGR."""
    coarse = np.random.default_rng(seed).integers(0, 256, (6, 8, 3), dtype=np.uint8)
    return cv2.resize(coarse, (width, height), interpolation=cv2.INTER_CUBIC)


def save(path: Path, bgr: np.ndarray, **options: Any) -> Path:
    """Save BGR or BGRA by Pillow; the suffix says the format."""
    path.parent.mkdir(parents=True, exist_ok=True)
    order = [2, 1, 0, 3][: bgr.shape[2]] if bgr.ndim == 3 else ...
    picture = Image.fromarray(np.ascontiguousarray(bgr[..., order] if bgr.ndim == 3 else bgr))
    if path.suffix == ".jpg":
        options = {"quality": 95, "subsampling": 0, **options}
    if path.suffix == ".webp":
        options = {"quality": 95, **options}
    picture.save(path, **options)
    return path


def save_turned(path: Path, bgr: np.ndarray, orientation: int) -> Path:
    """Save as a camera held in another way does: pixels turned, Exif tells."""
    picture = Image.fromarray(np.ascontiguousarray(bgr[..., ::-1]))
    turn = UNTURN[orientation]
    exif = Image.Exif()
    exif[0x0112] = orientation
    options = {"quality": 95} if path.suffix != ".png" else {}
    (picture if turn is None else picture.transpose(turn)).save(path, exif=exif, **options)
    return path


def shop(folder: Path, products: int = 3, photos: int = 2) -> Path:
    """A folder of product folders: sku-0, sku-1, ..."""
    for number in range(products):
        for photo in range(photos):
            save(folder / f"sku-{number}" / f"{photo}.jpg", scene(100 * number + photo))
    return folder
