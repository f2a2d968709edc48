"""Parity: is the file on the device still the network that was trained?"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch

from edge import embed
from export.batches import BATCHES
from export.onnx import Deployed
from train.embedder import Embedder


def parity(embedder: Embedder, path: Path) -> float:
    """The least cosine between the file's embeddings and PyTorch's, over batches of 1, 2, 7 and 32.

    Equal is `LEAST_COSINE` or more.

    Raises:
        InputError: the device would refuse the file.
    """
    device, model = embed.load(path, "cpu"), Deployed(embedder).eval()
    rng, size = np.random.default_rng(0), embedder.shape.size
    least = 1.0
    for count in BATCHES:
        crops = rng.integers(0, 256, (count, size, size, 3), dtype=np.uint8)
        with torch.no_grad():
            expected = model(torch.from_numpy(crops)).numpy()
        least = min(least, float((device.embed(crops) * expected).sum(1).min()))
    return least
