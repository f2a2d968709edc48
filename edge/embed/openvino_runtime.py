"""The OpenVINO embedder: the same ONNX file on an x86 CPU, as an optional extra.

OpenVINO computes in bfloat16 on its own account where the CPU has it (AVX-512 BF16, AMX): measured on
an AMD EPYC with product-duo-r3, cosine 0.9916 to onnxruntime instead of 1.0. It is told FP32 here
(`INFERENCE_PRECISION_HINT`), and asked afterwards whether it obeys.

The graph keeps its dynamic batch. The first run of each batch size lays out memory and compiles kernels
for it, some 40 ms (200 ms at 32), and is kept; the sizes a till meets most are run once at load.
"""

from __future__ import annotations

import importlib
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from edge.embed.batch import MAX_BATCH, grey, in_runs
from edge.embed.checks import INPUT, OUTPUT, check_graph, check_vectors
from edge.embed.model_file import ModelFile
from edge.embed.precision import with_precision
from edge.embed.providers import default_threads
from gallery.errors import DeviceError, InputError

_INSTALL = "pip install 'checkout-edge[openvino]'"
_WARM = 4
"""Batch sizes 1 to this are run at load."""

_TYPES = {"u8": "tensor(uint8)", "f32": "tensor(float)"}


class OpenVinoEmbedder:
    """An embedder from one ONNX file through OpenVINO, CPU only. See `edge.embed.load`."""

    def __init__(self, model: ModelFile, threads: int | None) -> None:
        openvino = find_openvino()
        threads = threads or default_threads()
        self.card, self.path, self.reason = model.card, model.path, "openvino was asked for"
        compiled = _compile(openvino, model, threads)
        self._request = compiled.create_infer_request()
        version = str(openvino.__version__).split("-")[0]
        self.provider = with_precision(f"openvino {version} CPU in FP32, {threads} threads", self.card)
        check_vectors(model.path, self.embed(grey(self.card)), self.card)
        for count in range(1, _WARM + 1):
            self.embed(grey(self.card, count))

    def embed(self, images: NDArray[np.uint8]) -> NDArray[np.float32]:
        """Unit vectors of crops.

        Args:
            images: uint8 `[N, H, W, 3]`, BGR, H and W as the card says; N may be 0.

        Returns:
            float32 `[N, D]`, each of unit length.

        Raises:
            ValueError: another shape or dtype.
        """
        return in_runs(images, self.card, MAX_BATCH, self._run)

    def _run(self, images: NDArray[np.uint8]) -> NDArray[np.float32]:
        answer = self._request.infer(
            {INPUT: np.ascontiguousarray(images)}, share_inputs=True, share_outputs=False
        )
        return np.asarray(answer[OUTPUT])


def find_openvino() -> Any:
    """The openvino module.

    Raises:
        DeviceError: not installed, or broken.
    """
    try:
        return importlib.import_module("openvino")
    except (ImportError, OSError) as error:
        raise DeviceError(f"openvino is not installed or broken ({error})", _INSTALL) from None


def _compile(openvino: Any, model: ModelFile, threads: int) -> Any:
    """The compiled model, its graph checked, in FP32 on `threads` CPU threads."""
    core = openvino.Core()
    try:
        read = core.read_model(model.data)
    except RuntimeError as error:
        raise _unfit(model.path, error) from None
    check_graph(model.path, _values(read.inputs, INPUT), _values(read.outputs, OUTPUT), model.card)
    settings = {
        "PERFORMANCE_HINT": "LATENCY",
        "INFERENCE_NUM_THREADS": threads,
        "INFERENCE_PRECISION_HINT": "f32",
        "ENABLE_CPU_PINNING": False,  # the cores are shared with capture and localiser
    }
    try:
        compiled = core.compile_model(read, "CPU", settings)
    except RuntimeError as error:
        raise _unfit(model.path, error) from None
    precision = compiled.get_property("INFERENCE_PRECISION_HINT").get_type_name()
    if precision != "f32":
        raise DeviceError(f"openvino computes in {precision} though told FP32", "use backend cpu")
    return compiled


def _values(ports: Any, wanted: str) -> list[SimpleNamespace]:
    """A graph's inputs or outputs in onnxruntime's terms: name, type, and shape, None where free."""
    return [
        SimpleNamespace(
            name=wanted if wanted in port.get_names() else port.get_any_name(),
            type=_TYPES.get(port.element_type.get_type_name(), port.element_type.get_type_name()),
            shape=[None if size.is_dynamic else size.get_length() for size in port.partial_shape],
        )
        for port in ports
    ]


def _unfit(path: Path, error: RuntimeError) -> InputError:
    lines = [line for line in str(error).splitlines() if line.strip()]
    cause = lines[-1] if lines else type(error).__name__
    return InputError(f"model {path}: openvino cannot run it ({cause})", "use backend cpu")
