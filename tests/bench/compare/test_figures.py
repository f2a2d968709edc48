"""What is compared: every part, the ratios first."""

from __future__ import annotations

import numpy as np
import pytest
from bench.till.reports import crowd, device, report

from edge.bench.compare.figures import rows
from edge.bench.till.quantiles import rate


def test_ratios_come_first_then_the_whole_then_stages() -> None:
    parts = [row.part for row in rows(report(count=4, frames=30))]
    assert parts == sorted(parts, key=("ratio", "whole", "stage").index)
    assert set(parts) == {"ratio", "whole", "stage"}


def test_names_are_told_once_and_every_part_is_there() -> None:
    names = [row.name for row in rows(report(count=4, frames=30, device=device()))]
    assert len(names) == len(set(names))
    for wanted in (
        "1 item: frame / bare inference, p50", "1 item: frame p99 / bare inference p50",
        "20 items: whole frames", "20 items: still / moving",
        "live: frame to decision", "live: age at decision", "live: embed", "bare inference, 32 crops",
        "start to first decision", "start: peak memory", "cameras held", "energy a look", "energy an item",
        "live: greatest memory",
    ):  # fmt: skip
        assert wanted in names


def test_parts_that_were_not_measured_are_left_out() -> None:
    one = report(crowds=(crowd(1, 3),), live=None, batches=(), start=None, streams=None, stillness=None)
    assert all(row.name.startswith("1 item: ") for row in rows(one))


def test_a_rate_is_items_a_second_of_the_median() -> None:
    given = report(count=4)
    found = next(row for row in rows(given) if row.name == "5 items: whole frames")
    assert found.statistics == ("p50",)
    assert found.rate / float(np.median(found.samples)) == pytest.approx(rate(5, given.crowds[1].frame))
