"""Write: a graph and its card as one file."""

from __future__ import annotations

from pathlib import Path

import onnx

from edge.card import METADATA_KEY, ModelCard, content_hash
from edge.write import write_whole
from gallery.errors import InputError


def write_model(model: onnx.ModelProto, card: ModelCard, path: Path) -> ModelCard:
    """Check a graph and write it with its card; the card as written, with the content's hash.

    Args:
        model: left as it is; metadata in it is not written.
        card: what the file says of itself; its `content_hash` is replaced.
        path: written whole or not at all.

    Raises:
        InputError: the folder is missing, full or cannot be written, or the file, read again, does not have
            the hash on its card.
    """
    written = onnx.ModelProto()
    written.CopyFrom(model)
    del written.metadata_props[:]
    card = card.model_copy(update={"content_hash": content_hash(written.SerializeToString())})
    onnx.helper.set_model_props(written, {METADATA_KEY: card.model_dump_json()})
    onnx.checker.check_model(written, full_check=True)
    write_whole(path, written.SerializeToString())
    if content_hash(path.read_bytes()) != card.content_hash:
        path.unlink()
        raise InputError(
            f"model {path}: read again it is not what was written", "check the disk, and export again"
        )
    return card
