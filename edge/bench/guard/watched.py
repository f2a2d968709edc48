"""Watched: a till that is shown a belt step by step, and what is timed beside each frame."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

import cv2
import numpy as np
from numpy.typing import NDArray

from edge.bench.till.crowd import Seer
from edge.bench.till.floor import Floor
from edge.bench.till.overheard import Overheard
from edge.frame import Frame
from edge.pipeline import Moment
from edge.timing import Stage

HANDLING = (Stage.TRACK, Stage.CROP, Stage.FUSE, Stage.DECIDE, Stage.PUBLISH)
"""What is left of a frame beside localiser, network and search."""


@dataclass(slots=True)
class Taken:
    """What the steps of a belt took so far; seconds a frame.

    Attributes:
        frame: frame to decision of the frames with something on the belt.
        localise: of the same frames.
        reference: fixed work on the picture, after every frame.
        full: frame to decision of the frames in which every item was embedded.
        handling: of the same frames, all but localiser, network and search.
        inference: bare, of the same crops, after each of these frames.
        looks: crops embedded, of each step.
    """

    frame: list[float] = field(default_factory=list)
    localise: list[float] = field(default_factory=list)
    reference: list[float] = field(default_factory=list)
    full: list[float] = field(default_factory=list)
    handling: list[float] = field(default_factory=list)
    inference: list[float] = field(default_factory=list)
    looks: list[int] = field(default_factory=list)


def quickest(above: Sequence[float], below: Sequence[float]) -> float:
    """The least of one beside the least of the other.

    Where other processes take the cores, whatever takes longer than a few milliseconds is interrupted in
    more than half of all frames, so that medians compare the noise; the quickest of many is left alone.

    Raises:
        ValueError: one of them is empty: what was to be timed never happened.
    """
    if not above or not below:
        raise ValueError("nothing was timed: the till did not look at the items of the belt")
    return min(above) / min(below)


class Watched:
    """A till on a belt.

    Args:
        pictures: endless, uint8 `[H, W, 3]`.
        fps: the rate that they stand for; nothing waits for it.
        step: frames of a step.
        items: on the belt.
        till: makes one.
        anew: whether each step has a till of its own, so that no item is taken for one of the step before.
        overheard: the till's embedder.
        floor: times bare inference.
        clock: seconds; the till's own.
        work: the fixed work on a picture.

    Attributes:
        taken: what all steps that count took.
    """

    def __init__(
        self,
        pictures: Iterator[NDArray[np.uint8]],
        fps: float,
        step: int,
        items: int,
        till: Callable[[], Seer],
        anew: bool,
        overheard: Overheard,
        floor: Floor,
        clock: Callable[[], float] = time.perf_counter,
        work: Callable[[NDArray[np.uint8]], object] | None = None,
    ) -> None:
        self.step_frames, self.overheard = step, overheard
        self._pictures, self._fps, self._items = pictures, fps, items
        self._make, self._anew, self._till = till, anew, till()
        self._floor, self._clock, self._work = floor, clock, work or reference_work
        self._index, self.taken = 0, Taken()

    def next(self) -> Frame:
        """Draw the next frame, which counts as grabbed now."""
        (picture,) = islice(self._pictures, 1)
        frame = Frame(picture, self._index, self._index / self._fps, self._clock())
        self._index += 1
        return frame

    def see(self, frame: Frame) -> Moment:
        """Let the till decide on it."""
        return self._till.see(frame)

    def step(self, kept: bool = True) -> None:
        """Show one step of the belt and time it, and the floor and the fixed work beside it.

        Args:
            kept: whether it counts; the first steps warm up.
        """
        if self._anew:
            self._till = self._make()
        taken = self.taken if kept else Taken()
        taken.looks.append(0)
        for _ in range(self.step_frames):
            frame = self.next()
            self._take(self.see(frame), taken)
            start = self._clock()
            self._work(frame.image)
            taken.reference.append(self._clock() - start)

    def _take(self, moment: Moment, taken: Taken) -> None:
        taken.looks[-1] += moment.looks
        if moment.items:
            taken.frame.append(moment.latency)
            taken.localise.append(moment.timing.of(Stage.LOCALISE))
        if moment.looks == self._items:
            taken.full.append(moment.latency)
            taken.handling.append(sum(moment.timing.of(stage) for stage in HANDLING))
            taken.inference.append(self._floor.inference(self.overheard.images) / 1e3)


def reference_work(image: NDArray[np.uint8]) -> object:
    """Fixed work of the localiser's kind on uint8 `[H, W, 3]` (a change takes new limits)."""
    half = cv2.resize(image, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    grey = cv2.cvtColor(cv2.GaussianBlur(half, (5, 5), 0), cv2.COLOR_BGR2GRAY)
    apart = cv2.absdiff(grey, cv2.medianBlur(grey, 3))
    return cv2.connectedComponents(cv2.threshold(apart, 12, 255, cv2.THRESH_BINARY)[1])
