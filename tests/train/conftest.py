"""Toy photos, drawn in the test: a disc in the class's colour somewhere on a noisy ground."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

pytest.importorskip("torch", reason="torch is not installed (pip install checkout-edge[train])")

from train.data import Photos, read_photos

COLOURS = {"blue": (220, 40, 30), "green": (40, 200, 40), "red": (30, 40, 220), "white": (240, 240, 240)}


def draw(colour: tuple[int, int, int], rng: np.random.Generator) -> NDArray[np.uint8]:
    image = rng.integers(60, 100, (48, 64, 3)).astype(np.uint8)
    centre = (int(rng.integers(20, 44)), int(rng.integers(16, 32)))
    return np.asarray(cv2.circle(image, centre, 14, colour, -1), np.uint8)


@pytest.fixture(scope="session")
def toy_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root, rng = tmp_path_factory.mktemp("toy"), np.random.default_rng(0)
    for name, colour in COLOURS.items():
        (root / name).mkdir()
        for i in range(12):
            cv2.imwrite(str(root / name / f"{i:02}.png"), draw(colour, rng))
    return root


@pytest.fixture(scope="session")
def toy(toy_folder: Path) -> Photos:
    return read_photos([toy_folder])
