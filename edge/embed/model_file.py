"""A model file, read and known to be what its card says, before any runtime sees it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from edge.card import ModelCard, metadata, read_bytes
from edge.embed.checks import read_card
from gallery.errors import InputError


@dataclass(frozen=True, slots=True)
class ModelFile:
    """An ONNX model.

    Attributes:
        path: where it lies, for messages and for what lies beside it.
        data: its bytes.
        card: what it says of itself; its content hash is right.
    """

    path: Path
    data: bytes = field(repr=False)
    card: ModelCard


def read_model(path: Path) -> ModelFile:
    """Read an ONNX model and its card; no runtime is needed for it.

    Raises:
        InputError: missing, cut short, without a card, or changed after its card was written.
    """
    data = read_bytes(path)
    try:
        entries = metadata(data)
    except InputError as error:
        raise InputError(f"model {path}: {error.problem}", error.remedy) from None
    return ModelFile(path, data, read_card(path, data, entries))
