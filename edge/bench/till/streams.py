"""Streams: how many cameras this device holds, each with a till in a process of its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path

import numpy as np

from edge.bench.child import Child, ChildFailedError
from edge.bench.till.one_stream import Played, Stream
from edge.bench.till.results import Streams
from edge.bench.till.series import cores
from gallery.errors import DeviceError

SECONDS = 8.0
"""For how long each number of cameras is tried."""

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
) -> Streams:
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

    Raises:
        DeviceError: not even one till runs; the measure says nothing then, least of all that one is held.
    """

    def play(cameras: int, each: int) -> Sequence[Played]:
        return play_together(cameras, (model, backend, each, gallery), (video, fps, SECONDS))

    return count(play, fps, limit, cores(), threads, tell)


def count(
    play: Play, fps: float, limit: float, available: int, threads: int | None = None, tell: Tell | None = None
) -> Streams:
    """Try one camera more and more, with `play`; the first number that fails is the last that is tried.

    A process that ends by itself, for example for want of memory, is a limit of the device where fewer
    ran: it is told under `stopped`.

    Raises:
        DeviceError: the first one failed to run.
    """
    p99: list[float] = []
    dropped: list[float] = []
    stopped = ""
    while not stopped:
        cameras = len(p99) + 1
        if tell is not None:
            tell(f"{cameras} camera{'s' * (cameras > 1)} at once", cameras, MOST)
        try:
            played = play(cameras, threads or share(available, cameras))
        except ChildFailedError as error:
            if cameras == 1:
                raise DeviceError(str(error), "see whether `checkout-edge run` starts with it") from None
            stopped = f"{cameras} cameras: {error}"
            break
        ages = np.concatenate([one.age for one in played])
        if not len(ages):
            raise DeviceError(
                f"no frame of {cameras} cameras was decided on", "play the video once with `run`"
            )
        p99.append(float(np.percentile(ages, 99, method="higher")))
        dropped.append(sum(one.dropped for one in played) / sum(one.delivered for one in played))
        stopped = _failure(cameras, p99[-1], dropped[-1], limit)
    held = len(p99) - (not _holds(p99[-1], dropped[-1], limit))
    return Streams(limit=limit, fps=fps, p99=tuple(p99), dropped=tuple(dropped), held=held, stopped=stopped)


def share(available: int, cameras: int) -> int:
    """Threads of each till's embedder: the cores by the cameras, rounded; at least 1.

    More threads than cores in all wait for one another at the end of each layer; fewer leave cores idle
    while one camera alone is busy.
    """
    return max(1, round(available / cameras))


def play_together(
    cameras: int, till: tuple[Path | None, str, int, Path], camera: tuple[Path, float, float]
) -> list[Played]:
    """Run so many processes at once; all are ready before the first begins.

    Args:
        cameras: how many.
        till: model, backend, threads and gallery of each.
        camera: video, frames a second and seconds of each.

    Raises:
        ChildFailedError: one of them ended by itself, or could not be made ready.
    """
    with ExitStack() as stack:
        children = [
            stack.enter_context(Child(Stream, f"camera {number + 1}", *till)) for number in range(cameras)
        ]
        for child in children:
            child.start("ready")
        for child in children:
            child.answer()
        for child in children:
            child.start("watch", *camera)
        return [child.answer() for child in children]


def _holds(p99: float, dropped: float, limit: float) -> bool:
    return p99 <= limit and dropped < DROPPED


def _failure(cameras: int, p99: float, dropped: float, limit: float) -> str:
    """Why one more is not tried; empty where it is."""
    named = "1 camera" if cameras == 1 else f"{cameras} cameras"
    over = [f"p99 {p99:.0f} ms is over {limit:.0f} ms"] if p99 > limit else []
    over += [f"{dropped:.1%} of the frames were dropped"] if dropped >= DROPPED else []
    if over:
        return f"{named}: {', and '.join(over)}"
    return f"more than {MOST} cameras were not tried" if cameras == MOST else ""
