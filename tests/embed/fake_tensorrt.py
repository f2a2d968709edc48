"""TensorRT's runtime as 8.6, 10 and RTX offer it, over a fake of CUDA.

A plan is `ftrt` and a word; `ftrt tiny` answers as the tiny ONNX model does, `ftrt other` as another. It
refuses what TensorRT refuses, and stops where TensorRT's answer would be undefined.
"""

from __future__ import annotations

import ctypes
import enum
import hashlib
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
from embed.fake_cuda import FakeCuda, fits
from embed.tiny import expected

from edge.card import ModelCard
from edge.embed.cuda import Cuda
from edge.embed.tensorrt_device import TensorRtDevice
from edge.engine.engine_file import EngineCard, write_engine
from edge.engine.gpu import Gpu
from edge.engine.module import TensorRt

SCRATCH = 4096  # bytes
DataType = enum.Enum("DataType", ["FLOAT", "HALF", "UINT8"])
Mode = enum.Enum("Mode", ["INPUT", "OUTPUT"])
Strategy = enum.Enum("Strategy", ["STATIC", "USER_MANAGED"])
Kernels = enum.Enum("Kernels", ["LAZY", "EAGER", "NONE"])


class Context:
    """An execution context; `number` counts the changes of its shape."""

    def __init__(self, engine: Engine) -> None:
        self.engine, self.addresses, self.count, self.number, self.warm = engine, {}, 0, 0, -1
        self.scratch = self.profile = None
        if engine.module.version >= (10,):
            self.set_device_memory = self._memory
        if engine.module.capturable is not None:
            self.is_stream_capturable = lambda stream: engine.module.capturable

    def __setattr__(self, name: str, value: Any) -> None:
        if name == "device_memory":
            self._memory(value, SCRATCH)
        super().__setattr__(name, value)

    def _memory(self, pointer: int, size: int) -> None:
        assert fits(self.engine.module.cuda.device, pointer, size)
        assert size >= SCRATCH
        self.scratch = pointer

    def set_optimization_profile_async(self, profile: int, stream: int) -> bool:
        """False where another context has it and the engine shares none, as in 8.6."""
        others = self.engine.contexts
        if not self.engine.shared and any(one.profile == profile for one in others if one is not self):
            return False
        self.profile = profile
        return True

    def set_tensor_address(self, name: str, address: int) -> bool:
        self.addresses[name] = address
        return True

    def set_input_shape(self, name: str, shape: tuple[int, ...]) -> bool:
        fewest, _, most = self.engine.module.batch
        if name != "images" or not fewest <= shape[0] <= most or shape[1:] != self.engine.size:
            return False
        self.count, self.number = shape[0], self.number + 1
        return True

    def execute_async_v3(self, handle: int) -> bool:
        module = self.engine.module
        stream = module.cuda.streams[handle]
        module.runs.append(self.count)
        ready = self.scratch and self.profile == 0 and len(self.addresses) == 2 and self.count
        if not ready or module.refuses_runs:
            return False
        if stream.recorded is not None and self.warm != self.number:  # the first run after a new shape
            stream.broken = True
            return False
        self.warm = number = self.number

        def work() -> None:
            assert number == self.number, "undefined: the context was changed after its graph was captured"
            self.engine.compute(self.addresses, self.count)

        stream.put(work)
        return True


class Engine:
    def __init__(self, module: FakeTensorRt, word: str) -> None:
        self.module, self.word, self.contexts = module, word, []
        self.size, self.dimension, self.shared = (32, 32, 3), 8, module.shares_profiles
        self.num_io_tensors = 2
        if module.version >= (10,):
            self.device_memory_size_v2 = SCRATCH
            self.create_execution_context = self._managed
        else:
            self.device_memory_size = SCRATCH
            self.create_execution_context_without_device_memory = self._context

    def create_runtime_config(self) -> Any:
        """TensorRT-RTX's; a context of it takes its strategy of allocation from here."""
        config = SimpleNamespace(dynamic_shapes_kernel_specialization_strategy=Kernels.LAZY)
        config.set_execution_context_allocation_strategy = lambda kind: setattr(config, "strategy", kind)
        return config

    def _managed(self, asked: Any) -> Context | None:
        if self.module.rtx:
            assert asked.dynamic_shapes_kernel_specialization_strategy is Kernels.EAGER
        assert (asked.strategy if self.module.rtx else asked) is Strategy.USER_MANAGED
        return self._context()

    def _context(self) -> Context | None:
        if len(self.contexts) >= self.module.most_contexts:
            return None
        self.contexts.append(Context(self))
        return self.contexts[-1]

    def get_tensor_name(self, number: int) -> str:
        return ("images", "embeddings")[number]

    def get_tensor_dtype(self, name: str) -> DataType:
        return DataType.UINT8 if name == "images" else self.module.output_type

    def get_tensor_mode(self, name: str) -> Mode:
        return Mode.INPUT if name == "images" else Mode.OUTPUT

    def get_tensor_shape(self, name: str) -> tuple[int, ...]:
        return (-1, *self.size) if name == "images" else (-1, self.dimension)

    def compute(self, addresses: dict[str, int], count: int) -> None:
        """What the GPU does: read the images, write the vectors, each in its allocation."""
        device, size = self.module.cuda.device, count * int(np.prod(self.size))
        assert fits(device, addresses["images"], size)
        assert fits(device, addresses["embeddings"], count * self.dimension * 4)
        raw = ctypes.string_at(addresses["images"], size)
        vectors = expected(np.frombuffer(raw, np.uint8).reshape(count, *self.size)).astype(np.float32)
        answer = np.roll(vectors, 1, axis=1) if self.word == "other" else vectors
        ctypes.memmove(addresses["embeddings"], np.ascontiguousarray(answer).ctypes.data, answer.nbytes)


class FakeTensorRt:
    """The module. Attributes set from outside are what differs from a good day."""

    class ILogger:
        pass

    def __init__(self, cuda: FakeCuda, version: tuple[int, ...] = (10, 3, 0), **odd: Any) -> None:
        self.cuda, self.version, self.runs = cuda, version, []
        self.batch: tuple[int, int, int] = odd.get("batch", (1, 4, 32))
        self.shares_profiles = odd.get("shares_profiles", version >= (10,))
        self.capturable: bool | None = odd.get("capturable")
        self.most_contexts = odd.get("most_contexts", 64)
        self.output_type = odd.get("output_type", DataType.FLOAT)
        self.refuses_runs = False
        self.rtx: bool = odd.get("rtx", False)
        if version >= (10,):
            self.ExecutionContextAllocationStrategy = Strategy
        if self.rtx:
            self.DynamicShapesKernelSpecializationStrategy = Kernels

    def Runtime(self, log: Any) -> Any:  # noqa: N802
        def deserialise(plan: bytes) -> Engine | None:
            if plan.startswith(b"ftrt "):
                return Engine(self, plan[5:].decode())
            log.log(1, "Serialization assertion magicTagRead == kPLAN_MAGIC_TAG failed")
            return None

        return SimpleNamespace(deserialize_cuda_engine=deserialise)


def device(module: FakeTensorRt, capability: str = "8.7") -> TensorRtDevice:
    """A machine with that TensorRT and a GPU."""
    version = ".".join(map(str, module.version))
    here = TensorRt(module, "tensorrt", version, module.version, "flag", False, True, True, True, False)
    return TensorRtDevice(here, Cuda(module.cuda), Gpu("Orin", capability))


def engine_card(model: ModelCard, plan: bytes, **changes: Any) -> EngineCard:
    values: dict[str, Any] = {
        "model": model,
        "flavour": "tensorrt",
        "version": "10.3.0",
        "compute_capability": "8.7",
        "gpu_name": "Orin",
        "batch": (1, 4, 32),
        "plan_sha256": hashlib.sha256(plan).hexdigest(),
        "made": "2026-11-26T00:00:00+00:00",
    }
    return EngineCard(**{**values, **changes})


def write_tiny_engine(path: Path, model: ModelCard, plan: bytes = b"ftrt tiny", **changes: Any) -> Path:
    """An engine file of the tiny model, as an Orin would have built it."""
    write_engine(path, engine_card(model, plan, **changes), plan)
    return path
