"""One stream: a till on a paced camera, in a process of its own; what many of them at once come to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from edge import embed
from edge.basket.ledger import Ledger
from edge.bench.till.paced import PacedCamera
from edge.bench.till.runs import Runs
from edge.localise import create
from edge.pipeline import Till
from gallery import Gallery, Recogniser


@dataclass(frozen=True, slots=True, eq=False)
class Played:
    """What one camera's frames came to.

    Attributes:
        age: float64 `[N]`, from the exposure's end to the decision, ms, of each frame decided on.
        delivered: frames that the camera delivered.
        dropped: of them, how many no till saw.
        looks: crops embedded.
        runs: what ran the model, when all was decided.
    """

    age: NDArray[np.float64]
    delivered: int
    dropped: int
    looks: int
    runs: Runs


class Stream:
    """A till as `run` builds it; called by the parent through `edge.bench.child.Child`.

    Args:
        name: of the stream, for messages.
        model: None for the one shipped.
        backend: of `edge.embed.BACKENDS`.
        threads: of the embedder.
        gallery: its file.
        tell: not used.
    """

    def __init__(
        self,
        name: str,
        model: Path | None,
        backend: str,
        threads: int,
        gallery: Path,
        tell: Callable[[int], None],
    ) -> None:
        self._embedder = embed.load(model, backend, threads)
        card = self._embedder.card
        self._gallery = Gallery.open(gallery, model=card.space, dimension=card.dimension)
        self._recogniser = Recogniser(self._gallery, card.distance_threshold)

    def ready(self) -> Runs:
        """What runs the model, once everything is loaded and no work on the index is left."""
        self._recogniser.settle()
        return Runs.of(self._embedder)

    def watch(self, video: Path, fps: float, seconds: float) -> Played:
        """Decide on all frames that a camera delivers for some seconds."""
        till = Till(create("tray"), self._embedder, self._recogniser, Ledger())
        ages, looks = [], 0
        with PacedCamera(video, fps, seconds) as camera:
            for frame in camera:
                moment = till.see(frame)
                ages.append((moment.timing.ended - camera.exposed(frame)) * 1e3)
                looks += moment.looks
            age = np.array(ages, np.float64)
            return Played(age, camera.delivered, camera.dropped, looks, Runs.of(self._embedder))
