"""`auto` takes the best that is there and names each better one that was passed over."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest
from embed.test_providers import CUDA, pretend
from embed.tiny import build, tiny_card, write, write_tiny_embedder

from edge import embed
from gallery.errors import InputError

pytest.importorskip("onnxruntime")


@pytest.fixture
def model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return write_tiny_embedder(tmp_path / "tiny.onnx")


@pytest.mark.parametrize("installed", [False, True], ids=["without openvino", "with openvino"])
def test_on_a_cpu_each_better_backend_is_named_with_why_not(
    model: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, installed: bool
) -> None:
    runtime = pretend(monkeypatch, "starts", tmp_path)
    runtime.get_available_providers = lambda: ["CPUExecutionProvider"]  # type: ignore[method-assign]
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: object() if installed else None)
    embedder = embed.load(model)
    assert "CPUExecutionProvider" in embedder.provider
    unmeasured = "; what is faster was not measured: CHECKOUT_EDGE_TRIAL is off" if installed else ""
    assert embedder.reason == (
        f"auto took the CPU: the installed onnxruntime 9.9 has no CUDAExecutionProvider{unmeasured}; "
        "TensorRT was passed over: no engine of this model was built yet"
    )


def test_on_cuda_only_tensorrt_would_have_been_better(
    model: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    pretend(monkeypatch, "starts", tmp_path)
    embedder = embed.load(model)
    assert CUDA in embedder.provider
    assert embedder.reason == (
        "auto took CUDA: it started here; what is faster was not measured: CHECKOUT_EDGE_TRIAL is off; "
        "TensorRT was passed over: no engine of this model was built yet"
    )


@pytest.mark.parametrize("precision", ["fp32", "fp16", "int8"])
@pytest.mark.parametrize("backend", ["cpu", "openvino"])
def test_a_precision_that_is_not_fp32_is_part_of_what_runs(model: Path, backend: str, precision: str) -> None:
    if backend == "openvino":
        pytest.importorskip("openvino")
    path = write(model.with_name("m.onnx"), build(), tiny_card(precision=precision))
    assert embed.load(path, backend, 1).provider.endswith(
        "threads" if precision == "fp32" else f", {precision} graph"
    )


@pytest.mark.parametrize("backend", ["tensorrt", "tensorrt-ep"])
def test_integers_made_for_cpus_are_not_given_to_tensorrt(
    model: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, backend: str
) -> None:
    pretend(monkeypatch, "starts", tmp_path)
    path = write(model.with_name("m.onnx"), build(), tiny_card(precision="int8"))
    with pytest.raises(InputError, match="computes in int8 as CPUs do") as caught:
        embed.load(path, backend)
    assert caught.value.remedy.startswith("use backend cpu")
    assert embed.load(path, "auto").provider.endswith("int8 graph")


def test_every_backend_is_named_in_the_help() -> None:
    from edge.cli.options import BackendOption

    (option,) = BackendOption.__metadata__  # type: ignore[attr-defined]
    for backend in embed.BACKENDS:
        assert backend in option.help
