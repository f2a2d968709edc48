"""Embedder: what every backend offers, and nothing more."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from edge.card import ModelCard


class Embedder(Protocol):
    """What every backend offers. It is called from one thread.

    Attributes:
        card: what the model says of itself.
        provider: what really runs now, for example `onnxruntime 1.20.1 CPUExecutionProvider, 2 threads`.
        reason: why this backend runs now.
        path: the file that runs now; of the forms of a model, the one that was taken.
    """

    @property
    def card(self) -> ModelCard:
        """What the model says of itself."""

    @property
    def provider(self) -> str:
        """What really runs now."""

    @property
    def reason(self) -> str:
        """Why this backend runs now."""

    @property
    def path(self) -> Path:
        """The file that runs now."""

    def embed(self, images: NDArray[np.uint8]) -> NDArray[np.float32]:
        """Unit vectors, float32 `[N, D]`, of uint8 `[N, H, W, 3]`, BGR; N may be 0."""
