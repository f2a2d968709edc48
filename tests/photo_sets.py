"""Small pictures on disk, in each layout that training reads."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray


def picture(seed: int, height: int = 32, width: int = 32) -> NDArray[np.uint8]:
    """Coarse coloured noise: equal seeds give equal pictures."""
    coarse = np.random.default_rng(seed).integers(0, 256, (8, 8, 3)).astype(np.uint8)
    return np.asarray(cv2.resize(coarse, (width, height), interpolation=cv2.INTER_LINEAR), np.uint8)


def save(path: Path, image: NDArray[np.uint8]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    assert cv2.imwrite(str(path), image)
    return path


def mask(
    height: int = 32, width: int = 32, box: tuple[int, int, int, int] = (8, 4, 24, 20)
) -> NDArray[np.uint8]:
    """White in `box` x1 y1 x2 y2, black elsewhere, uint8 `[H, W, 3]` as FSS-1000 has it."""
    image = np.zeros((height, width, 3), np.uint8)
    image[box[1] : box[3], box[0] : box[2]] = 255
    return image


def class_folders(root: Path, classes: int = 2, photos: int = 2, ending: str = ".png") -> Path:
    for c in range(classes):
        for n in range(photos):
            save(root / f"class{c}" / f"{n}{ending}", picture(100 * c + n))
    return root


def fss(root: Path, classes: int = 2, photos: int = 3) -> Path:
    """FSS-1000 in small: `<class>/<n>.jpg` and `<n>.png`."""
    for c in range(classes):
        for n in range(1, photos + 1):
            save(root / f"class{c}" / f"{n}.jpg", picture(100 * c + n))
            save(root / f"class{c}" / f"{n}.png", mask())
    return root
