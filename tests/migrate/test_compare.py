from __future__ import annotations

import pytest
from shelf import clusters, random_units

from edge.migrate.compare import Comparison, compare


def test_a_space_of_noise_is_clearly_worse_and_the_other_way_round_is_not() -> None:
    good, skus = clusters(20, 4, spread=0.3)
    noise = random_units(len(skus))
    lost = compare(good, noise, skus)
    assert lost.clearly_worse
    assert (lost.views, lost.old) == (80, 80)
    assert not compare(noise, good, skus).clearly_worse
    assert not compare(good, good, skus).clearly_worse
    assert "old 100.0%" in lost.words()


@pytest.mark.parametrize(
    ("lost", "won", "views", "worse"),
    [
        (4, 0, 100, False),  # 1 of 16: chance may do that
        (5, 0, 100, True),  # 1 of 32
        (5, 0, 1000, False),  # half a percentage point: too little to stay for
        (6, 0, 1000, True),
        (60, 40, 1000, True),
        (40, 40, 1000, False),
        (0, 9, 100, False),
    ],
)
def test_when_it_is_clearly_worse(lost: int, won: int, views: int, worse: bool) -> None:
    old = views // 2
    assert Comparison(views, old, old - lost + won, lost, won).clearly_worse is worse


def test_the_sign_test_is_exact() -> None:
    assert Comparison(10, 5, 3, 3, 1).chance == 5 / 16
    assert Comparison(10, 5, 5, 0, 0).chance == 1


def test_products_of_one_view_say_nothing() -> None:
    vectors = random_units(5)
    assert compare(vectors, vectors, list("aabbc")).views == 4
    alone = compare(vectors, vectors, list("abcde"))
    assert alone.views == 0
    assert not alone.clearly_worse
    assert "cannot be compared" in alone.words()
