"""Crowd: so many items in view that all want a look, and the floor beside each such frame."""

from __future__ import annotations

import time
from array import array
from collections.abc import Callable, Iterable
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from edge.bench.till.floor import Floor
from edge.bench.till.overheard import Overheard
from edge.bench.till.results import Crowd
from edge.frame import Frame
from edge.pipeline import Moment
from edge.timing import STAGES
from gallery.errors import InputError

WARM_UP = 3
"""Frames with a look at every item that are not counted: the runtime takes memory for the batch."""
PATIENCE = 40 / 15
"""Seconds of the scene without a look at every item, for each that is asked for, after which it does not do:
at any rate of frames a few steps of the belt, each with its looks."""


class Seer(Protocol):
    """The part of a till that is timed."""

    def see(self, frame: Frame) -> Moment:
        """One frame, all the way to the basket."""


class Samples:
    """Of the frames in which every item was embedded: where the time went, and the floor."""

    def __init__(self, items: int) -> None:
        self._items = items
        self._frame, self._inference, self._search = array("d"), array("d"), array("d")
        self._stages = {stage: array("d") for stage in STAGES}

    def __len__(self) -> int:
        return len(self._frame)

    def add(self, moment: Moment, inference: float, search: float) -> None:
        """Count one frame, and the milliseconds of its floor."""
        self._frame.append(moment.latency * 1e3)
        for stage, seconds in zip(STAGES, moment.timing.spent, strict=True):
            self._stages[stage].append(seconds * 1e3)
        self._inference.append(inference)
        self._search.append(search)

    def crowd(self) -> Crowd:
        """All so far."""
        return Crowd(
            items=self._items,
            frame=tuple(self._frame),
            stages={stage.value: tuple(samples) for stage, samples in self._stages.items()},
            inference=tuple(self._inference),
            search=tuple(self._search),
        )


def frames_for(items: int) -> int:
    """How many frames are timed: enough for a p99, and for one item for one that is sure."""
    return 300 if items == 1 else 120 if items <= 5 else 100


def measure(
    pictures: Iterable[NDArray[np.uint8]],
    fps: float,
    till: Seer,
    overheard: Overheard,
    floor: Floor,
    samples: Samples,
    items: int,
    wanted: int,
    tell: Callable[[int, int], None],
    clock: Callable[[], float] = time.perf_counter,
) -> None:
    """Show a till the pictures as fast as it takes them, until `wanted` frames had a look at every item.

    Args:
        pictures: endless.
        fps: the rate that the pictures stand for; nothing waits for it.
        till: it embeds by `overheard`.
        overheard: what it embedded.
        floor: timed after each such frame, on the same crops and vectors.
        samples: gets the frames; what is there when an interrupt comes is whole.
        items: in the pictures.
        wanted: frames.
        tell: told how many are timed, of how many.
        clock: seconds.

    Raises:
        InputError: the till does not look at all items at once.
    """
    warm = 0
    for index, picture in enumerate(pictures):
        moment = till.see(Frame(picture, index, index / fps, clock()))
        if moment.looks == items:
            inference, search = floor.inference(overheard.images), floor.search(overheard.vectors)
            if warm < WARM_UP:
                warm += 1
            else:
                samples.add(moment, inference, search)
                tell(len(samples), wanted)
        if len(samples) >= wanted:
            return
        if index > fps * PATIENCE * (len(samples) + warm + WARM_UP):
            raise InputError(
                f"{items} items in view: the till looked at all of them at once in {warm + len(samples)} of "
                f"{index + 1} frames",
                "ask for fewer items or larger frames",
            )
