"""The onnxruntime embedder: CPU, CUDA, and TensorRT through it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from edge.embed.batch import CPU_BATCH, MAX_BATCH, grey, in_runs
from edge.embed.checks import INPUT, OUTPUT, check_graph, check_vectors
from edge.embed.model_file import ModelFile
from edge.embed.precision import with_precision
from edge.embed.providers import cpu_session, find_runtime, start
from gallery.errors import InputError


class OnnxEmbedder:
    """An embedder from one ONNX file, verified before it is used. See `edge.embed.load`.

    A graph in FP16 on the CPU is answered by onnxruntime in FP32, with casts around each operator.
    """

    def __init__(self, model: ModelFile, backend: str, threads: int | None) -> None:
        runtime = find_runtime()
        try:
            on_cpu = cpu_session(runtime, model.data, threads)
        except Exception as error:  # onnxruntime has a class for each cause, with no common parent
            cause = (str(error).strip() or type(error).__name__).splitlines()[0]
            raise InputError(
                f"model {model.path}: not an ONNX model that runs here ({cause})", "copy or export it again"
            ) from None
        self.card, self.path = model.card, model.path
        check_graph(model.path, on_cpu.get_inputs(), on_cpu.get_outputs(), self.card)
        started = start(runtime, model, on_cpu, backend, threads)
        self._session, self.reason = started.session, started.reason
        self._most = CPU_BATCH if started.session is on_cpu else MAX_BATCH
        self.provider = with_precision(started.provider, self.card)
        check_vectors(model.path, self.embed(grey(self.card)), self.card)

    def embed(self, images: NDArray[np.uint8]) -> NDArray[np.float32]:
        """Unit vectors of crops.

        Args:
            images: uint8 `[N, H, W, 3]`, BGR, H and W as the card says; N may be 0.

        Returns:
            float32 `[N, D]`, each of unit length.

        Raises:
            ValueError: another shape or dtype.
        """
        return in_runs(images, self.card, self._most, self._run)

    def _run(self, images: NDArray[np.uint8]) -> NDArray[np.float32]:
        (vectors,) = self._session.run([OUTPUT], {INPUT: np.ascontiguousarray(images)})
        return np.asarray(vectors)
