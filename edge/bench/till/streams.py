"""Streams: how many cameras this device holds, each with a till in a process of its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from edge.bench.child import Child, ChildFailedError
from edge.bench.till.one_stream import Played, Stream
from edge.bench.till.quantiles import quantile
from edge.bench.till.results import Streams
from edge.bench.till.runs import Runs
from edge.system import cores
from gallery.errors import DeviceError

SECONDS, LONGEST = 20.0, 60.0
"""For how long each number of cameras is tried at least; and at most, to see the whole of a longer video."""

FRAMES = 120
"""Frames of each camera at least, at a slow rate too: a p99 takes 100."""

MOST = 32
"""Cameras that are tried at most."""

DROPPED = 0.01
"""Share of frames dropped from which a camera is not held."""

Tell = Callable[[str, int, int], None]
"""Told what is done, how many steps of it are, and of how many."""

Play = Callable[[int, int], Sequence[Played]]
"""Runs so many cameras at once with so many threads each; one `Played` a camera."""


def measure(
    video: Path,
    fps: float,
    model: Path | None,
    backend: str,
    threads: int | None,
    gallery: Path,
    limit: float,
    tell: Tell = lambda words, done, of: None,
    whole: float = 0.0,
) -> tuple[Streams, tuple[Runs, ...]]:
    """Try 1, 2, 3… cameras at once, until the device holds no more.

    All play the same video at the same time, so that their busy moments meet: the count is on the safe side.

    Args:
        video: what each camera shows; it begins again when it ends.
        fps: frames a second of each.
        model: None for the one shipped.
        backend: of `edge.embed.BACKENDS`.
        threads: of each embedder; None shares the cores out, see `share`.
        gallery: its file.
        limit: greatest p99 of the age at decision, over the frames of all cameras, ms.
        tell: progress.
        whole: seconds of the video, where that is known.

    Returns:
        What was found; and what ran the model in each process, before its first and after its last frame.

    Raises:
        DeviceError: not even one till runs; the measure says nothing then, least of all that one is held.
    """
    long = max(SECONDS, min(whole, LONGEST), FRAMES / fps)
    ran: list[Runs] = []

    def play(cameras: int, each: int) -> Sequence[Played]:
        return play_together(cameras, (model, backend, each, gallery), (video, fps, long), ran)

    found = count(play, fps, limit, cores(), threads, tell)
    return found.model_copy(update={"seconds": long, "runs": ran[0].what}), tuple(dict.fromkeys(ran))


def count(
    play: Play, fps: float, limit: float, available: int, threads: int | None = None, tell: Tell | None = None
) -> Streams:
    """Try one camera more and more, with `play`; the first number that fails is the last that is tried.

    A process that ends by itself, for example for want of memory, is a limit of the device where fewer
    ran: it is told under `stopped`.

    Raises:
        DeviceError: the first one failed to run.
    """
    tried: list[_Tried] = []
    stopped = ""
    while not stopped:
        cameras = len(tried) + 1
        if tell is not None:
            tell(f"{cameras} camera{'s' * (cameras > 1)} at once", cameras, MOST)
        try:
            played = play(cameras, threads or share(available, cameras))
        except ChildFailedError as error:
            if cameras == 1:
                raise DeviceError(str(error), "see whether `checkout-edge run` starts with it") from None
            stopped = f"{cameras} cameras: {error}"
            break
        tried.append(_tried(played))
        stopped = _failure(cameras, tried[-1], limit)
    return Streams(
        limit=limit,
        fps=fps,
        p99=tuple(one.p99 for one in tried),
        dropped=tuple(one.dropped for one in tried),
        held=len(tried) - (not tried[-1].holds(limit)),
        stopped=stopped,
        frames=tuple(one.frames for one in tried),
        looks=tuple(one.looks for one in tried),
    )


@dataclass(frozen=True, slots=True)
class _Tried:
    """So many cameras at once: of all of them, as `Streams` has it."""

    p99: float | None
    dropped: float
    frames: int
    looks: int

    def holds(self, limit: float) -> bool:
        return self.p99 is not None and self.p99 <= limit and self.dropped < DROPPED


def _tried(played: Sequence[Played]) -> _Tried:
    ages = np.concatenate([one.age for one in played])
    if not len(ages):
        raise DeviceError(
            f"no frame of {len(played)} cameras was decided on", "play the video once with `run`"
        )
    return _Tried(
        p99=quantile(ages.tolist(), 0.99),
        dropped=sum(one.dropped for one in played) / sum(one.delivered for one in played),
        frames=len(ages),
        looks=sum(one.looks for one in played),
    )


def share(available: int, cameras: int) -> int:
    """Threads of each till's embedder: the cores by the cameras, rounded; at least 1.

    More threads than cores in all wait for one another at the end of each layer; fewer leave cores idle
    while one camera alone is busy.
    """
    return max(1, round(available / cameras))


def play_together(
    cameras: int,
    till: tuple[Path | None, str, int, Path],
    camera: tuple[Path, float, float],
    ran: list[Runs] | None = None,
) -> list[Played]:
    """Run so many processes at once; all are ready before the first begins.

    Args:
        cameras: how many.
        till: model, backend, threads and gallery of each.
        camera: video, frames a second and seconds of each.
        ran: gets what runs the model in each, before its first frame and after its last.

    Raises:
        ChildFailedError: one of them ended by itself, or could not be made ready.
    """
    told = [] if ran is None else ran
    with ExitStack() as stack:
        children = [
            stack.enter_context(Child(Stream, f"camera {number + 1}", *till)) for number in range(cameras)
        ]
        for child in children:
            child.start("ready")
        told += [child.answer() for child in children]
        for child in children:
            child.start("watch", *camera)
        played: list[Played] = [child.answer() for child in children]
        told += [one.runs for one in played]
        return played


def _failure(cameras: int, tried: _Tried, limit: float) -> str:
    """Why one more is not tried; empty where it is."""
    named = "1 camera" if cameras == 1 else f"{cameras} cameras"
    over = [f"{tried.frames} frames decided on are too few for a p99"] if tried.p99 is None else []
    if tried.p99 is not None and tried.p99 > limit:
        over += [f"p99 {tried.p99:.0f} ms is over {limit:.0f} ms"]
    over += [f"{tried.dropped:.1%} of the frames were dropped"] if tried.dropped >= DROPPED else []
    if over:
        return f"{named}: {', and '.join(over)}"
    return f"more than {MOST} cameras were not tried" if cameras == MOST else ""
