"""Checkpoint: the whole state of a training run in one file, written whole or not at all."""

from __future__ import annotations

import pickle
from pathlib import Path
from typing import Any

import torch

from gallery.errors import InputError

State = dict[str, Any]


def write(path: Path, state: State) -> None:
    """Write tensors and plain values; a file already there is replaced in one step."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_suffix(".tmp")
    torch.save(state, temporary)
    temporary.replace(path)


def read(path: Path, identity: State) -> State:
    """Read a checkpoint of the run that `identity` describes.

    Args:
        path: written by `write`.
        identity: what must be equal to the state's `identity` for training to go on from it.

    Raises:
        InputError: the file is damaged, or is of another run.
    """
    try:
        state: State = torch.load(path, map_location="cpu", weights_only=True)
    except (OSError, RuntimeError, EOFError, pickle.UnpicklingError) as error:
        raise InputError(f"checkpoint {path}: {error}", "delete it to begin anew") from None
    found = state.get("identity", {})
    differ = sorted(key for key in identity if found.get(key) != identity[key])
    if differ:
        raise InputError(
            f"checkpoint {path} is of another run: {', '.join(differ)} differ",
            "give another folder, or delete it to begin anew",
        )
    return state
