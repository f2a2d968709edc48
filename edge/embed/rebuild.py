"""Rebuild: onnxruntime serves while the engine is built, and the engine takes over between two calls."""

from __future__ import annotations

import logging
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from edge.card import ModelCard
from edge.certificate.certificate import certificate_path, summary_path
from edge.certificate.state import certificate_state
from edge.embed.background_build import BackgroundBuild, unproven
from edge.embed.batch import grey, patches
from edge.embed.embedder import Embedder
from edge.embed.model_file import ModelFile
from edge.embed.onnx_runtime import OnnxEmbedder
from edge.embed.tensorrt_device import TensorRtDevice
from edge.embed.tensorrt_native import TensorRtEmbedder
from edge.engine.place import cache_folder, engine_name
from gallery.errors import CheckoutError, DeviceError

log = logging.getLogger("edge.embed")

SAME = 0.999
"""Least cosine between an engine's vectors and those of the session that served before it."""


class RebuildingEmbedder:
    """onnxruntime now, the engine once it is built and answers the same; `provider` and `reason` say which.

    Called from one thread, which makes the change of backend itself, at the start of an `embed`; no lock
    is taken. That one call takes longer, by what it takes to load an engine (up to some seconds). The
    engine is kept in the cache folder, never written beside the user's model, and gets the name by which
    it is found at the next start only once it has answered the same.
    """

    def __init__(self, model: ModelFile, threads: int | None, device: TensorRtDevice, why: str) -> None:
        """Start onnxruntime, and the build.

        Args:
            model: the model.
            threads: CPU threads, or None.
            device: TensorRT and GPU.
            why: why there is no engine to load.

        Raises:
            InputError: onnxruntime cannot run the model either.
            DeviceError: there is no onnxruntime to serve meanwhile.
        """
        self.card: ModelCard = model.card
        self._now: Embedder = _serving(model, threads, why)
        self._device = device
        self._asked = f"tensorrt was asked for: {why}"
        here, capability = device.tensorrt, device.gpu.compute_capability
        engine = cache_folder() / engine_name(model.card, here.flavour, here.version, capability)
        self._build: BackgroundBuild | None = BackgroundBuild(model, engine, here.flavour)
        self._outcome = ""

    @property
    def provider(self) -> str:
        """What really runs now."""
        return self._now.provider

    @property
    def path(self) -> Path:
        """The file that runs now: the model, or its engine."""
        return self._now.path

    @property
    def reason(self) -> str:
        """Why it runs, and how far the engine is."""
        if self._build is None:
            return f"{self._asked}; {self._outcome}"
        return (
            f"{self._asked}; one is being built ({self._build.seconds:.0f} s so far), and onnxruntime "
            f"serves meanwhile ({self._now.reason})"
        )

    def embed(self, images: NDArray[np.uint8]) -> NDArray[np.float32]:
        """Unit vectors of crops; see `Embedder.embed`."""
        if self._build is not None and self._build.done:
            self._take_over(self._build)
        return self._now.embed(images)

    def close(self) -> None:
        """Stop the build, if one runs."""
        if self._build is not None:
            self._build.stop()

    def _take_over(self, build: BackgroundBuild) -> None:
        """The engine replaces onnxruntime, or the reason says why it does not."""
        self._build = None
        failure = build.failure or self._load(build)
        if failure is None:
            self._outcome = f"it was built in {build.seconds:.0f} s while onnxruntime served"
            log.info("the engine %s serves from here on", build.engine.name)
        else:
            self._outcome = f"its engine could not be had, so onnxruntime goes on: {failure}"
            log.warning("no engine, onnxruntime goes on: %s", failure)

    def _load(self, build: BackgroundBuild) -> str | None:
        """Make the built engine the one that serves and is found at the next start; or why not."""
        made = unproven(build.engine)
        path = made if made.exists() else build.engine
        try:
            engine = TensorRtEmbedder(path, self._device, self._asked)
            cosine = agreement(engine, self._now)
        except CheckoutError as error:
            if path == made and not made.exists() and build.engine.exists():
                return self._load(build)  # another process has just proven it
            made.unlink(missing_ok=True)
            return error.problem
        if not cosine >= SAME:  # NaN is not greater either
            engine.close()
            made.unlink(missing_ok=True)
            build.engine.unlink(missing_ok=True)
            return f"the engine that was built answers otherwise than the model (cosine {cosine:.4f})"
        self._now = engine
        _keep(made, build.engine)
        engine.path = build.engine
        return None


def _keep(made: Path, engine: Path) -> None:
    """Give a proven engine the name by which it is found."""
    try:
        made.replace(engine)
    except FileNotFoundError:
        return  # another process has
    except OSError as error:
        log.warning("the engine serves, but will be proven again at the next start: %s", error)
        return
    if certificate_state(engine).kind in ("foreign", "edited"):  # of the file that lay there before
        certificate_path(engine).unlink()
        summary_path(engine).unlink(missing_ok=True)


def agreement(one: Embedder, other: Embedder) -> float:
    """The least cosine between the vectors of two embedders of one model, on four pictures."""
    pictures = np.concatenate([grey(one.card, 1), patches(one.card, 3)])
    return float(np.min(np.sum(one.embed(pictures) * other.embed(pictures), axis=1)))


def _serving(model: ModelFile, threads: int | None, why: str) -> OnnxEmbedder:
    try:
        return OnnxEmbedder(model, "auto", threads)
    except DeviceError as error:
        raise DeviceError(
            f"{why}; and to serve while one is built: {error.problem}",
            f"`checkout-edge export {model.path} --to tensorrt --target this-device`, or {error.remedy}",
        ) from None
