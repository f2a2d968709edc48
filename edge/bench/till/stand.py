"""Stand: what all parts of a run share: model, gallery, and the scenes, drawn when they are asked for."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from edge import embed, threads
from edge.basket.ledger import Ledger
from edge.bench.machine import Machine, machine_facts
from edge.bench.scratch import scratch
from edge.bench.till.asked import Asked
from edge.bench.till.busy import draw_busy
from edge.bench.till.film import film_of
from edge.bench.till.overheard import Overheard
from edge.bench.till.results import Film
from edge.bench.till.runs import Runs
from edge.bench.till.scene import Played, Tell, draw_gallery, draw_video
from edge.embed import Embedder
from edge.localise import create
from edge.pipeline import Till
from edge.synth import Shop, make_shop
from edge.synth.belt import Belt
from gallery import Gallery, Recogniser

NO_GALLERY = ("batch", "start")
"""Parts that need no gallery of the run."""


class Stand:
    """What all parts of a run share; `opened` makes one."""

    def __init__(
        self, asked: Asked, folder: Path, embedder: Embedder, shop: Shop, gallery: Gallery, tell: Tell
    ) -> None:
        self.asked, self.folder, self.embedder, self.shop, self.gallery = (
            asked,
            folder,
            embedder,
            shop,
            gallery,
        )
        self.tell = tell
        self.overheard = Overheard(embedder)
        self.recogniser = Recogniser(gallery, embedder.card.distance_threshold)
        self.recogniser.settle()

    def machine(self, load: float) -> Machine:
        """The machine, given its load average before the run."""
        called = str(self.asked.gallery or ("none" if _needs_none(self.asked) else "drawn"))
        threads.settle()  # as every till does, so that what is told is what runs
        return machine_facts(self.embedder, self.embedder.path, self.gallery, called=called, load=load)

    def till(self, empty: NDArray[np.uint8] | None = None) -> Till:
        """A till as `checkout-edge run` makes one.

        Args:
            empty: the scene without items, uint8 `[H, W, 3]`; None to learn it from the first second.
        """
        return Till(create("tray", empty), self.overheard, self.recogniser, Ledger())

    def belt(self, items: int, moving: bool = True) -> Belt:
        """A scene of so many items that all move on at once, or of as many that lie still."""
        self.tell(f"drawing {items} items", 0, 0)
        return Belt(self.shop, items, self.asked.size, self.asked.fps, self.asked.seed, moving)

    @cached_property
    def played(self) -> Played:
        """What the camera plays; the scene is drawn when it is first asked for."""
        if self.asked.video is not None:
            return Played(self.asked.video)
        return draw_video(self.folder, self.shop, self.asked, self.tell)

    @property
    def whole(self) -> float:
        """Seconds that the camera takes to play its video once; 0 where its file does not tell."""
        if self.film is not None:
            return (self.film.frames or 0) / self.asked.fps
        return self.played.seconds or 0.0

    @cached_property
    def busy(self) -> Path:
        """The video that was given, or one in which something happens all the time."""
        if self.asked.video is not None:
            return self.asked.video
        self.tell(f"drawing {self.asked.items} items", 0, 0)
        return draw_busy(self.folder, self.shop, self.asked)

    @cached_property
    def film(self) -> Film | None:
        """The video that was given."""
        return None if self.asked.video is None else film_of(self.asked.video)

    @property
    def runs(self) -> Runs:
        """What runs the model here."""
        return Runs.of(self.embedder)


@contextmanager
def opened(asked: Asked, tell: Tell) -> Iterator[Stand]:
    """Load the model, open or draw the gallery, and put all away at the end.

    Raises:
        InputError, DeviceError: see `edge.embed.load`.
        GalleryError: the gallery is missing, damaged, or of another model.
    """
    tell("loading the model", 0, 0)
    embedder = embed.load(asked.model, asked.backend, asked.threads)
    shop = make_shop(asked.seed)
    with ExitStack() as stack:
        folder = stack.enter_context(scratch())
        gallery = stack.enter_context(_gallery(asked, folder, embedder, shop, tell))
        stand = Stand(asked, folder, embedder, shop, gallery, tell)
        stack.enter_context(closing(stand.recogniser))
        yield stand


def _gallery(asked: Asked, folder: Path, embedder: Embedder, shop: Shop, tell: Tell) -> Gallery:
    model, dimension = embedder.card.space, embedder.card.dimension
    if asked.gallery is not None:
        return Gallery.open(asked.gallery, model=model, dimension=dimension)
    if _needs_none(asked):
        return Gallery.open(folder / "empty.gallery", model=model, dimension=dimension, create=True)
    return Gallery.open(draw_gallery(folder, shop, embedder, tell), model=model, dimension=dimension)


def _needs_none(asked: Asked) -> bool:
    return set(asked.parts) <= set(NO_GALLERY)
