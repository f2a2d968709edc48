"""CUDA: the calls of the CUDA runtime that an engine needs, each checked.

Source: CUDA Runtime API reference, and `cuda.bindings.runtime` (cuda-python 12.6 and newer; before that
the same functions lay in `cuda.cudart`). Each returns a tuple whose first member is its status.
"""

from __future__ import annotations

import importlib
from typing import Any

from gallery.errors import DeviceError

_INSTALL = "pip install 'cuda-bindings>=12.6', of the driver's CUDA version or an older one"
_REMEDIES = {
    "cudaErrorMemoryAllocation": "end what else uses the GPU, or build the engine for smaller batches",
    "cudaErrorInsufficientDriver": "install or update the NVIDIA driver (nvidia-smi), or use backend cpu",
    "cudaErrorNoDevice": "check the driver (nvidia-smi), or use backend cpu",
}
_REMEDY = "start again; if it comes back, check the GPU (nvidia-smi, dmesg) or use backend cpu"


class Cuda:
    """The CUDA runtime. Every method raises DeviceError with CUDA's own name of the error.

    Pointers are addresses as int; a stream, a graph or an executable graph is what the bindings return.
    """

    def __init__(self, runtime: Any) -> None:
        self._runtime = runtime

    def allocate(self, size: int) -> int:
        """Device memory of `size` bytes, aligned to 256."""
        return int(self._call("cudaMalloc", size))

    def free(self, pointer: int) -> None:
        """Give device memory back."""
        self._call("cudaFree", pointer)

    def allocate_host(self, size: int) -> int:
        """Pinned host memory of `size` bytes: the GPU copies from and to it by itself."""
        return int(self._call("cudaHostAlloc", size, 0))

    def free_host(self, pointer: int) -> None:
        """Give pinned host memory back."""
        self._call("cudaFreeHost", pointer)

    def stream(self) -> Any:
        """A new stream that does not wait for the default one."""
        return self._call("cudaStreamCreateWithFlags", self._runtime.cudaStreamNonBlocking)

    def end_stream(self, stream: Any) -> None:
        """Destroy a stream."""
        self._call("cudaStreamDestroy", stream)

    def wait(self, stream: Any) -> None:
        """Wait until all work of a stream is done; errors of that work come to light here."""
        self._call("cudaStreamSynchronize", stream)

    def upload(self, device: int, host: int, size: int, stream: Any) -> None:
        """Queue a copy from pinned host memory to the device."""
        kind = self._runtime.cudaMemcpyKind.cudaMemcpyHostToDevice
        self._call("cudaMemcpyAsync", device, host, size, kind, stream)

    def download(self, host: int, device: int, size: int, stream: Any) -> None:
        """Queue a copy from the device to pinned host memory."""
        kind = self._runtime.cudaMemcpyKind.cudaMemcpyDeviceToHost
        self._call("cudaMemcpyAsync", host, device, size, kind, stream)

    def begin_capture(self, stream: Any) -> None:
        """Record what this thread queues on a stream from here on, instead of running it."""
        mode = self._runtime.cudaStreamCaptureMode.cudaStreamCaptureModeThreadLocal
        self._call("cudaStreamBeginCapture", stream, mode)

    def end_capture(self, stream: Any) -> Any:
        """What was recorded, as a graph."""
        return self._call("cudaStreamEndCapture", stream)

    def executable(self, graph: Any) -> Any:
        """A graph made ready to launch; the graph itself is destroyed."""
        try:
            return self._call("cudaGraphInstantiate", graph, 0)
        finally:
            self.end_graph(graph)

    def end_graph(self, graph: Any) -> None:
        """Destroy a graph."""
        self._call("cudaGraphDestroy", graph)

    def launch(self, executable: Any, stream: Any) -> None:
        """Queue all of a graph at once."""
        self._call("cudaGraphLaunch", executable, stream)

    def end_executable(self, executable: Any) -> None:
        """Destroy an executable graph."""
        self._call("cudaGraphExecDestroy", executable)

    def forget_error(self) -> None:
        """Clear the thread's last error, once it was dealt with."""
        self._runtime.cudaGetLastError()

    def _call(self, name: str, *arguments: Any) -> Any:
        status, *results = getattr(self._runtime, name)(*arguments)
        if int(status) != 0:
            _, error = self._runtime.cudaGetErrorName(status)
            _, words = self._runtime.cudaGetErrorString(status)
            error, words = _text(error), _text(words)
            raise DeviceError(f"CUDA: {name}: {error} ({words})", _REMEDIES.get(error, _REMEDY))
        return results[0] if results else None


def find_cuda() -> Cuda:
    """The CUDA runtime of this machine, with a GPU behind it.

    Raises:
        DeviceError: the bindings are not installed or broken, or there is no driver or GPU.
    """
    causes = []
    for name in ("cuda.bindings.runtime", "cuda.cudart"):
        try:
            runtime = importlib.import_module(name)
        except (ImportError, OSError) as error:
            causes.append(str(error))
            continue
        return _with_gpu(runtime)
    raise DeviceError(f"CUDA's Python bindings are not installed or broken ({causes[0]})", _INSTALL)


def _with_gpu(runtime: Any) -> Cuda:
    cuda = Cuda(runtime)
    try:
        count = cuda._call("cudaGetDeviceCount")
    except RuntimeError as error:  # the driver's library is missing
        raise DeviceError(f"CUDA: {error}", _REMEDIES["cudaErrorNoDevice"]) from None
    if not count:
        raise DeviceError("CUDA: no GPU here", _REMEDIES["cudaErrorNoDevice"])
    return cuda


def _text(words: bytes | str) -> str:
    return words.decode() if isinstance(words, bytes) else str(words)
