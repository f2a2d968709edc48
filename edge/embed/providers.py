"""Providers: which of onnxruntime's backends really starts here, and if not, why.

onnxruntime replaces a backend that does not start by the CPU and carries on; here that is an error
or, for `auto`, a stated reason.
"""

from __future__ import annotations

import ctypes
import importlib
import logging
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from edge.card import ModelCard
from edge.embed.batch import MAX_BATCH
from edge.embed.model_file import ModelFile
from edge.engine.place import cache_folder
from edge.system import cores
from gallery.errors import DeviceError

log = logging.getLogger("edge.embed")

_PROVIDERS = {
    "cpu": "CPUExecutionProvider",
    "cuda": "CUDAExecutionProvider",
    "tensorrt-ep": "TensorrtExecutionProvider",
}
_INSTALL = {
    "cpu": "pip install 'checkout-edge[cpu]'",
    "cuda": "pip uninstall onnxruntime, then pip install 'checkout-edge[gpu]'",
    "tensorrt-ep": "pip uninstall onnxruntime, then pip install 'checkout-edge[tensorrt]'",
}
_DISABLED = ["WeightBiasQuantization"]
"""An optimiser that rounds the weights of a layer left in float32 to integers, one scale for all of them,
where its neighbours compute in integers: it undoes what `export.int8` decided. Measured with one layer of
the shipped model left in float32, on ten photos: cosine 0.9976 as the file says, 0.9917 as this makes it."""

_MAX_THREADS = 4
"""More bring a small model little, and a container's quota is less than the cores it sees."""


@dataclass(frozen=True, slots=True)
class Started:
    """An onnxruntime session, verified to run where it should.

    Attributes:
        session: the `onnxruntime.InferenceSession`.
        provider: what really runs, with version and threads.
        reason: why this backend was taken.
    """

    session: Any
    provider: str
    reason: str


class _StartError(Exception):
    """A backend that is listed, but does not start."""


def start(runtime: Any, model: ModelFile, on_cpu: Any, backend: str, threads: int | None) -> Started:
    """Start a session for the model on a backend, and see that it is the one that runs.

    Args:
        runtime: the onnxruntime module.
        model: the ONNX model.
        on_cpu: its session on the CPU, so that a broken model is never taken for a broken backend.
        backend: `cpu`, `cuda`, `tensorrt-ep`, or `auto`: CUDA if it starts, else the CPU.
        threads: CPU threads, or None.

    Raises:
        DeviceError: the backend is not installed, or does not start.
    """
    cpu = _running(runtime, "cpu", threads)
    if backend == "cpu":
        return Started(on_cpu, cpu, "cpu was asked for")
    wanted = "cuda" if backend == "auto" else backend
    if _PROVIDERS[wanted] not in runtime.get_available_providers():
        missing = f"the installed onnxruntime {runtime.__version__} has no {_PROVIDERS[wanted]}"
        if backend == "auto":
            return Started(on_cpu, cpu, f"auto took the CPU: {missing}")
        raise DeviceError(f"backend {backend}: {missing}", _INSTALL[backend])
    try:
        session = _accelerated(runtime, model, wanted, threads)
    except _StartError as error:
        if backend == "auto":
            log.warning("auto takes the CPU: CUDA is installed but did not start: %s", error)
            return Started(on_cpu, cpu, f"auto took the CPU: CUDA is installed but did not start: {error}")
        raise DeviceError(
            f"backend {backend}: installed, but did not start: {error}",
            f"check driver and CUDA version (nvidia-smi), or {_INSTALL[backend]}; or use backend cpu",
        ) from None
    reason = "auto took CUDA: it started here" if backend == "auto" else f"{backend} was asked for"
    return Started(session, _running(runtime, wanted, threads), reason)


def cpu_session(runtime: Any, model: bytes, threads: int | None) -> Any:
    """A session on the CPU.

    Raises:
        Exception: whatever onnxruntime raises for a model that it cannot read.
    """
    options = _options(runtime, threads)
    options.enable_mem_pattern = False  # one is kept for each batch size that was ever met
    return runtime.InferenceSession(
        model, options, providers=[_PROVIDERS["cpu"]], disabled_optimizers=_DISABLED
    )


def _accelerated(runtime: Any, model: ModelFile, backend: str, threads: int | None) -> Any:
    """A session that runs on `backend`, or _StartError with the cause."""
    if hasattr(runtime, "preload_dlls"):
        runtime.preload_dlls()  # finds the CUDA libraries that pip installed; since 1.21
    asked = [(_PROVIDERS[backend], _provider_options(backend, model.card)), _PROVIDERS["cpu"]]
    try:
        session = runtime.InferenceSession(
            model.data,
            _options(runtime, threads),
            providers=asked,
            enable_fallback=0,
            disabled_optimizers=_DISABLED,
        )
    except Exception as error:
        raise _StartError((str(error).strip() or type(error).__name__).splitlines()[0]) from None
    if session.get_providers()[0] != _PROVIDERS[backend]:
        raise _StartError(_cause(runtime, backend))
    session.disable_fallback()
    return session


def _options(runtime: Any, threads: int | None) -> Any:
    options = runtime.SessionOptions()
    options.intra_op_num_threads = threads or default_threads()
    options.inter_op_num_threads = 1
    options.log_severity_level = 4  # what fails is said in our own words
    # Idle threads sleep: between two runs the cores belong to capture and localiser.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return options


def _provider_options(backend: str, card: ModelCard) -> dict[str, str]:
    """TensorRT needs the range of N beforehand, or it builds an engine for each new batch size.

    onnxruntime names an engine by the graph's names and shapes, not by its weights, so each model has a
    cache folder of its own. Lower precision is allowed only to a graph that states it, and forbidden in so
    many words to any other: onnxruntime would otherwise take it from the environment. Graphs in INT8 do
    not come here; see `edge.embed.choose`.
    """
    if backend != "tensorrt-ep":
        return {}
    cache = cache_folder() / "onnxruntime" / card.content_hash[:16]
    cache.mkdir(parents=True, exist_ok=True)
    shape = f"x{card.height}x{card.width}x3"
    return {
        "trt_engine_cache_enable": "1",
        "trt_engine_cache_path": str(cache),
        "trt_fp16_enable": str(int(card.precision == "fp16")),
        "trt_int8_enable": "0",
        "trt_profile_min_shapes": f"images:1{shape}",
        "trt_profile_opt_shapes": f"images:4{shape}",
        "trt_profile_max_shapes": f"images:{MAX_BATCH}{shape}",
    }


def _running(runtime: Any, backend: str, threads: int | None) -> str:
    return f"onnxruntime {runtime.__version__} {_PROVIDERS[backend]}, {threads or default_threads()} threads"


def default_threads() -> int:
    """CPU threads when none are asked for: the cores this process may use, at most 4."""
    return min(cores(), _MAX_THREADS)


def _cause(runtime: Any, backend: str) -> str:
    """Why a provider's library does not load, asked of the dynamic linker; onnxruntime only logs it."""
    folder = Path(runtime.__file__).parent / "capi"
    try:
        for library in ("shared", backend.removesuffix("-ep")):
            path = folder / f"libonnxruntime_providers_{library}.so"
            if path.exists():
                ctypes.CDLL(str(path), mode=ctypes.RTLD_GLOBAL)
    except OSError as error:
        return str(error)
    return "onnxruntime fell back to the CPU and named no cause"


def has_cuda() -> bool:
    """Whether the installed onnxruntime has CUDA; not whether it starts.

    Raises:
        DeviceError: no onnxruntime is installed.
    """
    return _PROVIDERS["cuda"] in find_runtime().get_available_providers()


def find_runtime() -> Any:
    """The onnxruntime module, which `onnxruntime` and `onnxruntime-gpu` both provide.

    Raises:
        DeviceError: not installed, or broken.
    """
    try:
        runtime = importlib.import_module("onnxruntime")
        runtime.set_default_logger_severity(4)
    except (ImportError, AttributeError) as error:
        raise DeviceError(f"onnxruntime is not installed or broken ({error})", _INSTALL["cpu"]) from None
    return runtime
