"""Start: from the start of the process to the first decision, and what memory a till takes."""

from __future__ import annotations

import json
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from edge import embed
from edge.bench.start.begin import PARTS
from edge.bench.start.spawned import first_line, used
from edge.bench.start.stocked import Stocked, stock
from edge.bench.till.results import Start
from edge.synth import Checkout, make_shop, write_video

Tell = Callable[[str, int, int], None]
"""Told what is done, how many steps of it are, and of how many."""

_SECONDS = 12.0
"""Length of the drawn recording with which memory is measured."""


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

    def run(self, source: Path, *options: str) -> list[str]:
        """`checkout-edge run` on a source, with events on standard output."""
        model = [] if self.model is None else ["--model", str(self.model)]
        threads = [] if self.threads is None else ["--threads", str(self.threads)]
        chosen = ["--gallery", str(self.gallery), "--backend", self.backend, *model, *threads]
        return [sys.executable, "-m", "edge.cli.main", "run", str(source), *chosen, *options, "--events", "-"]

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
    views: int = 10_000,
    times: int = 5,
    tell: Tell = lambda words, done, of: None,
    video: Path | None = None,
) -> Start:
    """Start a till again and again, with the real command, and see when it prints its first event.

    The source is a folder with one picture, so that no camera's own start is in it. One start that is not
    kept comes first: what is measured is a process that starts anew, with the files in the system's cache,
    as when a till is restarted; after a boot the disk comes on top. Starts that tell their parts are
    made in turns with the others; they do one thing after the other, so that together their parts take
    longer than where the command does two at once.

    Args:
        model: None for the one shipped.
        backend: of `edge.embed.BACKENDS`.
        threads: None for the embedder's choice.
        views: in the gallery.
        times: starts that are kept.
        tell: progress.
        video: what the till is run on while its memory is measured; None draws a checkout.

    Raises:
        DeviceError: a till did not start.
        InputError: the model is none.
    """
    with tempfile.TemporaryDirectory(prefix="checkout-edge-") as name:
        folder = Path(name)
        tell("filling a gallery", 0, 1)
        stocked = stock(folder, embed.load(model, backend, threads), views)
        command = Command(model, backend, threads, stocked.gallery)
        seconds, parts = _starts(command, stocked, times, tell)
        tell("measuring memory", 0, 1)
        greatest = used(command.run(video or _recorded(folder / "scene.mp4"))).peak
    return Start(views=views, seconds=seconds, parts=parts, peak=greatest)


def _starts(
    command: Command, stocked: Stocked, times: int, tell: Tell
) -> tuple[tuple[float, ...], dict[str, float]]:
    seconds, parts = [], []
    for done in range(times + 1):
        tell("starting the till", done, times + 1)
        seconds.append(first_line(command.run(stocked.pictures, "--localiser", "whole"))[0])
        parts.append(json.loads(first_line(command.begin(stocked.pictures, time.monotonic()))[1]))
    return tuple(seconds[1:]), {part: median(one[part] for one in parts[1:]) for part in PARTS}


def _recorded(path: Path) -> Path:
    write_video(Checkout(make_shop(0), duration=_SECONDS, items=3), path)
    return path
