"""`checkout-edge models --trial`: measured now, shown, and remembered."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from embed.family import Times, form
from embed.family import model as certified_model
from typer.testing import Result

from edge import embed

Call = Callable[..., Result]
certified = certified_model
pytest.importorskip("onnxruntime")


def test_it_is_measured_again_each_time_and_then_remembered(
    call: Call, certified: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    form(certified, "int8")
    times = Times(monkeypatch, 1.0)
    assert embed.load(certified).card.precision == "fp32"
    times.gains = 1.41
    shown = call("models", "--trial", certified).stdout
    assert all(words in shown for words in ("taken by auto", "1.41x as", "auto took INT8 on the CPU"))
    assert embed.load(certified).card.precision == "int8"
    assert times.trials == 2


def test_json(call: Call, certified: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    form(certified, "int8")
    Times(monkeypatch, 1.41)
    said = json.loads(call("models", "--trial", certified, "--json").stdout)
    assert [each["precision"] for each in said["measured"]] == ["fp32", "int8"]
    assert said["taken"]["precision"] == "int8"


def test_where_there_is_nothing_to_measure(call: Call, certified: Path) -> None:
    result = call("models", "--trial", certified)
    assert result.exit_code == 2
    assert "nothing to measure: no form and no other backend is here" in str(result.exception)
    assert "the int8 file itself" in str(call("models", "--trial", form(certified, "int8")).exception)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [(("--trial", "a.onnx", "b.onnx"), "2 models for one trial"), (("--threads", "2"), "without --trial")],
)
def test_arguments_that_make_no_sense(call: Call, arguments: tuple[str, ...], words: str) -> None:
    result = call("models", *arguments)
    assert result.exit_code == 2
    assert words in str(result.exception)
