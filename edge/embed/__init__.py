"""Embedder: from crops to vectors. One contract for every backend, card and model file.

A model takes `images`, uint8 `[N, H, W, 3]`, BGR as OpenCV gives it, and answers `embeddings`,
float32 `[N, D]` of unit length. Colour order, scale, mean and layout live inside its graph.
"""

from __future__ import annotations

from pathlib import Path

from edge import models
from edge.certificate.state import refuse_foreign
from edge.embed.choose import BACKENDS, choose
from edge.embed.embedder import Embedder
from gallery.errors import InputError

__all__ = ["BACKENDS", "Embedder", "load"]


def load(
    model: Path | None = None, backend: str = "auto", threads: int | None = None, *, as_given: bool = False
) -> Embedder:
    """Load an embedder, check it against its card, and try it on two grey pictures.

    Args:
        model: an `.onnx` file with a card, or an `.engine` made from one; None takes the one shipped.
        backend: one of `BACKENDS`. `auto` takes the form and backend that a trial on this device found
            best, and says so in `reason`; any other is taken or refused, and runs the file as it is.
            `tensorrt` alone may begin on onnxruntime, in so many words, while its engine is built.
        threads: CPU threads; None takes as many as there are cores for us, at most 4.
        as_given: have `auto` run this very file, though a form of it in lower precision may be faster.

    Raises:
        InputError: an unknown backend, or a model that is missing, broken, changed, without a
            card, not what its card says, or not the file its certificate is of.
        DeviceError: the backend is not installed, or does not start here.
    """
    if backend not in BACKENDS:
        raise InputError(f"unknown backend {backend!r}", f"use one of {', '.join(BACKENDS)}")
    if threads is not None and threads < 1:
        raise InputError(f"{threads} threads", "use 1 or more, or leave the choice to us")
    path = model or models.default()
    refuse_foreign(path)
    return choose(path, backend, threads, as_given=as_given)
