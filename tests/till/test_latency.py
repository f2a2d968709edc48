"""Latency: short runs in full, long ones by their newest frames; a till runs for months."""

from __future__ import annotations

import pytest

from edge import latency as module
from edge.latency import Latency


def test_a_long_run_keeps_the_newest_and_counts_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "KEPT", 100)
    latency = Latency()
    for milliseconds in [900, *[1] * 500, *range(1, 101)]:
        latency.add(milliseconds / 1e3)
    summary = latency.summary()
    assert len(latency.samples) == 100
    assert summary.frames == 601
    assert summary.worst == pytest.approx(900), "of all frames, not of those kept"
    assert summary.median == pytest.approx(51)
    assert latency.last == pytest.approx(0.1)
