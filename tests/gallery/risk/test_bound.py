from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gallery.risk.bound import binomial_cdf, doubt_left, least_shown, p_value, things_needed, upper_bound


@pytest.mark.parametrize(("successes", "trials", "rate"), [(0, 10, 0.3), (3, 40, 0.1), (500, 1000, 0.49)])
def test_the_binomial_is_scipys(successes: int, trials: int, rate: float) -> None:
    special = pytest.importorskip("scipy.special", reason="scipy is not on a device")
    assert binomial_cdf(successes, trials, rate) == pytest.approx(special.bdtr(successes, trials, rate))


def test_the_binomial_worked_by_hand() -> None:
    """Two coins: 0.25, 0.75, 1."""
    assert [binomial_cdf(k, 2, 0.5) for k in range(3)] == pytest.approx([0.25, 0.75, 1.0])


def test_nothing_gone_wrong_in_299_things_shows_one_percent() -> None:
    assert things_needed(0.01, 0.05) == 299
    assert upper_bound(0.0, 299, 0.05) <= 0.01 < upper_bound(0.0, 298, 0.05)
    assert least_shown(24, 0.05) == pytest.approx(1 - 0.05 ** (1 / 24))
    assert upper_bound(0.0, 24, 0.05) == pytest.approx(least_shown(24, 0.05), abs=1e-6)
    assert doubt_left(24, 0.01) == pytest.approx(0.7857, abs=1e-4)


@given(st.integers(1, 400), st.floats(0, 0.9), st.floats(0.01, 0.5))
def test_the_bound_is_where_the_p_value_turns(things: int, mean: float, doubt: float) -> None:
    bound = upper_bound(mean, things, doubt)
    assert mean <= bound <= 1
    if bound < 0.999:
        assert p_value(mean, things, bound + 1e-3) <= doubt


@pytest.mark.parametrize("shape", [(0.05, 0.95), (0.4, 7.6)])
def test_it_is_exceeded_no_more_often_than_it_says(shape: tuple[float, float]) -> None:
    """Things whose photos go wrong all or not at all, and things whose photos go wrong in part."""
    draws = np.random.default_rng(0).beta(*shape, (800, 60))
    bounds = np.array([upper_bound(mean, 60, 0.1) for mean in draws.mean(axis=1)])
    assert (bounds < 0.05).mean() <= 0.1


def test_without_things_nothing_is_known() -> None:
    assert upper_bound(0.0, 0, 0.05) == least_shown(0, 0.05) == 1.0
