"""`checkout-edge train` and `table1` as a user runs them, on toy photos and a tiny network."""

from __future__ import annotations

import json
import os
import shutil
import signal
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from edge.cli.main import app
from gallery.errors import CheckoutError, DeviceError, InputError
from train.engine.collapse import CollapseError
from train.engine.records import History, Step
from train.saved import load

TINY = ["--backbone", "test_efficientnet", "--weights", "none", "--size", "32", "--workers", "0"]
SHORT = ["--epochs", "2", "--set", "frozen_epochs=6", "--set", "frozen_rate=0.02"]
PRODUCT = ["--epochs", "8", "--set", "unseen=0.5", "--set", "held=0", "--set", "backbone_rate=2e-3",
           "--set", "alpha=1", "--set", "threshold=0.9"]  # fmt: skip


def command(*words: object) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words], catch_exceptions=True)


def mistake(*words: object) -> CheckoutError:
    """The error that `main` would show."""
    error = command(*words).exception
    assert isinstance(error, CheckoutError)
    return error


@pytest.mark.parametrize("recipe", ["paper", "random-triplets", "product"])
def test_an_embedder_is_trained_and_told_of(recipe: str, toy_folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "run"
    extra = PRODUCT if recipe == "product" else SHORT
    result = command("train", "-d", toy_folder, "-r", recipe, "-o", out, *TINY, *extra)
    assert result.exit_code == 0, result.output
    summary = json.loads((out / "summary.json").read_text())
    assert summary["val"]["top1"] >= 0.75
    assert 0 < summary["threshold"] < 2
    assert summary["k"] >= 1
    assert set(summary["pairs"]) == {"tpr", "tnr"}
    assert f"{summary['val']['top1']:.3f}" in result.output
    embedder, about = load(out)
    assert (about.recipe, about.kind, about.k) == (recipe, "embedder", summary["k"])
    assert embedder.shape.pooling == ("gem" if recipe == "product" else "avg")
    assert {path.name for path in out.iterdir()} >= {
        "checkpoint.pt", "embedder.pt", "history.jsonl", "settings.json", "summary.json"
    }  # fmt: skip


def test_softmax_ends_in_classes(toy_folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "run"
    words = ["--set", "frozen_epochs=40", "--set", "frozen_rate=0.1", "--epochs", "2"]
    assert command("train", "-d", toy_folder, "-r", "softmax", "-o", out, *TINY, *words).exit_code == 0
    summary = json.loads((out / "summary.json").read_text())
    assert summary["val"]["top1"] >= 0.75
    assert summary["k"] is None
    embedder, about = load(out)
    assert about.kind == "softmax"
    assert embedder.shape.dimension == len(about.classes) == 4


def test_ctrl_c_keeps_the_run_and_the_same_command_ends_it(
    toy_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = ("train", "-d", toy_folder, "-r", "paper", *TINY, *SHORT)
    assert command(*words, "-o", tmp_path / "whole").exit_code == 0
    write = History.step

    def press(self: History, record: Step) -> None:
        write(self, record)
        if record.epoch == 3:
            os.kill(os.getpid(), signal.SIGINT)

    with monkeypatch.context() as patch:
        patch.setattr(History, "step", press)
        stopped = command(*words, "-o", tmp_path / "broken")
    assert stopped.exit_code == 130
    assert "the same command goes on" in stopped.output
    assert not (tmp_path / "broken" / "summary.json").exists()
    assert command(*words, "-o", tmp_path / "broken").exit_code == 0
    whole, resumed = (load(tmp_path / name)[0].state_dict() for name in ("whole", "broken"))
    assert all(whole[key].equal(resumed[key]) for key in whole)


def test_a_finished_run_is_told_again_and_another_run_is_refused(toy_folder: Path, tmp_path: Path) -> None:
    out, words = tmp_path / "run", ("train", "-d", toy_folder, "-r", "paper", *TINY, "--epochs", "0")
    few = ("--set", "frozen_epochs=1")
    assert command(*words, *few, "-o", out).exit_code == 0
    written = (out / "checkpoint.pt").stat().st_mtime_ns
    assert "validation" in command(*words, *few, "-o", out).output
    assert (out / "checkpoint.pt").stat().st_mtime_ns == written
    error = mistake(*words, "--set", "frozen_epochs=2", "-o", out)
    assert "another run: frozen_epochs differ" in error.problem
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").touch()
    assert "not a training run" in mistake(*words, "-o", tmp_path / "mine").problem


def test_what_cannot_be_trained_is_named(
    toy_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = ("train", "-o", tmp_path / "run", "-r", "paper", *TINY)
    shutil.copytree(toy_folder / "red", tmp_path / "one" / "red")
    assert isinstance(mistake(*words, "-d", tmp_path / "one"), InputError)
    shutil.copytree(toy_folder / "blue", tmp_path / "few" / "blue")
    (tmp_path / "few" / "red").mkdir()
    shutil.copy(toy_folder / "red" / "00.png", tmp_path / "few" / "red")
    assert "red" in mistake(*words, "-d", tmp_path / "few").problem
    assert "nothing" in mistake(*words, "-d", tmp_path / "nothing").problem
    assert "no-net" in mistake(*words, "-d", toy_folder, "--backbone", "no-net").problem
    weights = mistake(*words, "-d", toy_folder, "--weights", "package")
    assert "hub" in weights.remedy
    monkeypatch.setattr("torch.cuda.is_available", lambda: False)
    assert isinstance(mistake(*words, "-d", toy_folder, "--device", "cuda"), DeviceError)
    assert isinstance(mistake(*words, "-d", toy_folder, "--precision", "fp16"), DeviceError)
    assert not (tmp_path / "run").exists()


def test_collapse_ends_with_its_reason(toy_folder: Path, tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / "same" / name).mkdir(parents=True)
        for i in range(10):
            shutil.copy(toy_folder / "red" / "00.png", tmp_path / "same" / name / f"{i}.png")
    out = tmp_path / "run"
    error = mistake("train", "-d", tmp_path / "same", "-r", "paper", "-o", out, *TINY)
    assert isinstance(error, CollapseError)
    assert error.exit_code == 5
    assert (out / "checkpoint.pt").exists()


def test_table_1_is_run_printed_written_and_gone_on_with(toy_folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "table"
    words = ("table1", "-d", toy_folder, "-o", out, *TINY, "--epochs", "1", "--set", "frozen_epochs=2",
             "--seed", "7", "--set", "margin=0.9")  # fmt: skip
    result = command(*words)
    assert result.exit_code == 0, result.output
    runs = sorted(path.parent for path in out.glob("*/*/summary.json"))
    assert [run.name for run in runs] == [f"{recipe}-7" for recipe in ("paper", "random-triplets", "softmax")]
    table = json.loads((out / "table1.json").read_text())["table"]
    assert table["FSS-1000, the paper"]["paper"]["top1"]["mean"] == 0.836
    expected = json.loads((runs[0] / "summary.json").read_text())["val"]["top1"]
    assert table[toy_folder.name]["paper"]["top1"]["mean"] == pytest.approx(expected)
    assert table[toy_folder.name]["softmax"]["tpr"] is None
    assert "semi-hard triplets are" in (out / "table1.md").read_text()
    assert (out / "table1.png").read_bytes().startswith(b"\x89PNG")
    before = (runs[0] / "checkpoint.pt").stat().st_mtime_ns
    assert command(*words).exit_code == 0
    assert (runs[0] / "checkpoint.pt").stat().st_mtime_ns == before
