"""Kept up to date they are what they would be if all were measured anew."""

from __future__ import annotations

import numpy as np
import pytest
from shelf import clusters

from gallery import from_gallery, own_thresholds, thresholds
from gallery.own_thresholds import OwnThresholds
from gallery.sampled import turn
from gallery.skus import Skus
from gallery.spread import spreads

VECTORS, NAMES = clusters(40, 5)
IDS = np.arange(200) + 1


def _vectors(view_ids: np.ndarray) -> np.ndarray:
    return VECTORS[view_ids - 1]


def _skus(rows: np.ndarray) -> Skus:
    return Skus(IDS[rows], [NAMES[row] for row in rows])


def _own(rows: np.ndarray) -> OwnThresholds:
    names = [NAMES[row] for row in rows]
    return OwnThresholds.of(_skus(rows), _vectors, 0.8, spreads(VECTORS[rows], names))


@pytest.fixture(params=[2000, 60])
def most(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int:
    for module in (thresholds, own_thresholds):
        monkeypatch.setattr(module, "MOST_VIEWS", request.param)
    return int(request.param)


def test_they_are_those_of_the_whole_gallery(most: int) -> None:
    rows = np.arange(200)
    assert _own(rows).thresholds == from_gallery(VECTORS, NAMES, 0.8)
    assert (_own(rows).last is None) == (most == 2000)


@pytest.mark.parametrize("touched", ["p003", "p017", "p030"])
def test_after_a_change_they_are_as_if_measured_anew(most: int, touched: str) -> None:
    whole = np.arange(200)
    fewer = np.array([row for row in whole if NAMES[row] != touched])
    one_less = np.delete(whole, NAMES.index(touched))
    for before, after in ((whole, fewer), (whole, one_less), (one_less, whole)):
        changed = _own(before).changed(_skus(after), {touched}, 0, _vectors, 0.8)
        fresh = _own(after)
        assert changed.common == fresh.common
        assert changed.last == fresh.last
        assert dict(changed.spread) == dict(fresh.spread)
        assert changed.thresholds.distance == fresh.thresholds.distance
        assert dict(changed.thresholds.per_product) == pytest.approx(dict(fresh.thresholds.per_product))


def test_a_change_outside_the_sample_measures_one_product(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(own_thresholds, "MOST_VIEWS", 60)
    own = _own(np.arange(200))
    touched = max(NAMES, key=turn)
    rows = np.array([row for row in range(200) if NAMES[row] != touched])
    monkeypatch.setattr(own_thresholds, "from_gallery", None)
    assert own.changed(_skus(rows), {touched}, 0, _vectors, 0.8).common == own.common
    assert own.changed(_skus(rows), set(), 0, _vectors, 0.8) is own


def test_a_new_product_is_looked_for_among_the_last_views(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(own_thresholds, "MOST_VIEWS", 60)
    read: list[int] = []

    def counted(view_ids: np.ndarray) -> np.ndarray:
        read.append(len(view_ids))
        return _vectors(view_ids)

    own, whole = _own(np.arange(190)), np.arange(200)
    assert dict(own.changed(_skus(whole), {"p038", "p039"}, 10, counted, 0.8).spread) == dict(
        _own(whole).spread
    )
    assert read[0] == 10
