"""What a trial in this process records."""

from __future__ import annotations

from pathlib import Path

import pytest
from embed.family import Times, form, model
from embed.test_providers import pretend

from edge.embed.choice import Choice, look
from edge.embed.remembered import Record
from edge.embed.tried import measure_again
from edge.embed.tryout import MOST_SERIES, try_all

__all__ = ["model"]
pytest.importorskip("onnxruntime")


def found(model: Path) -> Choice:
    choice = look(model, 1)
    assert isinstance(choice, Choice)
    return choice


def trial(model: Path) -> Record:
    return try_all(found(model), 1)


@pytest.mark.parametrize(("gains", "series"), [(1.0, 1), (1.13, MOST_SERIES), (1.17, MOST_SERIES), (1.4, 1)])
def test_near_its_bar_it_is_measured_on(
    model: Path, monkeypatch: pytest.MonkeyPatch, gains: float, series: int
) -> None:
    form(model, "int8")
    times = Times(monkeypatch, gains)
    record = trial(model)
    assert (record.series, times.trials, record.clock) == (series, 1, "processor")


def test_beside_a_gpu_the_clock_counts(model: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    form(model, "fp16")
    pretend(monkeypatch, "starts", tmp_path)
    Times(monkeypatch, 1.4)
    assert trial(model).clock == "wall"


def test_two_trials_near_the_bar_do_not_turn_the_choice(model: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was taken stays a little below its bar; what was not must reach it."""
    form(model, "int8")
    times = Times(monkeypatch, 1.12)
    seen = []
    for times.gains in (1.12, 1.16, 1.12, 1.08, 1.12):
        seen.append(measure_again(found(model), 1)[0].taken.precision)
    assert seen == ["fp32", "int8", "int8", "fp32", "fp32"]
