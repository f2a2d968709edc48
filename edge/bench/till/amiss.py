"""Amiss: what was not as it was asked for, or not as it should be, while something was measured."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass

from edge.bench.till.asked import Asked
from edge.bench.till.results import Live
from edge.embed import Embedder

BUSY = 0.5
"""Load average a core above which others are at work on the machine."""
LATE = 0.01
"""Share of frames that a camera may deliver late before it counts as slower than asked."""

_RUNS = {
    "cpu": "CPUExecutionProvider",
    "cuda": "CUDAExecutionProvider",
    "openvino": "openvino",
    "tensorrt": "tensorrt",
    "tensorrt-ep": "TensorrtExecutionProvider",
}


@dataclass(frozen=True, slots=True)
class Warned:
    """One thing that a reader of the figures must know.

    Attributes:
        words: in one line.
        fails: the run is not what was asked for, and its exit code says so.
    """

    words: str
    fails: bool = False


def of_provider(backend: str, provider: str, before: str | None = None) -> Iterator[Warned]:
    """Another backend than the one asked for, or another than at the start of the run.

    Args:
        backend: that was asked for; `auto` is content with any.
        provider: what runs now, in the embedder's words.
        before: what ran at the start.
    """
    if backend != "auto" and not _is(backend, provider):
        yield Warned(f"--backend {backend} was asked for, and {provider} ran", fails=True)
    if before is not None and before != provider:
        yield Warned(f"{before} ran at the start and {provider} at the end: figures are of both", fails=True)


def _is(backend: str, provider: str) -> bool:
    mark = _RUNS[backend]
    if backend == "tensorrt":  # not onnxruntime's own
        return provider.lower().startswith(mark)
    return mark.lower() in provider.lower()


def of_load(load: float, cores: int | None = None) -> Iterator[Warned]:
    """Others were at work before the run began.

    Args:
        load: the load average of the last minute.
        cores: of this machine.
    """
    cores = cores or os.cpu_count() or 1
    if load > BUSY * cores:
        yield Warned(
            f"the machine was busy before the run: load average {load:.1f} on {cores} cores; "
            "times are too long, ratios hold better"
        )


def of_sources(asked: Asked) -> Iterator[Warned]:
    """A gallery that does not know what the camera shows: its items take more looks."""
    if asked.video is not None and asked.gallery is None:
        yield Warned("the gallery is drawn, so what the video shows is unknown to it: give --gallery")
    if asked.gallery is not None and asked.video is None:
        yield Warned("the scene's items are drawn, so most are unknown to the gallery that was given")


def of_live(live: Live, lost: int = 0) -> Iterator[Warned]:
    """A camera slower than asked, frames dropped, and items that never came onto the receipt.

    Args:
        live: the live part.
        lost: items without a right line.
    """
    if live.late > LATE * live.delivered:
        yield Warned(
            f"the camera was slower than the {live.fps:g} frames a second asked for: {live.late} of "
            f"{live.delivered} frames came late",
            fails=True,
        )
    if live.dropped:
        yield Warned(f"{live.dropped} of {live.delivered} frames were dropped: the till was not done in time")
    if lost:
        yield Warned(f"items laid down that never came onto the receipt as what they are: {lost}")


def of_device(lines: tuple[str, ...]) -> Iterator[Warned]:
    """What a device's own sensors warned of; a throttled clock fails the run."""
    for line in lines:
        yield Warned(line, fails=line.startswith("throttled"))


def ran(embedder: Embedder) -> str:
    """What runs now, and why, in one line."""
    return f"{embedder.provider} ({embedder.reason})"
