"""Start: from the start of the process to the first decision, and what memory a till takes."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from edge import embed
from edge.bench.scratch import scratch
from edge.bench.start.begin import PARTS
from edge.bench.start.spawned import first_line, used
from edge.bench.start.stocked import Stocked, stock
from edge.bench.till.results import Start
from edge.bench.till.runs import Runs

Tell = Callable[[str, int, int], None]
"""Told what is done, how many steps of it are, and of how many."""

FRAMES = 450
"""Of the video, with which memory is measured, at most."""


@dataclass(frozen=True, slots=True)
class Command:
    """The command line of a till.

    Attributes:
        model: None for the one shipped.
        backend: of `edge.embed.BACKENDS`.
        threads: None for the embedder's choice.
        gallery: its file.
    """

    model: Path | None
    backend: str
    threads: int | None
    gallery: Path

    def run(self, source: Path, *options: str, events: str = "-") -> list[str]:
        """`checkout-edge run` on a source, with events on standard output or in a file."""
        model = [] if self.model is None else ["--model", str(self.model)]
        threads = [] if self.threads is None else ["--threads", str(self.threads)]
        chosen = ["--gallery", str(self.gallery), "--backend", self.backend, *model, *threads]
        begin = sys.executable, "-m", "edge.cli.main", "run", str(source)
        return [*begin, *chosen, *options, "--events", events]

    def begin(self, pictures: Path, began: float) -> list[str]:
        """The same start, part by part; see `edge.bench.start.begin`."""
        model, threads = ("-" if value is None else str(value) for value in (self.model, self.threads))
        return [
            *(sys.executable, "-m", "edge.bench.start.begin"),
            *(repr(began), str(pictures), str(self.gallery), model, self.backend, threads),
        ]


def measure(
    model: Path | None,
    backend: str,
    threads: int | None,
    video: Path,
    views: int = 10_000,
    times: int = 5,
    gallery: Path | None = None,
    tell: Tell = lambda words, done, of: None,
) -> tuple[Start, tuple[Runs, ...]]:
    """Start a till again and again, with the real command, and see when it prints its first event.

    The source is a folder with one picture, so that no camera's own start is in it. One start that is not
    kept comes first: what is measured is a process that starts anew, with the files in the system's cache,
    as when a till is restarted; after a boot the disk comes on top. Starts that tell their parts are
    made in turns with the others; they do one thing after the other, so their parts add up to more.

    Args:
        model: None for the one shipped.
        backend: of `edge.embed.BACKENDS`.
        threads: None for the embedder's choice.
        video: what the till is run on while its memory is measured, its first `FRAMES` frames.
        views: in the gallery that is drawn.
        times: starts that are kept.
        gallery: its file; None draws one.
        tell: progress.

    Returns:
        What was found; what ran the model in the processes that told their parts.

    Raises:
        DeviceError: a till did not start.
        GalleryError: the gallery cannot be used.
        InputError: the model is none.
    """
    with scratch() as folder:
        tell("filling a gallery", 0, 1)
        stocked = stock(folder, embed.load(model, backend, threads), views, given=gallery)
        command = Command(model, backend, threads, stocked.gallery)
        seconds, begun = _starts(command, stocked, times, tell)
        tell("measuring memory", 0, 1)
        peak, events = _memory(command, video, folder / "events.jsonl")
    runs = tuple(dict.fromkeys(one.runs for one in begun))
    parts = {part: median(one.parts[part] for one in begun[1:]) for part in PARTS}
    found = Start(
        views=stocked.views, seconds=seconds, parts=parts, peak=peak, events=events, runs=runs[-1].what
    )
    return found, runs


def _memory(command: Command, video: Path, events: Path) -> tuple[float, int]:
    """The greatest memory of a till that plays a video, MB, and how many events it wrote meanwhile."""
    peak = used(command.run(video, "--max-frames", str(FRAMES), events=str(events))).peak
    return peak, len(events.read_bytes().splitlines())


def _starts(
    command: Command, stocked: Stocked, times: int, tell: Tell
) -> tuple[tuple[float, ...], list[Begun]]:
    seconds, begun = [], []
    for done in range(times + 1):
        tell("starting the till", done, times + 1)
        seconds.append(first_line(command.run(stocked.pictures, "--localiser", "whole"))[0])
        begun.append(Begun.told(first_line(command.begin(stocked.pictures, time.monotonic()))[1]))
    return tuple(seconds[1:]), begun


@dataclass(frozen=True, slots=True)
class Begun:
    """What a process that tells its start told.

    Attributes:
        parts: seconds, by `begin.PARTS`.
        runs: what runs the model there.
    """

    parts: dict[str, float]
    runs: Runs

    @classmethod
    def told(cls, line: bytes) -> Begun:
        """From its line."""
        said = json.loads(line)
        return cls(said["parts"], Runs(**said["runs"]))
