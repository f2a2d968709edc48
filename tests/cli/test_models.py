from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import Result

from edge import models

Call = Callable[..., Result]


def test_the_card_of_a_file(call: Call, model: Path) -> None:
    (card,) = json.loads(call("models", model, "--json").stdout)
    assert (card["path"], card["name"], card["dimension"], card["licence"]) == (
        str(model),
        "tiny",
        8,
        "Apache-2.0",
    )
    text = call("models", model).stdout
    assert all(part in text for part in ("tiny", "Apache-2.0", "distance_threshold", "0.8"))


def test_shipped_models_or_how_to_get_one(call: Call, model: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(models, "shipped", lambda: [model])
    assert json.loads(call("models", "--json").stdout)[0]["name"] == "tiny"
    monkeypatch.setattr(models, "shipped", list)
    assert call("models").exit_code == 2


def test_what_is_no_model_is_named(call: Call, tmp_path: Path) -> None:
    (tmp_path / "bad.onnx").write_text("hello")
    for name in ("bad.onnx", "none.onnx"):
        result = call("models", name)
        assert result.exit_code == 2
        assert name in str(result.exception)
