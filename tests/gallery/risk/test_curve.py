from __future__ import annotations

import pytest
from risk.shops import stock

from gallery.risk.bound import upper_bound
from gallery.risk.choose import Walks
from gallery.risk.curve import POINTS, curve
from gallery.risk.evidence import evidence
from gallery.risk.targets import MARGINS, Targets

TARGETS = Targets(0.2, 0.2)


def test_each_margin_has_its_settings_from_nothing_to_everything() -> None:
    found = evidence(stock(40, 4))
    walks = Walks.through(found, TARGETS)
    choice = walks.shown()
    assert choice is not None
    points = curve(found, TARGETS, walks, choice, None)
    for margin in MARGINS:
        mine = [point for point in points if point.margin == margin]
        assert POINTS - 5 <= len(mine) <= POINTS + 1
        assert mine[0].refused == pytest.approx(1, abs=0.01)
        assert mine[-1].refused == pytest.approx(0, abs=0.01)
        assert [point.distance for point in mine] == sorted({point.distance for point in mine})
    chosen = next(point for point in points if point.distance == choice.distance)
    assert chosen.far_bound == pytest.approx(upper_bound(chosen.far, 40, TARGETS.doubt))
    assert chosen.loss is None
