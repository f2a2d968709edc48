"""Batches: does a crop get the same vector in any company?"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from edge import embed
from gallery.errors import InputError

BATCHES = (1, 2, 7, 32)
LEAST_COSINE = 0.99999


def check_batches(path: Path, least: float = LEAST_COSINE) -> float:
    """Run a file at batch 1, 2, 7 and 32; the least cosine to the same crops one by one.

    Args:
        path: of the .onnx file, with its card.
        least: of the cosine, to pass.

    Raises:
        InputError: the device would refuse the file, or a batch gives other vectors.
    """
    device = embed.load(path, "cpu")
    size = (max(BATCHES), device.card.height, device.card.width, 3)
    crops = np.random.default_rng(0).integers(0, 256, size, dtype=np.uint8)
    alone = np.concatenate([device.embed(crop[None]) for crop in crops])
    found = 1.0
    for count in BATCHES:
        together = device.embed(crops[:count])
        cosine = float((together * alone[:count]).sum(1).min())
        if cosine < least:
            raise InputError(
                f"model {path}: in a batch of {count} a crop gets another vector, cosine {cosine:.6f}",
                "report this with the versions of onnx and onnxruntime",
            )
        found = min(found, cosine)
    return found
