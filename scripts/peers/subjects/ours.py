"""Ours: crop, embedder and gallery as the till uses them, and the same with another search."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from edge import embed
from edge.crop_room import CropRoom
from edge.view_of import item_crop
from gallery import Gallery, Recogniser
from peers.scene import Scene
from peers.search import Counter, Library
from peers.stock import Stock
from peers.subject import Plain


class Ours(Plain):
    """Ours, from frame and boxes to decisions.

    Args:
        backend: of `embed.load`.
        threads: of the embedder.
    """

    def __init__(self, backend: str, threads: int) -> None:
        self._model = embed.load(None, backend, threads)
        card = self._model.card
        self.provider, self.hash = self._model.provider, card.content_hash
        self._size = (card.height, card.width)
        self._room = CropRoom(*self._size)

    def take(self, stock: Stock) -> None:
        """Open the gallery as a till does."""
        card = self._model.card
        gallery = Gallery.open(stock.path, model=card.space, dimension=card.dimension)
        self._counter = Recogniser(gallery, card.distance_threshold)
        self._counter.settle()

    def vectors(self, scene: Scene, items: range) -> NDArray[np.float32]:
        """Unit vectors float32 `[N, D]` of some items of a scene."""
        for place, n in enumerate(items):
            item_crop(scene.image, scene.boxes[n], self._size, scene.masks[n], self._room.place(place))
        return self._model.embed(self._room.first(len(items)))


class OursBut(Ours):
    """Ours with somebody else's search.

    Args:
        library: of `edge.bench.gallery.subjects.SUBJECTS`.
        threads: of the embedder.
    """

    def __init__(self, library: str, threads: int) -> None:
        super().__init__("cpu", threads)
        self._library = library

    def take(self, stock: Stock) -> None:
        """Index the gallery's vectors."""
        self._counter = Counter(Library(self._library, stock.vectors), stock)
