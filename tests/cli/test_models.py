from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from engine.test_engine_file import PLAN, engine_card
from typer.testing import Result

from edge import models
from edge.engine.engine_file import write_engine

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


def test_the_card_of_an_engine(call: Call, tmp_path: Path) -> None:
    """It is for a GPU that is not here, which is no reason not to show it."""
    card, plan = engine_card(), PLAN
    write_engine(tmp_path / "tiny.engine", card, plan)
    (shown,) = json.loads(call("models", "tiny.engine", "--json").stdout)
    assert (shown["path"], shown["name"], shown["precision"]) == ("tiny.engine", "tiny", "fp16")
    assert shown["engine"] == card.model_dump(mode="json", exclude={"model"})
    assert shown["certificate"] == "none"
    text = call("models", "tiny.engine").stdout
    rows = dict(re.findall(r"│ (\w[\w ]*\w) +│ (\S.*?) +│", text))
    assert rows["engine version"] == "10.3.0"
    assert rows["engine compute_capability"] == "8.7"
    assert rows["engine batch"] == "1, 4, 32"


def test_an_engine_cut_short_is_refused(call: Call, tmp_path: Path) -> None:
    path = tmp_path / "tiny.engine"
    write_engine(path, engine_card(), PLAN)
    path.write_bytes(path.read_bytes()[:-1])
    result = call("models", path)
    assert result.exit_code == 2
    assert "cut short" in str(result.exception)


def test_what_is_no_model_is_named(call: Call, tmp_path: Path) -> None:
    (tmp_path / "bad.onnx").write_text("hello")
    (tmp_path / "bad.engine").write_text("hello")
    for name in ("bad.onnx", "none.onnx", "bad.engine", "none.engine"):
        result = call("models", name)
        assert result.exit_code == 2
        assert name in str(result.exception)
