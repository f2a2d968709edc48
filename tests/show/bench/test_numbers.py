from __future__ import annotations

import pytest

from edge.show.bench.numbers import middle, milliseconds, short, summary


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (0.01234, "0.0123"), (5.214, "5.21"), (84.34, "84.3"), (123.4, "123"), (12345.0, "12,345"),
        (0.0, "0"), (None, "–"), (float("inf"), "–"), (-3.21, "-3.21"), (1e-7, "0.0000"),
    ],
)  # fmt: skip
def test_three_digits_that_count(value: float | None, words: str) -> None:
    assert short(value) == words


def test_units_and_what_is_not_there() -> None:
    assert milliseconds(5.214) == "5.21 ms"
    assert milliseconds(None) == "–"


def test_no_more_is_said_than_the_samples_can() -> None:
    assert summary([1.0, 2.0, 3.0]) == ["2.00", "–", "–", "–", "3.00"]
    assert summary([float(value) for value in range(1, 1001)]) == ["500", "900", "990", "999", "1,000"]
    assert middle([3.0, 1.0, 2.0]) == 2
