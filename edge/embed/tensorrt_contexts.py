"""Execution contexts of one engine: one for each batch size, so that each may be captured into a graph.

A graph is bound to its context: changing the shape of a context from which a graph was captured makes
the graph's replay undefined (NVIDIA TensorRT developer guide, "CUDA graphs"). Contexts are small; the
scratch memory, which is not, is taken once and shared, since one stream runs them one after another.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import ExitStack
from typing import Any

from edge.embed.checks import INPUT
from edge.embed.cuda import Cuda
from gallery.errors import DeviceError


class Contexts:
    """Contexts of an engine, made when their batch size first comes, and kept.

    TensorRT 8.6 shares an optimisation profile among contexts only if its engine was built so
    (`PROFILE_SHARING_0806`); where it does not, one context serves all sizes.

    Attributes:
        single: one context serves all batch sizes, so that no graph of it can be kept.
    """

    def __init__(
        self,
        module: Any,
        engine: Any,
        cuda: Cuda,
        stream: Any,
        stack: ExitStack,
        tensors: Mapping[str, tuple[int, tuple[int, ...]]],
    ) -> None:
        """Take the scratch memory that all contexts share.

        Args:
            module: the TensorRT module.
            engine: its `ICudaEngine`.
            cuda: the CUDA runtime.
            stream: the one stream on which all contexts run.
            stack: gives back what is taken here.
            tensors: of each input and output its device address, and its shape without the batch.

        Raises:
            DeviceError: no memory for it.
        """
        self._module, self._engine, self._stream, self._tensors = module, engine, stream, tensors
        self._size = int(_either(engine, "device_memory_size_v2", "device_memory_size"))
        self._scratch = cuda.allocate(max(self._size, 1))
        stack.callback(cuda.free, self._scratch)
        self._kept: dict[int, Any] = {}
        stack.callback(self._kept.clear)
        self.single = False

    def of(self, count: int) -> Any:
        """The context for a batch size, ready to run.

        Raises:
            DeviceError: TensorRT makes none, or refuses the size.
        """
        if count not in self._kept:
            context = self._one(count) if self.single else self._another(count)
            self._kept[count] = context
        return self._kept[count]

    def _another(self, count: int) -> Any:
        context = self._new()
        if not context.set_optimization_profile_async(0, int(self._stream)):
            if not self._kept:
                raise DeviceError("TensorRT does not take the engine's profile", "build the engine again")
            self.single = True
            return self._one(count)
        for name, (address, _) in self._tensors.items():
            _must(context.set_tensor_address(name, address), f"an address for {name}")
        return self._shaped(context, count)

    def _one(self, count: int) -> Any:
        """The first context, given another shape; it is kept under that size alone."""
        _, context = self._kept.popitem()
        self._kept.clear()
        return self._shaped(context, count)

    def _shaped(self, context: Any, count: int) -> Any:
        _must(context.set_input_shape(INPUT, (count, *self._tensors[INPUT][1])), f"a batch of {count}")
        return context

    def _new(self) -> Any:
        context = self._made()
        if context is None:
            raise DeviceError("TensorRT made no execution context", "close what else uses the GPU's memory")
        if hasattr(context, "set_device_memory"):
            context.set_device_memory(self._scratch, self._size)
        else:
            context.device_memory = self._scratch
        return context

    def _made(self) -> Any:
        """A context without scratch memory of its own, or None."""
        strategy = getattr(self._module, "ExecutionContextAllocationStrategy", None)  # came with 10
        if strategy is None:
            return self._engine.create_execution_context_without_device_memory()
        kernels = getattr(self._module, "DynamicShapesKernelSpecializationStrategy", None)  # TensorRT-RTX
        if kernels is None:
            return self._engine.create_execution_context(strategy.USER_MANAGED)
        config = self._engine.create_runtime_config()
        config.set_execution_context_allocation_strategy(strategy.USER_MANAGED)
        # Kernels for a new shape are compiled in the first run and not behind it, where they would come
        # too late for the graph, which would keep the slower ones for all shapes.
        config.dynamic_shapes_kernel_specialization_strategy = kernels.EAGER
        return self._engine.create_execution_context(config)


def _either(owner: Any, newer: str, older: str) -> Any:
    return getattr(owner, newer) if hasattr(owner, newer) else getattr(owner, older)


def _must(done: bool, what: str) -> None:
    if not done:
        raise DeviceError(f"TensorRT refuses {what}", "build the engine again on this device")
