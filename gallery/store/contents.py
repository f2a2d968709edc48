"""Contents: everything in a gallery that recognition needs, read at one moment."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gallery.negatives import Negatives
from gallery.product import Product
from gallery.risk.calibration import Calibration


@dataclass(frozen=True, slots=True, eq=False)
class Contents:
    """All that recognition needs, read at one moment.

    Attributes:
        version: the gallery's version that was read.
        state: of that version, 64 hexadecimal digits.
        model: content hash of the embedder of the vectors.
        products: every product by its SKU.
        vectors: float32 `[V, D]`, unit length, in the order of `view_ids`; `[0, D]` where they were
            not asked for.
        view_ids: int64 `[V]`, ascending.
        skus: the product of each view, length V.
        negatives: photos of what products are not.
        groups: the products of each group of look-alikes, by the group's name.
        calibration: see `Gallery.calibration`.
    """

    version: int
    state: str
    model: str
    products: dict[str, Product]
    vectors: NDArray[np.float32]
    view_ids: NDArray[np.int64]
    skus: list[str]
    negatives: Negatives
    groups: dict[str, tuple[str, ...]]
    calibration: Calibration | None
