"""Batches: the pictures an embedder is given, checked, and cut into runs that its backend takes."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from edge.card import ModelCard
from edge.crop import GREY

MAX_BATCH = 32
"""Pictures in one run; more are split."""

CPU_BATCH = 8
"""Pictures in one run of onnxruntime on the CPU. More make nothing faster there, but its arena keeps what the
greatest batches took: after batches of 1 to 32 the process has 590 MB more with runs of 32, 180 MB more with
runs of 8 (scripts/forms/batch_memory.py; docs/performance.md). The vectors are the same, bit for bit."""


def check_images(images: NDArray[np.uint8], card: ModelCard) -> None:
    """See that pictures are what the model takes: uint8 `[N, H, W, 3]`, H and W as the card says.

    Raises:
        ValueError: another shape or dtype.
    """
    height, width = card.height, card.width
    if images.ndim != 4 or images.shape[1:] != (height, width, 3) or images.dtype != np.uint8:
        raise ValueError(
            f"images must be uint8 [N, {height}, {width}, 3], not {images.dtype} {list(images.shape)}"
        )


def in_runs(
    images: NDArray[np.uint8],
    card: ModelCard,
    most: int,
    run: Callable[[NDArray[np.uint8]], NDArray[np.float32]],
) -> NDArray[np.float32]:
    """Unit vectors of any number of pictures, from a backend that takes `most` of them at a time.

    Args:
        images: uint8 `[N, H, W, 3]`, BGR; N may be 0.
        card: the model's card.
        most: the greatest batch of one run.
        run: vectors float32 `[n, D]` of `n` pictures, `1 <= n <= most`, in memory of their own.

    Returns:
        float32 `[N, D]`.

    Raises:
        ValueError: images of another shape or dtype.
    """
    check_images(images, card)
    if 0 < len(images) <= most:
        return run(images)
    parts = [run(images[i : i + most]) for i in range(0, len(images), most)]
    return np.concatenate(parts) if parts else np.empty((0, card.dimension), np.float32)


def grey(card: ModelCard, count: int = 2) -> NDArray[np.uint8]:
    """Plain grey pictures, uint8 `[count, H, W, 3]`, to try a model on."""
    return np.full((count, card.height, card.width, 3), GREY, np.uint8)


def patches(card: ModelCard, count: int) -> NDArray[np.uint8]:
    """Coloured patches, the same at each call, uint8 `[count, H, W, 3]`, to compare answers on."""
    coarse = np.random.default_rng(4).integers(0, 256, (count, 6, 6, 3), np.uint8)
    rows, columns = np.arange(card.height) * 6 // card.height, np.arange(card.width) * 6 // card.width
    return coarse[:, rows][:, :, columns]
