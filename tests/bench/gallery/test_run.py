"""The whole bench at a small size: every figure is there, and what was measured is kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from edge.bench.gallery import rounds, shop
from edge.bench.gallery.results import Report
from edge.bench.gallery.run import Settings, run_bench
from edge.bench.gallery.subjects import OURS


def test_ours_beside_numpy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rounds, "_FEWEST", 2)
    monkeypatch.setattr(rounds, "_MOST", 2)
    monkeypatch.setattr(shop, "_STILL", 0.2)
    monkeypatch.setattr(shop, "_AFTER", 0.2)
    kept: list[Report] = []
    steps: list[str] = []
    settings = Settings((300,), ("numpy",), dimension=32, folder=tmp_path)
    report = run_bench(settings, (), lambda words, done, of: steps.append(words), kept.append)
    (size,) = report.sizes
    assert kept == [report]
    assert Report.model_validate_json(report.model_dump_json()) == report
    assert [result.subject for result in size.results] == [OURS, "numpy"]
    assert all(not result.failed and result.equal for result in size.results)
    for result in size.results:
        assert result.points[0].recall == 1.0
        assert 0 < result.points[0].p50_us <= result.points[0].p99_us
        assert result.batch_per_s > 0
    assert size.results[0].points[0].times_ours == 1.0
    assert size.shop is not None
    assert not size.shop.failed
    assert 0 < size.shop.open_s < 5
    assert size.shop.visible_s < 5
    assert size.shop.pause_ms > 0
    assert "single queries, in turn" in steps
    assert list(tmp_path.iterdir()) == []
