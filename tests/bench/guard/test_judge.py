"""The guard's judgement: noise passes, slower code does not, and nothing is guarded by accident."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest

from edge.bench.guard.judge import ATTEMPTS, Group, Limit, judge
from edge.bench.guard.limits import LIMITS

TWO = {"fast": Limit(1.2, 1.5, "frame beside inference"), "small": Limit(100, 140, "kept", "B")}


def group(*answers: Mapping[str, Sequence[float]]) -> Group:
    """Answers with each in turn; it is a mistake to ask more often."""
    left = iter(answers)
    return lambda: next(left)


def test_the_median_of_the_turns_is_judged() -> None:
    fast, small = judge([group({"fast": [1.2, 9.0, 1.1]}), group({"small": [100]})], TWO)
    assert (fast.value, fast.held, fast.attempts) == (1.2, True, 1)
    assert (small.value, small.held) == (100, True)


def test_a_noisy_moment_is_measured_again_and_no_alarm() -> None:
    fast, _ = judge([group({"fast": [1.9]}, {"fast": [1.3]}), group({"small": [1]})], TWO)
    assert (fast.value, fast.held, fast.attempts) == (1.3, True, 2)


def test_what_is_slower_each_time_is_an_alarm_with_its_best_attempt() -> None:
    slow = group({"fast": [1.9]}, {"fast": [1.7]}, {"fast": [1.8]})
    fast, _ = judge([slow, group({"small": [1]})], TWO)
    assert (fast.value, fast.held, fast.attempts) == (1.7, False, ATTEMPTS)


def test_figures_of_one_group_may_each_hold_in_another_attempt() -> None:
    both = group({"fast": [1.9], "small": [100]}, {"fast": [1.3], "small": [900]})
    assert [figure.held for figure in judge([both], TWO)] == [True, True]


def test_a_group_that_holds_is_not_measured_again() -> None:
    judge([group({"fast": [1.0]}), group({"small": [1]})], TWO)


def test_a_figure_without_a_limit_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="other has no limit"):
        judge([group({"other": [1]})], TWO)


def test_a_limit_that_nothing_measures_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="nothing measures: small"):
        judge([group({"fast": [1]})], TWO)


@pytest.mark.parametrize("name", sorted(set(LIMITS) - {"kept"}))
def test_half_as_much_again_of_anything_is_caught(name: str) -> None:
    limit = LIMITS[name]
    assert limit.usual < limit.most < 1.5 * limit.usual


def test_what_is_kept_is_next_to_nothing_and_a_picture_of_a_thousandth_frame_is_caught() -> None:
    assert LIMITS["kept"].most * 1000 < 1280 * 720 * 3
