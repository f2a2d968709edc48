"""Parts: each part of a run, from what all share to what the report keeps of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from edge.bench.device.watch import watching
from edge.bench.start import start
from edge.bench.till import batches, crowd, live, stillness, streams
from edge.bench.till.amiss import (
    Warned,
    of_children,
    of_device,
    of_film,
    of_live,
    of_start,
    of_streams,
)
from edge.bench.till.asked import STILL
from edge.bench.till.delays import delays
from edge.bench.till.floor import Floor
from edge.bench.till.paced import PacedCamera
from edge.bench.till.results import Crowd
from edge.bench.till.series import Series
from edge.bench.till.stand import Stand

Keep = Callable[..., None]
"""Takes what was measured, by the names of the report's fields."""
Warn = Callable[[Iterator[Warned]], None]

CHUNKS = 8
"""Steps of the belt for which still items are timed, and as many for moving ones."""


def floor(stand: Stand, keep: Keep, warn: Warn) -> None:
    """Items in view that all want a look, beside bare inference and bare search."""
    bare = Floor(stand.embedder, stand.recogniser.index)
    done: list[Crowd] = []
    for items in stand.asked.crowds:
        belt, samples = stand.belt(items), crowd.Samples(items)
        words = f"{items} in view, beside the floor"
        try:
            crowd.measure(
                belt.frames(),
                belt.fps,
                stand.till(belt.empty),
                stand.overheard,
                bare,
                samples,
                items,
                crowd.frames_for(items),
                lambda now, of, words=words: stand.tell(words, now, of),  # type: ignore[misc]
            )
        finally:
            if len(samples):
                done.append(samples.crowd())
                keep(crowds=tuple(done))


def still(stand: Stand, keep: Keep, warn: Warn) -> None:
    """Items that lie still beside as many that move on."""
    belts = stand.belt(STILL, moving=False), stand.belt(STILL)
    lying, going = (stillness.Side(belt.frames(), stand.till(belt.empty), belt.fps) for belt in belts)
    words = f"{STILL} still beside {STILL} moving"
    try:
        stillness.measure(lying, going, belts[1].step, CHUNKS, lambda now, of: stand.tell(words, now, of))
    finally:
        if (found := stillness.result(STILL, lying, going)) is not None:
            keep(stillness=found)


def on_camera(stand: Stand, keep: Keep, warn: Warn) -> None:
    """The till on a camera that delivers at its rate."""
    asked, played = stand.asked, stand.played
    with watching() as device, PacedCamera(played.video, asked.fps, asked.duration) as camera:
        notes = Series(latest=device.latest)
        run = live.LiveRun(camera, stand.till(), notes, lambda now: stand.tell("live", now, camera.total))
        try:
            run.play()
        finally:
            until = run.until if played.seconds is None else min(run.until, played.seconds)
            receipt, lost = delays(played.truth, run.said, until)
            found = run.result(receipt)
            if found is not None:
                keep(live=found, device=device.facts(run.crops, found.seconds, run.received))
                warn(of_live(found, lost if asked.gallery is None else 0))  # another need not know the items
                warn(of_film("live", stand.film, asked.duration, asked.fps))
    warn(of_device(device.warnings()))


def in_batches(stand: Stand, keep: Keep, warn: Warn) -> None:
    """Bare inference of 1 to 32 crops."""
    words = "batches of 1 to 32"
    keep(batches=batches.measure(stand.embedder, tell=lambda now, of: stand.tell(words, now, of)))


def at_start(stand: Stand, keep: Keep, warn: Warn) -> None:
    """From the start of the process to the first decision, and the memory of such a process."""
    asked = stand.asked
    found, runs = start.measure(
        asked.model,
        asked.backend,
        asked.threads,
        stand.busy,
        gallery=asked.gallery,
        tell=stand.tell,
    )
    keep(start=found)
    warn(of_start(found))
    warn(of_children("start", asked.backend, stand.runs, runs))


def in_streams(stand: Stand, keep: Keep, warn: Warn) -> None:
    """How many cameras this device holds. All run what `auto` came to here, whatever their threads."""
    asked, ours = stand.asked, stand.runs
    backend = ours.backend(asked.backend)
    found, runs = streams.measure(
        stand.played.video,
        asked.fps,
        asked.model if backend == asked.backend else Path(ours.file),
        backend,
        asked.threads,
        stand.gallery.path,
        asked.limit,
        stand.tell,
        stand.whole,
    )
    keep(streams=found)
    warn(of_streams(found))
    warn(of_film("streams", stand.film, found.seconds or 0.0, asked.fps))
    warn(of_children("streams", asked.backend, ours, runs))


PART = {
    "floor": floor,
    "still": still,
    "live": on_camera,
    "batch": in_batches,
    "start": at_start,
    "streams": in_streams,
}
"""How each of `asked.PARTS` is measured."""
