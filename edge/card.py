"""Model card: what an embedder file says of itself, and the hash that identifies it."""

from __future__ import annotations

import hashlib
import mmap
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from gallery.errors import InputError

Precision = Literal["fp32", "fp16", "int8"]
METADATA_KEY = "checkout_edge.card"
_METADATA_FIELD = 14  # ModelProto.metadata_props, onnx.proto


class ModelCard(BaseModel):
    """The card inside an embedder's ONNX metadata, under the key `checkout_edge.card`, as JSON."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(description="name of the model, for example product-duo-r3")
    dimension: int = Field(gt=0, description="D, length of the embedding")
    height: int = Field(gt=0, description="H of the input, pixels")
    width: int = Field(gt=0, description="W of the input, pixels")
    backbone: str = Field(description="timm name of the backbone")
    training_data: tuple[str, ...] = Field(description="the data sets it was trained on")
    licence: str = Field(description="SPDX identifier")
    recipe: str = Field(description="command that made it")
    distance_threshold: float = Field(
        gt=0, lt=2, description="Otsu threshold of its validation pairs, L2 distance of unit vectors"
    )
    content_hash: str = Field(
        pattern="^[0-9a-f]{64}$", description="SHA-256 of the file without its metadata"
    )
    precision: Precision = Field(
        "fp32", description="what its graph computes in, but for what must stay fp32"
    )
    source_hash: str | None = Field(
        None,
        pattern="^[0-9a-f]{64}$",
        description="content hash of the model this one was converted from; none for one from PyTorch",
    )

    @property
    def space(self) -> str:
        """Which embeddings may be compared: one hash for a model and all that was converted from it.

        A gallery is bound to it, so that every form of a model answers the same gallery.
        """
        return self.source_hash or self.content_hash


def content_hash(model: bytes) -> str:
    """SHA-256 of a serialised ONNX model without its top-level metadata, where the card is kept.

    It reads the protobuf wire format alone, so that a device needs no `onnx` package.

    Raises:
        InputError: the bytes are not a protobuf message (an empty or cut file).
    """
    digest = hashlib.sha256()
    for field, start, _, end in _fields(model):
        if field != _METADATA_FIELD:
            digest.update(model[start:end])
    return digest.hexdigest()


def metadata(model: bytes | mmap.mmap) -> dict[str, str]:
    """The metadata of a serialised ONNX model, read from the wire format as `content_hash` does.

    Of a file that is mapped into memory only the pages with fields' heads and metadata are read.

    Raises:
        InputError: the bytes are not a protobuf message (an empty or cut file).
    """
    entries = [
        _text_fields(model[inner:end]) for field, _, inner, end in _fields(model) if field == _METADATA_FIELD
    ]
    return {entry.get(1, ""): entry.get(2, "") for entry in entries}


def _text_fields(entry: bytes) -> dict[int, str]:
    """A StringStringEntryProto: field 1 is the key, 2 the value; the entry's own length leads."""
    body = entry[_varint(entry, 0)[1] :]
    found = {}
    for field, _, inner, end in _fields(body):
        found[field] = body[_varint(body, inner)[1] : end].decode("utf-8", "replace")
    return found


def _fields(message: bytes | mmap.mmap) -> Iterator[tuple[int, int, int, int]]:
    """Each field of a message: its number, where it starts, where its value starts, where it ends."""
    position = 0
    while position < len(message):
        start = position
        tag, inner = _varint(message, position)
        position = _skip(message, inner, tag & 7)
        yield tag >> 3, start, inner, position


def _skip(data: bytes | mmap.mmap, position: int, wire_type: int) -> int:
    if wire_type == 0:
        return _varint(data, position)[1]
    if wire_type == 2:
        length, position = _varint(data, position)
        position += length
    elif wire_type in (1, 5):
        position += 8 if wire_type == 1 else 4
    else:
        raise _not_a_model()
    if position > len(data):
        raise _not_a_model()
    return position


def _varint(data: bytes | mmap.mmap, position: int) -> tuple[int, int]:
    value = shift = 0
    while position < len(data) and shift < 64:
        byte = data[position]
        value |= (byte & 0x7F) << shift
        position += 1
        shift += 7
        if byte < 0x80:
            return value, position
    raise _not_a_model()


def _not_a_model() -> InputError:
    return InputError("not an ONNX model, or cut short", "copy or export the model file again")


def read_bytes(path: Path) -> bytes:
    """The bytes of a model file.

    Raises:
        InputError: the file is missing or cannot be read.
    """
    try:
        return path.read_bytes()
    except OSError as error:
        raise InputError(
            f"model {path}: {error.strerror}", "give the path of an .onnx file, or see `checkout-edge models`"
        ) from None
