"""Light: exposure, white balance, blur, noise and compression of a crop."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

Image = NDArray[np.uint8]


def relight(image: Image, rng: np.random.Generator) -> Image:
    """uint8 `[H, W, 3]` BGR under other light and through a worse camera, same shape."""
    out = expose(image, rng) if rng.random() < 0.8 else image
    if rng.random() < 0.3:
        out = blur(out, rng)
    if rng.random() < 0.25:
        out = noise(out, rng)
    if rng.random() < 0.35:
        out = compress(out, rng)
    return out


def expose(image: Image, rng: np.random.Generator) -> Image:
    """Gain 0.55 to 1.5, gamma 0.75 to 1.33, each channel's gain within 12 %, saturation 0.6 to 1.4."""
    gains = np.exp(rng.uniform(-0.12, 0.12, 3)) * np.exp(rng.uniform(np.log(0.55), np.log(1.5)))
    gamma = np.exp(rng.uniform(-0.29, 0.29))
    levels = np.linspace(0, 1, 256)[:, None] ** gamma * gains * 255
    table = np.clip(levels, 0, 255).astype(np.uint8)[None]
    out = cv2.LUT(image, np.ascontiguousarray(table))
    grey = cv2.cvtColor(cv2.cvtColor(out, cv2.COLOR_BGR2GRAY), cv2.COLOR_GRAY2BGR)
    saturation = rng.uniform(0.6, 1.4)
    return np.asarray(cv2.addWeighted(out, saturation, grey, 1 - saturation, 0), np.uint8)


def blur(image: Image, rng: np.random.Generator) -> Image:
    """Out of focus (sigma 0.5 to 2.2 pixels), or moved by 3 to 9 pixels in any direction."""
    if rng.random() < 0.5:
        return np.asarray(cv2.GaussianBlur(image, (0, 0), float(rng.uniform(0.5, 2.2))), np.uint8)
    length = int(rng.integers(3, 10))
    kernel = np.zeros((9, 9), np.float32)
    step = np.array([np.cos(a := rng.uniform(0, np.pi)), np.sin(a)]) * length / 2
    start, end = (4 - step).round().astype(int), (4 + step).round().astype(int)
    cv2.line(kernel, start.tolist(), end.tolist(), 1.0)
    return np.asarray(cv2.filter2D(image, -1, kernel / max(float(kernel.sum()), 1.0)), np.uint8)


def noise(image: Image, rng: np.random.Generator) -> Image:
    """Gaussian noise, sigma 2 to 12 levels."""
    grain = rng.standard_normal(image.shape, np.float32) * rng.uniform(2, 12)
    return np.clip(image + grain, 0, 255).astype(np.uint8)


def compress(image: Image, rng: np.random.Generator) -> Image:
    """Through JPEG at quality 25 to 85."""
    quality = int(rng.integers(25, 86))
    done = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, quality])[1]
    return np.asarray(cv2.imdecode(done, cv2.IMREAD_COLOR), np.uint8)
