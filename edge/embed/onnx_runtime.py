"""The onnxruntime embedder: CPU, CUDA, and TensorRT through it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from edge.card import read_bytes
from edge.crop import GREY
from edge.embed.checks import INPUT, OUTPUT, check_graph, check_vectors, read_card
from edge.embed.providers import MAX_BATCH, cpu_session, find_runtime, start
from gallery.errors import InputError


class OnnxEmbedder:
    """An embedder from one ONNX file, verified before it is used. See `edge.embed.load`."""

    def __init__(self, path: Path, backend: str, threads: int | None) -> None:
        model = read_bytes(path)
        runtime = find_runtime()
        try:
            on_cpu = cpu_session(runtime, model, threads)
        except Exception as error:  # onnxruntime has a class for each cause, with no common parent
            cause = (str(error).strip() or type(error).__name__).splitlines()[0]
            raise InputError(
                f"model {path}: not an ONNX model that runs here ({cause})", "copy or export it again"
            ) from None
        self.card = read_card(path, model, on_cpu.get_modelmeta().custom_metadata_map)
        check_graph(path, on_cpu.get_inputs(), on_cpu.get_outputs(), self.card)
        started = start(runtime, model, on_cpu, backend, threads, (self.card.height, self.card.width))
        self._session, self.provider, self.reason = started.session, started.provider, started.reason
        grey = np.full((2, self.card.height, self.card.width, 3), GREY, np.uint8)
        check_vectors(path, self.embed(grey), self.card)

    def embed(self, images: NDArray[np.uint8]) -> NDArray[np.float32]:
        """Unit vectors of crops.

        Args:
            images: uint8 `[N, H, W, 3]`, BGR, H and W as the card says; N may be 0.

        Returns:
            float32 `[N, D]`, each of unit length.

        Raises:
            ValueError: another shape or dtype.
        """
        height, width = self.card.height, self.card.width
        if images.ndim != 4 or images.shape[1:] != (height, width, 3) or images.dtype != np.uint8:
            raise ValueError(
                f"images must be uint8 [N, {height}, {width}, 3], not {images.dtype} {list(images.shape)}"
            )
        parts = [self._run(images[i : i + MAX_BATCH]) for i in range(0, len(images), MAX_BATCH)]
        return np.concatenate(parts) if parts else np.empty((0, self.card.dimension), np.float32)

    def _run(self, images: NDArray[np.uint8]) -> NDArray[np.float32]:
        (vectors,) = self._session.run([OUTPUT], {INPUT: np.ascontiguousarray(images)})
        return np.asarray(vectors)
