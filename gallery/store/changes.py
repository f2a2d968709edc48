"""Changes: what came and went between an older version of a gallery and now."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gallery.negatives import Negatives
from gallery.product import Product
from gallery.risk.calibration import Calibration


@dataclass(frozen=True, slots=True, eq=False)
class Changes:
    """What turns the `Contents` of version `since` into those of `version`.

    Attributes:
        since: the older version.
        version: the newer one.
        state: of the newer one.
        added_ids: int64 `[A]`, ascending: views of products that came.
        added_vectors: float32 `[A, D]`, unit length.
        added_skus: the product of each, length A.
        removed_ids: int64 `[R]`, ascending: views of products that went.
        products: the products that changed, by SKU; None for one that is gone.
        negatives: all of them, as they are in `version`; so are the two below.
        groups: the products of each group of look-alikes.
        calibration: see `Gallery.calibration`.
    """

    since: int
    version: int
    state: str
    added_ids: NDArray[np.int64]
    added_vectors: NDArray[np.float32]
    added_skus: list[str]
    removed_ids: NDArray[np.int64]
    products: dict[str, Product | None]
    negatives: Negatives
    groups: dict[str, tuple[str, ...]]
    calibration: Calibration | None
