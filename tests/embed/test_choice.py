from __future__ import annotations

from pathlib import Path

import pytest
from embed.family import model

from edge import embed
from edge.embed import choice
from gallery.errors import InputError

__all__ = ["model"]
pytest.importorskip("onnxruntime")


@pytest.mark.parametrize("value", ["bogus", "0", "on"])
def test_a_switch_that_says_anything_but_off_is_refused(
    model: Path, monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    monkeypatch.setenv(choice.SWITCH, value)
    with pytest.raises(InputError, match=f"CHECKOUT_EDGE_TRIAL is '{value}'") as caught:
        embed.load(model)
    assert caught.value.remedy == "set CHECKOUT_EDGE_TRIAL=off, or leave it unset to have a trial"
    assert embed.load(model, "cpu").path == model, "which has no trial"
    monkeypatch.setenv(choice.SWITCH, "")
    assert embed.load(model).path == model
