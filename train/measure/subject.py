"""Subject: the model that is measured, a file for the device or a run of training."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from edge import embed
from gallery.errors import InputError
from train.data import Photos
from train.views import View

if TYPE_CHECKING:
    from train.embedder import Embedder

BATCH = 16
"""Photos that are embedded at once."""


@dataclass(frozen=True)
class Subject:
    """A model that can be measured.

    Attributes:
        name: short, for tables and legends.
        path: of the file or run folder.
        facts: what it says of itself: hash, size, data, recipe.
        history: `history.jsonl` of the run; None for a file, or where the run has none.
        embed_part: embeddings of some photos through a view, float32 `[N, D]`.
    """

    name: str
    path: Path
    facts: dict[str, Any]
    history: Path | None
    embed_part: Callable[[Photos, View], NDArray[np.float32]]

    def embed(self, photos: Photos, view: View, seen: Callable[[int], None]) -> NDArray[np.float32]:
        """Embeddings of all photos, float32 `[N, D]`; `seen` is told how many each batch had."""
        parts = []
        for part in _batches(photos):
            parts.append(self.embed_part(part, view))
            seen(len(part))
        return np.concatenate(parts)


def open_subject(path: Path, threads: int | None = None) -> Subject:
    """Open an `.onnx` file with the device's own loader, or a run folder that holds a saved embedder.

    Args:
        path: file or folder.
        threads: CPU threads for a file; None takes as many as there are cores, at most 4.

    Raises:
        InputError: there is no model, or it cannot be used.
    """
    if path.is_dir():
        return _run(path)
    return _file(path, threads)


def _file(path: Path, threads: int | None) -> Subject:
    device = embed.load(path, "cpu", threads)
    size = device.card.height

    def embed_part(photos: Photos, view: View) -> NDArray[np.float32]:
        return device.embed(np.stack([view(image, size) for image in photos.images]))

    return Subject(path.stem, path, device.card.model_dump(mode="json"), None, embed_part)


def _run(path: Path) -> Subject:
    weights = path / "embedder.pt"
    if not weights.is_file():
        raise InputError(
            f"run folder {path}: no embedder.pt",
            "give a folder that `checkout-edge train` finished, or a file",
        )
    from train.saved import load

    embedder, about = load(path)
    digest = hashlib.sha256(weights.read_bytes()).hexdigest()
    history = path / "history.jsonl"
    return Subject(
        path.resolve().name,
        path,
        {**about.model_dump(mode="json"), "content_hash": digest},
        history if history.is_file() else None,
        lambda photos, view: _unit_vectors(embedder, about.kind, photos, view),
    )


def _unit_vectors(embedder: Embedder, kind: str, photos: Photos, view: View) -> NDArray[np.float32]:
    """Embeddings; of a softmax classifier, whose head gives classes, the features before that head."""
    from train.features import embed as embed_photos

    vectors = embed_photos(embedder, photos, view, before_head=kind == "softmax")
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), np.float32)


def _batches(photos: Photos) -> Iterator[Photos]:
    for start in range(0, len(photos), BATCH):
        part = slice(start, start + BATCH)
        yield Photos(photos.images[part], photos.labels[part], photos.classes)
