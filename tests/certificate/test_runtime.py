from __future__ import annotations

import platform
from pathlib import Path

import numpy as np
import pytest

from edge.certificate import runtime
from edge.certificate.runtime import runtime_facts


def test_what_runs_here() -> None:
    facts = runtime_facts("onnxruntime CPU")
    assert (facts.provider, facts.numpy, facts.python) == (
        "onnxruntime CPU",
        np.__version__,
        platform.python_version(),
    )
    assert facts.cpu
    assert facts.cores >= 1
    assert set(facts.libraries) & {"onnxruntime", "onnxruntime-gpu"}
    assert "numpy" not in facts.libraries


def test_the_gpu_as_its_driver_names_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runtime, "_GPUS", tmp_path)
    assert runtime_facts("x").gpu is None
    (tmp_path / "0000:01:00.0").mkdir()
    (tmp_path / "0000:01:00.0" / "information").write_text("Model: \t\t NVIDIA GeForce RTX 4090\nIRQ:  1\n")
    assert runtime_facts("x").gpu == "NVIDIA GeForce RTX 4090"


def test_a_jetson_says_which_board_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "model").write_bytes(b"NVIDIA Jetson AGX Orin Developer Kit\0")
    monkeypatch.setattr(runtime, "_JETSON", tmp_path / "model")
    assert runtime_facts("x").cpu == "NVIDIA Jetson AGX Orin Developer Kit"
