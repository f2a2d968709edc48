"""A Jetson at its first start: onnxruntime serves, the engine is built, and takes over between two calls."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from embed.fake_cuda import Error, FakeCuda
from embed.fake_tensorrt import FakeTensorRt, device, write_tiny_engine
from embed.test_tensorrt_native import pictures
from embed.tiny import expected, write_tiny_embedder

from edge.certificate.certificate import certificate_path
from edge.certificate.state import State
from edge.embed import rebuild
from edge.embed.background_build import unproven
from edge.embed.model_file import ModelFile, read_model
from edge.embed.rebuild import RebuildingEmbedder
from edge.engine.place import cache_folder
from edge.engine.usable import find_engine
from gallery.errors import DeviceError

pytest.importorskip("onnxruntime")


class Build:
    """A build that ends when the test says so."""

    seconds = 93.0

    def __init__(self, model: ModelFile, engine: Path, flavour: str) -> None:
        self.model, self.engine, self.flavour = model, engine, flavour
        self.done, self.stopped, self.failure = False, False, None

    def stop(self) -> None:
        self.stopped = True

    def end(self, plan: bytes = b"ftrt tiny", failure: str | None = None) -> None:
        self.done, self.failure = True, failure
        if failure is None:
            self.engine.parent.mkdir(parents=True, exist_ok=True)
            write_tiny_engine(unproven(self.engine), self.model.card, plan)


@pytest.fixture
def cuda() -> FakeCuda:
    return FakeCuda()


@pytest.fixture
def serving(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cuda: FakeCuda) -> RebuildingEmbedder:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(rebuild, "BackgroundBuild", Build)
    model = read_model(write_tiny_embedder(tmp_path / "tiny.onnx"))
    return RebuildingEmbedder(model, 1, device(FakeTensorRt(cuda)), "no engine of this model was built yet")


def build_of(serving: RebuildingEmbedder) -> Any:
    return serving._build


def answers(serving: RebuildingEmbedder) -> None:
    np.testing.assert_allclose(serving.embed(pictures(3)), expected(pictures(3)), atol=1e-5)


def test_onnxruntime_serves_meanwhile_and_says_so(serving: RebuildingEmbedder, cuda: FakeCuda) -> None:
    answers(serving)
    assert "CPUExecutionProvider" in serving.provider
    assert serving.reason.startswith("tensorrt was asked for: no engine of this model was built yet; ")
    assert "one is being built (93 s so far), and onnxruntime serves meanwhile" in serving.reason
    assert not cuda.calls


def test_it_is_built_into_the_cache_under_its_own_name(serving: RebuildingEmbedder, tmp_path: Path) -> None:
    build = build_of(serving)
    assert build.engine.parent == tmp_path / "cache" / "checkout-edge" / "tensorrt"
    assert build.engine.name.startswith("tiny.fp32.")
    assert build.engine.name.endswith(".trt-10.3.0.sm_87.engine")
    assert build.flavour == "tensorrt"


def test_the_engine_takes_over_between_two_calls(serving: RebuildingEmbedder, cuda: FakeCuda) -> None:
    answers(serving)
    build_of(serving).end()
    assert "CPUExecutionProvider" in serving.provider  # not before the next call
    answers(serving)
    assert serving.provider == "TensorRT 10.3.0 on Orin, CUDA graphs"
    assert serving.reason.endswith("it was built in 93 s while onnxruntime served")
    cuda.calls.clear()
    answers(serving)
    assert cuda.names() == ["cudaGraphLaunch", "cudaStreamSynchronize"]


def test_an_engine_that_answers_otherwise_never_serves(
    serving: RebuildingEmbedder, cuda: FakeCuda, caplog: pytest.LogCaptureFixture
) -> None:
    build = build_of(serving)
    build.end(b"ftrt other")
    for _ in range(3):
        answers(serving)
    assert "CPUExecutionProvider" in serving.provider
    assert "answers otherwise than the model (cosine" in serving.reason
    assert cuda.held == (0, 0, 0, 0)
    assert not build.engine.exists()  # or it would be found at the next start
    assert not unproven(build.engine).exists()  # or it would be proven in vain
    assert len([one for one in caplog.records if one.levelno == logging.WARNING]) == 1


def test_a_failed_build_is_said_once_and_onnxruntime_goes_on(
    serving: RebuildingEmbedder, caplog: pytest.LogCaptureFixture
) -> None:
    build_of(serving).end(failure="no memory")
    for _ in range(3):
        answers(serving)
    assert "CPUExecutionProvider" in serving.provider
    assert serving.reason.endswith("its engine could not be had, so onnxruntime goes on: no memory")
    assert [one.getMessage() for one in caplog.records] == ["no engine, onnxruntime goes on: no memory"]


def test_an_engine_that_does_not_start_leaves_onnxruntime(
    serving: RebuildingEmbedder, cuda: FakeCuda
) -> None:
    cuda.fail["cudaMalloc"] = (2, Error.cudaErrorMemoryAllocation)
    build_of(serving).end()
    answers(serving)
    assert "cudaErrorMemoryAllocation" in serving.reason
    assert cuda.held == (0, 0, 0, 0)


def test_an_engine_cut_while_it_was_written_leaves_onnxruntime(serving: RebuildingEmbedder) -> None:
    build = build_of(serving)
    build.end()
    made = unproven(build.engine)
    made.write_bytes(made.read_bytes()[:-3])
    answers(serving)
    assert "cut short" in serving.reason
    assert not made.exists()
    assert not build.engine.exists()


def test_an_engine_is_not_found_before_it_is_proven(serving: RebuildingEmbedder) -> None:
    def found() -> Path | None:
        here = serving._device
        return find_engine(serving.card, [cache_folder()], here.tensorrt, here.gpu)[0]

    build = build_of(serving)
    build.end()
    assert found() is None  # a till restarted here does not load it unproven
    answers(serving)
    assert found() == build.engine
    assert not unproven(build.engine).exists()


def test_an_engine_that_another_process_has_proven_is_proven_here_too(
    serving: RebuildingEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    build = build_of(serving)
    build.end()
    loads, load = [], rebuild.TensorRtEmbedder

    def proven_meanwhile(path: Path, *rest: Any) -> Any:
        loads.append(path)
        if path == unproven(build.engine):
            path.rename(build.engine)
        return load(path, *rest)

    monkeypatch.setattr(rebuild, "TensorRtEmbedder", proven_meanwhile)
    answers(serving)
    assert loads == [unproven(build.engine), build.engine]
    assert serving.provider.startswith("TensorRT")
    assert build.engine.exists()


def test_an_engine_of_another_process_that_answers_otherwise_here_is_deleted(
    serving: RebuildingEmbedder,
) -> None:
    build = build_of(serving)
    build.end(b"ftrt other")
    unproven(build.engine).rename(build.engine)
    answers(serving)
    assert "answers otherwise" in serving.reason
    assert not build.engine.exists()


def test_the_certificate_of_the_file_that_lay_there_before_goes(
    serving: RebuildingEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    build = build_of(serving)
    build.end()
    certificate_path(build.engine).write_text("of another file")
    monkeypatch.setattr(rebuild, "certificate_state", lambda path: State("foreign", "foreign"))
    answers(serving)
    assert build.engine.exists()
    assert not certificate_path(build.engine).exists()  # or it would be built anew at each start


def test_closing_stops_the_build(serving: RebuildingEmbedder) -> None:
    build = build_of(serving)
    serving.close()
    assert build.stopped


def test_without_onnxruntime_there_is_nothing_to_serve_meanwhile(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cuda: FakeCuda
) -> None:
    monkeypatch.setattr(rebuild, "BackgroundBuild", Build)
    monkeypatch.setitem(__import__("sys").modules, "onnxruntime", None)
    model = read_model(write_tiny_embedder(tmp_path / "tiny.onnx"))
    with pytest.raises(DeviceError, match="onnxruntime is not installed") as caught:
        RebuildingEmbedder(model, 1, device(FakeTensorRt(cuda)), "none was built")
    assert "--to tensorrt --target this-device" in caught.value.remedy
