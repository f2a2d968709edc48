"""Host: one subject in a process of its own; called by the parent through `edge.bench.child.Child`."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from peers.scene import Scene
from peers.stock import Stock
from peers.subject import Answer
from peers.subjects import SUBJECTS

Took = dict[int, list[float]]
"""By items in view, seconds of each frame."""


class Host:
    """Makes a subject, gives it a gallery, asks it, times it.

    Args:
        name: of `SUBJECTS`.
        threads: of what runs its network.
        scenes: what it will be asked.
        tell: not used.
    """

    def __init__(self, name: str, threads: int, scenes: Sequence[Scene], tell: Callable[[int], None]) -> None:
        self._subject = SUBJECTS[name].make(threads)
        self._scenes: dict[int, list[Scene]] = {}
        for scene in scenes:
            self._scenes.setdefault(scene.items, []).append(scene)
        self._next = 0

    def about(self) -> tuple[str, str]:
        """What runs its network, and the hash of its model where it chooses that itself."""
        return self._subject.provider, getattr(self._subject, "hash", "")

    def take(self, stock: Stock) -> None:
        """Search this gallery from now on."""
        self._subject.take(stock)

    def answers(self) -> list[Answer | None]:
        """What it says of each scene."""
        return [self._subject.answer(scene) for scenes in self._scenes.values() for scene in scenes]

    def turn(self, frames: dict[int, int]) -> Took:
        """Time some frames of each number of items; one more is seen first, as others have used the caches.

        Args:
            frames: how many, by items in view.
        """
        first = self._scenes[next(iter(frames))]
        self._subject.seconds(first[self._next % len(first)])
        took: Took = {}
        for items, count in frames.items():
            scenes = self._scenes[items]
            took[items] = [
                self._subject.seconds(scenes[(self._next + n) % len(scenes)]) for n in range(count)
            ]
        self._next += max(frames.values())
        return took
