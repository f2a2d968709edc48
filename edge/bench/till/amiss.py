"""Amiss: what was not as it was asked for, or not as it should be, while something was measured."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from edge.bench.till.asked import Asked
from edge.bench.till.results import Film, Live, Start, Streams
from edge.bench.till.runs import Runs, is_of

BUSY = 0.5
"""Load average a core above which others are at work on the machine."""
LATE = 0.01
"""Share of frames that a camera may deliver late before it counts as slower than asked."""


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
    if backend != "auto" and not is_of(backend, provider):
        yield Warned(f"--backend {backend} was asked for, and {provider} ran", fails=True)
    if before is not None and before != provider:
        yield Warned(f"{before} ran at the start and {provider} at the end: figures are of both", fails=True)


def of_children(part: str, backend: str, ours: Runs, theirs: Iterable[Runs]) -> Iterator[Warned]:
    """What ran in the processes of a part: another backend than asked for, or another form than here.

    Args:
        part: whose processes they are.
        backend: that was asked for.
        ours: what runs the model in the bench itself.
        theirs: what ran it in its processes, whenever they told.
    """
    for one in dict.fromkeys(theirs):
        if not is_of(backend, one.provider):
            yield Warned(f"{part}: --backend {backend} was asked for, and {one.provider} ran", fails=True)
        elif one.what != ours.what:
            yield Warned(f"{part}: {one.what} ran, and in the other parts {ours.what}", fails=True)
        if one.trial_lost:
            yield Warned(
                f"{part}: the trial of --backend auto could not be remembered, so each process made another "
                "one: its time and memory are in the figures; see `checkout-edge models --trial`"
            )


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
    parts, drawn = set(asked.parts), {"floor", "still"}
    if asked.video is None:
        drawn |= {"live", "start", "streams"}
    elif asked.gallery is None and parts & {"live", "streams"}:
        yield Warned("the gallery is drawn, so what the video shows is unknown to it: give --gallery")
    if asked.gallery is not None and parts & drawn:
        shown = ", ".join(part for part in asked.parts if part in drawn)
        yield Warned(
            f"the items shown in {shown} are drawn, so most are unknown to the gallery that was given"
        )


def of_film(part: str, film: Film | None, seconds: float, fps: float) -> Iterator[Warned]:
    """A part that shows less than the whole of the video that was given.

    Args:
        part: of the run.
        film: the video; none where the scene was drawn.
        seconds: for which it was played.
        fps: frames a second at which it was.
    """
    frames = round(seconds * fps)
    if film is not None and film.frames is not None and frames < film.frames:
        yield Warned(f"{part}: the first {frames} of the video's {film.frames} frames alone were played")


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
    if not any(live.looks):
        yield Warned(
            "live: no item was looked at, so that its times are those of an idle till: "
            "give a longer --duration, or another --video"
        )
    if live.dropped:
        yield Warned(f"{live.dropped} of {live.delivered} frames were dropped: the till was not done in time")
    if lost:
        yield Warned(f"items laid down that never came onto the receipt as what they are: {lost}")


def of_start(start: Start) -> Iterator[Warned]:
    """Memory that was measured while nothing happened."""
    if start.events == 0:
        yield Warned("start: no event came while memory was measured, so that it is that of an idle till")


def of_streams(streams: Streams) -> Iterator[Warned]:
    """Cameras that showed no item."""
    if streams.looks and not min(streams.looks):
        yield Warned("streams: no item was looked at, so that so many idle cameras are held and no more")


def of_device(lines: tuple[str, ...]) -> Iterator[Warned]:
    """What a device's own sensors warned of; a throttled clock fails the run."""
    for line in lines:
        yield Warned(line, fails=line.startswith("throttled"))
