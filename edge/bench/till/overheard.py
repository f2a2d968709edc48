"""Overheard: what a till hands to its embedder, so that the same can be timed bare."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from edge.card import ModelCard
from edge.embed import Embedder


class Overheard:
    """An embedder that remembers the last batch and its vectors; it adds two assignments to a call.

    Attributes:
        images: uint8 `[N, H, W, 3]`, the last batch. A till may reuse its memory for the next frame's.
        vectors: float32 `[N, D]`, what came of it.
    """

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self.images = np.empty((0, embedder.card.height, embedder.card.width, 3), np.uint8)
        self.vectors = np.empty((0, embedder.card.dimension), np.float32)

    @property
    def path(self) -> Path:
        """The model's file."""
        return self._embedder.path

    @property
    def card(self) -> ModelCard:
        """What the model says of itself."""
        return self._embedder.card

    @property
    def provider(self) -> str:
        """What really runs now."""
        return self._embedder.provider

    @property
    def reason(self) -> str:
        """Why this backend runs now."""
        return self._embedder.reason

    def embed(self, images: NDArray[np.uint8]) -> NDArray[np.float32]:
        """Unit vectors of crops; see `Embedder.embed`."""
        self.images, self.vectors = images, self._embedder.embed(images)
        return self.vectors
