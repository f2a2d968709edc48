"""PyTorch eager: the network as timm modules, tensors as users prepare them, Faiss to search."""

from __future__ import annotations

import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from edge import models
from edge.embed.model_file import read_model
from export.half import load_full
from peers.letterbox import letterbox
from peers.network import eager
from peers.scene import Scene
from peers.search import Counter, Library
from peers.stock import Stock
from peers.subject import Plain


class TorchEager(Plain):
    """PyTorch in `inference_mode`, without a compiler.

    Args:
        batched: all items of a frame in one batch, or one after the other.
        threads: of PyTorch.
    """

    def __init__(self, batched: bool, threads: int) -> None:
        self.batched = batched
        path = models.default()
        self._card = read_model(path).card
        self._network = eager(load_full(path), self._card)
        self._mean = self._std = torch.full((3, 1, 1), 0.5)
        torch.set_num_threads(threads)
        self.provider = f"torch {torch.__version__} eager, {torch.get_num_threads()} threads"

    def take(self, stock: Stock) -> None:
        """Index the gallery's vectors with Faiss, every view compared."""
        self._counter = Counter(Library("faiss flat", stock.vectors), stock)

    @torch.inference_mode()
    def vectors(self, scene: Scene, items: range) -> NDArray[np.float32]:
        """Unit vectors float32 `[N, D]` of some items of a scene."""
        return np.asarray(self._network(torch.stack([self._tensor(scene, item) for item in items])).numpy())

    def _tensor(self, scene: Scene, item: int) -> Tensor:
        crop = letterbox(scene.image, scene.boxes[item], scene.masks[item], self._card.height)
        image = torch.from_numpy(cv2.cvtColor(crop, cv2.COLOR_BGR2RGB)).permute(2, 0, 1).float().div(255)
        return (image - self._mean) / self._std
