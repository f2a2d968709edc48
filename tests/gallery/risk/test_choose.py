from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from risk.shops import stock

from gallery.risk.choose import Walks, walk
from gallery.risk.evidence import evidence
from gallery.risk.outcomes import GRID
from gallery.risk.targets import MARGINS, Targets

FOUND = evidence(stock(60, 5))


def test_the_walk_ends_at_the_first_that_is_not_shown() -> None:
    asked: list[int] = []

    def shown(at: int) -> bool:
        asked.append(at)
        return at < 3

    assert walk(np.array([0.0, 0.0, 0.1, 0.1, 0.2]), shown) == 4
    assert asked == [0, 2, 4]  # equal rates are tested once
    assert walk(np.zeros(3), lambda at: False) == 0
    assert walk(np.zeros(3), lambda at: True) == 3


def test_what_is_chosen_keeps_both_targets_and_accepts_most() -> None:
    targets = Targets(0.2, 0.2)
    walks = Walks.through(FOUND, targets)
    choice = walks.shown()
    assert choice is not None
    assert choice.far_shown
    assert choice.wrong_shown
    assert choice.outcomes.far[choice.at] < targets.far
    assert choice.outcomes.right[choice.at] == choice.outcomes.right[: choice.at + 1].max()
    assert choice.distance == GRID[choice.at]


def test_a_stricter_target_and_more_confidence_never_accept_more() -> None:
    accepted = []
    for targets in (Targets(0.3, 0.3), Targets(0.2, 0.3), Targets(0.2, 0.2), Targets(0.2, 0.2, 0.99)):
        choice = Walks.through(FOUND, targets).shown()
        accepted.append(0.0 if choice is None else choice.outcomes.right[choice.at])
    assert accepted == sorted(accepted, reverse=True)
    assert accepted[0] > 0


def test_too_few_things_show_nothing_but_can_be_measured() -> None:
    walks = Walks.through(evidence(stock(12, 4)), Targets(0.01, 0.01))
    assert walks.shown() is None
    measured = walks.measured()
    assert measured is not None
    assert not measured.far_shown
    assert measured.outcomes.far[measured.at] <= 0.01


def test_the_margins_share_the_doubt_and_one_that_is_given_has_it_all() -> None:
    targets = Targets(confidence=0.9)
    assert sum(part for _, part in targets.attempts) == pytest.approx(targets.doubt)
    assert [margin for margin, _ in targets.attempts] == list(MARGINS)
    assert replace(targets, margin=0.05).attempts == ((0.05, targets.doubt),)


@pytest.mark.parametrize("wrong", [{"far": 0.0}, {"wrong": 1.0}, {"confidence": 1.5}, {"margin": 3.0}])
def test_targets_that_cannot_be(wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="must be"):
        Targets(**wrong)
