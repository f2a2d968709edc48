"""Engine or model: `tensorrt` takes the engine that may be loaded here, or has one built."""

from __future__ import annotations

import logging
from pathlib import Path

from edge.card import ModelCard
from edge.certificate.state import certificate_state
from edge.embed.embedder import Embedder
from edge.embed.model_file import ModelFile, read_model
from edge.embed.rebuild import RebuildingEmbedder
from edge.embed.tensorrt_device import TensorRtDevice, find_device
from edge.embed.tensorrt_native import TensorRtEmbedder
from edge.engine.engine_file import EngineCard, read_engine_card
from edge.engine.place import engine_folders
from edge.engine.usable import find_engine, why_not
from gallery.errors import CheckoutError, InputError

log = logging.getLogger("edge.embed")

NONE = "no engine of this model was built yet"


def engine_or_build(model: ModelFile, threads: int | None, passed: str | None = None) -> Embedder:
    """The engine of a model, from beside it or from the cache; else onnxruntime, while one is built.

    Args:
        model: the ONNX model.
        threads: CPU threads of onnxruntime, or None.
        passed: an engine that was asked for by name and may not be loaded, and why.

    Raises:
        InputError: a model that onnxruntime cannot run, or an engine that failed its certificate.
        DeviceError: no TensorRT, no GPU, an engine that does not start, or no onnxruntime to serve.
    """
    device = find_device()
    before = f"{passed}; " if passed else ""
    engine = _found(model.path, model.card, device, f"tensorrt was asked for: {before}")
    if isinstance(engine, str):
        return RebuildingEmbedder(model, threads, device, before + engine)
    return engine


def engine_there(path: Path, card: ModelCard) -> Embedder | str:
    """The engine of a model, if one may be loaded here and starts; else why not. None is ever built."""
    if not any(engine for folder in engine_folders(path) for engine in folder.glob("*.engine")):
        return NONE
    try:
        return _found(path, card, find_device(), "auto took TensorRT: ")
    except CheckoutError as error:
        log.warning("an engine of this model is passed over: %s", error.problem)
        return error.problem


def _found(model: Path, card: ModelCard, device: TensorRtDevice, asked: str) -> Embedder | str:
    """The first engine of a model that may be loaded and is whole, or why there is none.

    Raises:
        InputError: its certificate says that it is not the same model.
        DeviceError: it does not start.
    """
    refused = []
    for folder in engine_folders(model):
        path, words = find_engine(card, [folder], device.tensorrt, device.gpu)
        if path is None:
            refused.append(words)
            continue
        state = certificate_state(path)
        if state.kind == "failed":
            raise InputError(
                f"engine {path}: its certificate {state.words}",
                "export it again, or remove it; the .onnx file runs on the other backends",
            )
        try:
            if state.kind not in ("foreign", "edited"):
                return TensorRtEmbedder(path, device, f"{asked}engine {path.name}, {words}")
            refused.append(f"engine {path.name}: {state.words}")
        except InputError as error:  # cut or edited: as good as none
            refused.append(error.problem)
    return "; ".join(words for words in refused if words != NONE) or NONE


def engine_given(path: Path, backend: str) -> Embedder | tuple[ModelFile, str]:
    """The engine in a file that was asked for by name, or the model to take instead of it, and why.

    Raises:
        InputError: a damaged file; or a stale or foreign engine, and its model does not lie beside it.
        DeviceError: `tensorrt` was asked for, and it or a GPU is not here, or the engine does not start.
    """
    card = read_engine_card(path)
    try:
        device = find_device(card.flavour)
        why = why_not(card, card.model, device.tensorrt, device.gpu)
        if why is None:
            return TensorRtEmbedder(path, device, f"{backend} took the engine that was asked for")
    except CheckoutError as error:
        source = _source(path, card) if backend == "auto" and not isinstance(error, InputError) else None
        if source is None:
            raise
        return source, f"engine {path.name} is not used: {error.problem}"
    source = _source(path, card)
    if source is None:
        raise InputError(
            f"engine {path} is not used: {why}; and its model, {card.model.name}, is not beside it",
            "put the .onnx file beside it, or `checkout-edge export MODEL.onnx --to tensorrt` here",
        )
    return source, f"engine {path.name} is not used: {why}"


def _source(engine: Path, card: EngineCard) -> ModelFile | None:
    """The ONNX model an engine was built from, if it lies beside it: known by its content, not its name."""
    for path in sorted(
        engine.absolute().parent.glob("*.onnx"), key=lambda file: file.stem != card.model.name
    ):
        try:
            model = read_model(path)
        except InputError:
            continue
        if model.card.content_hash == card.model.content_hash:
            return model
    return None
