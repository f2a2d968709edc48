"""Small videos and pictures for the tests of sources."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np

from edge.source.capture import file_backend, quiet


def noise(count: int, width: int = 64, height: int = 48) -> list[np.ndarray]:
    rng = np.random.default_rng(count)
    return [rng.integers(0, 256, (height, width, 3), np.uint8) for _ in range(count)]


def write_film(path: Path, count: int = 30, fps: float = 10, codec: str | None = None) -> Path:
    """A film of noise, so that no two frames are alike and its bytes are spread evenly."""
    quiet()
    code = cv2.VideoWriter.fourcc(*(codec or ("MJPG" if path.suffix == ".avi" else "mp4v")))
    writer = cv2.VideoWriter(str(path), file_backend(), code, fps, (64, 48))
    assert writer.isOpened()
    for image in noise(count):
        writer.write(image)
    writer.release()
    return path


def cut(path: Path, part: float) -> Path:
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * part)])
    return path
