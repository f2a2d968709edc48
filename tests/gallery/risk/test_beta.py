from __future__ import annotations

import pytest

from gallery.risk.beta import beta_cdf, beta_quantile, t_quantile


@pytest.mark.parametrize("x", [0.01, 0.3, 0.9])
def test_two_that_have_a_formula(x: float) -> None:
    assert beta_cdf(x, 1, 7) == pytest.approx(1 - (1 - x) ** 7)
    assert beta_cdf(x, 7, 1) == pytest.approx(x**7)


@pytest.mark.parametrize(("a", "b"), [(1, 300), (4.5, 90.2), (30, 0.5), (0.5, 0.5)])
def test_it_is_scipys(a: float, b: float) -> None:
    special = pytest.importorskip("scipy.special", reason="scipy is not on a device")
    for chance in (0.05, 0.5, 0.975):
        assert beta_quantile(chance, a, b) == pytest.approx(special.betaincinv(a, b, chance), abs=1e-9)


def test_student_as_in_the_tables() -> None:
    assert [t_quantile(0.95, degrees) for degrees in (2, 10)] == pytest.approx([2.920, 1.812], abs=1e-3)


def test_the_ends() -> None:
    assert (beta_cdf(0, 2, 3), beta_cdf(1, 2, 3)) == (0, 1)
