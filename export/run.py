"""Run: the ONNX file of a training run, with its card, checked against the network."""

from __future__ import annotations

import logging
from pathlib import Path

from edge.card import ModelCard
from export.batches import LEAST_COSINE
from export.onnx import export
from export.parity import parity
from gallery.errors import InputError
from train.saved import About, load

log = logging.getLogger(__name__)


def export_run(
    run_dir: Path, out: Path, *, licence: str, half: bool = True, data: tuple[str, ...] = ()
) -> ModelCard:
    """Write the embedder of a run as an ONNX file; the card as written.

    Args:
        run_dir: of a finished run.
        out: the file; its name without the ending is the model's.
        licence: of the weights, an SPDX identifier.
        half: keep weights in float16.
        data: what it was trained on, in words; the folders it was given if empty.

    Raises:
        InputError: the run has no embedder, was trained to classify only, has no threshold, or the file
            does not answer as the network does.
    """
    embedder, about = load(run_dir)
    if about.kind != "embedder" or about.threshold is None:
        raise InputError(
            f"{run_dir}: a {about.recipe} run without an embedder for new classes",
            "export a run of recipe product, paper or random-triplets",
        )
    unchecked = out.with_suffix(".unchecked.onnx")
    card = export(embedder, _card(about, out, licence, data), unchecked, half=half)
    least = parity(embedder, unchecked)
    if least < LEAST_COSINE:
        unchecked.unlink()
        raise InputError(
            f"{out}: cosine to PyTorch {least:.6f}, at least {LEAST_COSINE} is wanted; nothing was written",
            "report this with the versions of torch, onnx and onnxruntime",
        )
    unchecked.replace(out)
    log.info("%s: least cosine to PyTorch %.7f", out, least)
    return card


def _card(about: About, out: Path, licence: str, data: tuple[str, ...]) -> ModelCard:
    return ModelCard(
        name=out.stem,
        dimension=about.shape.embedding,
        height=about.shape.size,
        width=about.shape.size,
        backbone=about.shape.backbones,
        training_data=data or about.training_data,
        licence=licence,
        recipe=f"checkout-edge train --recipe {about.recipe}",
        distance_threshold=about.threshold or 1.0,
        content_hash="0" * 64,
    )
