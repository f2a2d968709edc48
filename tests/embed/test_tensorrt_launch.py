"""Where CUDA graphs cannot be had: it is said, and the engine is launched plainly."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from embed.fake_cuda import Error, FakeCuda
from embed.fake_tensorrt import FakeTensorRt
from embed.test_tensorrt_native import load, pictures
from embed.tiny import expected


def runs_plainly(tmp_path: Path, module: FakeTensorRt, because: str) -> None:
    embedder = load(tmp_path, module)
    for count in (1, 4, 1, 2):
        np.testing.assert_allclose(embedder.embed(pictures(count)), expected(pictures(count)), atol=1e-5)
    assert f"plain launches ({because}" in embedder.provider
    assert "cudaGraphLaunch" not in module.cuda.names()
    module.cuda.calls.clear()
    embedder.embed(pictures(4))
    assert module.cuda.names() == ["cudaMemcpyAsync", "cudaMemcpyAsync", "cudaStreamSynchronize"]


def test_tensorrt_says_that_it_cannot_be_captured(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    runs_plainly(tmp_path, FakeTensorRt(FakeCuda(), capturable=False), "TensorRT says")
    assert len([one for one in caplog.records if "no CUDA graphs" in one.message]) == 1


def test_tensorrt_says_that_it_can(tmp_path: Path) -> None:
    assert "CUDA graphs" in load(tmp_path, FakeTensorRt(FakeCuda(), capturable=True)).provider


@pytest.mark.parametrize("call", ["cudaStreamBeginCapture", "cudaStreamEndCapture", "cudaGraphInstantiate"])
def test_a_capture_that_fails(tmp_path: Path, call: str) -> None:
    cuda = FakeCuda()
    cuda.fail[call] = (1, Error.cudaErrorStreamCaptureUnsupported)
    runs_plainly(tmp_path, FakeTensorRt(cuda), f"CUDA: {call}: cudaErrorStreamCaptureUnsupported")


def test_a_copy_that_cannot_be_captured_ends_the_capture(tmp_path: Path) -> None:
    cuda = FakeCuda()
    cuda.fail["cudaMemcpyAsync"] = (3, Error.cudaErrorStreamCaptureUnsupported)  # up, down, and the capture
    runs_plainly(tmp_path, FakeTensorRt(cuda), "CUDA: cudaMemcpyAsync")
    assert all(stream.recorded is None for stream in cuda.streams.values())


def test_a_later_size_that_cannot_be_captured_ends_the_graphs_of_all(tmp_path: Path) -> None:
    cuda = FakeCuda()
    embedder = load(tmp_path, FakeTensorRt(cuda))
    cuda.fail["cudaGraphInstantiate"] = (1, Error.cudaErrorMemoryAllocation)
    np.testing.assert_allclose(embedder.embed(pictures(5)), expected(pictures(5)), atol=1e-5)
    assert "plain launches (CUDA: cudaGraphInstantiate: cudaErrorMemoryAllocation" in embedder.provider
    assert cuda.held[3] == 0
