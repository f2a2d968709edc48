"""Naive onnxruntime: pictures made into floats in NumPy, default session options, every view compared."""

from __future__ import annotations

import cv2
import numpy as np
import onnxruntime
from numpy.typing import NDArray

from edge import models
from edge.embed.checks import INPUT
from edge.embed.model_file import read_model
from export.half import load_full
from peers.float_input import with_float_input
from peers.letterbox import letterbox
from peers.scene import Scene
from peers.search import Brute, Counter
from peers.stock import Stock
from peers.subject import Plain

_MEAN = _STD = np.array([0.5, 0.5, 0.5], np.float32)


class NaiveOnnx(Plain):
    """The script that every tutorial has.

    Args:
        batched: all items of a frame in one run, or one after the other.
        threads: not given to it; onnxruntime chooses.
    """

    def __init__(self, batched: bool, threads: int) -> None:
        self.batched = batched
        path = models.default()
        self._side = read_model(path).card.height
        model = with_float_input(load_full(path)).SerializeToString()
        self._session = onnxruntime.InferenceSession(model, providers=["CPUExecutionProvider"])
        self.provider = f"onnxruntime {onnxruntime.__version__}, default options"

    def take(self, stock: Stock) -> None:
        """Keep the gallery's vectors."""
        self._counter = Counter(Brute(stock.vectors), stock)

    def vectors(self, scene: Scene, items: range) -> NDArray[np.float32]:
        """Unit vectors float32 `[N, D]` of some items of a scene."""
        batch = np.stack([self.floats(scene, item) for item in items])
        return np.asarray(self._session.run(None, {INPUT: batch})[0])

    def floats(self, scene: Scene, item: int) -> NDArray[np.float32]:
        """An item as float32 `[3, H, W]`, RGB in -1..1."""
        crop = letterbox(scene.image, scene.boxes[item], scene.masks[item], self._side)
        image = cv2.cvtColor(crop, cv2.COLOR_BGR2RGB).astype(np.float32) / 255
        return np.ascontiguousarray(((image - _MEAN) / _STD).transpose(2, 0, 1))
