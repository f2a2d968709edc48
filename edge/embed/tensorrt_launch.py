"""Launch: one batch through an engine on one stream, by a CUDA graph once its size was seen.

The first run of each batch size launches plainly, which is also the warm-up that TensorRT needs after a
change of shape, and then captures upload, engine and download into a graph. From the second on, one
call replays it: nothing is allocated, on the device or the host.
"""

from __future__ import annotations

import logging
from contextlib import ExitStack, suppress
from typing import Any

from edge.embed.cuda import Cuda
from edge.embed.cuda_memory import Mirror
from edge.embed.tensorrt_contexts import Contexts
from gallery.errors import DeviceError

log = logging.getLogger("edge.embed")


class Launcher:
    """Runs batches of an engine, from and to pinned memory.

    Attributes:
        why_plain: why no CUDA graphs are used; None where they are.
    """

    def __init__(
        self, cuda: Cuda, stream: Any, stack: ExitStack, contexts: Contexts, images: Mirror, vectors: Mirror
    ) -> None:
        self._cuda, self._stream, self._contexts = cuda, stream, contexts
        self._images, self._vectors = images, vectors
        self._graphs: dict[int, Any] = {}
        stack.callback(self._drop_graphs)
        self.why_plain: str | None = None

    def run(self, count: int) -> None:
        """Run the first `count` pictures of the host's images, and wait for their vectors.

        Raises:
            DeviceError: with CUDA's name of what went wrong, or TensorRT refused to run.
        """
        if count in self._graphs:
            self._cuda.launch(self._graphs[count], self._stream)
            self._cuda.wait(self._stream)
            return
        context = self._contexts.of(count)
        if self._contexts.single and self.why_plain is None:
            self._give_up("this TensorRT engine serves one batch size at a time")
        self._queue(context, count)
        self._cuda.wait(self._stream)
        if self.why_plain is None:
            self._capture(context, count)

    def _queue(self, context: Any, count: int) -> None:
        images, vectors, stream = self._images, self._vectors, self._stream
        self._cuda.upload(images.device, images.address, images.row * count, stream)
        if not context.execute_async_v3(int(stream)):
            raise DeviceError("TensorRT refused to run the engine", "build the engine again on this device")
        self._cuda.download(vectors.address, vectors.device, vectors.row * count, stream)

    def _capture(self, context: Any, count: int) -> None:
        """Keep a graph of this batch size, or say once why there are none."""
        able = getattr(context, "is_stream_capturable", None)  # TensorRT-RTX 1.2
        if able is not None and not able(int(self._stream)):
            return self._give_up("TensorRT says that this engine cannot be captured")
        try:
            self._graphs[count] = self._cuda.executable(self._recorded(context, count))
        except DeviceError as error:
            self._cuda.forget_error()
            self._give_up(error.problem)
        return None

    def _recorded(self, context: Any, count: int) -> Any:
        self._cuda.begin_capture(self._stream)
        try:
            self._queue(context, count)
        except DeviceError:
            with suppress(DeviceError):  # a capture that failed must be ended all the same
                self._cuda.end_graph(self._cuda.end_capture(self._stream))
            raise
        return self._cuda.end_capture(self._stream)

    def _give_up(self, cause: str) -> None:
        self.why_plain = cause
        self._drop_graphs()
        log.warning("no CUDA graphs, the engine is launched plainly: %s", cause)

    def _drop_graphs(self) -> None:
        while self._graphs:
            _, graph = self._graphs.popitem()
            self._cuda.end_executable(graph)
