"""Choose: from a model file and the name of a backend to the embedder that really runs.

`auto` takes the first of these that is there, and says why each one before it was passed over:

1. the model's TensorRT engine for this GPU, if one was built; it builds none unasked;
2. onnxruntime on CUDA;
3. onnxruntime on the CPU.

OpenVINO is taken only when asked for, because it was measured to be no faster. product-duo-r3 (192 x 192,
FP32 in both), medians of 20 to 60 calls, the two taken in turns in one process, on 2 cores of an AMD EPYC
with AVX-512; onnxruntime 1.32, OpenVINO 2026.4:

| threads | batch | onnxruntime | OpenVINO | times as fast |
|---|---|---|---|---|
| 1 | 1 | 16.2 ms | 17.9 ms | 0.91 |
| 1 | 4 | 62.9 ms | 66.1 ms | 0.95 |
| 2 | 1 | 10.0 ms | 10.0 ms | 1.00 |
| 2 | 4 | 33.3 ms | 34.1 ms | 0.98 |

On an Intel till it may be otherwise: measure with `checkout-edge verify MODEL --backend openvino`.
"""

from __future__ import annotations

import importlib.util
from pathlib import Path

from edge.embed.embedder import Embedder
from edge.embed.engine import engine_given, engine_or_build, engine_there
from edge.embed.model_file import ModelFile, read_model
from edge.embed.onnx_runtime import OnnxEmbedder
from edge.embed.openvino_runtime import OpenVinoEmbedder
from gallery.errors import InputError

BACKENDS = ("auto", "cpu", "cuda", "openvino", "tensorrt", "tensorrt-ep")
"""`tensorrt` runs an engine by itself, `tensorrt-ep` is onnxruntime's TensorRT execution provider."""


def choose(path: Path, backend: str, threads: int | None) -> Embedder:
    """The embedder for a model file on a backend, one of `BACKENDS`. See `edge.embed.load`.

    Raises:
        InputError: the file is missing, damaged, not what its card says, or not one for the backend.
        DeviceError: the backend is not installed, or does not start here.
    """
    passed = None
    if path.suffix == ".engine":
        if backend not in ("auto", "tensorrt"):
            raise InputError(
                f"engine {path} runs on TensorRT, not on backend {backend}",
                "use backend tensorrt or auto, or give the .onnx file it was built from",
            )
        given = engine_given(path, backend)
        if not isinstance(given, tuple):
            return given
        model, passed = given
    else:
        model = read_model(path)
    if backend.startswith("tensorrt") and model.card.precision == "int8":
        raise InputError(  # its engine is never built, and onnxruntime would run it on the CPU unsaid
            f"model {model.path} computes in int8 as CPUs do, which TensorRT does not read",
            "use backend cpu, or the FP32 or FP16 model it was made from",
        )
    if backend == "auto":
        return _best(model, threads, passed)
    if backend == "tensorrt":
        return engine_or_build(model, threads, passed)
    if backend == "openvino":
        return OpenVinoEmbedder(model, threads)
    return OnnxEmbedder(model, backend, threads)


def _best(model: ModelFile, threads: int | None, passed: str | None) -> Embedder:
    """What `auto` takes for a model; `passed` is said first."""
    engine = engine_there(model)
    if not isinstance(engine, str):
        return engine
    embedder = OnnxEmbedder(model, "auto", threads)
    said = [passed, embedder.reason, f"TensorRT was passed over: {engine}"]
    if embedder.reason.startswith("auto took the CPU") and importlib.util.find_spec("openvino"):
        said.append("OpenVINO was passed over: it is no faster where we measured it")
    embedder.reason = "; ".join(filter(None, said))
    return embedder
