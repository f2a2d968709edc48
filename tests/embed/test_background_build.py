from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from embed.fake_tensorrt import engine_card
from embed.tiny import write_tiny_embedder

from edge.embed import background_build
from edge.embed.background_build import BackgroundBuild, build
from edge.embed.model_file import ModelFile, read_model
from edge.engine.engine_file import read_engine
from edge.engine.gpu import this_gpu
from gallery.errors import DeviceError

posix = pytest.mark.skipif(os.name != "posix", reason="the stand-in for Python is a shell script")


@pytest.fixture
def model(tmp_path: Path) -> ModelFile:
    return read_model(write_tiny_embedder(tmp_path / "tiny.onnx"))


def ended(build: BackgroundBuild, within: float = 30) -> BackgroundBuild:
    until = time.monotonic() + within
    while not build.done and time.monotonic() < until:
        time.sleep(0.01)
    assert build.done
    return build


def python(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, script: str) -> None:
    """Another process that runs a script instead of a build; $3, $4, $5 are model, engine and flavour."""
    path = tmp_path / "python"
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(path))


@pytest.mark.skipif(this_gpu() is not None, reason="there is a GPU to build for")
def test_the_other_process_says_why_it_failed(model: ModelFile, tmp_path: Path) -> None:
    build = ended(BackgroundBuild(model, tmp_path / "cache" / "x.engine", "tensorrt"))
    assert str(build.failure).startswith("no NVIDIA GPU here")
    assert not build.engine.exists()


@posix
@pytest.mark.parametrize(
    ("script", "failure"),
    [
        ('echo plan > "$4"', None),
        ("exit 0", "it ended without an engine"),
        ("echo warning >&2; echo no memory >&2; exit 1", "no memory"),
        ("exit 3", "it ended with exit code 3"),
        ("kill -9 $$", "it was ended by SIGKILL, as the kernel does where memory runs out"),
        ("kill -15 $$", "it was ended by SIGTERM"),
    ],
)
def test_the_end_of_a_build(
    model: ModelFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str, failure: str | None
) -> None:
    python(monkeypatch, tmp_path, script)
    assert ended(BackgroundBuild(model, tmp_path / "x.engine", "tensorrt")).failure == failure


@posix
def test_a_build_is_stopped_with_what_serves(
    model: ModelFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    python(monkeypatch, tmp_path, "exec sleep 60")
    build = BackgroundBuild(model, tmp_path / "x.engine", "tensorrt")
    process = build._process
    assert not build.done
    del build
    assert process.wait(5) != 0


def test_what_the_other_process_does(
    model: ModelFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan, asked = b"ftrt tiny", []

    def built(data: bytes, card: Any, target: Any, *_: Any) -> Any:
        asked.append((data, card, target))
        return engine_card(card, plan), plan

    monkeypatch.setattr("edge.engine.target.parse_target", lambda name: name)
    monkeypatch.setattr("edge.engine.module.find_tensorrt", lambda flavour: flavour)
    monkeypatch.setattr("edge.engine.build.build_engine", built)
    build(model.path, tmp_path / "new" / "folder" / "x.engine", "tensorrt")
    assert asked == [(model.data, model.card, "this-device")]
    assert read_engine(tmp_path / "new" / "folder" / "x.engine") == (engine_card(model.card, plan), plan)


def test_an_error_of_the_other_process_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: Any) -> None:
        raise DeviceError("no memory", "buy some")

    monkeypatch.setattr(background_build, "build", fails)
    monkeypatch.setattr(os, "nice", lambda more: more)
    monkeypatch.setattr(sys, "argv", ["-c", "model", "engine", "tensorrt"])
    with pytest.raises(SystemExit, match=r"^no memory$"):
        background_build.main()
