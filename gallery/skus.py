"""SKUs: the product of each enrolled view."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Sequence
from itertools import compress

import numpy as np
from numpy.typing import NDArray


class Skus:
    """The product of each view by its id. Never changed.

    Args:
        view_ids: int64 `[V]`, ascending.
        names: the product of each, length V.
    """

    def __init__(self, view_ids: NDArray[np.int64], names: Sequence[str]) -> None:
        self.view_ids, self.names = view_ids, names
        self._sorted = array("q", view_ids.astype("<i8").tobytes())

    def __getitem__(self, view_id: int) -> str:
        """The product of one view.

        Raises:
            KeyError: there is no such view.
        """
        row = bisect_left(self._sorted, view_id)
        if row == len(self._sorted) or self._sorted[row] != view_id:
            raise KeyError(view_id)
        return self.names[row]

    def __len__(self) -> int:
        return len(self.names)

    def of(self, view_ids: NDArray[np.int64]) -> set[str]:
        """The products of some views; views that there are not are left out."""
        return {self.names[row] for row in np.flatnonzero(np.isin(self.view_ids, view_ids)).tolist()}

    def changed(self, view_ids: NDArray[np.int64], names: Sequence[str], removed: NDArray[np.int64]) -> Skus:
        """These with more views, whose ids are higher than all before, and without others."""
        stay = ~np.isin(self.view_ids, removed)
        old = list(self.names) if stay.all() else list(compress(self.names, stay.tolist()))
        return Skus(np.concatenate([self.view_ids[stay], view_ids]), [*old, *names])
