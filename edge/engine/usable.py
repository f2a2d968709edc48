"""Usable: whether an engine may be loaded here for a model, and if not, why. A wrong one never is."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from edge.card import ModelCard
from edge.engine.engine_file import EngineCard, read_engine_card
from edge.engine.gpu import Gpu
from edge.engine.module import TensorRt
from edge.engine.place import USUAL_BATCH, engine_name
from gallery.errors import InputError

_TAKEN_OVER = {(8, 10), (10, 11)}
"""Majors whose version-compatible engines the next one loads: TensorRT 11.4 support matrix."""


def why_not(card: EngineCard, model: ModelCard, here: TensorRt, gpu: Gpu | None) -> str | None:
    """Why an engine must not be loaded; None if it may be.

    Args:
        card: the engine's.
        model: card of the ONNX model that is to run; for an engine alone, `card.model`.
        here: the TensorRT of this machine.
        gpu: the GPU of this machine, or None.

    Returns:
        Words that finish "the engine is not used: ...".
    """
    if card.model.content_hash != model.content_hash:
        if card.model.space == model.space:
            return f"it was built from the {card.model.precision} form of this model, not from this one"
        return f"it was built from another model, {card.model.name}"
    if card.flavour != here.flavour or not _version_loads(card, here):
        return f"it was built by {_title(card)}, and here is {here.title}"
    if gpu is None:
        return "there is no NVIDIA GPU here"
    if card.compute_capability != gpu.compute_capability:
        return (
            f"it was built for compute capability {card.compute_capability}, "
            f"and {gpu.name} has {gpu.compute_capability}"
        )
    if card.gpu_name not in (None, gpu.name):
        return f"it was built on {card.gpu_name}, and here is {gpu.name}"
    return None


def why_not_unasked(card: EngineCard) -> str | None:
    """Why an engine that may be loaded is taken only where its file is named; None if it need not be.

    A DLA is slower than the GPU and is chosen to leave that free; one batch size makes other numbers of
    crops slower.
    """
    only = "and is taken only where its file is named"
    if card.dla is not None:
        return f"it is for DLA core {card.dla}, {only}"
    if card.batch[0] == card.batch[2]:
        return f"it is for batches of {card.batch[0]} alone, {only}"
    return None


def find_engine(
    model: ModelCard, folders: Iterable[Path], here: TensorRt, gpu: Gpu | None
) -> tuple[Path | None, str]:
    """The engine that may be loaded for a model unasked, if one lies in the folders.

    In each folder those of batch 1 to 32 go first, and of them the one that has our name.

    Args:
        model: card of the ONNX model that is to run.
        folders: where to look, in order; those that do not exist are passed over. See `engine_folders`.
        here: the TensorRT of this machine.
        gpu: the GPU of this machine, or None.

    Returns:
        The file, and what it is; or None, and why none of this model's engines will do. Only its card was
        read so far: `read_engine` sees that the file is whole.
    """
    refused = []
    own = engine_name(model, here.flavour, here.version, gpu.compute_capability) if gpu else ""
    for folder in folders:
        fit = []
        for path in sorted(folder.glob("*.engine")):
            try:
                card = read_engine_card(path)
            except InputError as error:
                refused.append(error.problem)
                continue
            reason = why_not(card, model, here, gpu) or why_not_unasked(card)
            if reason is None:
                fit.append((card.batch[::2] != USUAL_BATCH, path.name != own, path, card))
            elif card.model.space == model.space:
                refused.append(f"engine {path.name}: {reason}")
        if fit:
            *_, path, card = min(fit, key=lambda one: one[:3])
            return path, f"built by {_title(card)} for compute capability {card.compute_capability}"
    return None, "; ".join(refused) or "no engine of this model was built yet"


def _version_loads(card: EngineCard, here: TensorRt) -> bool:
    if card.version == here.version:
        return True
    built = tuple(int(part) for part in re.findall(r"\d+", card.version)[:3])
    if not card.version_compatible or not built or built > here.numbers:
        return False
    return built[0] == here.numbers[0] or (built[0], here.numbers[0]) in _TAKEN_OVER


def _title(card: EngineCard) -> str:
    return f"{'TensorRT' if card.flavour == 'tensorrt' else 'TensorRT-RTX'} {card.version}"
