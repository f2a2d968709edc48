"""The native TensorRT embedder: an engine file, without onnxruntime between.

Pinned host memory, device memory and scratch memory are taken once, for the greatest batch the engine
allows. A call copies its pictures into the pinned memory, launches, and copies the vectors out: what
`embed` returns is the caller's own and stays valid, and is the only memory that a call takes.

Source: NVIDIA TensorRT developer guide ("Performing Inference", "CUDA Graphs"); the calls used
(`execute_async_v3`, `set_tensor_address`, `set_input_shape`) are those of 8.6, 10, 11 and TensorRT-RTX.
"""

from __future__ import annotations

import weakref
from contextlib import ExitStack, suppress
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from edge.embed.batch import grey, in_runs
from edge.embed.checks import INPUT, OUTPUT, check_graph, check_vectors
from edge.embed.cuda import Cuda
from edge.embed.cuda_memory import Mirror
from edge.embed.precision import with_precision
from edge.embed.tensorrt_contexts import Contexts
from edge.embed.tensorrt_device import TensorRtDevice
from edge.embed.tensorrt_launch import Launcher
from edge.engine.engine_file import read_engine
from edge.engine.load import load_engine
from gallery.errors import DeviceError


class TensorRtEmbedder:
    """An embedder from one engine file, tried before it is used. Called from one thread.

    Whether the engine may be loaded here (`why_not`) is the caller's to ask first.
    """

    def __init__(self, path: Path, device: TensorRtDevice, reason: str) -> None:
        """Load the engine and try it.

        Args:
            path: the engine file.
            device: the TensorRT and the GPU of this machine.
            reason: why this backend runs.

        Raises:
            InputError: the file is cut, edited, or not what its card says.
            DeviceError: it does not start here; CUDA's name of the error where there is one.
        """
        engine_card, plan = read_engine(path)
        self.card, self.path, self.reason = engine_card.model, path, reason
        self._fewest, _, self._most = engine_card.batch
        self._running, self._open = device.title, True
        loaded = load_engine(engine_card, plan, device.tensorrt)
        tensors = _tensors(loaded.engine)
        check_graph(path, tensors["INPUT"], tensors["OUTPUT"], self.card)
        with ExitStack() as stack:
            self._take(loaded.engine, device.tensorrt.module, device.cuda, stack)
            check_vectors(path, self.embed(grey(self.card)), self.card)
            self._loaded = loaded  # lives as long as its contexts
            self._held = weakref.finalize(self, _give_back, stack.pop_all())

    @property
    def provider(self) -> str:
        """What really runs now, with or without CUDA graphs."""
        why = self._launcher.why_plain
        graphs = "CUDA graphs" if why is None else f"plain launches ({why})"
        return with_precision(f"{self._running}, {graphs}", self.card)

    def embed(self, images: NDArray[np.uint8]) -> NDArray[np.float32]:
        """Unit vectors of crops.

        Args:
            images: uint8 `[N, H, W, 3]`, BGR, H and W as the card says; N may be 0, and more than the
                engine's greatest batch are split.

        Returns:
            float32 `[N, D]`, each of unit length, a copy that later calls do not touch.

        Raises:
            ValueError: another shape or dtype.
            DeviceError: the GPU failed.
            RuntimeError: it was closed.
        """
        if not self._open:
            raise RuntimeError("the embedder was closed")
        return in_runs(images, self.card, self._most, self._run)

    def close(self) -> None:
        """Give the GPU's memory back; the embedder cannot be used any more."""
        self._open = False
        self._held()

    def _run(self, images: NDArray[np.uint8]) -> NDArray[np.float32]:
        np.copyto(self._images.host[: len(images)], images)
        self._launcher.run(max(len(images), self._fewest))
        return np.array(self._vectors.host[: len(images)], np.float32)

    def _take(self, engine: Any, module: Any, cuda: Cuda, stack: ExitStack) -> None:
        """Stream, memory and contexts; `stack` gives them back, the newest first."""
        stream = cuda.stream()
        stack.callback(cuda.end_stream, stream)
        shapes = {INPUT: (self.card.height, self.card.width, 3), OUTPUT: (self.card.dimension,)}
        self._images = Mirror(cuda, stack, self._most, shapes[INPUT], np.uint8)
        self._vectors = Mirror(cuda, stack, self._most, shapes[OUTPUT], np.float32)
        where = {INPUT: self._images.device, OUTPUT: self._vectors.device}
        tensors = {name: (where[name], shape) for name, shape in shapes.items()}
        contexts = Contexts(module, engine, cuda, stream, stack, tensors)
        self._launcher = Launcher(cuda, stream, stack, contexts, self._images, self._vectors)


def _tensors(engine: Any) -> dict[str, list[SimpleNamespace]]:
    """An engine's inputs and outputs in onnxruntime's terms: name, type and shape."""
    found: dict[str, list[SimpleNamespace]] = {"INPUT": [], "OUTPUT": []}
    for name in map(engine.get_tensor_name, range(engine.num_io_tensors)):
        kind = engine.get_tensor_dtype(name).name.lower()
        shape = [None, *(int(size) for size in tuple(engine.get_tensor_shape(name))[1:])]  # N: see its card
        value = SimpleNamespace(name=name, type=f"tensor({kind})", shape=shape)
        found[engine.get_tensor_mode(name).name].append(value)
    return found


def _give_back(stack: ExitStack) -> None:
    with suppress(DeviceError):  # after a broken GPU, or at the end of the process, nothing can be freed
        stack.close()
