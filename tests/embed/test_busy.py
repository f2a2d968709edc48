from __future__ import annotations

from types import SimpleNamespace

import pytest

from edge.embed import busy


@pytest.mark.parametrize(
    ("idle", "own", "share"), [(10, 0, 0.0), (0, 10, 0.0), (4, 4, 0.2), (0, 0, 1.0), (0, 12, 0.0)]
)
def test_what_is_neither_idle_nor_ours_is_others(
    monkeypatch: pytest.MonkeyPatch, idle: float, own: float, share: float
) -> None:
    told = iter([(100.0, 50.0, 7.0), (110.0, 50.0 + idle, 7.0 + own)])
    monkeypatch.setattr(busy.Others, "_times", lambda self: next(told))
    assert busy.Others().share() == pytest.approx(share)


def test_no_time_is_no_share(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(busy.Others, "_times", lambda self: (1.0, 1.0, 1.0))
    assert busy.Others().share() == 0


def test_guests_are_not_counted_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    class Times(tuple):  # type: ignore[type-arg]
        idle, iowait, guest = 5.0, 1.0, 2.0

    monkeypatch.setattr(busy.psutil, "cpu_times", lambda: Times((5.0, 1.0, 2.0, 4.0)))
    process = SimpleNamespace(cpu_times=lambda: SimpleNamespace(user=1.0, system=0.5))
    monkeypatch.setattr(busy.psutil, "Process", lambda: process)
    assert busy.Others()._before == (10.0, 6.0, 1.5)


def test_here() -> None:
    others = busy.Others()
    sum(range(100_000))
    assert 0 <= others.share() <= 1
