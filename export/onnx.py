"""ONNX: one self-describing file that a device runs."""

from __future__ import annotations

from pathlib import Path

import onnx
import torch
from torch import Tensor, nn

from edge.card import ModelCard
from edge.embed.checks import INPUT, OUTPUT
from export.fold import Folded
from export.half import store_half
from export.opset import lower
from export.simplify import simplify
from export.write import write_model
from train.embedder import Embedder, to_input

TRACED = 18
"""Opset of the exporter, its lowest; see `export.opset` for that of the file."""


class Deployed(nn.Module):
    """The embedder with everything after `edge.crop`: what the file must do, in plain PyTorch.

    The file's graph is that of `export.fold.Folded`, which computes the same in fewer steps.

    Input uint8 `[N, H, W, 3]` BGR; output float32 `[N, D]`, unit length.
    """

    def __init__(self, embedder: Embedder) -> None:
        super().__init__()
        self.embedder = embedder

    def forward(self, images: Tensor) -> Tensor:
        """Embed uint8 `[N, H, W, 3]` BGR crops."""
        embeddings: Tensor = self.embedder(to_input(images))
        return embeddings


def export(embedder: Embedder, card: ModelCard, path: Path, *, half: bool = False) -> ModelCard:
    """Write the embedder and its card as one ONNX file; the card as written, with the content's hash.

    Args:
        embedder: trained; it is put in evaluation mode.
        card: what the file says of itself; its `content_hash` is replaced.
        path: written whole or not at all.
        half: keep weights in float16, see `store_half`.

    Raises:
        InputError: the file, read again, does not have the hash on its card.
    """
    return write_model(onnx_model(embedder, half), card, path)


def onnx_model(embedder: Embedder, half: bool = False) -> onnx.ModelProto:
    """The graph of an embedder as a device runs it: folded, simplified, in `OPSET`, without metadata.

    Args:
        embedder: trained; it is put in evaluation mode.
        half: keep weights in float16, see `store_half`.
    """
    model = lower(simplify(trace(embedder)))
    if half:
        store_half(model)
    return model


def trace(embedder: Embedder) -> onnx.ModelProto:
    """The graph of an embedder as PyTorch gives it: any batch, normalisation folded, no metadata."""
    folded = Folded(embedder).to(memory_format=torch.contiguous_format)
    size = embedder.shape.size
    example = torch.zeros(2, size, size, 3, dtype=torch.uint8)
    program = torch.onnx.export(
        folded,
        (example,),
        input_names=[INPUT],
        output_names=[OUTPUT],
        dynamic_shapes={INPUT: {0: torch.export.Dim("batch")}},
        opset_version=TRACED,
        dynamo=True,
        verbose=False,
    )
    if program is None:
        raise RuntimeError("torch.onnx.export gave no program")
    model: onnx.ModelProto = program.model_proto
    del model.metadata_props[:]
    return model
