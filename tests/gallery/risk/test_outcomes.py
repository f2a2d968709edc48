from __future__ import annotations

import numpy as np
import pytest
from risk.shops import stock

from gallery.decision import Verdict, decide
from gallery.risk.evidence import evidence
from gallery.risk.outcomes import GRID, outcomes
from gallery.thresholds import Thresholds

FOUND = evidence(stock(24, 4))


@pytest.mark.parametrize("margin", [0.0, 0.03, 0.08])
def test_the_shares_are_those_counted_one_by_one(margin: float) -> None:
    judged = outcomes(FOUND, margin)
    for at in range(0, len(GRID), 60):
        rule = Thresholds(float(GRID[at]), margin).with_offsets(FOUND.stock.offset)
        verdicts = [decide(trial, rule) for trial in FOUND.known.candidates]
        own = [FOUND.known.things[thing] for thing in FOUND.known.thing]
        kinds = {
            "right": [one.sku == sku for one, sku in zip(verdicts, own, strict=True)],
            "wrong": [one.sku not in (None, sku) for one, sku in zip(verdicts, own, strict=True)],
            "asked": [one.verdict is Verdict.ASK for one in verdicts],
            "refused": [one.verdict is Verdict.UNKNOWN for one in verdicts],
        }
        for name, hits in kinds.items():
            assert getattr(judged, name)[at] == pytest.approx(FOUND.known.weights @ np.array(hits)), name
        far = [decide(trial, rule).sku is not None for trial in FOUND.unknown.candidates]
        assert judged.far[at] == pytest.approx(FOUND.unknown.weights @ np.array(far))


def test_known_items_add_up_to_all() -> None:
    judged = outcomes(FOUND, 0.03)
    assert judged.right + judged.wrong + judged.asked + judged.refused == pytest.approx(np.ones(len(GRID)))
