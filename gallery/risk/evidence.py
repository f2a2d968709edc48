"""Evidence: all trials that a calibration rests on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gallery.risk.stock import Stock
from gallery.risk.trials import Progress, Trials, given, left_out

GIVEN = "unknown/"
"""Put before the names of things that came as photos; no SKU has a slash."""


@dataclass(frozen=True, slots=True, eq=False)
class Evidence:
    """Trials of one gallery.

    Attributes:
        stock: the gallery.
        unknown: products that played the unknown, then things that came as photos.
        known: views that were left out alone.
        given: how many of `unknown.things` came as photos.
    """

    stock: Stock
    unknown: Trials
    known: Trials
    given: int = 0


def evidence(
    stock: Stock,
    photos: tuple[NDArray[np.float32], Sequence[str]] | None = None,
    progress: Progress | None = None,
) -> Evidence:
    """Try a gallery on itself, and on photos of things that are not sold.

    Args:
        stock: the gallery.
        photos: vectors float32 `[T, D]`, unit length, and what thing each shows.
        progress: told of the gallery's views that are done.
    """
    unknown, known = left_out(stock, progress)
    if photos is None:
        return Evidence(stock, unknown, known)
    more = given(stock, photos[0], [GIVEN + thing for thing in photos[1]])
    return Evidence(stock, unknown + more, known, len(more.things))
