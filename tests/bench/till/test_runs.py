"""Runs: what two processes must have in common, and what `auto` came to, by name."""

from __future__ import annotations

import pytest

from edge import embed, models
from edge.bench.till.runs import MARKS, Runs
from edge.embed import BACKENDS

CPU = "onnxruntime 1.32.0 CPUExecutionProvider, 2 threads"


def test_threads_are_no_difference() -> None:
    runs = Runs(CPU, "/models/a.onnx", "")
    assert runs.what == "onnxruntime 1.32.0 CPUExecutionProvider with a.onnx"


@pytest.mark.parametrize(
    ("provider", "name"),
    [
        (CPU, "cpu"),
        ("onnxruntime 1.32.0 CUDAExecutionProvider, 2 threads", "cuda"),
        ("onnxruntime 1.32.0 TensorrtExecutionProvider, 2 threads", "tensorrt-ep"),
        ("TensorRT 10.9 engine, CUDA graphs", "tensorrt"),
        ("openvino 2026.4 CPU in FP32, 2 threads", "openvino"),
        ("something new", "auto"),
    ],
)
def test_what_auto_came_to(provider: str, name: str) -> None:
    assert Runs(provider, "a", "").backend("auto") == name
    assert Runs(provider, "a", "").backend("cuda") == "cuda"


def test_each_backend_has_a_mark() -> None:
    assert {"auto", *MARKS} == set(BACKENDS)


def test_what_an_embedder_runs() -> None:
    runs = Runs.of(embed.load(None, "cpu", 1))
    assert runs.file == str(models.default().resolve())
    assert runs.backend("auto") == "cpu"
    assert not runs.trial_lost
