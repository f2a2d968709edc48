from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from embed.tiny import write_tiny_embedder
from typer.testing import Result

from edge import embed
from edge.cli.gallery import another_model as command
from edge.migrate import Comparison
from gallery.errors import GateError
from gallery.store import Gallery

Call = Callable[..., Result]


@pytest.fixture(scope="module")
def wide(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_tiny_embedder(tmp_path_factory.mktemp("wide") / "wide.onnx", 12, 64, 64)


def facts() -> tuple[int, int, str]:
    with Gallery.inspect("shop.gallery") as opened:
        return opened.version, opened.dimension, opened.state


def test_a_gallery_moves_to_a_model_of_another_dimension_and_back(enrolled: Call, wide: Path) -> None:
    _, _, before = facts()
    result = enrolled("gallery", "migrate", "--model", wide, "--reason", "r4")
    assert result.exit_code == 0
    assert "old" in result.stderr
    assert "no calibration" in result.stderr
    assert facts()[:2] == (2, 12)
    (newest, *_) = json.loads(enrolled("gallery", "log", "--json").stdout)
    assert (newest["action"], newest["reason"]) == ("migrate", "r4")
    assert newest["changed"] == {"views_changed": 6, "model_changed": 1}
    assert not list(Path().glob(".shop*"))
    more = enrolled("enroll", "products", "--model", wide)
    assert more.exit_code == 0
    assert enrolled("gallery", "verify").exit_code == 0
    back = enrolled("gallery", "rollback", "1", "-y")
    assert "again: `run` needs that --model" in back.stderr
    assert facts() == (3, 8, before)


def test_a_clearly_worse_model_is_refused_unless_one_insists(
    enrolled: Call, wide: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(command, "compare_spaces", lambda *_: Comparison(6, 6, 0, 6, 0))
    before = facts()
    result = enrolled("gallery", "migrate", "--model", wide)
    assert result.exit_code == 6
    assert "old 100.0%, new 0.0%" in result.stderr
    assert facts() == before
    assert enrolled("gallery", "migrate", "--model", wide, "--anyway").exit_code == 0


def test_the_old_stays_until_the_new_is_calibrated(enrolled: Call, wide: Path) -> None:
    before = facts()
    result = enrolled("gallery", "migrate", "--model", wide, "--target-far", 0.01)
    assert result.exit_code == 6
    assert isinstance(result.exception, GateError)
    assert "--no-calibrate" in str(result.exception)
    assert facts() == before
    assert enrolled("gallery", "migrate", "--model", wide, "--target-far", 7).exit_code == 2
    done = enrolled("gallery", "migrate", "--model", wide, "--target-far", 0.01, "--no-calibrate")
    assert done.exit_code == 0
    assert "no calibration" in done.stderr


def test_an_interrupt_leaves_the_old_and_the_next_run_goes_on(
    enrolled: Call, wide: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = facts()
    with monkeypatch.context() as patch:
        patch.setattr(command, "switch", _interrupted)
        assert enrolled("gallery", "migrate", "--model", wide).exit_code == 130
    assert facts() == before
    assert list(Path().glob(".shop*")) == [Path(".shop.gallery.migrating")]
    loaded = embed.load(wide)
    idle = SimpleNamespace(card=loaded.card, provider="none", embed=_never)
    monkeypatch.setattr(embed, "load", lambda *_: idle)
    assert enrolled("gallery", "migrate", "--model", wide).exit_code == 0
    assert facts()[1] == 12
    assert not list(Path().glob(".shop*"))


def _interrupted(*_: object) -> int:
    raise KeyboardInterrupt


def _never(*_: object) -> None:
    pytest.fail("a picture was embedded twice")
