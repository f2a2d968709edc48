"""Runs: what runs the model in a process, told to the one that started it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from edge.embed import Embedder

NOT_KEPT = "could not be remembered"
"""In the reason of an embedder whose trial every start makes anew; see `edge.embed.trial_words`."""

MARKS = {
    "tensorrt-ep": "TensorrtExecutionProvider",
    "cuda": "CUDAExecutionProvider",
    "cpu": "CPUExecutionProvider",
    "openvino": "openvino",
    "tensorrt": "tensorrt",
}
"""What is found in a provider's words of each backend."""


@dataclass(frozen=True, slots=True)
class Runs:
    """What runs the model.

    Attributes:
        provider: in the embedder's words, threads included.
        file: of the model.
        reason: why these.
    """

    provider: str
    file: str
    reason: str

    @classmethod
    def of(cls, embedder: Embedder) -> Runs:
        """What this embedder runs now."""
        return cls(embedder.provider, str(Path(embedder.path).resolve()), embedder.reason)

    @property
    def trial_lost(self) -> bool:
        """Whether `auto` made a trial that could not be remembered, so that each start makes another."""
        return NOT_KEPT in self.reason

    @property
    def what(self) -> str:
        """Provider and file, without the number of threads: what two processes must have in common."""
        return f"{re.sub(r',? [0-9]+ threads?', '', self.provider)} with {Path(self.file).name}"

    def backend(self, asked: str) -> str:
        """The backend by name: as asked for, or what `auto` came to; `auto` where it has no name."""
        if asked != "auto":
            return asked
        return next((name for name in MARKS if is_of(name, self.provider)), "auto")


def is_of(backend: str, provider: str) -> bool:
    """Whether a provider is what a backend names; `auto` is content with any."""
    if backend == "auto":
        return True
    mark = MARKS[backend]
    if backend == "tensorrt":  # not onnxruntime's own
        return provider.lower().startswith(mark)
    return mark.lower() in provider.lower()
