from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np

from train.inspect.canvas import Canvas


def drawn(canvas: Canvas, folder: Path) -> np.ndarray:
    return cv2.imread(str(canvas.save(folder / "page.jpg")))


def test_a_picture_is_whole_and_in_the_middle_of_its_tile(tmp_path: Path) -> None:
    canvas = Canvas(120, 120)
    canvas.picture(np.zeros((20, 40, 3), np.uint8), 10, 10, 100)
    image = drawn(canvas, tmp_path)
    dark = np.argwhere(image.max(2) < 60)
    assert dark.min(0).tolist() == [35, 10]
    assert dark.max(0).tolist() == [84, 109]
    assert 225 < image[15, 60].mean() < 250  # the tile around it


def test_words_stay_within_their_width(tmp_path: Path) -> None:
    canvas = Canvas(400, 40)
    canvas.words("Dairy--Crème-fraîche--" * 20 + "end", 10, 10, 200)
    ink = np.argwhere(drawn(canvas, tmp_path).max(2) < 128)
    assert ink[:, 1].min() >= 9
    assert 180 < ink[:, 1].max() <= 212
