"""Checks of a model file: is it whole, is it what its card says, does it answer unit vectors?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pydantic import ValidationError

from edge.card import METADATA_KEY, ModelCard, content_hash
from gallery.errors import InputError

INPUT, OUTPUT = "images", "embeddings"

_REMEDY = "copy the file again; models are made by `checkout-edge export`"
_UNIT_TOLERANCE = 1e-3


def read_card(path: Path, model: bytes, metadata: Mapping[str, str]) -> ModelCard:
    """The card in a model's metadata, once the model's content is known to be what it states.

    Args:
        path: the file, for messages.
        model: its bytes.
        metadata: its ONNX metadata.

    Raises:
        InputError: no card, a card that cannot be read, or content that is not the card's.
    """
    card = stated_card(path, metadata)
    if content_hash(model) != card.content_hash:
        raise InputError(f"model {path}: the model was changed after its card was written", _REMEDY)
    return card


def stated_card(path: Path, metadata: Mapping[str, str]) -> ModelCard:
    """The card in a model's metadata, as it stands there.

    Args:
        path: the file, for messages.
        metadata: its ONNX metadata.

    Raises:
        InputError: no card, or one that cannot be read.
    """
    if METADATA_KEY not in metadata:
        raise InputError(f"model {path}: no card in its metadata ({METADATA_KEY})", _REMEDY)
    try:
        return ModelCard.model_validate_json(metadata[METADATA_KEY])
    except ValidationError as error:
        wrong = "; ".join(f"{'.'.join(map(str, e['loc'])) or 'card'}: {e['msg']}" for e in error.errors())
        raise InputError(f"model {path}: its card cannot be read: {wrong}", _REMEDY) from None


def check_graph(path: Path, inputs: Sequence[Any], outputs: Sequence[Any], card: ModelCard) -> None:
    """Compare the graph's one input and one output with the contract and the card.

    Args:
        path: the file, for messages.
        inputs: objects with `name`, `type` and `shape`, as onnxruntime gives them.
        outputs: the same.
        card: the model's card.

    Raises:
        InputError: names what differs.
    """
    expected_in = (INPUT, "tensor(uint8)", [None, card.height, card.width, 3])
    expected_out = (OUTPUT, "tensor(float)", [None, card.dimension])
    for side, found, expected in (("input", inputs, expected_in), ("output", outputs, expected_out)):
        if len(found) != 1:
            raise InputError(f"model {path}: {len(found)} {side}s, not 1", _REMEDY)
        value = found[0]
        shape = [size if isinstance(size, int) else None for size in value.shape]
        if (value.name, value.type, shape) != expected:
            got = _spell(value.name, value.type, shape)
            raise InputError(f"model {path}: its {side} is {got}, not {_spell(*expected)}", _REMEDY)


def check_vectors(path: Path, vectors: NDArray[np.float32], card: ModelCard) -> None:
    """Check what the model answered to two pictures.

    Raises:
        InputError: not float32 `[2, D]`, not finite, or not of unit length.
    """
    if vectors.shape != (2, card.dimension) or vectors.dtype != np.float32:
        raise InputError(f"model {path}: answers {vectors.dtype} {list(vectors.shape)}", _REMEDY)
    lengths = np.linalg.norm(vectors, axis=1)
    if not np.all(np.abs(lengths - 1) < _UNIT_TOLERANCE):  # NaN is not less either
        raise InputError(f"model {path}: answers vectors of length {lengths[0]:.4g}, not 1", _REMEDY)


def _spell(name: str, kind: str, shape: Sequence[int | None]) -> str:
    sizes = ", ".join("N" if size is None else str(size) for size in shape)
    return f"{name} {kind.removeprefix('tensor(').removesuffix(')')} [{sizes}]"
