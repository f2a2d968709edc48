"""The CUDA runtime as `cuda.bindings.runtime` offers it, played in host memory.

What is queued on a stream runs when the stream is waited for, or is recorded while it is captured, as on a
GPU; so a missing wait, a copy of a wrong size, memory that was freed, and a call that may not come during
a capture are found. `calls` keeps every call, `fail` makes one of them fail.
"""

from __future__ import annotations

import ctypes
import enum
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

Work = Callable[[], None]


class Error(enum.IntEnum):
    cudaSuccess = 0  # noqa: N815
    cudaErrorInvalidValue = 1  # noqa: N815
    cudaErrorMemoryAllocation = 2  # noqa: N815
    cudaErrorNoDevice = 100  # noqa: N815
    cudaErrorIllegalAddress = 700  # noqa: N815
    cudaErrorStreamCaptureUnsupported = 900  # noqa: N815
    cudaErrorStreamCaptureInvalidated = 901  # noqa: N815


class Stream:
    """A stream; `recorded` is a list while it is captured."""

    def __init__(self, handle: int) -> None:
        self.handle, self.queue = handle, []
        self.recorded: list[Work] | None = None
        self.broken = self.ended = False

    def __int__(self) -> int:
        return self.handle

    def put(self, work: Work) -> None:
        assert not self.ended
        (self.queue if self.recorded is None else self.recorded).append(work)


class Graph:
    def __init__(self, works: list[Work]) -> None:
        self.works, self.ended = works, False


class FakeCuda:
    """`cuda.bindings.runtime`. `fail[name] = (n, error)`: the n-th call from here on of `name` fails."""

    cudaStreamNonBlocking = 1  # noqa: N815
    cudaMemcpyKind = SimpleNamespace(cudaMemcpyHostToDevice="up", cudaMemcpyDeviceToHost="down")  # noqa: N815
    cudaStreamCaptureMode = SimpleNamespace(cudaStreamCaptureModeThreadLocal="thread")  # noqa: N815

    def __init__(self, memory: int = 1 << 30, count: int = 1) -> None:
        self.memory, self.count = memory, count
        self.calls: list[tuple[Any, ...]] = []
        self.fail: dict[str, tuple[int, Error]] = {}
        self.device: dict[int, Any] = {}
        self.host: dict[int, Any] = {}
        self.streams: dict[int, Stream] = {}
        self.graphs: list[Graph] = []

    def __getattr__(self, name: str) -> Any:
        """A call by CUDA's name: kept, made to fail if it shall, and played by the method of that name."""
        if not name.startswith("cuda"):
            raise AttributeError(name)
        play = getattr(self, "_" + name[4:])

        def call(*arguments: Any) -> tuple[Any, ...]:
            self.calls.append((name, *arguments))
            left, error = self.fail.get(name, (0, Error.cudaSuccess))
            if left:
                self.fail[name] = (left - 1, error)
                if left == 1:
                    self._break_captures()
                    if name == "cudaStreamEndCapture":  # it ends a capture even where it fails
                        play(*arguments)
                    return (error, None)
            answer = play(*arguments)
            if isinstance(answer, Error):
                return (answer, None)
            return (Error.cudaSuccess,) if answer is None else (Error.cudaSuccess, answer)

        return call

    def names(self) -> list[str]:
        return [name for name, *_ in self.calls]

    @property
    def held(self) -> tuple[int, int, int, int]:
        """What was taken and not given back: device and host memory, streams, executable graphs."""
        streams = sum(not stream.ended for stream in self.streams.values())
        return len(self.device), len(self.host), streams, sum(not graph.ended for graph in self.graphs)

    def _break_captures(self) -> None:
        for stream in self.streams.values():
            stream.broken = stream.broken or stream.recorded is not None

    def _GetErrorName(self, status: Error) -> bytes:  # noqa: N802
        return Error(status).name.encode()

    def _GetErrorString(self, status: Error) -> bytes:  # noqa: N802
        return b"out of memory" if status == 2 else b"words of CUDA"

    def _GetLastError(self) -> None:  # noqa: N802
        pass

    def _GetDeviceCount(self) -> int | Error:  # noqa: N802
        return self.count or Error.cudaErrorNoDevice

    def _Malloc(self, size: int) -> int | Error:  # noqa: N802
        if any(stream.recorded is not None for stream in self.streams.values()):
            self._break_captures()
            return Error.cudaErrorStreamCaptureUnsupported
        if size + sum(map(ctypes.sizeof, self.device.values())) > self.memory:
            return Error.cudaErrorMemoryAllocation
        return self._take(self.device, size)

    def _HostAlloc(self, size: int, _flags: int) -> int:  # noqa: N802
        return self._take(self.host, size)

    def _take(self, kind: dict[int, Any], size: int) -> int:
        memory = (ctypes.c_uint8 * size)(*([0xAA] * min(size, 64)))  # not zero: CUDA's is not either
        kind[ctypes.addressof(memory)] = memory
        return ctypes.addressof(memory)

    def _Free(self, pointer: int) -> None:  # noqa: N802
        del self.device[pointer]

    def _FreeHost(self, pointer: int) -> None:  # noqa: N802
        del self.host[pointer]

    def _StreamCreateWithFlags(self, flags: int) -> Stream:  # noqa: N802
        assert flags == self.cudaStreamNonBlocking
        stream = Stream(0x5000 + len(self.streams))
        self.streams[int(stream)] = stream
        return stream

    def _StreamDestroy(self, stream: Stream) -> None:  # noqa: N802
        stream.ended = True

    def _StreamSynchronize(self, stream: Stream) -> Error | None:  # noqa: N802
        if stream.recorded is not None:
            stream.broken = True
            return Error.cudaErrorStreamCaptureUnsupported
        while stream.queue:
            stream.queue.pop(0)()
        return None

    def _MemcpyAsync(self, to: int, source: int, size: int, kind: str, stream: Stream) -> Error | None:  # noqa: N802
        into, out_of = (self.device, self.host) if kind == "up" else (self.host, self.device)
        if not (fits(into, to, size) and fits(out_of, source, size)):
            return Error.cudaErrorInvalidValue
        stream.put(lambda: ctypes.memmove(to, source, size) and None)
        return None

    def _StreamBeginCapture(self, stream: Stream, mode: str) -> None:  # noqa: N802
        assert mode == "thread"
        assert not stream.queue, "captured while work is queued"
        stream.recorded, stream.broken = [], False

    def _StreamEndCapture(self, stream: Stream) -> Graph | Error:  # noqa: N802
        assert stream.recorded is not None
        works, stream.recorded = stream.recorded, None
        return Error.cudaErrorStreamCaptureInvalidated if stream.broken else Graph(works)

    def _GraphInstantiate(self, graph: Graph, flags: int) -> Graph:  # noqa: N802
        assert flags == 0
        self.graphs.append(Graph(graph.works))
        return self.graphs[-1]

    def _GraphDestroy(self, graph: Graph) -> None:  # noqa: N802
        graph.ended = True

    def _GraphExecDestroy(self, graph: Graph) -> None:  # noqa: N802
        assert not graph.ended
        graph.ended = True

    def _GraphLaunch(self, graph: Graph, stream: Stream) -> None:  # noqa: N802
        assert not graph.ended
        stream.queue.extend(graph.works)


def fits(memory: dict[int, Any], pointer: int, size: int) -> bool:
    """Whether `size` bytes from `pointer` lie in memory that is allocated."""
    return pointer in memory and size <= ctypes.sizeof(memory[pointer])
