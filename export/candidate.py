"""Candidate: a graph measured as the file it would be, before it is decided on."""

from __future__ import annotations

from pathlib import Path

import onnx

from edge import embed
from edge.card import ModelCard
from edge.certificate.agreement import Agreement
from edge.certificate.certify import measure
from edge.certificate.check_set import CheckSet
from export.write import write_model


def measured(graph: onnx.ModelProto, card: ModelCard, folder: Path, check: CheckSet) -> Agreement:
    """Write a graph, load it as a device does, compare it with the reference, and delete it.

    Args:
        graph: without metadata.
        card: what the file says of itself, its precision.
        folder: where the file may be written.
        check: with the embeddings to reproduce.

    Raises:
        InputError: a device would refuse the file.
    """
    path = folder / "candidate.onnx"
    write_model(graph, card, path)
    try:
        return measure(embed.load(path, "cpu"), check)
    finally:
        path.unlink()
