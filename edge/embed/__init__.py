"""Embedder: from crops to vectors. One contract for every backend, card and model file.

A model takes `images`, uint8 `[N, H, W, 3]`, BGR as OpenCV gives it, and answers `embeddings`,
float32 `[N, D]` of unit length. Colour order, scale, mean and layout live inside its graph.
"""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from edge import models
from edge.card import ModelCard
from edge.embed.onnx_runtime import OnnxEmbedder
from edge.embed.providers import BACKENDS
from gallery.errors import InputError

__all__ = ["BACKENDS", "Embedder", "load"]


class Embedder(Protocol):
    """What every backend offers.

    Attributes:
        card: what the model says of itself.
        provider: what really runs, for example `onnxruntime 1.20.1 CPUExecutionProvider, 2 threads`.
        reason: why this backend was taken.
    """

    @property
    def card(self) -> ModelCard:
        """What the model says of itself."""

    @property
    def provider(self) -> str:
        """What really runs."""

    @property
    def reason(self) -> str:
        """Why this backend was taken."""

    def embed(self, images: NDArray[np.uint8]) -> NDArray[np.float32]:
        """Unit vectors, float32 `[N, D]`, of uint8 `[N, H, W, 3]`, BGR; N may be 0."""


def load(model: Path | None = None, backend: str = "auto", threads: int | None = None) -> Embedder:
    """Load an embedder, check it against its card, and try it on one grey picture.

    Args:
        model: an `.onnx` file with a card; None takes the one shipped.
        backend: one of `BACKENDS`. `auto` takes the best that really starts and says so in
            `reason`; any other is taken or refused, never replaced.
        threads: CPU threads; None takes as many as there are cores for us, at most 4.

    Raises:
        InputError: an unknown backend, or a model that is missing, broken, changed, without a
            card, or not what its card says.
        DeviceError: the backend is not installed, or does not start here.
    """
    if backend not in BACKENDS:
        raise InputError(f"unknown backend {backend!r}", f"use one of {', '.join(BACKENDS)}")
    if threads is not None and threads < 1:
        raise InputError(f"{threads} threads", "use 1 or more, or leave the choice to us")
    return OnnxEmbedder(model or models.default(), backend, threads)
