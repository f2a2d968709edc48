"""Sets: the real photos that the figures of an enrolment are measured on, and products drawn for it."""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from edge import embed
from edge.embed import Embedder

PATTERNS = {
    "grocery": "grocery/t*/*/*.jpg",
    "caltech101": "caltech101/*/*.jpg",
    "packaged8": "packaged8/cutouts/*/*",
}


def folder() -> Path:
    """The folder of the sets: the first argument, else ../shared/data."""
    return Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parents[3] / "shared/data"


def photos(most: int | None = None) -> Iterator[tuple[str, list[Path]]]:
    """Each set's name and its photos, `most` of them drawn with a fixed seed."""
    for name, pattern in PATTERNS.items():
        found = sorted(folder().glob(pattern))
        if not found:
            sys.exit(f"no photos at {folder() / pattern}: give the folder of the sets")
        yield name, found if most is None else random.Random(0).sample(found, min(most, len(found)))


def embedder() -> Embedder:
    """The shipped embedder on the CPU."""
    return embed.load(None, "cpu")


def embedded(model: Embedder, crops: Sequence[NDArray[np.uint8]]) -> NDArray[np.float32]:
    """Embeddings of crops, in batches: float32 `[N, D]`."""
    batches = [model.embed(np.stack(crops[start : start + 16])) for start in range(0, len(crops), 16)]
    return np.concatenate(batches)
