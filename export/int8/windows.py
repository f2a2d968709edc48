"""Windows: what a layer's filter sees, at places drawn by chance."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from export.int8.layers import Layer


def windows(
    values: NDArray[np.float32], layer: Layer, places: int, rng: np.random.Generator
) -> NDArray[np.float32]:
    """Inputs of a layer at some places of its output in every picture.

    Args:
        values: float32 `[N, C, H, W]` that a convolution reads, or `[N, K]` that a matrix does.
        layer: with weights.
        places: at most so many in each picture.
        rng: draws them.

    Returns:
        float32 `[P, C, kh * kw]`, or `[N, K, 1]` for a matrix.
    """
    if layer.weights is None:
        raise ValueError(f"{layer.name} has no weights")
    if values.ndim == 2:
        return values[:, :, None]
    height, width = layer.weights.shape[2:]
    top, left, bottom, right = layer.pads
    padded = np.pad(values, ((0, 0), (0, 0), (top, bottom), (left, right)))
    down, across = layer.strides
    rows, columns = (
        (padded.shape[2] - height) // down + 1,
        (padded.shape[3] - width) // across + 1,
    )
    drawn = [_drawn(rows * columns, places, rng) for _ in values]
    return np.concatenate(
        [
            _at(picture, place // columns * down, place % columns * across, height, width)
            for picture, place in zip(padded, drawn, strict=True)
        ]
    )


def _drawn(count: int, places: int, rng: np.random.Generator) -> NDArray[np.int64]:
    return rng.choice(count, min(places, count), replace=False)


def _at(
    picture: NDArray[np.float32], rows: NDArray[np.int64], columns: NDArray[np.int64], height: int, width: int
) -> NDArray[np.float32]:
    """Windows whose upper left corners these are, `[P, C, height * width]`."""
    seen = [picture[:, rows + y, columns + x] for y in range(height) for x in range(width)]
    return np.ascontiguousarray(np.stack(seen, -1).transpose(1, 0, 2))
