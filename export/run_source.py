"""Run source: a finished training run, whose network in PyTorch is the reference of every form."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path

import numpy as np
import onnx
import torch
from numpy.typing import NDArray

from edge.card import ModelCard
from edge.certificate.certificate import SourceFacts, file_hash
from edge.certificate.certify import embed_all
from edge.certificate.check_set import CheckSet
from export.onnx import Deployed, onnx_model
from export.order import Order
from export.source import Source
from gallery.errors import InputError
from train.embedder import Embedder
from train.saved import FILE, About, load


class TorchEmbedder:
    """A trained network behind the contract of `edge.embed.Embedder`, as it was trained: not rounded."""

    def __init__(self, embedder: Embedder, card: ModelCard, path: Path) -> None:
        self.card = card
        self.provider = f"pytorch {torch.__version__}, {torch.get_num_threads()} threads"
        self.reason = "it is the reference"
        self.path = path
        self._network = Deployed(embedder).eval()

    @torch.inference_mode()
    def embed(self, images: NDArray[np.uint8]) -> NDArray[np.float32]:
        """Unit vectors float32 `[N, D]` of uint8 `[N, H, W, 3]`, BGR; N may be 0."""
        if not len(images):
            return np.empty((0, self.card.dimension), np.float32)
        return np.asarray(self._network(torch.from_numpy(np.ascontiguousarray(images))).numpy())


def run_source(run_dir: Path, order: Order) -> Source:
    """The source that a run is.

    Raises:
        InputError: the run has no embedder, was trained to classify only, or has no threshold.
    """
    embedder, about = load(run_dir)
    if about.kind != "embedder" or about.threshold is None:
        raise InputError(
            f"{run_dir}: a {about.recipe} run without an embedder for new classes",
            "export a run of recipe product, paper or random-triplets",
        )
    name = order.out.stem if order.out and order.form == "onnx" else run_dir.resolve().name
    reference = TorchEmbedder(embedder, _card(about, name, order), run_dir)

    def graph(stored: bool) -> onnx.ModelProto:
        return onnx_model(deepcopy(embedder), half=stored and not order.float32)

    def refer(check: CheckSet) -> CheckSet:
        title = f"{reference.provider} with the weights of {run_dir.name}/{FILE}"
        return check.with_reference(embed_all(reference, check.crops), title)

    facts = SourceFacts(
        name=run_dir.resolve().name,
        hash=file_hash(run_dir / FILE),
        what=f"the training run (SHA-256 of {FILE})",
    )
    return Source(run_dir, name, reference.card, facts, reference, graph, refer)


def _card(about: About, name: str, order: Order) -> ModelCard:
    return ModelCard(
        name=name,
        dimension=about.shape.embedding,
        height=about.shape.size,
        width=about.shape.size,
        backbone=about.shape.backbones,
        training_data=order.trained_on or about.training_data,
        licence=order.licence,
        recipe=f"checkout-edge train --recipe {about.recipe}",
        distance_threshold=about.threshold or 1.0,
        content_hash="0" * 64,
    )
