from __future__ import annotations

import numpy as np
import pytest

from gallery.risk.bound import upper_bound
from gallery.risk.rivals import RIVALS, betting, clopper_pearson, korn_graubard, photos_alone, things_as_coins


def test_no_success_in_n() -> None:
    assert clopper_pearson(0, 59, 0.05) == pytest.approx(1 - 0.05 ** (1 / 59))
    assert clopper_pearson(7, 7, 0.05) == 1


def test_photos_that_go_together_count_for_fewer() -> None:
    """Two things of 20 go wrong wholly: the photos alone take that for 14 mishaps of 140."""
    shares, photos = np.zeros(20), np.full(20, 7.0)
    shares[:2] = 1
    assert photos_alone(shares, photos, 0.05) < 0.16 < korn_graubard(shares, photos, 0.05)


def test_photos_that_have_nothing_to_do_with_each_other_all_count() -> None:
    shares, photos = np.full(20, 1 / 7), np.full(20, 7.0)
    assert korn_graubard(shares, photos, 0.05) == photos_alone(shares, photos, 0.05)


def test_bets_win_where_things_vary_little() -> None:
    """All things go wrong by a tenth: as coins they would leave much more open."""
    shares, photos = np.full(100, 0.1), np.full(100, 7.0)
    assert 0.1 < betting(shares, photos, 0.05) < things_as_coins(shares, photos, 0.05)


def test_the_one_that_is_used_is_the_widest_of_them() -> None:
    shares, photos = np.random.default_rng(0).beta(0.1, 2, 50), np.full(50, 7.0)
    rivals = [bound(shares, photos, 0.05) for bound in RIVALS.values()]
    assert max(rivals) < upper_bound(float(shares.mean()), 50, 0.05)
