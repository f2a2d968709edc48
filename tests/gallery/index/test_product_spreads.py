from __future__ import annotations

import numpy as np
import pytest
from shelf import clusters

from gallery.index import product_spreads
from gallery.index.product_spreads import read, renewed, storable
from gallery.spread import Spread, spreads

VECTORS, NAMES = clusters(20, 5)
VECTORS = np.concatenate([VECTORS, VECTORS[:1]])
NAMES = [*NAMES, "alone"]  # one view: its spread is no number
IDS = np.arange(101) + 7


def _read(view_ids: np.ndarray) -> np.ndarray:
    return VECTORS[view_ids - 7]


def _same(some: dict[str, Spread], others: dict[str, Spread]) -> bool:
    """Equal to five digits; one view's spread is no number, which equals nothing."""

    def plain(spread: dict[str, Spread]) -> list[str]:
        return sorted(f"{sku} {each.distance:.5f} {each.views}" for sku, each in spread.items())

    return plain(some) == plain(others)


def test_products_are_read_whole_in_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(product_spreads, "_TOGETHER", 8)
    order = np.random.default_rng(0).permutation(101)
    found = read(_read, IDS[order], [NAMES[row] for row in order])
    assert _same(found, read(_read, IDS, NAMES))
    assert found["p003"].distance == pytest.approx(spreads(VECTORS, NAMES)["p003"].distance)
    assert set(read(_read, IDS, NAMES, {"p003", "none"})) == {"p003"}


def test_what_was_stored_is_kept_and_what_changed_is_measured() -> None:
    stored = storable(read(_read, IDS[:60], NAMES[:60]), NAMES[:60])
    asked: list[int] = []

    def counted(view_ids: np.ndarray) -> np.ndarray:
        asked.append(len(view_ids))
        return _read(view_ids)

    skus = [*NAMES[:58], "p000"]  # two of p011 are gone, one has come to p000
    ids = np.append(IDS[:58], 99)
    found = renewed(stored, counted, ids, skus, IDS[:60])
    assert _same(found, read(_read, ids, skus))
    assert sum(asked) == 3 + 6
    assert _same(renewed(stored, counted, IDS[:60], NAMES[:60], IDS[:60]), read(_read, IDS[:60], NAMES[:60]))
    assert sum(asked) == 3 + 6


def test_one_of_a_product_replaced_by_another_is_noticed() -> None:
    stored = storable(read(_read, IDS, NAMES), NAMES)
    assert stored["alone"] == (None, 1, 1)
    ids = np.append(np.delete(IDS, 0), 108)
    vectors = np.concatenate([VECTORS[1:], VECTORS[50:51]])
    skus = [*NAMES[1:], "p000"]
    place = {int(view_id): row for row, view_id in enumerate(ids)}
    look = lambda some: vectors[[place[int(view_id)] for view_id in some]]  # noqa: E731
    assert _same(renewed(stored, look, ids, skus, IDS), read(look, ids, skus))
