"""The least effort that finds as much."""

from __future__ import annotations

import pytest

from edge.bench.gallery.equal_recall import least_effort

EFFORTS = (8, 16, 32, 64)


@pytest.mark.parametrize("needed", [8, 9, 15, 16, 17, 40, 64])
def test_it_is_found_to_the_unit(needed: int) -> None:
    assert least_effort(lambda effort: float(effort >= needed), EFFORTS, 1.0) == needed


def test_an_easy_one_stays_within_the_efforts() -> None:
    assert least_effort(lambda effort: 1.0, EFFORTS, 0.5) == 8


def test_one_out_of_reach_is_none() -> None:
    assert least_effort(lambda effort: 0.9, EFFORTS, 0.95) is None


def test_what_is_found_has_the_recall_even_where_it_falls_again() -> None:
    uneven = {8: 0.5, 16: 0.9, 32: 0.8, 64: 1.0}
    found = least_effort(lambda effort: uneven.get(effort, 0.7), EFFORTS, 0.85)
    assert found == 16
