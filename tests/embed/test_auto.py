"""`auto` takes a lower precision only where it gains clearly and answers as certified, and remembers it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from certificate.sets import check_set
from embed.family import Times, form, model
from embed.test_providers import CUDA, pretend

from edge import embed
from edge.certificate.certificate import check_path
from edge.embed import choice, trial_process
from edge.embed.model_file import ModelFile
from edge.embed.onnx_runtime import OnnxEmbedder
from gallery.errors import DeviceError, InputError

__all__ = ["model"]
pytest.importorskip("onnxruntime")
CROPS = check_set().crops[:3]


def records(model: Path) -> list[Path]:
    return sorted((model.parent / "cache" / "checkout-edge" / "trials").glob("*.json"))


def test_a_form_that_gains_clearly_is_taken_and_remembered(
    model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, times = form(model, "int8"), Times(monkeypatch, 1.41)
    for _ in range(3):
        embedder = embed.load(model)
        assert (embedder.path, embedder.card.precision) == (path, "int8")
        assert embedder.provider.endswith("int8 graph")
        assert embedder.reason.startswith(
            "auto took INT8 on the CPU: 1.41x as fast as FP32 on the CPU in processor time, in a trial of "
        )
        assert f"remembered in {records(model)[0]}" in embedder.reason
        np.testing.assert_allclose(embedder.embed(CROPS), embed.load(model, "cpu").embed(CROPS), atol=1e-4)
    assert times.trials == 1
    assert len(records(model)) == 1


def test_once_remembered_only_what_is_taken_is_loaded(model: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    form(model, "int8")
    Times(monkeypatch, 1.5)
    embed.load(model)
    loaded: list[Path] = []
    begin = OnnxEmbedder.__init__

    def note(self: OnnxEmbedder, file: ModelFile, *more: Any) -> None:
        loaded.append(file.path)
        begin(self, file, *more)

    monkeypatch.setattr(OnnxEmbedder, "__init__", note)
    embed.load(model)
    assert [path.name for path in loaded] == ["tiny-int8.onnx"]


@pytest.mark.parametrize("gains", [0.7, 1.0, 1.14])
def test_a_form_that_gains_little_is_not(model: Path, monkeypatch: pytest.MonkeyPatch, gains: float) -> None:
    form(model, "int8")
    Times(monkeypatch, gains)
    embedder = embed.load(model)
    assert embedder.path == model
    assert embedder.reason.startswith("auto took FP32 on the CPU: no lower precision gains clearly")
    assert f"INT8 on the CPU was {gains:.2f}x as fast, of the 1.15 it must gain" in embedder.reason


def test_a_form_that_answers_otherwise_here_is_never_taken(
    model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on a processor that cuts off sums of 8-bit products: the file is whole, its answers are not."""
    form(model, "int8")
    Times(monkeypatch, 3)
    honest = OnnxEmbedder._run

    def saturated(self: OnnxEmbedder, images: np.ndarray) -> np.ndarray:
        vectors = honest(self, images)
        if self.card.precision == "int8":
            vectors = vectors + np.float32(0.1)
            vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        return vectors

    monkeypatch.setattr(OnnxEmbedder, "_run", saturated)
    for _ in range(2):
        embedder = embed.load(model)
        assert embedder.path == model
        assert "INT8 on the CPU was passed over: here it answers otherwise than its" in embedder.reason


def test_other_backends_and_the_file_itself_are_as_asked(
    model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, times = form(model, "int8"), Times(monkeypatch, 3)
    assert embed.load(model, "cpu").path == model
    assert embed.load(model, as_given=True).path == model
    assert embed.load(path).path == path
    assert "the int8 file itself was asked for" in embed.load(path).reason
    monkeypatch.setenv(choice.SWITCH, "off")
    assert embed.load(model).path == model
    assert "CHECKOUT_EDGE_TRIAL is off" in embed.load(model).reason
    assert times.trials == 0
    assert not records(model)


def test_with_one_candidate_nothing_is_measured(model: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    times = Times(monkeypatch, 3)
    assert embed.load(model).reason.startswith("auto took the CPU: ")
    assert times.trials == 0
    assert not records(model)


@pytest.mark.parametrize("change", ["threads", "version", "another form", "another processor"])
def test_any_change_makes_a_new_trial(model: Path, monkeypatch: pytest.MonkeyPatch, change: str) -> None:
    form(model, "int8")
    times = Times(monkeypatch, 1.5)
    embed.load(model, threads=1)
    if change == "version":
        monkeypatch.setattr("edge.system.metadata.version", lambda name: "99")
    elif change == "another form":
        form(model, "int8", "more.onnx", length=1.0003)
    elif change == "another processor":
        monkeypatch.setattr("edge.embed.device_facts._cpu", lambda: "another")
    embed.load(model, threads=2 if change == "threads" else 1)
    assert times.trials == 2
    embed.load(model, threads=2 if change == "threads" else 1)
    assert times.trials == 2


@pytest.mark.parametrize("damage", [b"", b"{", b"[1]", b"\xff\xfe", b"null"])
def test_a_damaged_record_is_said_and_made_again(
    model: Path, monkeypatch: pytest.MonkeyPatch, damage: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    path, times = form(model, "int8"), Times(monkeypatch, 1.5)
    embed.load(model)
    (record,) = records(model)
    record.write_bytes(damage)
    assert embed.load(model).path == path
    assert "and is made again" in caplog.text
    assert times.trials == 2
    assert embed.load(model).path == path
    assert times.trials == 2


def test_a_record_of_something_else_is_not_believed(model: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    form(model, "int8")
    times = Times(monkeypatch, 1.5)
    embed.load(model)
    (record,) = records(model)
    said = json.loads(record.read_text())
    said["measured"] = said["measured"][1:]
    record.write_text(json.dumps(said))
    embed.load(model)
    assert times.trials == 2


def test_a_trial_that_crashes_takes_no_till_with_it(
    model: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    form(model, "int8")
    monkeypatch.setattr(trial_process, "_RUN", "import os; os.abort()")
    embedder = embed.load(model)
    assert embedder.path == model
    assert "the trial of the forms of the model failed: it was ended by signal 6" in embedder.reason
    assert "what starts first runs, and the next start tries again" in caplog.text
    assert not records(model)


def test_a_form_changed_since_it_was_certified_is_passed_over(
    model: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    path = form(model, "int8")
    Times(monkeypatch, 1.5)
    assert embed.load(model).path == path
    path.write_bytes(path.read_bytes() + b"\0\0")
    for _ in range(2):
        caplog.clear()
        assert embed.load(model).path == model
        assert "changed since it was certified" in caplog.text


def test_a_form_without_pictures_to_try_it_on_is_passed_over_until_it_has_some(
    model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = form(model, "int8", seed=5)
    pictures = check_path(path).read_bytes()
    check_path(path).unlink()
    Times(monkeypatch, 1.5)
    embedder = embed.load(model)
    assert embedder.path == model
    assert "INT8 on the CPU was passed over: check set" in embedder.reason
    check_path(path).write_bytes(pictures)
    assert embed.load(model).path == path, "what failed is tried again at each start"


def test_the_model_that_was_asked_for_must_be_whole(model: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Though another form would run."""
    form(model, "int8")
    Times(monkeypatch, 1.5)
    embed.load(model)
    model.write_bytes(model.read_bytes() + b"\0\0")
    with pytest.raises(InputError, match="changed since it was certified"):
        embed.load(model)


def test_what_no_longer_starts_is_measured_again(
    model: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    form(model, "int8")
    times = Times(monkeypatch, 1.5)
    embed.load(model)
    begin = OnnxEmbedder.__init__

    def refuse(self: OnnxEmbedder, file: ModelFile, *more: Any) -> None:
        if file.card.precision == "int8":
            raise DeviceError("it broke", "mend it")
        begin(self, file, *more)

    monkeypatch.setattr(OnnxEmbedder, "__init__", refuse)
    assert embed.load(model).path == model
    assert times.trials == 2
    assert "INT8 on the CPU, which a trial found best, does not start: it broke" in caplog.text


@pytest.mark.parametrize(("gains", "expected"), [(1.3, "tiny-fp16.onnx"), (1.1, "tiny.onnx")])
def test_on_a_gpu_fp16_takes_part(
    model: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, gains: float, expected: str
) -> None:
    form(model, "fp16")
    pretend(monkeypatch, "starts", tmp_path)
    Times(monkeypatch, gains)
    for _ in range(2):
        embedder = embed.load(model)
        assert (embedder.path.name, CUDA in embedder.provider) == (expected, True)


def test_a_gpu_that_does_not_start_is_said_at_each_start(
    model: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """And taken as soon as it does."""
    form(model, "fp16")
    runtime = pretend(monkeypatch, "falls back", tmp_path)
    Times(monkeypatch, 1.3)
    for _ in range(2):
        caplog.clear()
        embedder = embed.load(model)
        assert "CPUExecutionProvider" in embedder.provider
        assert "FP32 by CUDA was passed over: backend cuda: installed, but did not start" in embedder.reason
        assert "auto passes over FP32 by CUDA" in caplog.text
    runtime.fate = "starts"
    assert embed.load(model).path.name == "tiny-fp16.onnx"
