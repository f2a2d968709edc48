"""Place: what an engine file is called and in which folder it lies."""

from __future__ import annotations

import os
import re
from pathlib import Path

from edge.cache import user_cache
from edge.card import ModelCard
from edge.engine.gpu import Gpu
from edge.engine.module import Flavour, TensorRt

_SHORT = {"tensorrt": "trt", "tensorrt_rtx": "rtx"}


USUAL_BATCH = (1, 32)
"""Fewest and most pictures of an engine that embedders take unasked; what `BuildSettings()` has."""


def engine_name(
    model: ModelCard,
    flavour: Flavour,
    version: str,
    compute_capability: str,
    dla: int | None = None,
    *,
    batch: tuple[int, int] = USUAL_BATCH,
    version_compatible: bool = False,
) -> str:
    """The file name of an engine: another model, precision, TensorRT, GPU or setting has another name.

    Args:
        model: card of the ONNX model.
        flavour: the module that builds it.
        version: that module's version.
        compute_capability: of the GPU, for example 8.7.
        dla: the DLA core, or None.
        batch: fewest and most pictures in one run.
        version_compatible: whether newer versions load it.

    >>> from edge.card import ModelCard
    >>> card = ModelCard(name="m", dimension=8, height=32, width=32, backbone="b", training_data=(),
    ...     licence="MIT", recipe="r", distance_threshold=1, content_hash="ab" * 32, precision="fp16")
    >>> engine_name(card, "tensorrt", "10.3.0", "8.7")
    'm.fp16.abababababab.trt-10.3.0.sm_87.engine'
    >>> engine_name(card, "tensorrt", "10.3.0", "8.7", 0, batch=(1, 1), version_compatible=True)
    'm.fp16.abababababab.trt-10.3.0.sm_87-dla0-b1-vc.engine'
    """
    device = "sm_" + compute_capability.replace(".", "") + ("" if dla is None else f"-dla{dla}")
    if batch != USUAL_BATCH:
        device += "-b" + "-".join(str(number) for number in dict.fromkeys(batch))
    device += "-vc" if version_compatible else ""
    parts = (model.name, model.precision, model.content_hash[:12], f"{_SHORT[flavour]}-{version}", device)
    return ".".join(re.sub(r"[^\w.+-]", "_", part) for part in parts) + ".engine"


def cache_folder() -> Path:
    """Where engines and timing caches are kept: `checkout-edge/tensorrt` in the user's cache folder."""
    return user_cache("tensorrt")


def engine_folders(model: Path) -> tuple[Path, ...]:
    """The folders where a model file's engines may lie: beside it, then the cache folder."""
    return model.absolute().parent, cache_folder()


def plan_for(
    model: Path,
    card: ModelCard,
    here: TensorRt,
    gpu: Gpu,
    dla: int | None = None,
    *,
    batch: tuple[int, int] = USUAL_BATCH,
    version_compatible: bool = False,
) -> Path:
    """Where the engine of a model for this device should lie: beside the model if that can be written.

    The folder of the shipped model is not ours to write, even where it can be; its engines are cached.

    Args:
        model: the ONNX file.
        card: its card.
        here: the TensorRT that builds it.
        gpu: the GPU it is for.
        dla: the DLA core, or None.
        batch: fewest and most pictures in one run.
        version_compatible: whether newer versions load it.
    """
    beside, cache = engine_folders(model)
    shipped = beside == Path(__file__).resolve().parent.parent / "models"
    folder = beside if os.access(beside, os.W_OK) and not shipped else cache
    return folder / engine_name(
        card,
        here.flavour,
        here.version,
        gpu.compute_capability,
        dla,
        batch=batch,
        version_compatible=version_compatible,
    )
