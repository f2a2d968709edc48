"""A shop large enough for a graph, with the limits lowered so that it is small."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from shelf import clusters, open_gallery, view

from gallery import Gallery, Product
from gallery.index import limits

VECTORS, SKUS = clusters(60, 5, spread=0.5)


def lower_limits(monkeypatch: pytest.MonkeyPatch, exact_below: int = 100, side: int = 20) -> None:
    monkeypatch.setattr(limits, "EXACT_BELOW", exact_below)
    monkeypatch.setattr(limits, "SIDE", side)


def enrol(gallery: Gallery, rows: range) -> None:
    """Rows of `VECTORS`, in one version."""
    gallery.enroll((Product(SKUS[row]), [view(f"photo {row}", VECTORS[row])]) for row in rows)


def make_shop(path: Path, rows: range = range(200)) -> Gallery:
    gallery = open_gallery(path)
    enrol(gallery, rows)
    return gallery


def live(gallery: Gallery) -> NDArray[np.int64]:
    return gallery.view_ids()[0]
