"""Memory for one engine: pinned on the host, mirrored on the device, taken once for the greatest batch."""

from __future__ import annotations

import ctypes
from contextlib import ExitStack
from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

from edge.embed.cuda import Cuda


class Mirror:
    """An array in pinned host memory, and as much memory on the device.

    Attributes:
        host: the array, `[most, ...]`; it stays the same memory for as long as the stack is open.
        address: of the host memory.
        device: address of the device memory.
        row: bytes of one picture or vector.
    """

    def __init__(
        self, cuda: Cuda, stack: ExitStack, most: int, shape: tuple[int, ...], dtype: DTypeLike
    ) -> None:
        """Take both memories; `stack` gives them back.

        Raises:
            DeviceError: there is not enough of either.
        """
        kind = np.dtype(dtype)
        self.row = int(np.prod(shape)) * kind.itemsize
        size = self.row * most
        self.address = cuda.allocate_host(size)
        stack.callback(cuda.free_host, self.address)
        self.device = cuda.allocate(size)
        stack.callback(cuda.free, self.device)
        memory = memoryview((ctypes.c_uint8 * size).from_address(self.address))
        self.host: NDArray[Any] = np.frombuffer(memory, kind).reshape(most, *shape)
