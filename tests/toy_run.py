"""A toy run, as `checkout-edge train` leaves it, and pictures to check its exports with."""

from __future__ import annotations

from pathlib import Path

import cv2
import torch
from certificate.sets import check_set

from train.embedder import Embedder, Generalist, Shape
from train.saved import About, save

SIZE = 32


def run_folder(folder: Path, **about: object) -> Path:
    """A folder with the network of a run; of two branches, untrained, 32 x 32 pixels, 16 numbers."""
    torch.manual_seed(0)
    shape = Shape("test_efficientnet", 12, SIZE, generalist=Generalist("test_efficientnet", 4, (0.3,)))
    embedder = Embedder(shape)
    torch.nn.init.normal_(embedder.head.weight)  # spread the embeddings of an untrained net
    facts = {"recipe": "product", "kind": "embedder", "threshold": 0.8, "k": 3, **about}
    card = About(shape=shape, classes=("a", "b"), training_data=("photos",), **facts)  # type: ignore[arg-type]
    save(folder, embedder, card)
    return folder


def photo_folder(folder: Path, products: int = 8) -> Path:
    """A folder of product folders with five coloured squares each, as PNG."""
    check = check_set(products, SIZE)
    for number, (crop, product) in enumerate(zip(check.crops, check.products, strict=True)):
        (folder / product).mkdir(parents=True, exist_ok=True)
        assert cv2.imwrite(str(folder / product / f"{number}.png"), crop)
    return folder
