"""Exposure: what a camera makes of a scene: a lamp that drifts and flickers, and a sensor with noise."""

from __future__ import annotations

import cv2
import numpy as np

from edge.synth.draw import Image


def noise_field(size: tuple[int, int], rng: np.random.Generator) -> Image:
    """Noise to cut that of many frames from: uint8, 96 pixels wider and higher than `size`."""
    noise = rng.normal(128, 1.9, (size[1] + 96, size[0] + 96, 3))
    return np.asarray(noise.round(), np.uint8)


def expose(canvas: Image, noise: Image, time: float, rng: np.random.Generator) -> Image:
    """Slow drift of the lamp, small flicker, and the sensor's noise, in a new picture."""
    gain = 1 + 0.04 * np.sin(2 * np.pi * time / 37) + 0.004 * float(rng.normal())
    x, y = (int(v) for v in rng.integers(0, 96, 2))
    field = noise[y : y + canvas.shape[0], x : x + canvas.shape[1]]
    return np.asarray(cv2.addWeighted(canvas, float(gain), field, 1.0, -128.0), np.uint8)
