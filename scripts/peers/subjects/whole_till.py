"""The whole till: localiser, tracker, fusion and ledger as well, from the frame alone."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from time import perf_counter

import numpy as np

from edge import embed
from edge.basket.ledger import Ledger
from edge.boxes import iou
from edge.frame import Frame
from edge.localise import create
from edge.pipeline import Moment, Till
from edge.settings import TillSettings
from edge.synth import make_shop
from edge.synth.belt import Belt
from gallery import Gallery, Recogniser
from peers.scene import SEED, Scene, Setting
from peers.scenes import belt_of
from peers.stock import Stock
from peers.subject import Answer, said

_ALWAYS = TillSettings(looks_to_accept=50, looks_to_give_up=100, look_every=0.0)
_FRAMES = 60  # of a till; then another begins, as one that has looked often enough looks no more
_SAME = 0.5  # least intersection over union of an item's boxes in the scene and at the till


class WholeTill:
    """`edge.pipeline.Till` on the belts that the scenes are of, timed while it looks at all in each frame.

    Args:
        threads: of the embedder.
    """

    def __init__(self, threads: int) -> None:
        self._model = embed.load(None, "cpu", threads)
        self.provider = self._model.provider
        self._shop = make_shop(SEED)
        self._belts: dict[Setting, Belt] = {}
        self._plays: dict[int, Iterator[Moment]] = {}

    def take(self, stock: Stock) -> None:
        """Open the gallery; whatever lay there is gone."""
        self._stock = stock
        self._plays = {}

    def seconds(self, scene: Scene) -> float:
        """Seconds of the next frame in which as many items were looked at as the scene has.

        Raises:
            TimeoutError: the till does not look at all of them.
        """
        for _ in range(2):
            for moment in self._plays.get(scene.items, ()):
                if moment.looks == scene.items:
                    return moment.latency
            self._plays[scene.items] = self._play(scene.setting, _ALWAYS)
        raise TimeoutError(f"the till never looked at {scene.items} items in one of {_FRAMES} frames")

    def answer(self, scene: Scene) -> Answer | None:
        """Verdicts of a new till that looks no more often than tills do, when it is at the scene's frame."""
        moments = self._play(scene.setting, TillSettings())
        moment = next(moment for moment in moments if moment.frame.index == scene.number)
        there = [item for item in moment.items if item.decision is not None]
        if not there:
            return Answer((("nothing", None),) * scene.items, None)
        near = iou(np.array(scene.boxes), np.array([item.box for item in there]))
        found = [there[int(row.argmax())].decision if row.max() > _SAME else None for row in near]
        return Answer(tuple(said([d])[0] if d is not None else ("nothing", None) for d in found), None)

    def _play(self, setting: Setting, looks: TillSettings) -> Iterator[Moment]:
        card = self._model.card
        if setting not in self._belts:
            self._belts[setting] = belt_of(setting, self._shop)
        belt = self._belts[setting]
        gallery = Gallery.open(self._stock.path, model=card.space, dimension=card.dimension)
        recogniser = Recogniser(gallery, card.distance_threshold)
        till = Till(create("tray", empty=belt.empty), self._model, recogniser, Ledger(), looks)
        for number, image in enumerate(islice(belt.frames(), _FRAMES)):
            yield till.see(Frame(image, number, number / belt.fps, perf_counter()))
