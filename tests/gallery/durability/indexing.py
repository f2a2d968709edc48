"""Indexing: the graph beside a gallery is made, swapped for another one, and taken away."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from durability import goods
from durability.operations import BEFORE, Operation, Stage, stock
from shelf import random_units

from gallery import Gallery, Recogniser
from gallery.index import check_cache, keep_graph, limits
from gallery.index.opening import open_index
from gallery.index.sidecar import graph_path

NEW = goods.goods(8, 13)
FEW = ("p0", "p1", "p2", "p3")
K = 7


def small_limits() -> None:
    """Let a small gallery have a graph, in this process."""
    limits.EXACT_BELOW, limits.SIDE = 20, 4


def _indexed(folder: Path) -> None:
    small_limits()
    stock(folder)
    with Stage.at(folder).open() as gallery:
        keep_graph(gallery)
    assert graph_path(gallery.path).exists()


def _make(stage: Stage) -> None:
    gallery = stage.open()
    keep_graph(gallery)
    stage.said()
    gallery.close()


def _swap(stage: Stage) -> None:
    gallery = stage.open()
    gallery.enroll(NEW)
    stage.said()
    keep_graph(gallery)
    stage.said()
    gallery.close()


def _discard(stage: Stage) -> None:
    gallery = stage.open()
    gallery.remove(FEW)
    stage.said()
    keep_graph(gallery)
    stage.said()
    gallery.close()


def _by_a_till(stage: Stage) -> None:
    gallery = stage.open()
    till = Recogniser(gallery, 0.5)
    till.settle()
    gallery.enroll(NEW)
    stage.said()
    till.refresh(wait=True)
    till.settle()
    till.close()
    gallery.close()


def same_answers(gallery: Gallery) -> None:
    """See that the index answers as comparing all views does, and that the graph can be mended.

    Raises:
        AssertionError: it does not, or cannot.
    """
    queries = np.concatenate([random_units(5, gallery.dimension, seed=3), gallery.vectors()[::9]])
    exact = np.linalg.norm(gallery.vectors()[None] - queries[:, None], axis=2)
    with gallery.moment():
        found = open_index(gallery, gallery.view_ids()[0]).index.search(queries, K)
    assert np.allclose(found.distances, np.sort(exact, axis=1)[:, :K], atol=1e-5), (
        "the index answers otherwise"
    )
    keep_graph(gallery)
    assert (trouble := check_cache(gallery)) is None, trouble


AFTER = BEFORE[-1].enrolled(NEW)
LESS = BEFORE[-1].without(*FEW)
INDEXING = (
    Operation("index made", stock, _make, (BEFORE[-1], BEFORE[-1]), indexed=True),
    Operation("index swap", _indexed, _swap, (BEFORE[-1], AFTER, AFTER), indexed=True),
    Operation("index dropped", _indexed, _discard, (BEFORE[-1], LESS, LESS), indexed=True),
    Operation("till's index", stock, _by_a_till, (BEFORE[-1], AFTER), indexed=True),
)
